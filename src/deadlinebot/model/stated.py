"""Stated: what one claim says, as far as it counts: its day, clock, zone, instants."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from deadlinebot.model.claim import Claim
from deadlinebot.model.milestone import Milestone
from deadlinebot.model.when import (
    Assumption,
    Moment,
    Span,
    Unreadable,
    WallTime,
    Window,
    read,
    window,
)


def day(claim: Claim) -> date | None:
    """Return the day that a claim states, as written; None if it states none.

    Of several days it is the last one; a stage starts on the first.
    """
    match claim.reading:
        case Moment(wall=wall):
            return wall.day
        case Span(start=start) if claim.milestone is Milestone.STAGE_START:
            return start
        case Span(end=end):
            return end
        case _:
            return None


def claim_window(claim: Claim) -> Window | None:
    """Return the instants that one claim allows.

    A stage ends with its last day, and starts with its first, as if that day were
    written alone, beside the same zone.
    """
    match claim.reading:
        case Moment(window=instants):
            return instants
        case Span() as span if claim.milestone is not Milestone.EVENT:
            stated = day(claim)
            assert stated is not None  # a span has days
            return _whole_day(stated, claim.zone, span.unstated_zones)
        case _:
            return None


@lru_cache(maxsize=4096)
def _whole_day(stated: date, zone: str | None, unstated: tuple[str, ...]) -> Window:
    text = stated.isoformat()
    try:
        readings = read(text, today=stated, zone=zone, unstated_zones=unstated)
    except Unreadable:  # no such zone, or its clocks skip the end of that day
        readings = ()
    for reading in readings:
        if isinstance(reading, Moment):
            return reading.window
    return window(WallTime(stated), None)


def claim_days(claim: Claim) -> Span | None:
    """Return the days that a claim about an event states."""
    match claim.reading:
        case Span() as span:
            return span
        case Moment(wall=wall, assumed=assumed, text=text):
            year = tuple(a for a in assumed if a is Assumption.YEAR)
            return Span(wall.day, wall.day, year, text)
        case _:
            return None


def claim_zone(claim: Claim) -> str | None:
    """Return the zone that a claim names, in our spelling if it was read."""
    return claim.reading.zone if isinstance(claim.reading, Moment) else claim.zone


def same_clock(left: Claim, right: Claim) -> bool:
    """Whether two claims show the same time of day, to the minute.

    No time is the end of the day, 23:59.
    """
    return _clock(left) == _clock(right)


def _clock(claim: Claim) -> tuple[int, int]:
    reading = claim.reading
    at = reading.wall.at if isinstance(reading, Moment) else None
    return (at.hour, at.minute) if at else (23, 59)
