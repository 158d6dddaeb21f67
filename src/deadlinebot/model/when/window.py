"""Windows of time, wall times, and what the reading of a text can give."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum


class Precision(StrEnum):
    """How finely a moment was stated."""

    SECOND = "second"
    MINUTE = "minute"
    DAY = "day"


class Assumption(StrEnum):
    """What a text left open, so that its reading is wider or rests on a rule.

    Everything but TIME and YEAR widens the window; TIME and YEAR rest on the
    rules "no time: the end of the day" and "no year: the nearest".
    """

    ZONE = "zone"  # none is stated: every zone is possible
    ZONE_READING = "zone-reading"  # the abbreviation has several meanings (CST)
    TIME = "time"  # none is stated: the end of the day, 23:59:59
    YEAR = "year"  # none is stated: nearest after the reference day - 30 days
    MIDNIGHT = "midnight"  # which of the day's two is not said
    CLOCK_CHANGE = "clock-change"  # the local time comes twice that day


@dataclass(frozen=True, slots=True)
class WallTime:
    """What a clock on a wall shows: a day, and a time if one is stated."""

    day: date
    at: time | None = None


@dataclass(frozen=True, slots=True)
class Window:
    """Every instant that a statement may mean, both ends included, in UTC.

    ``earliest`` is the safe instant: whoever acts by it is in time whatever was
    meant.
    """

    earliest: datetime
    latest: datetime

    def __post_init__(self) -> None:
        if self.earliest.utcoffset() is None or self.latest.utcoffset() is None:
            raise ValueError("a window needs aware instants")
        if self.latest < self.earliest:
            raise ValueError("a window ends before it begins")

    @property
    def exact(self) -> bool:
        """Whether only one instant is possible."""
        return self.earliest == self.latest

    def meet(self, other: Window) -> Window | None:
        """Return the instants that both allow, or None if there are none."""
        earliest = max(self.earliest, other.earliest)
        latest = min(self.latest, other.latest)
        return Window(earliest, latest) if earliest <= latest else None


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time, as far as the text fixes it.

    Attributes:
        window: the instants that it may mean.
        wall: the date and time as written.
        zone: the zone's name in our spelling (``UTC-12``, ``Asia/Shanghai``,
            ``US/Pacific`` ...), or None if none is stated.
        precision: how finely it was stated.
        assumed: what was left open, in the order of `Assumption`.
        text: the part of the text that was read.
    """

    window: Window
    wall: WallTime
    zone: str | None
    precision: Precision
    assumed: tuple[Assumption, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Span:
    """Days without a zone, both included: a conference, a stage.

    Attributes:
        start: the first day.
        end: the last one.
        assumed: what was left open.
        text: the part of the text that was read.
        unstated_zones: the zones in which its days may be; empty: all.
    """

    start: date
    end: date
    assumed: tuple[Assumption, ...]
    text: str
    unstated_zones: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tbd:
    """Announced, but without a date yet (TBD, TBA, 待定, N/A)."""

    text: str


Reading = Moment | Span | Tbd
