"""Windows of local times, and the clocks' changes."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, tzinfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deadlinebot.model.when import Unreadable, WallTime, database_version, window
from deadlinebot.model.when.zones import (
    FIRST_ZONE,
    LAST_ZONE,
    database_zone,
    fixed_zone,
    instants,
    zone_names,
)

NEW_YORK = database_zone("America/New_York")
PARIS = database_zone("Europe/Paris")
DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))
TIMES = st.times().map(lambda at: at.replace(microsecond=0))
OFFSETS = st.integers(-12 * 60, 14 * 60)


def utc(*parts: int) -> datetime:
    """Return an instant."""
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc, arg-type]  # year first


def test_a_day_without_a_zone_is_safe_when_it_ends_in_the_first_zone() -> None:
    due = window(WallTime(date(2026, 5, 25)), zone=None)

    assert due.earliest == utc(2026, 5, 25, 9, 59, 59)


def test_a_time_without_a_zone_may_be_in_any_of_26_hours() -> None:
    due = window(WallTime(date(2026, 5, 25), time(17)), zone=None)

    assert due.latest - due.earliest == timedelta(hours=26)


def test_a_time_in_one_zone_is_one_instant() -> None:
    due = window(WallTime(date(2026, 7, 20), time(17)), fixed_zone(480))

    assert (due.earliest, due.exact) == (utc(2026, 7, 20, 9), True)


def test_daylight_saving_is_decided_by_the_date() -> None:
    summer = window(WallTime(date(2026, 7, 1), time(12)), NEW_YORK)
    winter = window(WallTime(date(2026, 1, 1), time(12)), NEW_YORK)

    assert (summer.earliest.hour, winter.earliest.hour) == (16, 17)


def test_daylight_saving_goes_on_after_2037() -> None:
    due = window(WallTime(date(2040, 7, 1), time(12)), NEW_YORK)

    assert due.earliest == utc(2040, 7, 1, 16)


def test_a_time_that_comes_twice_is_the_window_of_both() -> None:
    due = window(WallTime(date(2026, 11, 1), time(1, 30)), NEW_YORK)

    assert (due.earliest, due.latest) == (
        utc(2026, 11, 1, 5, 30),
        utc(2026, 11, 1, 6, 30),
    )


def test_a_time_that_comes_twice_after_2037_is_the_window_of_both_too() -> None:
    due = window(WallTime(date(2040, 11, 4), time(1, 30)), NEW_YORK)

    assert due.latest - due.earliest == timedelta(hours=1)


@pytest.mark.parametrize(
    ("day", "at", "zone", "said"),
    [
        (
            date(2026, 3, 8),
            time(2, 30),
            "America/New_York",
            (
                "there is no 02:30 that day: the clocks skip 02:00-03:00 on 2026-03-08 "
                "in America/New_York"
            ),
        ),
        (
            date(2040, 3, 11),
            time(2),
            "America/New_York",
            (
                "there is no 02:00 that day: the clocks skip 02:00-03:00 on 2040-03-11 "
                "in America/New_York"
            ),
        ),
        (
            date(2026, 10, 4),
            time(2, 15),
            "Australia/Lord_Howe",
            (
                "there is no 02:15 that day: the clocks skip 02:00-02:30 on 2026-10-04 "
                "in Australia/Lord_Howe"
            ),
        ),
        (
            date(2011, 12, 30),
            None,
            "Pacific/Apia",
            (
                "there is no 23:59 that day: the clocks skip from 2011-12-30 00:00 to "
                "2011-12-31 00:00 in Pacific/Apia"
            ),
        ),
    ],
)
def test_a_skipped_time_says_what_the_clocks_do(
    day: date, at: time | None, zone: str, said: str
) -> None:
    with pytest.raises(Unreadable) as raised:
        window(WallTime(day, at), database_zone(zone))

    assert raised.value.message == said


def test_of_several_zones_the_one_that_skips_the_time_is_left_out() -> None:
    due = window(WallTime(date(2026, 3, 8), time(2, 30)), (NEW_YORK, fixed_zone(-300)))

    assert due.earliest == due.latest == utc(2026, 3, 8, 7, 30)


def test_no_zones_at_all_are_refused() -> None:
    with pytest.raises(ValueError, match="no zones"):
        window(WallTime(date(2026, 3, 8)), ())


@pytest.mark.parametrize(
    ("day", "zone"),
    [
        (date.min, None),
        (date.max, None),
        (date.min, fixed_zone(840)),
        (date.max, fixed_zone(-720)),
        (date.max, NEW_YORK),
        (date.min, PARIS),
    ],
)
def test_what_utc_cannot_express_overflows(day: date, zone: tzinfo | None) -> None:
    at = time(0) if day == date.min else time(23, 59, 59)

    with pytest.raises(OverflowError):
        window(WallTime(day, at), zone)


@pytest.mark.parametrize(
    ("minutes", "name"),
    [
        (0, "UTC"),
        (480, "UTC+8"),
        (-720, "UTC-12"),
        (345, "UTC+5:45"),
        (-210, "UTC-3:30"),
    ],
)
def test_a_fixed_zone_is_called_as_people_write_it(minutes: int, name: str) -> None:
    zone = fixed_zone(minutes)

    assert str(zone) == name


@pytest.mark.parametrize("minutes", [-721, 841])
def test_no_place_is_further_from_utc_than_twelve_behind_and_fourteen_ahead(
    minutes: int,
) -> None:
    with pytest.raises(ValueError, match=str(minutes)):
        fixed_zone(minutes)


@pytest.mark.parametrize("name", ["Mars/Olympus", "../../etc/passwd", "", "x" * 5000])
def test_only_names_of_the_database_are_looked_up(name: str) -> None:
    with pytest.raises(KeyError):
        database_zone(name)


def test_the_version_of_the_tz_database_is_a_year_and_a_letter() -> None:
    version = database_version()

    assert version[:4].isdigit()
    assert version[4:].isalpha()


@given(
    day=st.dates(date(1975, 1, 1), date(2037, 12, 31)),
    at=TIMES,
    name=st.sampled_from(sorted(zone_names().values())),
)
def test_an_instant_shows_the_local_time_it_was_read_from(
    day: date, at: time, name: str
) -> None:
    zone = database_zone(name)
    try:
        found = instants(WallTime(day, at), zone)
    except Unreadable:
        return

    shown = {one.astimezone(zone).replace(tzinfo=None) for one in found}

    assert shown == {datetime.combine(day, at)}


@given(day=DAYS, at=TIMES | st.none(), minutes=OFFSETS)
def test_the_safe_instant_is_never_late_whatever_zone_was_meant(
    day: date, at: time | None, minutes: int
) -> None:
    stated = WallTime(day, at)
    meant = window(stated, fixed_zone(minutes))

    due = window(stated, None)

    assert due.earliest <= meant.earliest <= meant.latest <= due.latest


@given(
    day=st.dates(date(1996, 1, 1), date(2090, 12, 31)),
    at=TIMES,
    name=st.sampled_from(sorted(zone_names().values())),
)
def test_the_safe_instant_is_never_late_in_any_zone_of_the_database(
    day: date, at: time, name: str
) -> None:
    stated = WallTime(day, at)
    try:
        meant = window(stated, database_zone(name))
    except Unreadable:
        return

    due = window(stated, (FIRST_ZONE, LAST_ZONE))

    assert due.earliest <= meant.earliest <= meant.latest <= due.latest
