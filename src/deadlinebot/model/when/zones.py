"""The tz database, and the one strict way from a wall clock to UTC.

The only module that imports pytz and zoneinfo. Both read the same files, those that
pytz ships, so one database answers everywhere, whatever the machine has installed.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta, timezone, tzinfo
from functools import cache
from zoneinfo import ZoneInfo

import pytz

from deadlinebot.model.when.unreadable import Unreadable
from deadlinebot.model.when.window import WallTime, Window

FIRST_OFFSET = timedelta(hours=14)  # Line Islands: where each day begins
LAST_OFFSET = timedelta(hours=-12)  # anywhere on Earth: where each day ends
FIRST_ZONE = timezone(FIRST_OFFSET)
LAST_ZONE = timezone(LAST_OFFSET)
DAY_END = time(23, 59, 59)

_PYTZ_LAST_YEAR = 2037  # its tables end there; zoneinfo goes on by the POSIX rule


def database_version() -> str:
    """Return the version of the tz database in use, such as ``2026b``."""
    return str(pytz.OLSON_VERSION)  # type: ignore[attr-defined]  # missing in its stubs


@cache
def zone_names() -> dict[str, str]:
    """Return the names of the tz database by their case-folded spelling."""
    return {name.casefold(): name for name in pytz.all_timezones}


@cache
def database_zone(name: str) -> ZoneInfo:
    """Return the zone of exactly this name.

    Raises:
        KeyError: if the tz database has no such zone.
    """
    if name.casefold() not in zone_names():
        raise KeyError(name)
    with pytz.open_resource(name) as file:  # type: ignore[attr-defined]  # missing in its stubs
        return ZoneInfo.from_file(file, key=name)


@cache
def fixed_zone(minutes: int) -> timezone:
    """Return the zone *minutes* ahead of UTC, called ``UTC+5:30``, ``UTC-12``, ``UTC``.

    Raises:
        ValueError: if no place on Earth is that far from UTC.
    """
    ahead = timedelta(minutes=minutes)
    if not LAST_OFFSET <= ahead <= FIRST_OFFSET:
        raise ValueError(minutes)
    return timezone(ahead, fixed_name(minutes))


def fixed_name(minutes: int) -> str:
    """Return how we write the zone *minutes* ahead of UTC."""
    if not minutes:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    tail = f":{rest:02}" if rest else ""
    return f"UTC{'-' if minutes < 0 else '+'}{hours}{tail}"


def instants(stated: WallTime, zone: tzinfo) -> tuple[datetime, ...]:
    """Return the instants (UTC) at which clocks in *zone* show *stated*.

    Without a time, the end of the day, 23:59:59. Two instants where the clocks are
    set back over that time.

    Raises:
        Unreadable: if the clocks skip that time.
        OverflowError: if UTC cannot express it.
    """
    wall = datetime.combine(stated.day, stated.at or DAY_END)
    if isinstance(zone, timezone):
        return ((wall - zone.utcoffset(None)).replace(tzinfo=UTC),)
    found = _database_instants(wall, zone)
    if not found:
        raise Unreadable(_skipped(wall, zone))
    return found


def window(stated: WallTime, zone: tzinfo | Sequence[tzinfo] | None) -> Window:
    """Return the instants that *stated* may mean.

    Args:
        stated: what the source says; without a time, the end of the day.
        zone: the zone it names; several if its name has several meanings, or if
            only these are possible; None if it names none: then every zone is
            possible, 26 hours from first to last, and `earliest` is the safe one.

    Raises:
        Unreadable: if the clocks skip that time in (each of) the zone(s).
        OverflowError: if UTC cannot express it.
        ValueError: if *zone* is an empty sequence.
    """
    if zone is None:
        zone = (FIRST_ZONE, LAST_ZONE)
    if isinstance(zone, tzinfo):
        found = instants(stated, zone)
    else:
        found = possible(stated, zone)
    return Window(min(found), max(found))


def possible(stated: WallTime, zones: Sequence[tzinfo]) -> tuple[datetime, ...]:
    """Return the instants of *stated* in each of *zones* whose clocks show it.

    Raises:
        Unreadable: if the clocks of all of them skip it.
        OverflowError: if UTC cannot express it.
        ValueError: if there are no zones.
    """
    if not zones:
        raise ValueError("no zones to choose from")
    found: list[datetime] = []
    skipped: list[Unreadable] = []
    for zone in zones:
        try:
            found += instants(stated, zone)
        except Unreadable as problem:
            skipped.append(problem)
    if not found:
        raise skipped[0]
    return tuple(found)


def _database_instants(wall: datetime, zone: tzinfo) -> tuple[datetime, ...]:
    """Return when *zone* shows *wall*: no, one or two instants, in order."""
    if not isinstance(zone, ZoneInfo) or wall.year > _PYTZ_LAST_YEAR:
        return _folded_instants(wall, zone)
    strict = pytz.timezone(str(zone.key))
    try:
        return (strict.localize(wall, is_dst=None).astimezone(UTC),)
    except pytz.NonExistentTimeError:
        return ()
    except pytz.AmbiguousTimeError:
        both = (
            strict.localize(wall, is_dst=dst).astimezone(UTC) for dst in (True, False)
        )
        found = tuple(sorted(set(both)))
        # a change of the standard offset has no summer and winter to choose from
        return found if len(found) == 2 else _folded_instants(wall, zone)


def _folded_instants(wall: datetime, zone: tzinfo) -> tuple[datetime, ...]:
    """Return the same by PEP 495: fold 0 is before a change of the clocks, 1 after."""
    before, after = _offsets(wall, zone)
    first, second = (
        (wall - before).replace(tzinfo=UTC),
        (wall - after).replace(tzinfo=UTC),
    )
    if before < after:
        return ()
    return (first,) if first == second else (first, second)


def _offsets(wall: datetime, zone: tzinfo) -> tuple[timedelta, timedelta]:
    """Return how far ahead of UTC *zone* is at *wall*, read as before and as after."""
    before = wall.replace(tzinfo=zone, fold=0).utcoffset()
    after = wall.replace(tzinfo=zone, fold=1).utcoffset()
    assert before is not None
    assert after is not None
    return before, after


def _skipped(wall: datetime, zone: tzinfo) -> str:
    """Return the sentence about the hole in the clocks of *zone* around *wall*."""
    before, after = _offsets(wall, zone)
    low = (wall - after).replace(tzinfo=UTC)
    high = (wall - before).replace(tzinfo=UTC)
    while high - low > timedelta(seconds=1):  # the clocks change between the two
        middle = low + timedelta(seconds=(high - low) // timedelta(seconds=2))
        if middle.astimezone(zone).utcoffset() == after:
            high = middle
        else:
            low = middle
    begin, end = (high + before), (high + after)
    if begin.date() == end.date():
        hole = f"{begin:%H:%M}-{end:%H:%M} on {begin:%Y-%m-%d}"
    else:
        hole = f"from {begin:%Y-%m-%d %H:%M} to {end:%Y-%m-%d %H:%M}"
    return f"there is no {wall:%H:%M} that day: the clocks skip {hole} in {zone}"
