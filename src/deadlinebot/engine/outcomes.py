"""Outcomes: what one attempt leads to; the table by which deliveries live."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import datetime, timedelta

from deadlinebot.model.channel import OnUnknown
from deadlinebot.model.delivery import Delivery, Outcome, State, Verdict
from deadlinebot.store import Ending

_BACKOFF_S = (5, 30, 120, 600, 1800, 3600, 7200)
_AT_LEAST = timedelta(seconds=60)  # between a message and its repeat


def after(
    delivery: Delivery,
    verdict: Verdict,
    now: datetime,
    on_unknown: OnUnknown = OnUnknown.RESEND,
) -> Ending:
    """Return what *verdict* leads to.

    Args:
        delivery: with the number of attempts, this one included.
        verdict: what became of this attempt.
        now: when it ended.
        on_unknown: whether what may have arrived waits for the operator.
    """
    ending = _after(delivery, verdict, now)
    doubtful = ending.state is State.RETRY and ending.maybe_sent
    if doubtful and on_unknown is OnUnknown.HOLD:
        return replace(ending, state=State.HELD)
    return ending


def _after(delivery: Delivery, verdict: Verdict, now: datetime) -> Ending:
    """Return what follows: the table of outcomes."""
    maybe = delivery.maybe_sent
    match _believed(delivery, verdict):
        case Outcome.DELIVERED:
            return Ending(State.DELIVERED, verdict, maybe_sent=maybe)
        case Outcome.RETRY:
            return Ending(State.RETRY, verdict, now + _backoff(delivery), maybe)
        case Outcome.WAIT:
            pause = timedelta(seconds=verdict.after_s or 60)
            return Ending(State.RETRY, verdict, now + pause, maybe)
        case Outcome.UNKNOWN:  # again and again: a service may hang for an hour
            pause = max(_AT_LEAST, _backoff(delivery))
            return Ending(State.RETRY, verdict, now + pause, maybe_sent=True)
        case Outcome.REJECT_MESSAGE:
            return Ending(State.DEAD, verdict, maybe_sent=maybe)
        case Outcome.CHANNEL_DEAD:
            return Ending(State.HELD, verdict, maybe_sent=maybe)


def _believed(delivery: Delivery, verdict: Verdict) -> Outcome:
    """Return the outcome; a channel may have to be called dead more than once."""
    doubted = delivery.attempts < verdict.believed_after
    if verdict.outcome is Outcome.CHANNEL_DEAD and doubted:
        return Outcome.RETRY
    return verdict.outcome


def _backoff(delivery: Delivery) -> timedelta:
    """Return the pause before the next try, +-20 % by a hash of what is tried.

    Spread without chance: two deliveries that failed together do not come back
    together, and a test sees the same figures every time.
    """
    step = _BACKOFF_S[min(max(delivery.attempts, 1), len(_BACKOFF_S)) - 1]
    key = f"{delivery.id}{delivery.attempts}".encode()
    share = hashlib.sha256(key).digest()[0] / 255
    return timedelta(seconds=step * (0.8 + 0.4 * share))
