"""Dates and times (RFC 5545 3.3.4, 3.3.5): UTC, in a zone, floating, or a day."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from deadlinebot.model.claim import Origin
from deadlinebot.model.when import (
    Moment,
    Precision,
    Unreadable,
    WallTime,
    Window,
    read,
)
from deadlinebot.sources.ics.components import Component
from deadlinebot.sources.ics.lines import Property
from deadlinebot.sources.ics.zones import clocks, zone_by_name

MOST_ZONES = 100  # of a file; the world has 40 at any time
_VALUE = re.compile(
    r"([0-9]{4})([0-9]{2})([0-9]{2})(?:T([0-9]{2})([0-9]{2})([0-9]{2})?(Z?))?"
)


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a property says, before it is known what it means.

    Attributes:
        wall: its day, and the time if it states one.
        zone: ``UTC``, its TZID as written, or None if it names none.
        written: the property.
    """

    wall: WallTime
    zone: str | None
    written: Property

    @property
    def text(self) -> str:
        """The date as people write it."""
        if self.wall.at is None:
            return self.wall.day.isoformat()
        return f"{self.wall.day} {self.wall.at}"

    def later(self, length: timedelta) -> Stamp:
        """Return the date *length* later on the same clocks.

        Raises:
            Unreadable: if the calendar ends before.
        """
        wall = datetime.combine(self.wall.day, self.wall.at or time())
        try:
            wall += length
        except OverflowError:
            message = f"{self.written.name}: the date lies after the year 9999"
            raise Unreadable(message) from None
        at = wall.time() if self.wall.at is not None else None
        return replace(self, wall=WallTime(wall.date(), at))


def stamp(value: str, written: Property) -> Stamp:
    """Return what one value of a property says.

    Raises:
        Unreadable: if it is no date, or if there is no such day or time.
    """
    found = _VALUE.fullmatch(value.strip().upper())
    if not found:
        shown = value.strip()[:40]
        raise Unreadable(f"{written.name}: '{shown}' is no date: 20260525T235900Z")
    year, month, day, hour, minute, second = (int(x or 0) for x in found.groups()[:6])
    try:
        on = date(year, month, day)
        at = time(hour, minute, min(second, 59))  # 60: a leap second
    except ValueError:
        raise Unreadable(f"{written.name}: '{found[0]}' does not exist") from None
    if found[4] is None:
        return Stamp(WallTime(on), None, written)
    zone = "UTC" if found[7] else written.parameters.get("TZID", "").strip()
    return Stamp(WallTime(on, at), zone or None, written)


class Zones:
    """The zones of one calendar: those that it brings along, else by their names."""

    def __init__(self, calendars: list[Component]) -> None:
        """Take the calendars of a file; a zone counts in all of them."""
        found = (p for c in calendars for p in c.parts if p.name == "VTIMEZONE")
        self._stated = {zone.text("TZID"): zone for zone in found}
        self._known: dict[str, tzinfo | None] = {}

    def moment(self, stated: Stamp, origin: Origin) -> Moment:
        """Return what a date means.

        A local time that the clocks skip, or show twice, means what RFC 5545 3.3.5
        says: it is counted by the clocks before the change.

        Raises:
            Unreadable: if its zone is wrong or unknown.
        """
        if stated.wall.at is not None and stated.zone and stated.zone != "UTC":
            zone = self._zone(stated.zone)
            if zone:
                return _in_zone(stated, zone)
        readings = read(
            stated.text,
            today=origin.today,
            zone=stated.zone,
            unstated_zones=origin.unstated_zones,
        )
        assert isinstance(readings[0], Moment)  # of an ISO date
        return readings[0]

    def _zone(self, tzid: str) -> tzinfo | None:
        if tzid not in self._known:
            if len(self._known) == MOST_ZONES:
                raise Unreadable(f"more than {MOST_ZONES} zones in one file")
            self._known[tzid] = self._looked_up(tzid)
        return self._known[tzid]

    def _looked_up(self, tzid: str) -> tzinfo | None:
        stated = self._stated.get(tzid)
        if stated is None:
            return zone_by_name(tzid)
        try:
            return clocks(stated)
        except (ValueError, OverflowError) as error:
            reason = f"the VTIMEZONE in line {stated.line}: {error}"
            raise Unreadable(reason) from None


def _in_zone(stated: Stamp, zone: tzinfo) -> Moment:
    wall = datetime.combine(stated.wall.day, stated.wall.at or time())
    try:
        instant = wall.replace(tzinfo=zone).astimezone(UTC)
    except OverflowError:
        message = "the date lies outside the years 1 to 9999 of UTC"
        raise Unreadable(message) from None
    return Moment(
        window=Window(instant, instant),
        wall=stated.wall,
        zone=stated.zone,
        precision=Precision.SECOND,
        assumed=(),
        text=stated.text,
    )
