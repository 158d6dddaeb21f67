"""Zones by name: every spelling, one meaning."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from deadlinebot.model.when import Unreadable, named, read
from deadlinebot.model.when.naming import zones_of

SUMMER = datetime(2026, 7, 1, 12, tzinfo=UTC)


def hours(name: str) -> float:
    """Return how far ahead of UTC the zone called *name* is in summer."""
    ahead = SUMMER.astimezone(named(name)).utcoffset()
    assert ahead is not None
    return ahead / timedelta(hours=1)


@pytest.mark.parametrize(
    ("name", "ahead"),
    [
        ("AoE", -12),
        ("aoe", -12),
        ("Anywhere on Earth", -12),
        ("anywhere-on-earth", -12),
        ("UTC", 0),
        ("Z", 0),
        ("UTC-12", -12),
        ("UTC-08", -8),
        ("UTC−8", -8),
        ("ＵＴＣ＋８", 8),
        ("UTC +8", 8),
        ("UTC+0545", 5.75),
        ("UTC+5:45", 5.75),
        ("GMT+02", 2),
        ("+08:00", 8),
        ("-0530", -5.5),
        ("+8", 8),
        ("Etc/GMT+8", -8),
        ("Asia/Shanghai", 8),
        ("asia/shanghai", 8),
        ("America/Los Angeles", -7),
        ("US/Pacific", -7),
        ("Singapore", 8),
        ("PRC", 8),
        ("北京时间", 8),
        ("北京", 8),
        ("东八区", 8),
        ("西五区", -5),
        ("中国标准时间", 8),
        ("China Standard Time", 8),
        ("Beijing", 8),
        ("PT", -7),
        ("ET", -4),
        ("Pacific", -7),
        ("US Eastern", -4),
        ("Eastern Time (US & Canada)", -4),
        ("CET/CEST", 2),
        ("JST", 9),
        ("EDT", -4),
        ("CST (UTC+8)", 8),
    ],
)
def test_a_zone_has_many_spellings(name: str, ahead: float) -> None:
    if name == "CST (UTC+8)":
        (moment,) = read("2026-07-01 12:00", today=date(2026, 5, 3), zone=name)
        assert getattr(moment, "zone", None) == "UTC+8"
        return

    assert hours(name) == ahead


def test_a_name_with_several_meanings_names_no_single_zone() -> None:
    with pytest.raises(Unreadable, match="'CST' names no single zone"):
        named("CST")


def test_a_winter_name_may_mean_the_summer_time_of_its_zone() -> None:
    (zone,) = zones_of("EST")

    assert [str(reading) for reading in zone.readings] == ["UTC-5", "America/New_York"]


@pytest.mark.parametrize("name", ["", "local", "local time", "当地时间", " none "])
def test_local_time_names_no_zone(name: str) -> None:
    assert zones_of(name) == ()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Mars/Olympus", "zone: unknown zone 'Mars/Olympus'"),
        (
            "Asia/Shangai",
            "zone: unknown zone 'Asia/Shangai' (did you mean Asia/Shanghai?)",
        ),
        (
            "Asia/Beijing",
            "zone: unknown zone 'Asia/Beijing' (did you mean Asia/Shanghai?)",
        ),
        ("UTC+15", "zone: 'UTC+15' is no zone: offsets run from UTC-12 to UTC+14"),
        ("UTC8", "zone: 'UTC8' has no sign: write UTC+8 or UTC-8"),
        ("+08:75", "zone: '+08:75' has no such minutes: 0 to 59"),
        ("/etc/passwd", "zone: unknown zone '/etc/passwd'"),
        ("banana", "zone: unknown zone 'banana'"),
        ("x" * 300, "zone: the name is too long"),
    ],
)
def test_an_unknown_zone_says_so_and_what_is_near(name: str, said: str) -> None:
    with pytest.raises(Unreadable) as raised:
        zones_of(name)

    assert raised.value.message == said
