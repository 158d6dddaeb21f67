"""The native format: every fact fits, and a mistake costs only itself."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, cast

import jsonschema
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from deadlinebot.errors import Place, Problem, SourceError
from deadlinebot.model.call import CallKind, Title
from deadlinebot.model.claim import Authority, Claim, Origin, Parsed, Resolution
from deadlinebot.model.deadline import Deadline, Status
from deadlinebot.model.milestone import Milestone
from deadlinebot.model.reconcile import reconcile
from deadlinebot.model.stated import claim_window
from deadlinebot.model.when import Moment, Span, Tbd
from deadlinebot.sources.native import FORMAT, schema
from tests.build import utc

ROOT = Path(__file__).parents[3]
DATA = ROOT / "data"
GOLDEN = ROOT / "tests" / "golden" / "sources" / "native"
TODAY = date(2026, 4, 1)


def parse(text: str, path: str = "nlp.yaml") -> Parsed:
    return FORMAT.parse(text, Origin("curated", path, TODAY))


def a_file(call: str = "", milestones: str = "") -> str:
    milestones = milestones or "- {kind: paper, date: 2026-05-25 AoE}"
    lines = "\n".join(f"      {line}" for line in milestones.splitlines())
    extra = "".join(f"    {line}\n" for line in call.splitlines())
    return f"""\
calls:
  - series: ABC
    year: 2026
{extra}    milestones:
{lines}
  - {{series: Good, year: 2026, milestones: [{{kind: paper, date: 2026-05-01 AoE}}]}}
"""


def told(claim: Claim) -> dict[str, object]:
    """Return a claim as the golden files show it."""
    return {
        "call": claim.call.id,
        "milestone": claim.milestone.value,
        "item": claim.item,
        "label": [claim.label.en, claim.label.zh],
        "text": claim.text,
        "zone": claim.zone,
        "reading": told_reading(claim),
        "source": claim.source,
        "via": claim.via,
        "record": claim.record,
        "place": str(claim.place),
        "authority": claim.authority.name,
        "checked": claim.checked and claim.checked.isoformat(),
        "link": claim.link,
        "withdrawn": claim.withdrawn,
        "resolution": claim.resolution and claim.resolution.trust,
    }


def told_reading(claim: Claim) -> list[str]:
    match claim.reading:
        case Moment(window=window):
            return [window.earliest.isoformat(), window.latest.isoformat()]
        case Span(start=start, end=end):
            return [start.isoformat(), end.isoformat()]
        case Tbd():
            return []


@pytest.mark.parametrize("sample", sorted(GOLDEN.glob("*.yaml")), ids=lambda p: p.stem)
def test_a_sample_gives_the_claims_and_problems_beside_it(sample: Path) -> None:
    parsed = parse(sample.read_text("utf-8"), sample.name)

    assert {
        "entries": parsed.entries,
        "claims": [told(claim) for claim in parsed.claims],
        "problems": [
            f"{problem} (holds {problem.holds})" for problem in parsed.problems
        ],
    } == json.loads(sample.with_suffix(".json").read_text("utf-8"))


def test_every_good_neighbour_of_a_mistake_is_published() -> None:
    text = (GOLDEN / "mistakes.yaml").read_text("utf-8")

    parsed = parse(text)

    good = sum("good" in line for line in text.splitlines()[1:])
    assert len(parsed.claims) == good - 1  # one of them is a link
    assert all(problem.place.line > 1 for problem in parsed.problems)
    assert all(problem.excerpt for problem in parsed.problems)


def test_a_call_carries_all_that_is_written_about_it() -> None:
    claim = parse((GOLDEN / "every_key.yaml").read_text("utf-8")).claims[0]

    call = claim.call
    assert (call.id, call.series, call.year) == ("abc-2026-demo", "ABC", 2026)
    assert call.kind is CallKind.WORKSHOP
    assert call.title == Title("Workshop on Everything", "万物研讨会")
    assert call.tags == ("nlp", "ccf:A")
    assert call.link == "https://abc.example.org/2026"
    assert (call.venue, call.aliases, call.track) == (
        "Montréal, Canada",
        ("ABCD",),
        "demo",
    )


def test_little_is_enough() -> None:
    (claim, _) = parse(a_file()).claims

    assert claim.call.id == "abc-2026"
    assert claim.call.title == Title("ABC", "ABC")
    assert claim.label == Title("", "")
    assert (claim.source, claim.via, claim.record) == ("curated", "curated", "abc-2026")
    assert claim.authority is Authority.CATALOGUE
    assert claim.place == Place("nlp.yaml", 5, 29)


def test_a_resolution_belongs_to_every_claim_of_its_milestone() -> None:
    parsed = parse(
        a_file(
            milestones="""\
