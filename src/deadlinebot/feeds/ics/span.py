"""Which minute, or which days, a deadline occupies in a calendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from deadlinebot.model.claim import Claim
from deadlinebot.model.deadline import Deadline
from deadlinebot.model.milestone import Milestone
from deadlinebot.model.when.window import Assumption, Moment, Precision, Span

_MINUTE = timedelta(minutes=1)
_MIDNIGHT = time(0)
# What begins or is announced at 00:00 belongs to the day that begins then.
_OPENINGS = frozenset(
    {
        Milestone.DATA_RELEASE,
        Milestone.STAGE_START,
        Milestone.REBUTTAL_START,
        Milestone.NOTIFICATION,
    }
)


@dataclass(frozen=True, slots=True)
class Minute:
    """One minute, in UTC."""

    start: datetime

    @property
    def end(self) -> datetime:
        """The instant after it: later than the start, as RFC 5545 3.8.2.2 asks."""
        return self.start + _MINUTE


@dataclass(frozen=True, slots=True)
class Days:
    """Whole days of nobody's zone, the first and the last."""

    start: date
    last: date

    @property
    def end(self) -> date:
        """The day after the last one: DTEND is exclusive (RFC 5545 3.6.1)."""
        return self.last + timedelta(days=1)


def occupied(deadline: Deadline) -> Minute | Days | None:
    """Return where *deadline* stands in a calendar; None while it is undated.

    A minute in UTC is the only form that every client reads alike. Days are for
    events, for estimates, and for a date that is stated with neither time nor zone: a
    minute would claim more than its source says.

    Raises:
        OverflowError: if the calendar ends before it does.
    """
    if deadline.due is None:
        days = deadline.span or deadline.estimate
        return Days(days.start, days.end) if days else None
    if open_day(deadline):
        day = _stated_day(deadline.stated)
        if day is not None:
            return Days(day, day)
    return Minute(_published(deadline, deadline.due))


def open_day(deadline: Deadline) -> bool:
    """Whether a date is all that is known: neither its zone nor its time."""
    return (
        deadline.window is not None
        and not deadline.window.exact
        and deadline.precision is Precision.DAY
        and Assumption.ZONE in deadline.assumed
    )


def _stated_day(claim: Claim) -> date | None:
    match claim.reading:
        case Moment(wall=wall):
            return wall.day
        case Span(end=end):
            return end
        case _:
            return None


def _published(deadline: Deadline, due: datetime) -> datetime:
    """Return the whole minute to show for *due*, never after it.

    24:00 is shown as 23:59: a minute that began at midnight would stand on the
    next day, when the time is over.
    """
    start = due.astimezone(UTC).replace(second=0, microsecond=0)
    ends_a_day = deadline.milestone not in _OPENINGS and any(
        _says_midnight(claim, due) for claim in deadline.claims
    )
    return start - _MINUTE if ends_a_day else start


def _says_midnight(claim: Claim, due: datetime) -> bool:
    """Whether *claim* says that *due* is 00:00 (or 24:00) in its own zone."""
    reading = claim.reading
    return (
        isinstance(reading, Moment)
        and reading.window.earliest == due
        and (reading.wall.at == _MIDNIGHT or Assumption.MIDNIGHT in reading.assumed)
    )
