"""Deliveries: the life of one notice on one channel, and the words of its protocol.

::

    planned -> claimed -> sending -> delivered
                             |-----> retry (again later) | held (channel dead)
                             '-----> dead (refused for good)
    planned | retry | held -> superseded | cancelled | expired
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class DeliveryKind(StrEnum):
    """What a delivery says."""

    REMINDER = "reminder"
    CHANGE = "change"
    DIGEST = "digest"
    ALARM = "alarm"


class State(StrEnum):
    """Where a delivery stands."""

    PLANNED = "planned"
    CLAIMED = "claimed"  # a worker will send it; nothing has left yet
    SENDING = "sending"  # bytes may have left: from here on it may be a repeat
    RETRY = "retry"
    HELD = "held"  # its channel is dead; it waits for the operator
    DELIVERED = "delivered"
    SUPERSEDED = "superseded"  # a nearer lead of the same deadline speaks
    CANCELLED = "cancelled"  # the deadline moved or was withdrawn
    EXPIRED = "expired"  # its time has passed
    DEAD = "dead"  # the service refused this message for good


class Outcome(StrEnum):
    """What became of one attempt; every notifier answers with one of these."""

    DELIVERED = "delivered"
    RETRY = "retry"  # transient, and surely not delivered
    WAIT = "wait"  # the service said how long: pauses the whole channel
    UNKNOWN = "unknown"  # bytes left, and no verdict came
    REJECT_MESSAGE = "reject_message"  # this message is wrong; the channel is fine
    CHANNEL_DEAD = "channel_dead"  # key revoked, bot removed, signature wrong ...


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome of one attempt, in a form that can be stored and shown.

    Attributes:
        outcome: the class that decides what happens next.
        reason: the service's own words and, if it can be mended, how; no secrets;
            at most 500 characters.
        after_s: for WAIT, the seconds that the service asked for.
        code: the service's own code (``93000``, ``invalid_token``), if any.
        believed_after: for CHANNEL_DEAD, how many attempts at one message must end so
            before it is believed; until then the message is tried again.
    """

    outcome: Outcome
    reason: str = ""
    after_s: float | None = None
    code: str = ""
    believed_after: int = 1


@dataclass(frozen=True, slots=True)
class Delivery:
    """One row of the outbox.

    Attributes:
        id: the idempotency key: the same for every attempt; see `delivery_id`.
        channel: the name of the configured channel.
        deadline: the id of its deadline; empty for digests and alarms.
        sequence: the version of the deadline for which it was planned.
        kind: what it says.
        lead: the lead as configured (``3d@09:00``), or the kind of the change.
        due: when to send it.
        not_after: never send it at or after this instant.
        state: where it stands.
        detail: JSON text that a change, digest or alarm needs for its wording.
        attempts: how often it was tried.
        next_at: not before this instant; equals ``due`` at first.
        maybe_sent: an earlier attempt may have arrived.
        owner: the process that holds it while claimed or sending.
        epoch: counts the claims: a late worker cannot finish a newer claim.
        error: the last reason.
        delivered_at: when the service confirmed it.
    """

    id: str
    channel: str
    deadline: str
    sequence: int
    kind: DeliveryKind
    lead: str
    due: datetime
    not_after: datetime
    state: State = State.PLANNED
    detail: str = ""
    attempts: int = 0
    next_at: datetime | None = None
    maybe_sent: bool = False
    owner: str | None = None
    epoch: int = 0
    error: str = ""
    delivered_at: datetime | None = None


def delivery_id(
    channel: str, deadline: str, kind: DeliveryKind, lead: str, sequence: int
) -> str:
    """Return the idempotency key: planning twice gives the same row.

    The version of the deadline is part of it, so a date that moves away and back
    gets new rows while the cancelled ones stay cancelled.
    """
    parts = (channel, deadline, kind.value, lead, str(sequence))
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:32]