- kind: paper
  claims:
    - {source: A, date: 2026-05-25 AoE}
    - {source: B, date: 2026-05-27 AoE}
  resolved: {trust: B, by: curators, on: 2026-06-05}"""
        )
    )

    resolution = Resolution("B", "curators", date(2026, 6, 5))
    assert [c.resolution for c in parsed.claims] == [resolution, resolution, None]
    assert [c.item for c in parsed.claims] == [0, 0, 0]
    assert reconcile(parsed.claims)[0].stated.source == "B"


@pytest.mark.parametrize("where", ["call", "milestone"])
def test_what_is_withdrawn_is_withdrawn_in_every_claim(where: str) -> None:
    if where == "call":
        text = a_file(call="withdrawn: yes")
    else:
        text = a_file(milestones="- {kind: paper, date: TBD, withdrawn: true}")

    withdrawn, neighbour = parse(text).claims

    assert (withdrawn.withdrawn, neighbour.withdrawn) == (True, False)


def test_a_date_without_a_year_is_read_from_the_day_it_was_checked() -> None:
    text = a_file(
        milestones="- {kind: stage_end, date: 6.17-8.7 初赛, checked: 2024-05-03}"
    )

    parsed = parse(text)

    assert isinstance(span := parsed.claims[0].reading, Span)
    assert (span.start, span.end) == (date(2024, 6, 17), date(2024, 8, 7))
    assert parsed.problems == ()


def test_a_date_whose_year_would_move_is_published_and_remarked() -> None:
    parsed = parse(a_file(milestones="- {kind: paper, date: 'May 25, AoE'}"))

    assert len(parsed.claims) == 2
    assert [(p.holds, p.message) for p in parsed.problems] == [
        (0, "no year: it will move with time; write it, or 'checked: DAY'")
    ]


def test_the_caret_of_an_unreadable_date_is_under_what_is_wrong() -> None:
    (problem,) = parse(
        a_file(milestones="- {kind: paper, date: 2026-05-25 UTC+15}")
    ).problems

    assert problem.excerpt == "      - {kind: paper, date: 2026-05-25 UTC+15}"
    assert problem.excerpt[problem.place.column - 1 :] == "UTC+15}"


def test_the_caret_of_a_wrong_zone_is_under_the_zone() -> None:
    (problem,) = parse(
        a_file(milestones="- {kind: paper, date: 2026-05-25, zone: Mars/Olympus}")
    ).problems

    assert problem.excerpt[problem.place.column - 1 :] == "Mars/Olympus}"
    assert "unknown zone 'Mars/Olympus'" in problem.message


def test_the_zones_of_the_source_narrow_the_end_of_a_stage() -> None:
    origin = Origin("curated", "nlp.yaml", TODAY, ("Asia/Shanghai",))
    stage = "- {kind: stage_end, date: 6.17-8.7 初赛, checked: 2026-05-01}"

    claim, _ = FORMAT.parse(a_file(milestones=stage), origin).claims

    window = claim_window(claim)
    assert window is not None
    assert window.exact
    assert window.latest == utc("2026-08-07T15:59:59")


def test_a_zone_that_the_source_states_beside_the_date_counts() -> None:
    text = a_file(milestones="- {kind: paper, date: 2026-05-25 23:59:59, zone: UTC-12}")

    reading = parse(text).claims[0].reading

    assert isinstance(reading, Moment)
    assert reading.window.earliest == utc("2026-05-26T11:59:59")
    assert reading.window.exact


def test_the_zones_of_the_source_narrow_a_date_without_one() -> None:
    origin = Origin("curated", "nlp.yaml", TODAY, ("Asia/Shanghai",))

    reading = FORMAT.parse(
        a_file(milestones="- {kind: paper, date: 2026-05-25}"), origin
    )

    moment = reading.claims[0].reading
    assert isinstance(moment, Moment)
    assert moment.window.latest == utc("2026-05-25T15:59:59")


@pytest.mark.parametrize(
    ("call", "told_problem", "holds"),
    [
        ("milstones: []", "unknown key 'milstones' (did you mean 'milestones'?)", 1),
        (
            "kind: confrence",
            "no such 'kind' (did you mean 'conference'?)",
            1,
        ),
        ("title: [a]", "'title' must be a mapping: 'key: value' lines", 1),
        ("title: {}", "'title': write a text, or one for 'en' and one for 'zh'", 1),
        (f"title: {'x' * 501}", "'title' is longer than 500 characters", 1),
        (
            "id: ABC 2026",
            "'id': write an id in lower case, words joined by '-', such as 'abc-2026'",
            1,
        ),
        ("tags: nlp", "'tags' must be a list: one '- ' for each item", 1),
        ("link: [x]", "'link' must be a text", 1),
        (
            "venue: !!binary x",
            "a tag ('!...'): every value here is plain text (not accepted here)",
            1,
        ),
        ("venue: *x", "the alias '*x': write it out (not accepted here)", 1),
        (
            "year: 2027",
            "the key 'year' stands twice, first in line 3 (not accepted here)",
            1,
        ),
        (
            "link: javascript:alert(1)",
            "no web address that can be linked: write https://... (left out)",
            0,
        ),
        (
            "link: data:text/html,x",
            "no web address that can be linked: write https://... (left out)",
            0,
        ),
        (
            'link: "https://a.example/\\r\\nX: y"',
            "no web address that can be linked: write https://... (left out)",
            0,
        ),
        (
            'title: "a\\r\\nb\\x07"',
            "characters that can do harm were left out: U+0007, U+000A, U+000D",
            0,
        ),
        ("tags: [a\u202e]", "characters that can do harm were left out: U+202E", 0),
    ],
)
def test_a_wrong_call_is_told_and_its_neighbour_stays(
    call: str, told_problem: str, holds: int
) -> None:
    parsed = parse(a_file(call=call))

    assert [(p.message, p.holds, p.place.line) for p in parsed.problems] == [
        (told_problem, holds, 4)
    ]
    published = [claim.call.series for claim in parsed.claims]
    assert published == (["Good"] if holds else ["ABC", "Good"])


@pytest.mark.parametrize(
    ("milestone", "words"),
    [
        ("paper", "expected a milestone"),
        ("{date: 2026-05-25}", "the key 'kind' is missing"),
        ("{kind: paper}", "states no 'date'"),
        ("{kind: paper, date: }", "states no 'date'"),
        ("{kind: paper, date: ''}", "'date' is empty"),
        ("{kind: paper, date: [2026-05-25]}", "'date' must be a text"),
        ("{kind: paper, date: see website}", ""),
        ("{kind: paper, date: 2026-02-30}", ""),
        ("{kind: paper, date: 2026-05-25 UTC+15}", ""),
        ("{kind: paper, date: 2026-05-25, zone: Mars/Olympus}", ""),
        (
            f"{{kind: paper, date: 2026-05-25{' x' * 250}}}",
            "longer than 500 characters",
        ),
        ("{kind: paper, date: 'May 25, 2026 and June 25, 2026'}", "2 dates in one"),
        ("{kind: paper, date: 'May 25-28, 2026'}", "write its last day"),
        ("{kind: event, date: 2026-05-25 17:00 UTC}", "without a time"),
        (
            "{kind: paper, date: 2026-05-25, checked: yesterday}",
            "'checked': write a day such as",
        ),
        (
            "{kind: paper, date: 2026-05-25, checked: 20260401}",
            "'checked': write a day such as",
        ),
        ("{kind: paper, date: 2026-05-25, checked: 2026-02-30}", "'checked'"),
        ("{kind: paper, date: 2026-05-25, by: me}", "'by' must be one of organiser"),
        ("{kind: paper, claims: x}", "'claims' must be a list"),
        ("{kind: paper, claims: []}", "'claims' must be a list"),
        ("{kind: paper, claims: [{date: 2026-02-30}, {source: A}]}", ""),
        ("{kind: paper, date: &x 2026-05-25}", "the anchor '&x'"),
        ("{kind: paper, date: 2026-05-25, date: 2026-05-26}", "stands twice"),
        (
            "{kind: paper, date: 2026-05-25, resolved: {trust: A}}",
            "the key 'by' is missing",
        ),
    ],
)
def test_a_wrong_milestone_is_held_once_and_its_neighbours_stay(
    milestone: str, words: str
) -> None:
    parsed = parse(
        a_file(milestones=f"- {milestone}\n- {{kind: event, date: 2026-06-01}}")
    )

    assert words in parsed.problems[0].message
    assert sum(problem.holds for problem in parsed.problems) == 1
    assert {problem.place.line for problem in parsed.problems} == {5}
    assert [claim.milestone for claim in parsed.claims] == [
        Milestone.EVENT,
        Milestone.PAPER,
    ]


def test_a_milestone_with_one_good_claim_is_published_and_the_bad_one_told() -> None:
    parsed = parse(
        a_file(
            milestones="""\
