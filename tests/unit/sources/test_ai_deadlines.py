"""AI Deadlines: the classic flat list, and Hugging Face's typed dates."""

from __future__ import annotations

from datetime import date

import pytest

from deadlinebot.errors import SourceError
from deadlinebot.model.claim import Claim, Origin, Parsed
from deadlinebot.model.milestone import Milestone
from deadlinebot.model.when import Moment, Span
from deadlinebot.sources.ai_deadlines import FORMAT

ORIGIN = Origin("catalogue", "a.yml", date(2026, 4, 1))


def parsed(text: str) -> Parsed:
    return FORMAT.parse(text, ORIGIN)


def typed(*dates: str, more: str = "") -> str:
    listed = "\n".join(f"    - {{{each}}}" for each in dates)
    return f"- title: QXML\n  year: 2026\n  deadlines:\n{listed}\n{more}"


def flat(*lines: str) -> str:
    return "\n  ".join(("- title: QXAI", "year: 2026", *lines)) + "\n"


def only(text: str, milestone: Milestone = Milestone.PAPER) -> Claim:
    (claim,) = [c for c in parsed(text).claims if c.milestone is milestone]
    return claim


def window(claim: Claim) -> str:
    assert isinstance(claim.reading, Moment)
    ends = (claim.reading.window.earliest, claim.reading.window.latest)
    return " / ".join(dict.fromkeys(f"{end:%m-%d %H:%M:%S}" for end in ends))


@pytest.mark.parametrize(
    ("type_", "milestone"),
    [
        ("abstract", Milestone.ABSTRACT),
        ("paper", Milestone.PAPER),
        ("submission", Milestone.PAPER),
        ("full-paper submission", Milestone.PAPER),
        ("supplementary", Milestone.SUPPLEMENTARY),
        ("rebuttal_start", Milestone.REBUTTAL_START),
        ("rebuttal_end", Milestone.REBUTTAL_END),
        ("notification", Milestone.NOTIFICATION),
        ("final_decision_date", Milestone.NOTIFICATION),
        ("camera_ready", Milestone.CAMERA_READY),
        ("Camera-ready", Milestone.CAMERA_READY),
        ("commitment_deadline", Milestone.COMMITMENT),
        ("registration", Milestone.REGISTRATION),
        ("reviewer_registration", Milestone.OTHER),
        ("review_release", Milestone.OTHER),
        ("withdrawal", Milestone.OTHER),
    ],
)
def test_a_type_names_the_milestone(type_: str, milestone: Milestone) -> None:
    (claim,) = parsed(typed(f"type: {type_}, date: 2026-05-25, timezone: AoE")).claims

    assert claim.milestone is milestone


def test_a_type_that_we_do_not_know_is_said_in_its_own_words() -> None:
    text = typed("type: town_hall, label: Town hall, date: 2026-05-25, timezone: AoE")

    assert only(text, Milestone.OTHER).label.en == "Town hall"


@pytest.mark.parametrize(
    ("label", "milestone"),
    [
        ("Author response period begins", Milestone.REBUTTAL_START),
        ("Author response period ends", Milestone.REBUTTAL_END),
        ("Author response", Milestone.REBUTTAL_END),
    ],
)
def test_a_response_is_its_start_if_the_label_says_so(
    label: str, milestone: Milestone
) -> None:
    text = typed(f"type: author_response, label: {label}, date: 2026-05-25")

    assert parsed(text).claims[0].milestone is milestone


def test_rounds_are_told_apart_by_what_their_labels_add() -> None:
    text = typed(
        "type: paper, label: Paper submission (First Cycle), date: 2026-05-25",
        "type: submission, label: Second round, date: 2026-06-25",
    )

    claims = parsed(text).claims

    assert [claim.label.en for claim in claims] == ["First Cycle", "Second round"]
    assert [claim.item for claim in claims] == [0, 1]
    assert {claim.record for claim in claims} == {"qxml-2026/"}


