"""Deadlines: what we hold to be true about one milestone of one call."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from deadlinebot.model.call import Call, Title
from deadlinebot.model.claim import Claim
from deadlinebot.model.milestone import Milestone
from deadlinebot.model.when.window import Assumption, Precision, Span, Window

UID_DOMAIN = "deadlinebot"


class Status(StrEnum):
    """How far a deadline can be trusted."""

    CONFIRMED = "confirmed"
    ASSUMED = "assumed"  # the window is wider than one instant
    CONFLICTING = "conflicting"  # two claims cannot both be true
    TENTATIVE = "tentative"  # no date yet, or only an estimate
    WITHDRAWN = "withdrawn"
    VANISHED = "vanished"  # its source no longer lists it


class Cause(StrEnum):
    """Why two claims cannot both be true."""

    ZONE = "zone"  # the same wall clock, another zone: the commonest kind
    TIME = "time"  # the same day, another time
    DAY = "day"  # another day


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two claims whose windows do not meet.

    Attributes:
        cause: what differs.
        other: the claim that did not count, as it is quoted to people.
        apart_s: seconds between the two windows.
    """

    cause: Cause
    other: Claim
    apart_s: int


@dataclass(frozen=True, slots=True)
class Estimate:
    """When an undated milestone may be due, going by past editions; no promise.

    Attributes:
        day: the median of their days, in the year of this edition.
        start: the earliest of them.
        end: the latest of them.
        years: the editions that it rests on, in order.
    """

    day: date
    start: date
    end: date
    years: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Deadline:
    """One milestone of one call.

    Attributes:
        id: ``emnlp-2026-paper``; never changes, whatever moves.
        call: the call, as the most trusted source describes it.
        milestone: which date of the call.
        label: what tells this round or stage apart.
        round: 1 for the first; always <= rounds.
        rounds: how many the milestone has.
        window: the instants that it may mean; None while undated, and for events.
        span: the days of an event or stage, if it is one.
        claims: every claim, the one that counts first.
        status: how far it can be trusted.
        conflict: the disagreement, if there is one; it stays visible even when a
            person has resolved it.
        assumed: what the claims leave open.
        precision: how finely the date was stated; None while undated.
        zone: the zone of the claim that counts.
        sequence: RFC 5545 3.8.7.4: raised when the time or the status changes.
        first_seen: when we first read it; None without a store.
        changed: when its facts last changed; None without a store.
        estimate: when it may be, while it is undated. Derived from its past editions
            where deadlines are read (`model.estimate`), never stored.
        done: whether people say that there is nothing left to do. Derived from what
            they said where deadlines are read (`model.mute`), never stored.
    """

    id: str
    call: Call
    milestone: Milestone
    label: Title
    round: int
    rounds: int
    window: Window | None
    span: Span | None
    claims: tuple[Claim, ...]
    status: Status
    conflict: Conflict | None = None
    assumed: tuple[Assumption, ...] = ()
    precision: Precision | None = None
    zone: str | None = None
    sequence: int = 0
    first_seen: datetime | None = None
    changed: datetime | None = None
    estimate: Estimate | None = None
    done: bool = False

    @property
    def uid(self) -> str:
        """The UID of its calendar component, for life (RFC 5545 3.8.4.7)."""
        return f"{self.id}@{UID_DOMAIN}"

    @property
    def due(self) -> datetime | None:
        """The safe instant, by which to act."""
        return self.window.earliest if self.window else None

    @property
    def stated(self) -> Claim:
        """The claim that counts."""
        return self.claims[0]

    @property
    def link(self) -> str | None:
        """The page to read: of the claim that counts, else of the call."""
        return self.stated.link or self.call.link

    @property
    def days(self) -> tuple[date, date] | None:
        """First and last day of the span, if it is one."""
        return (self.span.start, self.span.end) if self.span else None

    @property
    def name(self) -> str:
        """The short name that people know its call by: ``EMNLP 2026``."""
        series, year = self.call.series, str(self.call.year)
        return series if year in series else f"{series} {year}"