- kind: paper
  claims:
    - {source: A, date: 2026-02-30}
    - {source: B, date: 2026-05-25 AoE}"""
        )
    )

    assert [claim.source for claim in parsed.claims] == ["B", "curated"]
    assert [(p.holds, p.place.line) for p in parsed.problems] == [(0, 7)]


def test_a_wrong_call_holds_all_its_milestones() -> None:
    three = "- {kind: paper, date: TBD}\n" * 3

    (problem,) = parse(a_file(call="kidn: journal", milestones=three)).problems

    assert problem.holds == 3


def test_of_two_calls_with_one_id_the_first_stays() -> None:
    again = "  - {series: abc, year: 2026, milestones: [{kind: paper, date: TBD}]}\n"

    parsed = parse(a_file() + again)

    assert [claim.call.series for claim in parsed.claims] == ["ABC", "Good"]
    (problem,) = parsed.problems
    assert problem.place == Place("nlp.yaml", 7, 5)
    assert problem.message == (
        "the id 'abc-2026' is taken by the call in line 2: "
        "give one of them another 'id'"
    )


def test_trust_in_a_source_that_says_nothing_here_is_remarked() -> None:
    parsed = parse(
        a_file(
            milestones="- {kind: paper, date: 2026-05-25 AoE, source: A, "
            "resolved: {trust: B, by: curators, on: 2026-06-05}}"
        )
    )

    assert [(p.message, p.holds) for p in parsed.problems] == [
        ("no source 'B' here: A", 0)
    ]
    assert len(parsed.claims) == 2


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "the file is empty"),
        ("- series: ABC", "expected 'calls:'"),
        ("just words", "expected 'calls:'"),
        ("call: []", "expected 'calls:'"),
        ("calls: many", "'calls' must be a list"),
        ("calls: []\ncalls: []", "stands twice"),
        ("calls: [", "not YAML"),
        ("calls: " + "[" * 60_000, "nested deeper"),
    ],
)
def test_a_file_without_calls_is_unreadable(text: str, words: str) -> None:
    with pytest.raises(SourceError, match=r"nlp\.yaml:\d+:\d+") as caught:
        parse(text)

    assert words in caught.value.message


def test_a_list_of_no_calls_is_empty() -> None:
    assert parse("calls:\n") == Parsed()
    assert parse("calls: []\n") == Parsed()


LEAVES = st.sampled_from(
    ["ABC", "2026", "paper", "event", "2026-05-25", "TBD", "", "~", "x" * 600, "\x07"]
) | st.text(max_size=20)
KEYS = st.sampled_from(
    ["series", "year", "kind", "milestones", "claims", "date", "title", "resolved", "x"]
)
TREES = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=6)
    ),
    max_leaves=25,
)


@given(st.lists(TREES, max_size=4))
def test_no_tree_makes_the_format_fail_and_no_call_disappears(
    calls: list[object],
) -> None:
    text = json.dumps({"calls": calls}, ensure_ascii=False)

    parsed = parse(text)

    assert parsed == parse(text)
    assert parsed.entries == len(calls)
    published = {claim.call.id for claim in parsed.claims}
    assert len(published) + sum(p.holds > 0 for p in parsed.problems) >= len(calls)


# The curated calls.


def curated() -> list[Parsed]:
    files = sorted(DATA.glob("*.yaml"))
    return [parse(file.read_text("utf-8"), f"data/{file.name}") for file in files]


def deadlines() -> dict[str, Deadline]:
    claims = [claim for parsed in curated() for claim in parsed.claims]
    return {deadline.id: deadline for deadline in reconcile(claims)}


def test_the_curated_calls_read_without_a_problem() -> None:
    problems: list[Problem] = [p for parsed in curated() for p in parsed.problems]

    assert problems == []


def test_the_six_calls_are_there_with_every_date() -> None:
    dates = {
        id_: (d.window and d.window.earliest, d.days) for id_, d in deadlines().items()
    }

    day = date
    assert dates == {
        "emnlp-2026-paper": (utc("2026-05-26T11:59:59"), None),
        "emnlp-2026-other": (utc("2026-05-28T11:59:59"), None),
        "emnlp-2026-rebuttal-start": (utc("2026-07-08T11:59:59"), None),
        "emnlp-2026-rebuttal-end": (utc("2026-07-14T11:59:59"), None),
        "emnlp-2026-other-2": (utc("2026-07-31T11:59:59"), None),
        "emnlp-2026-commitment": (utc("2026-08-03T11:59:59"), None),
        "emnlp-2026-notification": (utc("2026-08-21T11:59:59"), None),
        "emnlp-2026-camera-ready": (utc("2026-08-31T11:59:59"), None),
        "emnlp-2026-event": (None, (day(2026, 10, 24), day(2026, 10, 29))),
        "nlpcc-2026-paper": (utc("2026-06-20T15:59:59"), None),
        "nlpcc-2026-event": (None, (day(2026, 11, 3), day(2026, 11, 5))),
        "bibm-2026-paper": (utc("2026-07-05T22:00:00"), None),
        "bibm-2026-notification": (utc("2026-09-25T09:59:59"), None),
        "bibm-2026-camera-ready": (utc("2026-10-25T09:59:59"), None),
        "bibm-2026-event": (None, (day(2026, 12, 1), day(2026, 12, 4))),
        "reg-2026-data-release": (utc("2026-05-11T09:00:00"), None),
        "reg-2026-stage-end": (utc("2026-07-20T09:00:00"), None),
        "jd-health-2026-stage-end": (
            utc("2026-08-07T15:59:59"),
            (day(2026, 6, 17), day(2026, 8, 7)),
        ),
        "jd-health-2026-stage-end-2": (None, None),
        "jd-health-2026-stage-end-3": (
            utc("2026-09-21T09:59:59"),
            (day(2026, 9, 21), day(2026, 9, 21)),
        ),
        "scientific-reports-clinical-ai-2026-paper": (
            utc("2026-06-23T15:59:59"),
            None,
        ),
    }


@pytest.mark.parametrize(
    ("id_", "status", "hours"),
    [
        ("emnlp-2026-paper", Status.CONFLICTING, 20),
        ("nlpcc-2026-paper", Status.CONFIRMED, 25 * 24),
        ("bibm-2026-paper", Status.CONFLICTING, 6),
    ],
)
def test_where_the_portal_contradicts_the_conflict_stays_visible(
    id_: str, status: Status, hours: int
) -> None:
    deadline = deadlines()[id_]

    assert deadline.status is status
    assert deadline.conflict is not None
    assert deadline.conflict.other.source == "Portal"
    assert round(deadline.conflict.apart_s / 3600) == hours


@pytest.mark.parametrize(
    "id_", ["jd-health-2026-stage-end", "scientific-reports-clinical-ai-2026-paper"]
)
def test_where_the_portal_fits_in_it_makes_the_deadline_exact(id_: str) -> None:
    deadline = deadlines()[id_]

    assert deadline.conflict is None
    assert deadline.window is not None
    assert deadline.window.exact


# The schema.


def as_json(text: str) -> Any:
    """Return YAML 1.2 as an editor's validator sees it: no dates, and 'on' is a word."""
    return resolved(yaml.load(text, yaml.BaseLoader))


