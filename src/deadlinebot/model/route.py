"""Routes: which deadlines go to which channels, and how early."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, tzinfo

from dateutil.relativedelta import relativedelta

from deadlinebot.model.filter import Filter

_LEAD = re.compile(r"(\d{1,4})\s*([wdhm])(?:@([01]?\d|2[0-3]):([0-5]\d))?")
_UNITS = {"w": "weeks", "d": "days", "h": "hours", "m": "minutes"}


@dataclass(frozen=True, slots=True)
class Lead:
    """How long before a deadline to speak, in calendar units.

    ``14d`` is the same wall time fourteen calendar days earlier in the home zone
    (a day is not 24 hours where clocks change); ``3d@09:00`` is 09:00 of the third
    day before; ``6h`` and ``30m`` are hours and minutes of elapsed time.

    Attributes:
        text: as configured.
        unit: ``w``, ``d``, ``h`` or ``m``.
        count: how many.
        at: the wall time of the home zone, for weeks and days.
    """

    text: str
    unit: str
    count: int
    at: time | None = None

    def before(self, due: datetime, home: tzinfo) -> datetime:
        """Return the instant, in UTC, at which this lead of *due* falls.

        Never later than *due*: ``0d@23:00`` for a deadline at noon is noon.
        """
        back = relativedelta(**{_UNITS[self.unit]: self.count})  # type: ignore[arg-type]  # the stubs want literal keywords
        if self.unit in "hm":
            return due - back
        wall = due.astimezone(home).replace(tzinfo=None) - back
        if self.at is not None:
            wall = datetime.combine(wall.date(), self.at)
        return min(wall.replace(tzinfo=home).astimezone(UTC), due)


def lead(text: str) -> Lead:
    """Read a lead: ``14d``, ``3d@09:00``, ``6h``, ``2w``, ``30m``.

    Raises:
        ValueError: says what would be right.
    """
    found = _LEAD.fullmatch(text.strip())
    if not found:
        raise ValueError(f"unknown lead '{text}': write 14d, 3d@09:00, 6h or 30m")
    count, unit, hour, minute = found.groups()
    if hour and unit in "hm":
        raise ValueError(f"'{text}': a wall time goes with days and weeks only")
    at = time(int(hour), int(minute)) if hour else None
    return Lead(
        f"{int(count)}{unit}" + (f"@{at:%H:%M}" if at else ""), unit, int(count), at
    )


@dataclass(frozen=True, slots=True)
class Route:
    """A filter and lead times, joined to channels.

    Attributes:
        name: as configured.
        filter: which deadlines.
        leads: how early, each once.
        channels: the names of the channels.
        announce: whether changes are told as they come.
    """

    name: str
    filter: Filter
    leads: tuple[Lead, ...]
    channels: tuple[str, ...]
    announce: bool = True
