"""AI Deadlines: what is wrong is said, with how much it holds."""

from __future__ import annotations

import pytest

from deadlinebot.errors import SourceError
from deadlinebot.model.milestone import Milestone
from deadlinebot.model.when import Span
from tests.unit.sources.ai_entries import flat, only, parsed, typed


@pytest.mark.parametrize(
    "zone", ["Russia/Moscow", "America/Moscow", "America/London", "Asia/Nowhere"]
)
def test_a_zone_whose_meaning_is_not_certain_holds_its_dates(zone: str) -> None:
    text = typed(f"type: paper, date: '2026-09-24 23:59', timezone: {zone}")

    (problem,) = parsed(text).problems

    assert f"unknown zone '{zone}'" in problem.message
    assert problem.holds == 1
    assert text.splitlines()[3][problem.place.column - 1 :].startswith(zone)


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
