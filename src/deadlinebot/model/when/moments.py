"""From what was found about one day to a moment or a span."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from deadlinebot.model.when.names import Zone
from deadlinebot.model.when.restated import agreed
from deadlinebot.model.when.saying import Saying, Zones, settled
from deadlinebot.model.when.statements import Group, Statement
from deadlinebot.model.when.tokens import Clock, Day, Days, Weekday
from deadlinebot.model.when.unreadable import Unreadable
from deadlinebot.model.when.window import Assumption, Moment, Span, Window
from deadlinebot.model.when.years import check_weekday, checked, said_date


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
    assumed = () if _has_year(statement.day) else (Assumption.YEAR,)
    if isinstance(day, Day):
        only = _checked_day(statement, day)
        return Span(only, only, assumed, text)
    start, end = checked(day.first), checked(day.last)
    if end < start:
        said = f"{said_date(start)} to {said_date(end)}"
        raise Unreadable(f"it ends before it begins: {said}", day.start)
    _check_ends(statement, day, start, end)
    return Span(start, end, assumed, text)


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
    for group in statement.groups:
        _check_clocks(group)
    if first.shift and first.clock:  # 7月20日次日12:00
        stated += timedelta(days=first.shift.days)
    said = Saying(stated, first.clock, day.start)
    zone = settled(said, first, zones)
    found = said.instants(zone.readings if zone else zones.possible)
    meant = Window(min(found), max(found))
    for group in again:
        meant = agreed(meant, said, zone, group, zones)
    assumed = tuple(_assumed(statement, first.clock, zone, meant))
    name = zone.name if zone else None
    return Moment(meant, said.wall, name, said.precision, assumed, text)


def _has_year(day: Day | Days) -> bool:
    if isinstance(day, Day):
        return day.year is not None
    return day.first.year is not None or day.last.year is not None


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


def _check_clocks(group: Group) -> None:
    """Check that the time of day exists and is one.

    Raises:
        Unreadable: if it does not, or if it is a range.
    """
    if group.clock and group.clock.problem:
        raise Unreadable(group.clock.problem, group.clock.start)
    if group.until:
        reason = "it names two times of one day: write the one that counts"
        raise Unreadable(reason, group.until.start)


def _assumed(
    statement: Statement, clock: Clock | None, zone: Zone | None, meant: Window
) -> Iterator[Assumption]:
    if zone is None:
        yield Assumption.ZONE
    elif not zone.exact and not meant.exact:
        yield Assumption.ZONE_READING
    if clock is None:
        yield Assumption.TIME
    if not _has_year(statement.day):
        yield Assumption.YEAR
    if clock and clock.midnight:
        yield Assumption.MIDNIGHT
    elif zone and zone.exact and not meant.exact:
        yield Assumption.CLOCK_CHANGE