@pytest.mark.parametrize(
    ("zone", "means"),
    [
        ("AoE", "09-25 11:59:00"),
        ("' AoE '", "09-25 11:59:00"),
        ("UTC-08", "09-25 07:59:00"),
        ("GMT+02", "09-24 21:59:00"),
        ("America/Seattle", "09-25 06:59:00"),
        ("Asia/Beijing", "09-24 15:59:00"),
        ("PST", "09-25 06:59:00 / 09-25 07:59:00"),
        ("''", "09-24 09:59:00 / 09-25 11:59:00"),
    ],
)
def test_a_date_has_a_zone_of_its_own(zone: str, means: str) -> None:
    text = typed(f"type: paper, date: '2026-09-24 23:59', timezone: {zone}")

    assert window(only(text)) == means
    assert parsed(text).problems == ()


@pytest.mark.parametrize(
    "zone", ["Russia/Moscow", "America/Moscow", "America/London", "Asia/Nowhere"]
)
def test_a_zone_whose_meaning_is_not_certain_holds_its_dates(zone: str) -> None:
    text = typed(f"type: paper, date: '2026-09-24 23:59', timezone: {zone}")

    (problem,) = parsed(text).problems

    assert f"unknown zone '{zone}'" in problem.message
    assert problem.holds == 1
    assert text.splitlines()[3][problem.place.column - 1 :].startswith(zone)


def test_the_zone_of_the_entry_counts_for_a_date_without_one() -> None:
    text = typed(
        "type: paper, date: '2026-09-24 23:59'", more="  timezone: Europe/Berlin\n"
    )

    assert window(only(text)) == "09-24 21:59:00"


def test_a_deadline_beside_the_list_reminds_nobody_twice() -> None:
    text = typed(
        "type: paper, date: '2025-11-13 23:59:59', timezone: AoE",
        more="  deadline: '2025-11-13 23:59:59'\n",
    )

    apart = only(text, Milestone.OTHER)

    assert apart.label.en == "deadline, stated apart"
    assert not apart.milestone.acts
    assert only(text).zone == "AoE"


def test_a_date_of_the_old_shape_is_held_unless_the_list_has_it() -> None:
    text = typed(
        "type: rebuttal_end, date: '2026-01-29 23:59:59', timezone: AoE",
        more="  rebuttal_period_end: '2026-01-29 23:59:59'\n"
        "  final_decision_date: '2026-02-20 07:59:59'\n",
    )

    (problem,) = parsed(text).problems

    assert problem.message.startswith("'final_decision_date' does not say its zone")
    assert problem.holds == 1


def test_whose_catalogue_it_is_shows_in_its_shape() -> None:
    assert only(flat("deadline: 2026-05-25")).source == "AI Deadlines"
    assert parsed(typed("type: paper, date: 2026-05-25")).claims[0].source == (
        "Hugging Face AI Deadlines"
    )


def test_a_flat_entry_is_one_round() -> None:
    text = flat(
        "deadline: '2026-05-25 23:59:59'",
        "abstract_deadline: '2026-05-18 23:59:59'",
        "timezone: UTC-12",
        "sub: [NLP, KR]",
        "place: Oslo",
    )

    claim = only(text)

    assert window(claim) == "05-26 11:59:59"
    assert window(only(text, Milestone.ABSTRACT)) == "05-19 11:59:59"
    assert claim.call.tags == ("nlp", "kr")
    assert claim.call.venue == "Oslo"


def test_a_further_entry_of_one_edition_is_a_further_round() -> None:
    text = flat("deadline: 2026-01-16", "date: 'May 9-13, 2026'") + flat(
        "deadline: 2026-07-15", "date: 'May 9-13, 2026'"
    )

    claims = parsed(text).claims

    papers = [c for c in claims if c.milestone is Milestone.PAPER]
    assert [(c.record, c.item) for c in papers] == [("qxai-2026", 0), ("qxai-2026", 1)]
    assert [c.milestone for c in claims].count(Milestone.EVENT) == 1


def test_another_event_of_the_same_acronym_is_another_record() -> None:
    text = flat("deadline: 2026-01-16", "date: 'May 9-13, 2026'") + flat(
        "deadline: 2026-07-15", "date: 'June 1-2, 2026'"
    )

    claims = parsed(text).claims

    assert len({c.record for c in claims}) == 2


