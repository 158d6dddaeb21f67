"""The delivery protocol from a claim on: mark and finish, or release.

Whoever claims a delivery holds it under its owner's name and an epoch that counts the
claims; every later step of that claim names both, so a worker whose lease was lost
changes nothing any more. What `mark` has put on the disk may have been sent.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Executable,
    Update,
    insert,
    select,
    update,
)

from deadlinebot.model.channel import Pace
from deadlinebot.model.delivery import (
    Delivery,
    DeliveryKind,
    Outcome,
    State,
    Verdict,
)
from deadlinebot.store import channels, facts
from deadlinebot.store._dialect import lease_end
from deadlinebot.store._rows import AnyRow, delivery_value, to_ms
from deadlinebot.store._schema import (
    attempt,
    channel,
    deadline,
    delivery,
)

REASON_LIMIT: Final = 500
"""Characters kept of a service's words."""

_ENDS: Final = frozenset(
    {State.DELIVERED, State.DEAD, State.EXPIRED, State.CANCELLED, State.SUPERSEDED}
)
_FINISHED: Final = _ENDS | {State.RETRY, State.HELD}
_UNSENT: Final = frozenset({State.EXPIRED, State.CANCELLED, State.SUPERSEDED})


def mark_together(
    tx: Connection, owner: str, group: Sequence[Delivery], now: datetime, pace: Pace
) -> tuple[Delivery, ...]:
    """Mark what one message says, if a token is left; see `Store.mark_together`."""
    name = group[0].channel
    free_at = channels.take(tx, name, now, pace)
    if free_at is not None:
        release(tx, owner, group)
        channels.pause(tx, name, free_at, channels.PACE)
        return ()
    marked = (mark(tx, owner, each, now) for each in group)
    return tuple(each for each in marked if each is not None)


def mark(
    tx: Connection, owner: str, claimed: Delivery, now: datetime
) -> Delivery | None:
    """Note that the bytes of *claimed* are about to leave; None: they must not.

    None if the claim was lost; if ``not_after`` is reached (then it is expired); if
    the deadline of a reminder has moved (cancelled); if its channel was paused or died
    since (planned again). Else it is now sending, and one more attempt is noted.
    """
    t = to_ms(now)
    row = tx.execute(_to_mark(owner, claimed)).one_or_none()
    if row is None:
        return None
    refused = _refusal(row, t)
    if refused:
        tx.execute(_mine(owner, claimed).values(**let_go(refused, t)))
        return None
    n = row.attempts + 1
    marked = tx.execute(
        _mine(owner, claimed)
        .values(
            state=State.SENDING.value,
            attempts=n,
            lease_ms=lease_end(tx, now),
        )
        .returning(*delivery.c)
    ).one()
    tx.execute(insert(attempt), {"delivery_id": claimed.id, "n": n, "started_ms": t})
    return delivery_value(marked)


def _to_mark(owner: str, claimed: Delivery) -> Executable:
    return (
        select(
            delivery.c.kind,
            delivery.c.attempts,
            delivery.c.sequence,
            delivery.c.not_after_ms,
            deadline.c.sequence.label("current"),
            channel.c.state.label("health"),
            channel.c.pause_ms,
        )
        .join_from(delivery, channel, channel.c.name == delivery.c.channel)
        .outerjoin(deadline, deadline.c.id == delivery.c.deadline_id)
        .where(*_held_by(owner, claimed), delivery.c.state == State.CLAIMED.value)
        .with_for_update(of=delivery)
    )


def _refusal(row: AnyRow, t: int) -> State | None:
    """Return the state of a delivery that must not be sent now, or None."""
    if t >= row.not_after_ms:
        return State.EXPIRED
    if row.kind == DeliveryKind.REMINDER and row.sequence != row.current:
        return State.CANCELLED
    if row.health != channels.Health.UP or row.pause_ms > t:
        return State.PLANNED
    return None


