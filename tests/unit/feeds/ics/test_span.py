"""Which minute, or which days, a deadline occupies."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deadlinebot.feeds.ics.span import Days, Minute, occupied
from deadlinebot.model.deadline import Deadline, Status
from deadlinebot.model.milestone import Milestone
from deadlinebot.model.when.window import (
    Assumption,
    Precision,
    Span,
    Tbd,
    WallTime,
    Window,
)
from tests.build import a_claim, a_deadline, a_moment, an_event, an_open_moment, utc


def an_open_deadline(**changes: object) -> Deadline:
    reading = an_open_moment()
    deadline = a_deadline(
        window=reading.window,
        claims=(a_claim(reading),),
        status=Status.ASSUMED,
        precision=Precision.DAY,
        assumed=reading.assumed,
        zone=None,
    )
    return replace(deadline, **changes)  # type: ignore[arg-type]  # keywords are the fields


def stated_at(due: datetime, wall: WallTime, **changes: object) -> Deadline:
    claim = a_claim(a_moment(due, wall=wall))
    return a_deadline(due, claims=(claim,), **changes)


def test_the_seconds_are_cut() -> None:
    where = occupied(a_deadline(utc("2026-05-26T11:59:59")))

    assert where == Minute(utc("2026-05-26T11:59:00"))


def test_an_entry_lasts_one_whole_minute() -> None:
    where = Minute(utc("2026-05-26T11:59:00"))

    assert where.end - where.start == timedelta(minutes=1)


def test_24_00_is_shown_as_23_59_of_the_day_that_ends() -> None:
    midnight = WallTime(date(2026, 5, 27), time(0))

    where = occupied(stated_at(utc("2026-05-26T16:00:00"), midnight))

    assert where == Minute(utc("2026-05-26T15:59:00"))


def test_midnight_elsewhere_is_only_a_time_of_day() -> None:
    eight_in_the_morning = WallTime(date(2026, 5, 26), time(8))

    where = occupied(stated_at(utc("2026-05-26T16:00:00"), eight_in_the_morning))

    assert where == Minute(utc("2026-05-26T16:00:00"))


def test_a_midnight_of_which_the_day_is_unclear_is_shown_before_the_first() -> None:
    moment = a_moment(
        utc("2026-07-04T16:00:00"),
        utc("2026-07-05T16:00:00"),
        wall=WallTime(date(2026, 7, 5)),
        assumed=(Assumption.MIDNIGHT,),
    )

    where = occupied(a_deadline(window=moment.window, claims=(a_claim(moment),)))

    assert where == Minute(utc("2026-07-04T15:59:00"))


@pytest.mark.parametrize(
    "milestone",
    [
        Milestone.STAGE_START,
        Milestone.DATA_RELEASE,
        Milestone.REBUTTAL_START,
        Milestone.NOTIFICATION,
    ],
)
def test_what_begins_at_midnight_belongs_to_the_day_that_begins(
    milestone: Milestone,
) -> None:
    midnight = WallTime(date(2026, 5, 27), time(0))

    where = occupied(
        stated_at(utc("2026-05-26T16:00:00"), midnight, milestone=milestone)
    )

    assert where == Minute(utc("2026-05-26T16:00:00"))


@given(
    st.datetimes(utc("1990-01-01").replace(tzinfo=None), timezones=st.just(UTC)),
    st.sampled_from([time(0), time(8)]),
)
def test_nothing_is_ever_shown_later_than_it_is_due(due: datetime, at: time) -> None:
    where = occupied(stated_at(due, WallTime(due.date(), at)))

    assert isinstance(where, Minute)
    assert due - timedelta(minutes=2) < where.start <= due
    assert where.start.second == where.start.microsecond == 0


def test_a_date_without_time_and_zone_is_that_day() -> None:
    assert occupied(an_open_deadline()) == Days(date(2026, 7, 5), date(2026, 7, 5))


def test_a_date_without_zone_but_with_a_time_is_its_safe_minute() -> None:
    timed = an_open_deadline(precision=Precision.MINUTE)

    assert occupied(timed) == Minute(utc("2026-07-05T09:59:00"))


def test_a_date_that_another_claim_made_exact_is_a_minute() -> None:
    due = utc("2026-07-05T15:59:59")

    exact = an_open_deadline(window=Window(due, due), assumed=(Assumption.TIME,))

    assert occupied(exact) == Minute(utc("2026-07-05T15:59:00"))


def test_an_event_is_its_days_and_ends_on_the_day_after_the_last() -> None:
    where = occupied(an_event())

    assert where == Days(date(2026, 10, 24), date(2026, 10, 29))
    assert where.end == date(2026, 10, 30)


def test_a_stage_stands_at_its_end() -> None:
    days = Span(date(2026, 6, 17), date(2026, 8, 7), (), "6.17-8.7")
    due = utc("2026-08-07T15:59:59")

    where = occupied(a_deadline(due, span=days, claims=(a_claim(days),)))

    assert where == Minute(utc("2026-08-07T15:59:00"))


def test_a_stage_without_a_zone_is_its_last_day() -> None:
    days = Span(date(2026, 6, 17), date(2026, 8, 7), (), "6.17-8.7")

    where = occupied(an_open_deadline(span=days, claims=(a_claim(days),)))

    assert where == Days(date(2026, 8, 7), date(2026, 8, 7))


def test_what_is_undated_stands_nowhere() -> None:
    undated = a_deadline(None, claims=(a_claim(Tbd("TBD")),), status=Status.TENTATIVE)

    assert occupied(undated) is None
