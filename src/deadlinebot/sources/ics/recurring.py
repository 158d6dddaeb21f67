"""The dates of an entry (RFC 5545 3.8.5): its own, those of its rule, those added."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from icalendar.prop import vDuration

from deadlinebot.errors import Problem
from deadlinebot.model.claim import Origin
from deadlinebot.model.when import Unreadable
from deadlinebot.model.when.rules import occurrences, recurrence
from deadlinebot.sources.ics.components import Component
from deadlinebot.sources.ics.lines import Property
from deadlinebot.sources.ics.times import Stamp, Zones, stamp

MOST_DATES = 366  # of one entry with a list of them
_UNTIL = re.compile(r";?\bUNTIL=([^;]*)", re.IGNORECASE)
_DAY = timedelta(days=1)
_FAR = date(9000, 1, 1)  # a day later is still a date


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One of the dates of an entry.

    Attributes:
        at: when.
        name: what tells it from the others of its rule: its month or its day.
    """

    at: Stamp
    name: str = ""


def dates(
    entry: Component, zones: Zones, origin: Origin, replaced: Iterable[Stamp]
) -> Iterator[Occurrence | Problem | None]:
    """Yield every date of an entry but those excepted; None for a to-do without.

    A rule gives what `deadlinebot.model.when.rules` bounds: all that has passed, and
    the next 24 within 400 days. One that it does not take gives the first date, and
    the problem says why.

    Args:
        entry: an event or a to-do.
        zones: those of its calendar.
        origin: where we read.
        replaced: the dates that entries of their own replace.

    Raises:
        Unreadable: if a date is wrong.
    """
    first = start(entry)
    if first is None:
        yield None
    found = [] if first is None else [Occurrence(first)]
    rule = entry.first("RRULE")
    if rule and first:
        try:
            found = list(_repeated(rule, first, zones, origin))
        except (ValueError, Unreadable) as error:
            yield rule.problem(f"RRULE: {error}; only its first date is read")
    found += (Occurrence(each) for each in _listed(entry, "RDATE"))
    gone = _Gone([*_listed(entry, "EXDATE"), *replaced], zones, origin)
    seen = set()
    for each in found:
        if each.at.wall not in seen and each.at not in gone:
            seen.add(each.at.wall)
            yield each


class _Gone:
    """The dates that are excepted, on whichever clocks they are written."""

    def __init__(self, stated: list[Stamp], zones: Zones, origin: Origin) -> None:
        self._zones, self._origin = zones, origin
        self._days = {each.wall.day for each in stated if each.wall.at is None}
        self._walls = {(each.wall, each.zone) for each in stated}
        zoned = (each for each in stated if each.zone and each.wall.at)
        self._instants = {self._instant(each) for each in zoned}

    def __contains__(self, found: Stamp) -> bool:
        if found.wall.day in self._days:
            return True
        if not {(found.wall, found.zone), (found.wall, None)}.isdisjoint(self._walls):
            return True
        zoned = bool(self._instants and found.zone and found.wall.at)
        return zoned and self._instant(found) in self._instants

    def _instant(self, stated: Stamp) -> object:
        return self._zones.moment(stated, self._origin).window


def _repeated(
    rule: Property, first: Stamp, zones: Zones, origin: Origin
) -> Iterator[Occurrence]:
    """Yield the dates of a rule.

    Raises:
        ValueError: if we do not take it.
        Unreadable: if its end is no date.
    """
    text, until = rule.value.strip(), None
    if end := _UNTIL.search(text):
        text, until = _UNTIL.sub("", text).strip(";"), stamp(end[1], rule)
    known = recurrence(text)
    last = min(until.wall.day, _FAR) + _DAY if until else None  # on other clocks
    for day in occurrences(known, first.wall.day, last, origin.today):
        at = first.later(day - first.wall.day)
        if until is None or not _is_after(at, until, zones, origin):
            yield Occurrence(at, known.name(day))


def _is_after(at: Stamp, until: Stamp, zones: Zones, origin: Origin) -> bool:
    """Whether a date lies after the last of its rule (RFC 5545 3.3.10)."""
    if at.wall.at is None or until.wall.at is None:
        return at.wall.day > until.wall.day
    if at.zone and until.zone:
        ends = (zones.moment(each, origin).window.earliest for each in (at, until))
        return next(ends) > next(ends)
    return (at.wall.day, at.wall.at) > (until.wall.day, until.wall.at)


def _listed(entry: Component, name: str) -> Iterator[Stamp]:
    """Yield the dates of all lists of that name.

    Raises:
        Unreadable: if one is wrong, or has more than anybody would write.
    """
    for written in entry.properties.get(name, ()):
        values = written.value.split(",")
        if len(values) > MOST_DATES:
            raise Unreadable(f"{name}: more than {MOST_DATES} dates")
        for value in values:
            yield stamp(value.partition("/")[0], written)  # a period has an end


def replaces(entry: Component) -> Stamp | None:
    """Return the date that an entry replaces, None if it is the whole of its UID.

    An unreadable one replaces nothing, which is found out when it is read.
    """
    written = entry.first("RECURRENCE-ID")
    try:
        return stamp(written.value, written) if written else None
    except Unreadable:
        return None


def start(entry: Component) -> Stamp | None:
    """Return the date of an entry: when a to-do is due, when an event begins.

    Raises:
        Unreadable: if it is wrong, or missing where it must not be.
    """
    todo = entry.name == "VTODO"
    begin = (entry.first("DUE") if todo else None) or entry.first("DTSTART")
    if begin is None:
        if todo:
            return None
        raise Unreadable("the event has no DTSTART")
    found = stamp(begin.value, begin)
    length = entry.first("DURATION") if todo and begin.name == "DTSTART" else None
    return found.later(duration(length)) if length else found


def duration(written: Property) -> timedelta:
    """Return what a DURATION says.

    Raises:
        Unreadable: if it is none.
    """
    try:
        length: timedelta = vDuration.from_ical(written.value.strip())  # type: ignore[no-untyped-call]  # half typed
    except (ValueError, OverflowError):
        shown = written.value[:40]
        raise Unreadable(f"DURATION: '{shown}' is no length of time: P3D") from None
    return length
