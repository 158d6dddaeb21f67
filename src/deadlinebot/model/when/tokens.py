"""What the grammar finds in a text, each with its place in the normal spelling."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from deadlinebot.model.when.names import Zone

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August",
    "September", "October", "November", "December",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Token:
    """Something found; *end* is the offset after its last character."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Day(Token):
    """A day as written.

    Attributes:
        year: None if none is written.
        month: 1..12 if there is no problem.
        day: counted from 1; whether the month has it is not checked yet.
        weak: only numbers that could be something else, as in ``6.17``.
        problem: why it cannot be read, if it cannot.
    """

    year: int | None
    month: int
    day: int
    weak: bool = False
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Days(Token):
    """Days from *first* to *last*."""

    first: Day
    last: Day


@dataclass(frozen=True, slots=True)
class Clock(Token):
    """A time of day as written: 0:00 to 24:00.

    Attributes:
        second: None if only hours and minutes are written.
        midnight: the word, which does not say which one.
        problem: why it cannot be read, if it cannot.
        vague: a part of the day only, or numbers that are hardly a time.
    """

    hour: int = 0
    minute: int = 0
    second: int | None = None
    midnight: bool = False
    problem: str = ""
    vague: bool = False

    @property
    def ends_day(self) -> bool:
        """Whether it is 24:00, the next day's 00:00."""
        return self.hour == 24

    @property
    def at(self) -> time:
        """The time, of the next day for 24:00."""
        return time(self.hour % 24, self.minute, self.second or 0)


@dataclass(frozen=True, slots=True)
class ZoneWord(Token):
    """The name of a zone.

    Attributes:
        weak: letters that could be another word (``CT``) or a place (``Beijing``):
            a zone only beside a date or a time.
    """

    zone: Zone
    weak: bool = False


@dataclass(frozen=True, slots=True)
class Weekday(Token):
    """A day of the week, Monday is 0."""

    number: int


@dataclass(frozen=True, slots=True)
class Undated(Token):
    """TBD and the like."""


@dataclass(frozen=True, slots=True)
class Shift(Token):
    """Beside a time said again: the next day is +1, the same 0, the previous -1."""

    days: int


@dataclass(frozen=True, slots=True)
class Year(Token):
    """A year that stands alone."""

    year: int


def dated(day: Day) -> date | None:
    """Return the date, or None if a part is missing or there is no such day."""
    if day.year is None or day.problem:
        return None
    try:
        return date(day.year, day.month, day.day)
    except ValueError:
        return None
