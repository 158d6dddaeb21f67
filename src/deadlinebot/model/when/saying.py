"""A day and a time as written, in the zone that counts: to the instants they mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from deadlinebot.model.when.names import Zone
from deadlinebot.model.when.statements import Group
from deadlinebot.model.when.tokens import Clock, ZoneWord
from deadlinebot.model.when.unreadable import Unreadable
from deadlinebot.model.when.window import Precision, WallTime
from deadlinebot.model.when.zones import FIRST_ZONE, LAST_ZONE, possible

_DAY = timedelta(days=1)


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
        narrowed = tuple(one for zone in self.unstated for one in zone.readings)
        return narrowed or (FIRST_ZONE, LAST_ZONE)


@dataclass(frozen=True, slots=True)
class Saying:
    """What is written of a moment but for its zone.

    Attributes:
        day: the day.
        clock: the time of day, or None: then the end of the day.
        start: where it is written, for errors.
    """

    day: date
    clock: Clock | None
    start: int

    @property
    def wall(self) -> WallTime:
        """What the clocks show: for 24:00 the next day's 00:00."""
        if self.clock is None:
            return WallTime(self.day)
        return WallTime(
            self.day + _DAY if self.clock.ends_day else self.day, self.clock.at
        )

    @property
    def precision(self) -> Precision:
        """How finely it is written."""
        if self.clock is None:
            return Precision.DAY
        return Precision.MINUTE if self.clock.second is None else Precision.SECOND

    def instants(self, readings: Sequence[tzinfo]) -> tuple[datetime, ...]:
        """Return the instants that it may mean if the zone is one of *readings*.

        Raises:
            Unreadable: if the clocks of all of them skip that time.
            OverflowError: if UTC cannot express it.
        """
        walls: tuple[WallTime, ...] = (self.wall,)
        if self.clock and self.clock.midnight:  # which of the day's two is not said
            walls += (WallTime(self.day + _DAY, time(0)),)
        try:
            return tuple(one for wall in walls for one in possible(wall, readings))
        except Unreadable as problem:
            where = self.clock.start if self.clock else self.start
            raise Unreadable(problem.message, where) from None


def settled(said: Saying, group: Group, zones: Zones) -> Zone | None:
    """Return the zone of *group*: its own, else the shared, else the one beside.

    Raises:
        Unreadable: if it names two that contradict each other.
    """
    own = group.zones or zones.shared
    if not own:
        return combined(said, zones.beside) if zones.beside else None
    near = Saying(said.day, said.clock, own[-1].start)
    zone = combined(near, [word.zone for word in own])
    if zone.exact or not zones.beside:
        return zone
    try:
        return combined(near, (zone, *zones.beside))
    except Unreadable:
        return zone  # the text is nearer than what stands beside it


def combined(said: Saying, zones: Sequence[Zone]) -> Zone:
    """Return what several names of one zone have in common.

    Raises:
        Unreadable: if nothing.
    """
    zone, *glosses = dict.fromkeys(zones)
    for gloss in glosses:
        ours = set(said.instants(zone.readings))
        fitting = tuple(
            one for one in gloss.readings if ours & set(said.instants((one,)))
        )
        if not fitting:
            raise Unreadable(
                f"{zone.name} and {gloss.name} contradict each other on {said.day}",
                said.start,
            )
        if not zone.exact:
            zone = Zone(gloss.name, fitting)
    return zone
