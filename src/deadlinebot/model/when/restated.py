"""A moment that is said twice: "23:59 AoE (Beijing 19:59 next day)"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from deadlinebot.model.when.names import Zone
from deadlinebot.model.when.saying import Saying, Zones, combined
from deadlinebot.model.when.statements import Group
from deadlinebot.model.when.tokens import Clock, Token, dated
from deadlinebot.model.when.unreadable import Unreadable
from deadlinebot.model.when.window import Window
from deadlinebot.model.when.years import checked


def agreed(
    meant: Window, said: Saying, zone: Zone | None, again: Group, zones: Zones
) -> Window:
    """Return the instants that a moment and its being said *again* have in common.

    Args:
        meant: what the moment means as it is said first.
        said: its day and time.
        zone: its zone.
        again: how it is said again.
        zones: which zones count where none is named.

    Raises:
        Unreadable: if the two have nothing in common.
    """
    named = tuple(word.zone for word in again.zones) or ((zone,) if zone else ())
    start = min(token.start for token in _tokens(again))
    common = {
        both
        for day in _days(said.day, again)
        if (other := _window(Saying(day, again.clock, start), named, zones))
        and (both := meant.meet(other))
    }
    if not common:
        first = meant.earliest.astimezone(UTC).isoformat(" ", "minutes")[:16]
        raise Unreadable(
            f"it is said twice, differently: the first is {first} UTC", start
        )
    # without a time, the second only has to be the same day
    return common.pop() if len(common) == 1 and again.clock else meant


def _tokens(again: Group) -> list[Token]:
    single = (again.clock, again.day)
    return [*again.zones, *(token for token in single if token is not None)]


def _days(stated: date, again: Group) -> Sequence[date]:
    """Return the days on which a moment that is said again may be."""
    around = [stated + timedelta(days=shift) for shift in (-1, 0, 1)]
    if again.day:
        if again.day.year is not None:
            return [checked(again.day)]
        years = {day.year for day in around}
        near = (dated(replace(again.day, year=year)) for year in sorted(years))
        return [day for day in near if day]
    if again.shift:
        return [stated + timedelta(days=again.shift.days)]
    return around if again.zones else [stated]


def _window(said: Saying, named: Sequence[Zone], zones: Zones) -> Window | None:
    """Return what *said* means: the whole day if it has no time."""
    readings = combined(said, named).readings if named else zones.possible
    found = said.instants(readings)
    if said.clock is None:
        found += Saying(said.day, Clock(said.start, said.start), said.start).instants(
            readings
        )
    return _hull(found)


def _hull(found: Sequence[datetime]) -> Window:
    return Window(min(found), max(found))
