"""iCalendar: dates that repeat, by a list or by a rule, and those excepted."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from dateutil.rrule import rrulestr

from deadlinebot.model.claim import Claim, Parsed
from deadlinebot.model.when import Moment, Span
from tests.unit.sources.calendars import (
    event,
    instant,
    parsed,
)


def test_further_dates_are_read_but_those_excepted() -> None:
    found = parsed(
        event(
            "DTSTART:20260115T235900Z",
            "RDATE:20260415T235900Z,20260715T235900Z",
            "RDATE;VALUE=PERIOD:20261015T235900Z/PT1M",
            "EXDATE:20260415T235900Z",
        )
    )

    assert [instant(claim)[:5] for claim in found.claims] == ["01-15", "07-15", "10-15"]


def test_an_occurrence_of_its_own_replaces_that_of_the_series() -> None:
    found = parsed(
        event("UID:1", "DTSTART:20260115T235900Z", "RDATE:20260215T235900Z"),
        event("UID:1", "RECURRENCE-ID:20260215T235900Z", "DTSTART:20260220T235900Z"),
    )

    assert [instant(claim)[:5] for claim in found.claims] == ["01-15", "02-20"]


def days(found: Parsed) -> list[str]:
    """Return the days of all dates, as they stand on their own walls."""
    return [str(moment(claim).wall.day) for claim in found.claims]


def moment(claim: Claim) -> Moment:
    assert isinstance(claim.reading, Moment)
    return claim.reading


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=MONTHLY;COUNT=6",
        "FREQ=MONTHLY;BYMONTHDAY=15,-1;UNTIL=20260801",
        "FREQ=MONTHLY;BYDAY=3TH;UNTIL=20260818T235900Z",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH;WKST=SU;COUNT=9",
        "FREQ=YEARLY;COUNT=2",
    ],
)
def test_a_rule_gives_every_one_of_its_dates(rule: str) -> None:
    first = datetime(2026, 1, 15, 23, 59, tzinfo=UTC)

    found = parsed(event("DTSTART:20260115T235900Z", f"RRULE:{rule}"))

    expected = rrulestr(re.sub(r"(UNTIL=\d{8})$", r"\1T235959Z", rule), dtstart=first)
    assert found.problems == ()
    assert [moment(claim).window.earliest for claim in found.claims] == [*expected]


def test_each_date_of_a_rule_is_called_by_its_month() -> None:
    found = parsed(event("DTSTART:20260115T235900Z", "RRULE:FREQ=MONTHLY;COUNT=3"))

    labels = [claim.label.en for claim in found.claims]
    assert labels == ["2026-01", "2026-02", "2026-03"]


def test_a_rule_without_an_end_goes_as_far_as_anybody_plans() -> None:
    found = parsed(event("DTSTART:20240115T235900Z", "RRULE:FREQ=MONTHLY"))

    assert days(found)[0] == "2024-01-15"  # what has passed does not vanish
    assert days(found)[-1] == "2027-04-15"  # 400 days from 1 April 2026


def test_the_wall_time_stays_when_the_clocks_change() -> None:
    found = parsed(
        event(
            "DTSTART;TZID=Europe/Berlin:20260315T120000",
            "RRULE:FREQ=MONTHLY;COUNT=2",
        )
    )

    assert [instant(c) for c in found.claims] == ["03-15 11:00:00", "04-15 10:00:00"]


@pytest.mark.parametrize(
    ("until", "last"),
    [
        ("20260415T215900Z", "2026-04-15"),  # 23:59 in Berlin, in summer
        ("20260415T215859Z", "2026-03-15"),
        ("20260415T235900", "2026-04-15"),
        ("20260415T235800", "2026-03-15"),
        ("20260415", "2026-04-15"),
        ("20260414", "2026-03-15"),
        ("99991231T235959Z", "2027-04-15"),
    ],
)
def test_a_rule_ends_at_its_instant(until: str, last: str) -> None:
    found = parsed(
        event(
            "DTSTART;TZID=Europe/Berlin:20260115T235900",
            f"RRULE:FREQ=MONTHLY;UNTIL={until}",
        )
    )

    assert days(found)[-1] == last


@pytest.mark.parametrize(
    "exdate",
    [
        "EXDATE;TZID=Europe/Berlin:20260415T235900",
        "EXDATE:20260415T215900Z",
        "EXDATE:20260415T235900",
        "EXDATE;VALUE=DATE:20260415",
    ],
)
def test_a_date_is_excepted_on_whichever_clock_that_is_written(exdate: str) -> None:
    found = parsed(
        event(
            "DTSTART;TZID=Europe/Berlin:20260315T235900",
            "RRULE:FREQ=MONTHLY;COUNT=3",
            exdate,
        )
    )

    assert days(found) == ["2026-03-15", "2026-05-15"]


def test_a_date_that_the_rule_and_the_list_give_is_one() -> None:
    found = parsed(
        event(
            "DTSTART:20260115T235900Z",
            "RRULE:FREQ=MONTHLY;COUNT=2",
            "RDATE:20260215T235900Z,20260220T235900Z",
        )
    )

    assert days(found) == ["2026-01-15", "2026-02-15", "2026-02-20"]


def test_an_occurrence_that_moved_is_where_it_moved_to() -> None:
    found = parsed(
        event(
            "UID:1",
            "DTSTART;TZID=Europe/Berlin:20260315T235900",
            "RRULE:FREQ=MONTHLY;COUNT=3",
        ),
        event("UID:1", "RECURRENCE-ID:20260415T215900Z", "DTSTART:20260420T120000Z"),
    )

    assert days(found) == ["2026-03-15", "2026-05-15", "2026-04-20"]


def test_an_occurrence_that_is_cancelled_is_withdrawn() -> None:
    found = parsed(
        event("UID:1", "DTSTART:20260115T235900Z", "RRULE:FREQ=MONTHLY;COUNT=2"),
        event(
            "UID:1",
            "RECURRENCE-ID:20260215T235900Z",
            "DTSTART:20260215T235900Z",
            "STATUS:CANCELLED",
        ),
    )

    assert days(found) == ["2026-01-15", "2026-02-15"]
    assert [claim.withdrawn for claim in found.claims] == [False, True]


def test_the_days_of_an_event_that_repeats_are_as_many_each_time() -> None:
    found = parsed(
        event(
            "DTSTART;VALUE=DATE:20260310",
            "DTEND;VALUE=DATE:20260313",
            "RRULE:FREQ=YEARLY;COUNT=2",
            summary="QXCONF",
        )
    )

    spans = [c.reading for c in found.claims if isinstance(c.reading, Span)]
    assert [(str(s.start), str(s.end)) for s in spans] == [
        ("2026-03-10", "2026-03-12"),
        ("2027-03-10", "2027-03-12"),
    ]
    assert [claim.call.year for claim in found.claims] == [2026, 2027]


@pytest.mark.parametrize(
    ("rule", "reason"),
    [
        ("FREQ=SECONDLY", "the rule needs FREQ=WEEKLY, MONTHLY or YEARLY"),
        ("FREQ=MONTHLY;BYHOUR=1", "no BYHOUR"),
        ("FREQ=MONTHLY;BYMONTHDAY=1", "is no day of the rule: begin on 2026-02-01"),
        ("FREQ=WEEKLY;UNTIL=soon", "'soon' is no date"),
        ("FREQ=WEEKLY;UNTIL=20200101", "before its first date"),
        ("nonsense", "write a rule such as"),
    ],
)
def test_a_rule_that_is_not_taken_holds_what_it_gives_but_the_first(
    rule: str, reason: str
) -> None:
    found = parsed(event("DTSTART:20260115T235900Z", f"RRULE:{rule}"))

    assert days(found) == ["2026-01-15"]
    (problem,) = found.problems
    assert reason in problem.message
    assert problem.message.endswith("only its first date is read")
    assert problem.holds == 1


def test_what_moves_all_that_follow_is_held() -> None:
    found = parsed(
        event(
            "UID:1",
            "RECURRENCE-ID;RANGE=THISANDFUTURE:20260215T235900Z",
            "DTSTART:20260220T235900Z",
        )
    )

    assert [p.holds for p in found.problems] == [1]
    assert "RANGE is not read" in found.problems[0].message
