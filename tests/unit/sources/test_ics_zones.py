"""iCalendar: a local time means what the calendar, else the name, says of its zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from deadlinebot.model.when import Moment
from tests.unit.sources.calendars import (
    BERLIN,
    FIXED,
    event,
    instant,
    only,
    parsed,
)


@pytest.mark.parametrize(
    ("wall", "utc"),
    [
        ("20260301T120000", "03-01 11:00:00"),
        ("20260601T120000", "06-01 10:00:00"),
        ("20260329T013000", "03-29 00:30:00"),
        ("20260329T023000", "03-29 01:30:00"),  # skipped: by the clocks before
        ("20260329T033000", "03-29 01:30:00"),
        ("20261025T023000", "10-25 00:30:00"),  # comes twice: the first
        ("20261025T033000", "10-25 02:30:00"),
        ("20261231T235959", "12-31 22:59:59"),
    ],
)
@pytest.mark.parametrize("name", ["Europe/Berlin", "My own clocks"])
def test_a_local_time_means_what_the_calendar_says_of_its_zone(
    wall: str, utc: str, name: str
) -> None:
    claim = only(event(f"DTSTART;TZID={name}:{wall}"), BERLIN.format(name=name))

    assert instant(claim) == utc


def test_without_its_rules_a_zone_means_the_same_by_its_name() -> None:
    for month in range(1, 13):
        lines = event(f"DTSTART;TZID=Europe/Berlin:2026{month:02}15T120000")

        assert instant(only(lines)) == instant(
            only(lines, BERLIN.format(name="Europe/Berlin"))
        )


def test_the_rules_of_a_zone_win_over_its_name() -> None:
    zone = FIXED.format(name="America/New_York", offset="+0800")

    claim = only(event("DTSTART;TZID=America/New_York:20260526T195900"), zone)

    assert instant(claim) == "05-26 11:59:00"


def test_a_zone_counts_wherever_it_stands_and_for_its_own_file_only() -> None:
    zone = FIXED.format(name="Private", offset="-1200")
    lines = event("DTSTART;TZID=Private:20260525T235900")

    assert instant(only(lines, zone)) == instant(only(zone, lines)) == "05-26 11:59:00"
    assert "unknown zone 'Private'" in parsed(lines).problems[0].message


def test_clocks_change_as_the_rules_say_all_year_round() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    start = datetime.combine(date(2026, 1, 1), time(12, 30))
    walls = [start + timedelta(days=n) for n in range(0, 365, 5)]

    found = parsed(
        BERLIN.format(name="X"),
        *(event(f"DTSTART;TZID=X:{wall:%Y%m%dT%H%M%S}") for wall in walls),
    )

    assert [
        c.reading.window.earliest for c in found.claims if isinstance(c.reading, Moment)
    ] == [wall.replace(tzinfo=berlin).astimezone(UTC) for wall in walls]


def test_a_rule_of_a_zone_ends_where_it_says() -> None:
    zone = BERLIN.format(name="X").replace(
        "BYDAY=-1SU\nTZOFFSETFROM:+0100",
        "BYDAY=-1SU;UNTIL=20250330T010000Z\nTZOFFSETFROM:+0100",
    )

    (before, after) = parsed(
        zone,
        event("DTSTART;TZID=X:20250601T120000"),
        event("DTSTART;TZID=X:20260601T120000"),
    ).claims

    assert (instant(before), instant(after)) == ("06-01 10:00:00", "06-01 11:00:00")
