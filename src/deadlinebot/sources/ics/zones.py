"""VTIMEZONE (RFC 5545 3.6.5): the clocks that a calendar brings along.

Its rules win over its name: ``TZID:UTC-12:00`` may be anything. icalendar would keep
each zone under its name for every later file, take a known name for the rules, and
expand a rule without an end for ever; so only its values are used here.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from datetime import datetime, timedelta, tzinfo
from itertools import islice, takewhile

from dateutil.rrule import rrulestr
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from deadlinebot.model.when import Unreadable, named
from deadlinebot.sources.ics.components import Component
from deadlinebot.sources.ics.lines import Property

FIRST_YEAR = 1990  # rules that are the same every year are followed from there
LAST_YEAR = 2100  # rules are followed up to there
MOST_ONSETS = 2_000
_LOCAL = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})T([0-9]{2})([0-9]{2})([0-9]{2})")
_OFFSET = re.compile(r"([+-])([0-9]{2})([0-9]{2})([0-9]{2})?")
_YEARLY = re.compile(
    r"(?=.*\bFREQ=YEARLY\b)"
    r"(?:(?:FREQ=YEARLY|INTERVAL=[1-9]|COUNT=[0-9]{1,4}|WKST=[A-Z]{2}"
    r"|BYMONTH=[0-9]{1,2}|BYDAY=[+-]?[0-9]?[A-Z]{2}|BYSETPOS=-?[0-9]"
    r"|BYMONTHDAY=[0-9,]{1,40}|UNTIL=[0-9TZ]+)(?:;|$))+"
)
_EVERY_YEAR = re.compile(r"(?=.*\bBYMONTH=)(?=.*\bBYDAY=)(?!.*\b(?:COUNT|INTERVAL)=).*")
_UNTIL = re.compile(r"UNTIL=([0-9]{8})(?:T([0-9]{6})(Z?))?")
_TAIL = re.compile(r"[A-Z][A-Za-z_]+/[A-Za-z_+-]+(?:/[A-Za-z_+-]+)?$")


class Clocks(tzinfo):
    """The clocks of one VTIMEZONE, as a zone after PEP 495."""

    def __init__(self, name: str, changes: list[tuple[datetime, int, int]]) -> None:
        """Take the changes of the clocks in order.

        Args:
            name: its TZID.
            changes: when on the clocks before it, and how many seconds ahead of UTC
                they were before and are after; at least one.
        """
        self._name = name
        self._changes = changes
        self._onsets = [onset for onset, _, _ in changes]

    def utcoffset(self, at: datetime | None) -> timedelta:
        """Return how far the clocks are ahead of UTC when they show *at*."""
        if at is None:
            return timedelta(seconds=self._changes[-1][2])
        wall = at.replace(tzinfo=None, fold=0)
        index = bisect_right(self._onsets, wall + timedelta(days=1)) - 1
        while index >= 0 and wall < _since(*self._changes[index], at.fold):
            index -= 1
        seconds = self._changes[index][2] if index >= 0 else self._changes[0][1]
        return timedelta(seconds=seconds)

    def dst(self, at: datetime | None) -> None:
        """Return None: nobody asks."""
        del at

    def tzname(self, at: datetime | None) -> str:
        """Return its TZID, whatever the season."""
        del at
        return self._name


def _since(onset: datetime, before: int, after: int, fold: int) -> datetime:
    """Return from which wall time on a change of the clocks is in effect.

    Before a gap ends, and in an hour that comes twice, fold 0 is the time before the
    change and fold 1 the time after it.
    """
    gap = timedelta(seconds=after - before)
    none = timedelta()
    return onset + (min(gap, none) if fold else max(gap, none))


def clocks(zone: Component) -> Clocks:
    """Return the clocks of a VTIMEZONE.

    Raises:
        ValueError: says what is wrong with it.
    """
    parts = [part for part in zone.parts if part.name in {"STANDARD", "DAYLIGHT"}]
    changes = sorted(change for part in parts for change in _changes(part))
    if not changes:
        raise ValueError("it has neither STANDARD nor DAYLIGHT")
    return Clocks(zone.text("TZID"), changes)


def _changes(part: Component) -> Iterator[tuple[datetime, int, int]]:
    before, after = _seconds(part, "TZOFFSETFROM"), _seconds(part, "TZOFFSETTO")
    start = _local(part.text("DTSTART"))
    onsets = {start}
    for rule in part.properties.get("RRULE", ())[:1]:
        onsets.update(_yearly(rule, start, before))
    for more in part.properties.get("RDATE", ()):
        onsets.update(map(_local, more.value.split(",")[:MOST_ONSETS]))
    return ((onset, before, after) for onset in onsets)


def _yearly(rule: Property, start: datetime, before: int) -> Iterator[datetime]:
    """Yield the onsets of a rule; clocks change by the year, nothing else is bounded.

    Raises:
        ValueError: if it is another rule.
    """
    text = rule.value.strip().upper()
    if not _YEARLY.fullmatch(text):
        raise ValueError("its clocks change by another rule than FREQ=YEARLY")
    if start.year < FIRST_YEAR and _EVERY_YEAR.fullmatch(text):
        start = start.replace(year=FIRST_YEAR, month=1, day=1)  # 1601 is usual
    local = _UNTIL.sub(lambda found: f"UNTIL={_until(found, before)}", text)
    found = takewhile(
        lambda onset: onset.year <= LAST_YEAR, rrulestr(local, dtstart=start)
    )
    return islice(found, MOST_ONSETS)


def _until(found: re.Match[str], before: int) -> str:
    """Return the end of a rule on the clocks before the change (RFC 5545 3.3.10)."""
    day, clock, utc = found.groups()
    end = datetime.strptime(day + (clock or "235959"), "%Y%m%d%H%M%S")  # noqa: DTZ007 - local on purpose
    shift = timedelta(seconds=before) if utc else timedelta()
    return (end + shift).strftime("%Y%m%dT%H%M%S")


def _local(text: str) -> datetime:
    found = _LOCAL.match(text.strip())
    if not found:
        raise ValueError(f"'{text[:40]}' is no local time: 19701025T030000")
    year, month, day, hour, minute, second = map(int, found.groups())
    return datetime(year, month, day, hour, minute, second)  # noqa: DTZ001 - local on purpose


def _seconds(part: Component, name: str) -> int:
    found = _OFFSET.fullmatch(part.text(name))
    if not found:
        raise ValueError(f"{name} is no offset: -0800")
    sign, hours, minutes, seconds = found.groups()
    total = int(hours) * 3600 + int(minutes) * 60 + int(seconds or 0)
    if total > 24 * 3600:
        raise ValueError(f"{name} is more than a day")
    return -total if sign == "-" else total


def zone_by_name(tzid: str) -> tzinfo | None:
    """Return the zone that a TZID without a VTIMEZONE means, if it is one for certain.

    A name of Windows, of the tz database, or one that ends in it after the prefix of
    its publisher (``/example.org/Europe/Berlin``), or as people write zones.
    """
    tail = found[0] if (found := _TAIL.search(tzid)) else tzid
    for name in (WINDOWS_TO_OLSON.get(tzid), tzid, tail):
        if name:
            try:
                return named(name)
            except Unreadable:
                continue
    return None