def test_tracks_with_names_of_their_own_are_calls_of_their_own() -> None:
    main = typed("type: paper, date: 2026-05-25", more="  id: qxml26\n")
    track = typed("type: paper, date: 2026-06-25", more="  id: qxml26_industry\n")

    records = [claim.record for claim in parsed(main + track).claims]

    assert records == ["qxml-2026/qxml26", "qxml-2026/qxml26-industry"]


def test_the_year_in_a_title_is_no_part_of_the_series() -> None:
    claim = only(flat("deadline: 2026-05-25").replace("QXAI", "QXAI 2026"))

    assert (claim.call.series, claim.call.id) == ("QXAI", "qxai-2026")


@pytest.mark.parametrize(
    ("lines", "days", "said"),
    [
        (("start: 2026-05-04", "end: '2026-05-08'"), "2026-05-04 2026-05-08", 0),
        (("start: 2026-05-04",), "2026-05-04 2026-05-04", 0),
        (("start: 2025-12-30", "end: 2026-01-02"), "2025-12-30 2026-01-02", 0),
        (("start: 2027-05-04", "end: 2027-05-08"), "2027-05-04 2027-05-08", 1),
        (
            ("start: 2026-05-04", "end: 2025-05-08", "date: May 4 - May 8"),
            "2026-05-04 2026-05-08",
            1,
        ),
        (("date: 'March, 30 - April 3, 2026'",), "2026-03-30 2026-04-03", 0),
        (("date: 'Nov 02-08, 2026'",), "2026-11-02 2026-11-08", 0),
    ],
)
def test_the_days_are_those_that_have_no_slip_in_them(
    lines: tuple[str, ...], days: str, said: int
) -> None:
    text = flat("deadline: 2026-01-25", *lines)

    reading = only(text, Milestone.EVENT).reading

    assert isinstance(reading, Span)
    assert f"{reading.start} {reading.end}" == days
    assert [problem.holds for problem in parsed(text).problems] == [0] * said


@pytest.mark.parametrize(
    ("text", "message", "holds"),
    [
        (flat("deadline: 2026-02-30"), "30 February 2026 does not exist", 1),
        (flat("deadlin: 2026-05-25"), "did you mean 'deadline'?", 1),
        (flat("data: May 2026"), "did you mean 'date'?", 0),
        (flat("deadline: [2026-05-25]"), "expected a date", 1),
        (flat("deadline: &a 2026-05-25"), "the anchor '&a'", 1),
        (flat("timezone: [AoE]", "deadline: 2026-05-25"), "expected one zone", 1),
        (flat("link: 'javascript:alert(1)'"), "dropped: not a web link", 0),
        (flat("deadline: 2026-05-25").replace("2026\n", "soon\n"), "four digits", 1),
        ("- {title: '', year: 2026, deadline: 2026-05-25}", "has no 'title'", 1),
        ("- just words", "expected an entry", 1),
        (typed("type: paper"), "expected 'type: ...', 'date: ...'", 1),
        (typed("type: paper, date: ''"), "expected a date", 1),
    ],
)
def test_what_is_wrong_is_said_and_how_much_it_holds(
    text: str, message: str, holds: int
) -> None:
    good = "- {title: GOOD, year: 2026, deadline: 2026-05-25}\n"

    found = parsed(text + "\n" + good)

    assert any(claim.call.series == "GOOD" for claim in found.claims)
    (problem,) = found.problems
    assert message in problem.message
    assert problem.holds == holds


def test_an_entry_that_states_no_date_is_counted_as_such() -> None:
    found = parsed(flat("deadline:", "date: TBD"))

    assert (found.claims, found.problems) == ((), ())
    assert found.ignored == {"without a date": 1}


def test_one_wrong_zone_is_one_problem_that_holds_all_its_dates() -> None:
    text = flat(
        "deadline: 2026-05-25", "abstract_deadline: 2026-05-18", "timezone: UTC+15"
    )

    (problem,) = parsed(text).problems

    assert (problem.holds, problem.place.line) == (2, 5)


@pytest.mark.parametrize("text", ["", "on: push", "just words", "- {a: ["])
def test_what_is_no_catalogue_is_refused_as_a_whole(text: str) -> None:
    with pytest.raises(SourceError):
        parsed(text)
