"""From what was found about one day to the instants that it may mean."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from deadlinebot.model.when.names import Zone
from deadlinebot.model.when.statements import Group, Statement
from deadlinebot.model.when.tokens import Clock, Day, Days, Weekday, ZoneWord
from deadlinebot.model.when.unreadable import Unreadable
from deadlinebot.model.when.window import (
    Assumption,
    Moment,
    Precision,
    Span,
    WallTime,
    Window,
)
from deadlinebot.model.when.years import check_weekday, checked, said_date
from deadlinebot.model.when.zones import FIRST_ZONE, LAST_ZONE, possible

_DAY = timedelta(days=1)
EVERY_ZONE: tuple[tzinfo, ...] = (FIRST_ZONE, LAST_ZONE)


@dataclass(frozen=True, slots=True)
class Zones:
    """Which zones count where the text beside a date names none.

    Attributes:
        shared: named once in the text, for all of its dates.
        beside: stated beside the text.
        unstated: all that are possible if none is stated; empty: every one.
    """

    shared: tuple[ZoneWord, ...] = ()
    beside: tuple[Zone, ...] = ()
    unstated: tuple[Zone, ...] = ()

    @property
    def possible(self) -> tuple[tzinfo, ...]:
        """The zones of a date that states none."""
        return (
            tuple(one for zone in self.unstated for one in zone.readings) or EVERY_ZONE
        )


def span(statement: Statement, day: Day | Days, text: str) -> Span:
    """Return the days of *statement*.

    Args:
        statement: what was found.
        day: its day or days, with their years.
        text: the part that was read.

    Raises:
        Unreadable: if a day does not exist, falls on another weekday than written,
            or the end is before the start.
    """
    if isinstance(day, Day):
        start = end = _checked_day(statement, day)
        written = statement.day.year if isinstance(statement.day, Day) else None
        return Span(start, end, _year_assumed(written), text)
    start, end = checked(day.first), checked(day.last)
    if end < start:
        raise Unreadable(
            f"it ends before it begins: {said_date(start)} to {said_date(end)}",
            day.start,
        )
    _check_ends(statement, day, start, end)
    assert isinstance(statement.day, Days)
    years = statement.day.first.year, statement.day.last.year
    return Span(
        start, end, _year_assumed(years[0] if years[1] is None else years[1]), text
    )


def moment(statement: Statement, day: Day, zones: Zones, text: str) -> Moment:
    """Return the moment that *statement* is about.

    Args:
        statement: what was found; how it is said again must agree.
        day: its day with its year.
        zones: which zones count where it names none.
        text: the part that was read.

    Raises:
        Unreadable: if there is no such day, time or local time, or if what is said
            again is another instant.
        OverflowError: if UTC cannot express it.
    """
    stated = _checked_day(statement, day)
    first, *again = statement.groups
    clock = _checked_clock(first)
    if first.until:
        raise Unreadable(
            "two times of one day: write the one that counts", first.until.start
        )
    if first.shift and clock:
        stated += timedelta(days=first.shift.days)
    zone = _settled(stated, clock, first, zones)
    readings = zone.readings if zone else zones.possible
    found = _instants(stated, clock, readings, day.start)
    meant = Window(min(found), max(found))
    for group in again:
        meant = _agreed(meant, stated, clock, zone, group, zones)
    return Moment(
        meant,
        _wall(stated, clock),
        zone.name if zone else None,
        _precision(clock),
        tuple(_assumed(statement, clock, zone, meant)),
        text,
    )


def _checked_day(statement: Statement, day: Day) -> date:
    found = checked(day)
    for weekday in statement.weekdays:
        check_weekday(found, weekday.number, weekday.start)
    return found


def _check_ends(statement: Statement, day: Days, start: date, end: date) -> None:
    """Check the weekdays of a range: the first is its start's, the last its end's."""
    named = statement.weekdays
    if len(named) == 1:
        alone = named[0]
        early = alone.start < day.last.start and not _closes(alone, day)
        check_weekday(start if early else end, alone.number, alone.start)
    elif named:
        check_weekday(start, named[0].number, named[0].start)
        check_weekday(end, named[-1].number, named[-1].start)


def _closes(weekday: Weekday, day: Days) -> bool:
    """Whether a weekday inside a range stands right before its last day."""
    return day.first.end < weekday.start and day.last.start - weekday.end <= 2


def _checked_clock(group: Group) -> Clock | None:
    clock = group.clock
    if clock and clock.problem:
        raise Unreadable(clock.problem, clock.start)
    return clock


def _settled(
    stated: date, clock: Clock | None, group: Group, zones: Zones
) -> Zone | None:
    """Return the zone of a group: its own, else the shared, else the one beside."""
    own = group.zones or zones.shared
    if not own:
        return _combined(stated, clock, zones.beside, 0) if zones.beside else None
    zone = _combined(stated, clock, [word.zone for word in own], own[-1].start)
    if zone.exact or not zones.beside:
        return zone
    try:
        return _combined(stated, clock, (zone, *zones.beside), own[-1].start)
    except Unreadable:
        return zone  # the text is nearer than what stands beside it


def _combined(
    stated: date, clock: Clock | None, zones: Sequence[Zone], start: int
) -> Zone:
    """Return what several names of one zone have in common.

    Raises:
        Unreadable: if nothing.
    """
    zone = zones[0]
    for gloss in zones[1:]:
        ours = set(_instants(stated, clock, zone.readings, start))
        fitting = tuple(
            reading
            for reading in gloss.readings
            if ours & set(_instants(stated, clock, (reading,), start))
        )
        if not fitting:
            raise Unreadable(
                f"{zone.name} and {gloss.name} contradict each other that day", start
            )
        if not zone.exact:
            zone = Zone(gloss.name, fitting)
    return zone


def _walls(stated: date, clock: Clock | None) -> tuple[WallTime, ...]:
    """Return what the clocks may show: two for a midnight that is not said which."""
    if clock and clock.midnight:
        return WallTime(stated, time(0)), WallTime(stated + _DAY, time(0))
    return (_wall(stated, clock),)


def _wall(stated: date, clock: Clock | None) -> WallTime:
    if clock is None:
        return WallTime(stated)
    return WallTime(stated + _DAY if clock.ends_day else stated, clock.at)


def _instants(
    stated: date, clock: Clock | None, readings: Sequence[tzinfo], start: int
) -> tuple[datetime, ...]:
    try:
        return tuple(
            instant
            for wall in _walls(stated, clock)
            for instant in possible(wall, readings)
        )
    except Unreadable as problem:
        raise Unreadable(problem.message, clock.start if clock else start) from None


def _precision(clock: Clock | None) -> Precision:
    if clock is None:
        return Precision.DAY
    return Precision.MINUTE if clock.second is None else Precision.SECOND


def _assumed(
    statement: Statement, clock: Clock | None, zone: Zone | None, meant: Window
) -> Iterator[Assumption]:
    if zone is None:
        yield Assumption.ZONE
    elif not zone.exact and not meant.exact:
        yield Assumption.ZONE_READING
    if clock is None:
        yield Assumption.TIME
    if isinstance(statement.day, Day) and statement.day.year is None:
        yield Assumption.YEAR
    if clock and clock.midnight:
        yield Assumption.MIDNIGHT
    elif zone and zone.exact and not meant.exact:
        yield Assumption.CLOCK_CHANGE


def _year_assumed(year: int | None) -> tuple[Assumption, ...]:
    return (Assumption.YEAR,) if year is None else ()


def _agreed(
    meant: Window,
    stated: date,
    clock: Clock | None,
    zone: Zone | None,
    again: Group,
    zones: Zones,
) -> Window:
    """Return the instants that a moment and its being said *again* have in common.

    Raises:
        Unreadable: if there are none.
    """
    said = _checked_clock(again)
    own = [word.zone for word in again.zones] or ([zone] if zone else [])
    found: set[Window] = set()
    for day in _days_again(stated, again, zone):
        if said is None:
            early, late = _whole_day(day, own, zones)
        else:
            readings = _combined(day, said, own, said.start).readings if own else ()
            both = _instants(day, said, readings or zones.possible, said.start)
            early, late = min(both), max(both)
        if both_mean := meant.meet(Window(early, late)):
            found.add(both_mean if said else meant)
    if not found:
        raise _disagreement(meant, again)
    return found.pop() if len(found) == 1 else meant


def _days_again(stated: date, again: Group, zone: Zone | None) -> Sequence[date]:
    """Return the days on which a moment that is said again may be."""
    if again.day:
        year = again.day.year
        if year is None:
            near = (stated + timedelta(days=shift) for shift in (-1, 0, 1))
            same = [
                d for d in near if (d.month, d.day) == (again.day.month, again.day.day)
            ]
            return same or [
                checked(Day(0, 0, stated.year, again.day.month, again.day.day))
            ]
        return [checked(again.day)]
    if again.shift:
        return [stated + timedelta(days=again.shift.days)]
    if again.zones:
        return [stated + timedelta(days=shift) for shift in (-1, 0, 1)]
    return [stated] if zone or not again.clock or not again.clock.ends_day else [stated]


def _whole_day(
    day: date, own: Sequence[Zone], zones: Zones
) -> tuple[datetime, datetime]:
    readings = own[0].readings if own else zones.possible
    early = min(_instants(day, Clock(0, 0), readings, 0))
    return early, max(_instants(day, None, readings, 0))


def _disagreement(meant: Window, again: Group) -> Unreadable:
    tokens = [*([again.clock] if again.clock else []), *again.zones]
    tokens += [again.day] if again.day else []
    start = min((token.start for token in tokens), default=0)
    first = meant.earliest.astimezone(UTC)
    return Unreadable(
        f"it is said twice, and not alike: the first is {first:%Y-%m-%d %H:%M} UTC",
        start,
    )
