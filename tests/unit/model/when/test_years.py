"""Which year a day without one means."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deadlinebot.model.when import Assumption, Moment, Span, Unreadable, read

GRACE = timedelta(days=30)


def year_of(text: str, today: date) -> int:
    """Return the year of the one date of *text*."""
    (found,) = read(text, today=today)
    assert isinstance(found, Moment)
    return found.wall.day.year


@given(
    today=st.dates(date(1950, 1, 1), date(2150, 1, 1)),
    meant=st.dates(date(2023, 1, 1), date(2023, 12, 31)),
)
def test_a_day_without_a_year_is_the_nearest_after_thirty_days_ago(
    today: date, meant: date
) -> None:
    (found,) = read(f"{meant.month}月{meant.day}日", today=today)

    assert isinstance(found, Moment)
    assert timedelta() <= found.wall.day - (today - GRACE) < timedelta(days=366)
    assert Assumption.YEAR in found.assumed


@pytest.mark.parametrize(
    ("text", "today", "year"),
    [
        ("April 3", date(2026, 5, 3), 2026),
        ("April 2", date(2026, 5, 3), 2027),
        ("Dec 30", date(2027, 1, 15), 2026),
        ("Dec 30", date(2027, 2, 15), 2027),
        ("29 February", date(2026, 5, 3), 2028),
        ("29 February", date(1897, 1, 1), 1904),
        ("2月29日", date(2028, 3, 30), 2028),
    ],
)
def test_the_reference_day_decides_the_year(text: str, today: date, year: int) -> None:
    assert year_of(text, today) == year


def test_a_running_stage_is_this_years() -> None:
    (found,) = read("6.17-8.7 初赛", today=date(2026, 8, 1))

    assert isinstance(found, Span)
    assert (found.start, found.end) == (date(2026, 6, 17), date(2026, 8, 7))


def test_a_day_beside_one_with_a_year_is_the_nearest_to_it() -> None:
    found = read("abstract Dec 20; paper Jan 10, 2028", today=date(2026, 5, 3))

    days = [one.wall.day for one in found if isinstance(one, Moment)]

    assert days == [date(2027, 12, 20), date(2028, 1, 10)]


def test_the_year_of_a_date_that_no_longer_holds_still_helps() -> None:
    assert year_of("May 26, 2030 -> June 20", date(2026, 5, 3)) == 2030


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("Dec 30 - Jan 2, 2027", date(2026, 12, 30), date(2027, 1, 2)),
        ("Dec 30, 2026 - Jan 2", date(2026, 12, 30), date(2027, 1, 2)),
        ("12月30日至1月2日", date(2026, 12, 30), date(2027, 1, 2)),
        ("September 27 - October 1, 2026", date(2026, 9, 27), date(2026, 10, 1)),
    ],
)
def test_a_range_goes_over_new_year(text: str, start: date, end: date) -> None:
    (found,) = read(text, today=date(2026, 5, 3))

    assert isinstance(found, Span)
    assert (found.start, found.end) == (start, end)


@pytest.mark.parametrize(
    "text",
    [
        "December 4-1, 2026",
        "October 1 - September 27, 2026",
        "10月2日至9月28日",
        "2026-12-04 to 2026-12-01",
        "Jan 2, 2027 - Dec 30, 2026",
    ],
)
def test_a_range_that_ends_before_it_begins_is_an_error(text: str) -> None:
    with pytest.raises(Unreadable, match="it ends before it begins"):
        read(text, today=date(2026, 5, 3))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (
            "30 February 2026",
            "30 February 2026 does not exist: February 2026 has 28 days",
        ),
        ("2028-02-30", "30 February 2028 does not exist: February 2028 has 29 days"),
        ("Feb 30", "30 February does not exist: February has 29 days"),
        ("6月31日", "31 June does not exist: June has 30 days"),
        ("2026-13-01", "2026-13-01 does not exist: there is no month 13"),
        ("13/13/2026", "13/13/2026 does not exist: there is no month 13"),
        ("0000-01-01", "1 January 0 does not exist: there is no year 0"),
    ],
)
def test_a_day_that_does_not_exist_says_why(text: str, reason: str) -> None:
    with pytest.raises(Unreadable) as raised:
        read(text, today=date(2026, 5, 3))

    assert raised.value.message == reason


def test_the_first_day_of_all_is_a_reference_day_too() -> None:
    assert year_of("May 5 UTC", date.min) == 1


def test_after_the_last_year_of_all_there_is_no_next() -> None:
    with pytest.raises(Unreadable, match="no 5 May before the year 10000"):
        read("May 5 UTC", today=date.max)
