"""What is wrong in a file of calls is told at its place, and its neighbours stay."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deadlinebot.errors import Place, SourceError
from deadlinebot.model.claim import Parsed
from deadlinebot.model.milestone import Milestone
from tests.unit.sources.natives import a_file, parse


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
