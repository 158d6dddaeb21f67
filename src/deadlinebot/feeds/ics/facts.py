"""The facts that a calendar entry shows, as plain values with a stable ``repr``.

Instants are seconds since 1970 and days are ordinals: their ISO texts would cost a
third more, and a key is computed for each deadline of each feed.
"""

from __future__ import annotations

from deadlinebot.feeds.ics.vevent import last_change
from deadlinebot.model.call import Call
from deadlinebot.model.claim import Claim
from deadlinebot.model.deadline import Conflict, Deadline, Estimate
from deadlinebot.model.feed import FeedOptions
from deadlinebot.model.when.window import Moment, Reading, Span, Window

Facts = tuple[object, ...]


def deadline_facts(deadline: Deadline) -> Facts:
    """Return everything that the entry of *deadline* is made of."""
    return (
        deadline.id,
        _call_facts(deadline.call),
        deadline.milestone.value,
        deadline.label.en,
        deadline.label.zh,
        deadline.round,
        deadline.rounds,
        deadline.window and _window_facts(deadline.window),
        deadline.span and _reading_facts(deadline.span),
        tuple(map(_claim_facts, deadline.claims)),
        deadline.status.value,
        deadline.conflict and _conflict_facts(deadline.conflict),
        tuple(a.value for a in deadline.assumed),
        deadline.precision and deadline.precision.value,
        deadline.sequence,
        last_change(deadline).timestamp(),
        deadline.estimate and _estimate_facts(deadline.estimate),
        deadline.done,
    )


def _call_facts(call: Call) -> Facts:
    return (
        call.series,
        call.year,
        call.title.en,
        call.title.zh,
        call.kind.value,
        call.tags,
        call.link,
        call.venue,
    )


def _claim_facts(claim: Claim) -> Facts:
    return (
        claim.text,
        claim.zone,
        _reading_facts(claim.reading),
        claim.source,
        claim.checked and claim.checked.toordinal(),
        claim.link,
    )


def _conflict_facts(conflict: Conflict) -> Facts:
    return (conflict.cause.value, conflict.apart_s, _claim_facts(conflict.other))


def _estimate_facts(estimate: Estimate) -> Facts:
    days = (estimate.day, estimate.start, estimate.end)
    return (*(day.toordinal() for day in days), *estimate.years)


def _reading_facts(reading: Reading) -> Facts:
    match reading:
        case Moment(window=window, wall=wall, assumed=assumed):
            told = wall.at and wall.at.isoformat()
            open_ = tuple(a.value for a in assumed)
            return (_window_facts(window), wall.day.toordinal(), told, open_)
        case Span(start=start, end=end):
            return (start.toordinal(), end.toordinal())
        case _:
            return ()


def _window_facts(window: Window) -> Facts:
    return (window.earliest.timestamp(), window.latest.timestamp())


def option_facts(options: FeedOptions) -> Facts:
    """Return how entries are written."""
    alarms = tuple(alarm.total_seconds() for alarm in options.alarms)
    return (options.lang.value, str(options.zone), alarms)
