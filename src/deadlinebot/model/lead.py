"""Leads: how long before a deadline to speak, and how that is written."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

WorkingDays = Callable[[date], bool]
"""Whether people work on a day; whoever knows the holidays of a country gives it."""

_UNITS = {
    "w": timedelta(weeks=1),
    "d": timedelta(days=1),
    "h": timedelta(hours=1),
    "m": timedelta(minutes=1),
}
WORKING = "wd"
"""The unit of working days."""

_SPELLINGS = {
    "w": "w/week/weeks/周/个星期",
    "d": "d/day/days/天/日",
    "h": "h/hour/hours/小时/个小时",
    "m": "m/min/minute/minutes/分钟",
    WORKING: "wd/working day/working days/workday/workdays/工作日/个工作日",
}
_MEANT = {said: unit for unit, all_ in _SPELLINGS.items() for said in all_.split("/")}
_LEAD = re.compile(
    r"(\d{1,4})\s*([^\W\d](?:[^\d@]*[^\W\d])?)(?:\s*@\s*(\d\d?)(?::(\d\d))?)?"
)
_MOST_WORKING = 260  # about a year of them


def weekdays(day: date) -> bool:
    """Return whether *day* is none of a weekend; where no holidays are known."""
    return day.weekday() < 5


@dataclass(frozen=True, slots=True)
class Lead:
    """How long before a deadline to speak, in calendar units.

    ``14d`` is the same wall time fourteen calendar days earlier in the home zone
    (a day is not 24 hours where clocks change); ``3d@09:00`` is 09:00 of the third
    day before; ``3wd`` is the third working day before the day of the deadline, and
    ``0wd`` that day itself or the last working day before it; ``6h`` and ``30m`` are
    hours and minutes of elapsed time.

    Attributes:
        text: as configured.
        unit: ``w``, ``d``, ``wd``, ``h`` or ``m``.
        count: how many.
        at: the wall time of the home zone, for weeks, days and working days.
    """

    text: str
    unit: str
    count: int
    at: time | None = None

    def before(
        self, due: datetime, home: tzinfo, works: WorkingDays = weekdays
    ) -> datetime:
        """Return the instant, in UTC, at which this lead of *due* falls.

        Never later than *due*: ``0d@23:00`` for a deadline at noon is noon.
        """
        if self.unit in {"h", "m"}:
            return due - self.count * _UNITS[self.unit]
        wall = due.astimezone(home).replace(tzinfo=None)
        if self.unit == WORKING:
            day = _working_day_before(wall.date(), self.count, works)
            wall = datetime.combine(day, wall.time())
        else:  # of a wall time without a zone: that many calendar days
            wall -= self.count * _UNITS[self.unit]
        if self.at is not None:
            wall = datetime.combine(wall.date(), self.at)
        return min(wall.replace(tzinfo=home).astimezone(UTC), due)


SNOOZED = Lead("snooze", "m", 0)
"""The lead of the one reminder that a person has put off to an instant."""


def lead(text: str) -> Lead:
    """Read a lead: ``14d``, ``3d@09:00``, ``3wd``, ``3 working days``, ``6h``, ``30m``.

    Raises:
        ValueError: says what would be right.
    """
    found = _LEAD.fullmatch(text.strip())
    unit = " ".join(found[2].split()) if found else ""
    if not found or unit not in _MEANT:
        raise ValueError(f"unknown lead '{text}'{_hint(found, unit)}")
    count, unit = int(found[1]), _MEANT[unit]
    at = _wall_time(text, found[3], found[4])
    if at and unit in {"h", "m"}:
        raise ValueError(f"'{text}': a wall time goes with days and weeks only")
    if unit == WORKING and count > _MOST_WORKING:
        raise ValueError(f"'{text}': at most {_MOST_WORKING} working days")
    return Lead(f"{count}{unit}" + (f"@{at:%H:%M}" if at else ""), unit, count, at)


def _wall_time(text: str, hour: str | None, minute: str | None) -> time | None:
    if hour is None:
        return None
    if minute is None:
        raise ValueError(f"'{text}': write the minutes too, {hour:0>2}:00")
    if int(hour) > 23 or int(minute) > 59:
        raise ValueError(f"'{text}': no such time of day: write 14d or 3d@09:00")
    return time(int(hour), int(minute))


def _hint(found: re.Match[str] | None, unit: str) -> str:
    near = difflib.get_close_matches(unit.casefold(), _MEANT, 1, 0.6) if found else []
    if found and near:
        meant = found[0].replace(found[2], _MEANT[near[0]]).replace(" ", "")
        return f" (did you mean '{meant}'?)"
    return ": write 14d, 3d@09:00, 3wd (working days), 6h or 30m"


def _working_day_before(day: date, count: int, works: WorkingDays) -> date:
    """Return the *count*-th working day before *day*; 0: the last up to it."""
    for _ in range(count):
        day = _last_working_day(day - timedelta(days=1), works)
    return day if count else _last_working_day(day, works)


def _last_working_day(day: date, works: WorkingDays) -> date:
    while not works(day):
        day -= timedelta(days=1)
    return day