def _held_by(owner: str, claimed: Delivery) -> tuple[ColumnElement[bool], ...]:
    return (
        delivery.c.id == claimed.id,
        delivery.c.owner == owner,
        delivery.c.epoch == claimed.epoch,
    )


def _mine(owner: str, claimed: Delivery) -> Update:
    return update(delivery).where(*_held_by(owner, claimed))


def let_go(state: State, t: int) -> dict[str, object]:
    """Return the values of a row that nobody holds any more."""
    done = t if state in _ENDS else None
    return {"state": state.value, "owner": None, "lease_ms": None, "done_ms": done}


@dataclass(frozen=True, slots=True)
class Ending:
    """How a claim ended.

    Attributes:
        state: expired, cancelled or superseded; if marked, also delivered, retry, held
            or dead.
        verdict: what the notifier made of the answer; closes the attempt. If it is
            WAIT, nothing goes to the channel before *next_at*; if it is CHANNEL_DEAD
            and the delivery held, the channel is dead.
        next_at: not before this instant; None: as it was.
        maybe_sent: whether this or an earlier attempt may have arrived.
        alarms: what is planned with it; of a channel's death only if it was alive.
    """

    state: State
    verdict: Verdict
    next_at: datetime | None = None
    maybe_sent: bool = False
    alarms: tuple[Delivery, ...] = ()

    @property
    def kills(self) -> bool:
        """Whether its channel is dead from now on."""
        dead = self.verdict.outcome is Outcome.CHANNEL_DEAD
        return dead and self.state is State.HELD


def finish_together(
    tx: Connection,
    owner: str,
    group: Sequence[Delivery],
    now: datetime,
    ending: Ending,
) -> int:
    """Note what became of one message; see `Store.finish_together`."""
    done = sum(finish(tx, owner, each, now, ending) for each in group)
    name, verdict = group[0].channel, ending.verdict
    if verdict.outcome is Outcome.WAIT and ending.next_at:
        channels.pause(tx, name, ending.next_at, verdict.reason)
    news = not ending.kills or channels.set_dead(tx, name, verdict.reason)
    if done and news:
        facts.put(tx, ending.alarms)
    return done


def finish(
    tx: Connection, owner: str, sent: Delivery, now: datetime, ending: Ending
) -> bool:
    """Note what became of *sent*, as `mark` or, unsent, a claim returned it.

    Returns:
        False if the lease was lost: then nothing changed.

    Raises:
        ValueError: if it cannot end so.
    """
    state, verdict = ending.state, ending.verdict
    if state not in _FINISHED:
        raise ValueError(f"an attempt cannot end as {state.value}")
    if state not in _UNSENT and sent.state is not State.SENDING:
        raise ValueError(f"what was not marked cannot end as {state.value}")
    t, reason = to_ms(now), verdict.reason[:REASON_LIMIT]
    error = "" if state is State.DELIVERED else reason
    values = let_go(state, t) | {"maybe_sent": ending.maybe_sent, "error": error}
    if ending.next_at is not None:
        values["next_ms"] = to_ms(ending.next_at)
    done = tx.execute(
        _mine(owner, sent).where(delivery.c.state == sent.state.value).values(**values)
    )
    if not done.rowcount:
        return False
    tx.execute(
        update(attempt)
        .where(attempt.c.delivery_id == sent.id, attempt.c.ended_ms.is_(None))
        .values(
            ended_ms=t,
            outcome=verdict.outcome.value,
            code=verdict.code,
            reason=reason,
        )
    )
    return True


def release(
    tx: Connection, owner: str, claims: Iterable[Delivery], at: datetime | None = None
) -> int:
    """Give claims back unsent; see `Store.release`."""
    values = let_go(State.PLANNED, 0) | ({"next_ms": to_ms(at)} if at else {})
    given_back = (
        _mine(owner, claimed)
        .where(delivery.c.state == State.CLAIMED.value)
        .values(**values)
        for claimed in claims
    )
    return sum(tx.execute(each).rowcount for each in given_back)