def resolved(node: Any) -> Any:
    match node:
        case dict():
            return {key: resolved(value) for key, value in node.items()}
        case list():
            return [resolved(item) for item in node]
        case "true" | "false":
            return node == "true"
        case str() if node.isdecimal():
            return int(node)
        case _:
            return node


def test_the_schema_in_the_data_folder_is_that_of_the_models() -> None:
    stored = json.loads((DATA / "schema" / "calls.schema.json").read_text("utf-8"))

    assert stored == schema()


@pytest.mark.parametrize("file", sorted(DATA.glob("*.yaml")), ids=lambda p: p.stem)
def test_the_curated_calls_satisfy_the_schema_that_they_name(file: Path) -> None:
    text = file.read_text("utf-8")

    jsonschema.validate(as_json(text), schema())

    first = text.split("\n", 1)[0]
    assert first == "# yaml-language-server: $schema=schema/calls.schema.json"


@pytest.mark.parametrize(
    "change",
    [
        lambda call: call.pop("series"),
        lambda call: call.update(milstones=[]),
        lambda call: call.update(kind="confrence"),
        lambda call: call.update(title={}),
        lambda call: call.update(milestones=[]),
        lambda call: call["milestones"][0].pop("date"),
        lambda call: call["milestones"][0].update(claims=[{"date": "TBD"}]),
        lambda call: call["milestones"][0].update(until="2026-12-31"),
    ],
)
def test_the_schema_refuses_what_the_format_refuses(
    change: Callable[[dict[str, Any]], object],
) -> None:
    file = cast("dict[str, Any]", as_json(a_file()))
    change(file["calls"][0])

    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(file, schema())

    parsed = parse(json.dumps(file))
    assert parsed.problems


def test_every_key_of_the_schema_is_described() -> None:
    undescribed = [
        f"{name}.{key}"
        for name, shape in schema()["$defs"].items()
        for key, value in shape.get("properties", {}).items()
        if not value.get("description")
    ]

    assert undescribed == []


def test_what_the_readme_of_the_data_folder_shows_is_read() -> None:
    blocks = (DATA / "README.md").read_text("utf-8").split("```yaml\n")[1:]
    first, second = (block.split("```")[0] for block in blocks)
    one = parse(f"calls:\n{first}")
    two = parse(f"calls:\n  - series: ABC\n    year: 2026\n    milestones:\n{second}")

    assert one.problems == two.problems == ()
    assert len(one.claims) == 3
    assert len(two.claims) == 2
