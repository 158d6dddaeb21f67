"""The delivery protocol: claim, mark, finish, recover, expire.

Whoever claims a delivery holds it under its owner's name and an epoch that counts the
claims; every later step of that claim names both, so a worker whose lease was lost
changes nothing any more. What `mark` has put on the disk may have been sent.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Executable,
    Update,
    and_,
    case,
    exists,
    insert,
    or_,
    select,
    update,
)

from deadlinebot.model.delivery import (
    Delivery,
    DeliveryKind,
    Outcome,
    State,
    Verdict,
)
from deadlinebot.store import channels
from deadlinebot.store._rows import AnyRow, chunks, delivery_value, maybe_ms, to_ms
from deadlinebot.store._schema import (
    attempt,
    channel,
    deadline,
    delivery,
    is_in_hand,
    is_open,
    is_pending,
)

LEASE: Final = timedelta(seconds=60)
"""How long a claim or a mark holds: three times the longest request (20 s)."""

NEAR: Final = timedelta(hours=1)
"""A reminder that may have arrived is not repeated if the next is this near."""

REASON_LIMIT: Final = 500
"""Characters kept of a service's words."""

_ENDS: Final = frozenset(
    {State.DELIVERED, State.DEAD, State.EXPIRED, State.CANCELLED, State.SUPERSEDED}
)
_FINISHED: Final = _ENDS | {State.RETRY, State.HELD}
_SPEAKS: Final = tuple(
    state.value
    for state in (
        State.PLANNED,
        State.RETRY,
        State.CLAIMED,
        State.SENDING,
        State.DELIVERED,
    )
)


def claim(
    tx: Connection, owner: str, now: datetime, limit: int, free: Mapping[str, int]
) -> tuple[Delivery, ...]:
    """Give *owner* what is due, the most urgent first; see `Store.claim`."""
    t = to_ms(now)
    ready = channels.ready(tx, [name for name, slots in free.items() if slots > 0], t)
    _supersede(tx, t, ready)
    found = [
        row
        for name in ready
        for row in tx.execute(_most_urgent(name, t, min(limit, free[name])))
    ]
    found.sort(key=lambda row: (row.not_after_ms, row.due_ms, row.id))
    claimed = _lease(tx, owner, t, [row.id for row in found[:limit]])
    return tuple(sorted(claimed, key=lambda d: (d.not_after, d.due, d.id)))


def _most_urgent(name: str, t: int, limit: int) -> Executable:
    return (
        select(delivery.c.id, delivery.c.not_after_ms, delivery.c.due_ms)
        .where(is_pending(), delivery.c.channel == name)
        .where(delivery.c.next_ms <= t, delivery.c.not_after_ms > t)
        .order_by(delivery.c.not_after_ms, delivery.c.due_ms, delivery.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True)  # replicas on PostgreSQL; else nothing
    )


def _lease(
    tx: Connection, owner: str, t: int, ids: Sequence[str]
) -> Iterable[Delivery]:
    for some in chunks(ids):
        taken = (
            update(delivery)
            .where(delivery.c.id.in_(some), is_pending())
            .values(
                state=State.CLAIMED.value,
                owner=owner,
                epoch=delivery.c.epoch + 1,
                lease_ms=t + LEASE // timedelta(milliseconds=1),
            )
            .returning(*delivery.c)
        )
        yield from map(delivery_value, tx.execute(taken))


def _supersede(tx: Connection, t: int, ready: Sequence[str]) -> None:
    """Let only the nearest lead of a deadline speak on a channel.

    One that may have arrived already is not repeated either when the next is near.
    """
    nearer = delivery.alias("nearer")
    soon = case((delivery.c.maybe_sent, t + NEAR // timedelta(milliseconds=1)), else_=t)
    later = or_(
        nearer.c.due_ms > delivery.c.due_ms,
        and_(nearer.c.due_ms == delivery.c.due_ms, nearer.c.id > delivery.c.id),
    )
    speaks = exists().where(
        nearer.c.deadline_id == delivery.c.deadline_id,
        nearer.c.channel == delivery.c.channel,
        nearer.c.sequence == delivery.c.sequence,
        nearer.c.kind == DeliveryKind.REMINDER.value,
        nearer.c.state.in_(_SPEAKS),
        nearer.c.due_ms <= soon,
        later,
    )
    for name in ready:
        tx.execute(
            update(delivery)
            .where(is_pending(), delivery.c.channel == name)
            .where(delivery.c.next_ms <= t, delivery.c.not_after_ms > t)
            .where(delivery.c.kind == DeliveryKind.REMINDER.value, speaks)
            .values(state=State.SUPERSEDED.value, done_ms=t)
        )


def mark(
    tx: Connection, owner: str, claimed: Delivery, now: datetime
) -> Delivery | None:
    """Note that bytes are about to leave, or why they must not; see `Store.mark`."""
    t = to_ms(now)
    row = tx.execute(_to_mark(owner, claimed)).one_or_none()
    if row is None:
        return None
    refused = _refusal(row, t)
    if refused:
        tx.execute(_mine(owner, claimed).values(**_let_go(refused, t)))
        return None
    n = row.attempts + 1
    marked = tx.execute(
        _mine(owner, claimed)
        .values(
            state=State.SENDING.value,
            attempts=n,
            lease_ms=t + LEASE // timedelta(milliseconds=1),
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


def _let_go(state: State, t: int) -> dict[str, object]:
    done = t if state in _ENDS else None
    return {"state": state.value, "owner": None, "lease_ms": None, "done_ms": done}


def finish(
    tx: Connection,
    owner: str,
    sent: Delivery,
    now: datetime,
    state: State,
    *,
    verdict: Verdict,
    next_at: datetime | None,
    maybe_sent: bool,
) -> bool:
    """Note what became of an attempt; see `Store.finish`."""
    if state not in _FINISHED:
        raise ValueError(f"an attempt cannot end as {state.value}")
    t, reason = to_ms(now), verdict.reason[:REASON_LIMIT]
    error = "" if state is State.DELIVERED else reason
    values = _let_go(state, t) | {"maybe_sent": maybe_sent, "error": error}
    if next_at is not None:
        values["next_ms"] = maybe_ms(next_at)
    done = tx.execute(
        _mine(owner, sent)
        .where(delivery.c.state == State.SENDING.value)
        .values(**values)
        .returning(delivery.c.attempts)
    ).scalar_one_or_none()
    if done is None:
        return False
    tx.execute(
        update(attempt)
        .where(attempt.c.delivery_id == sent.id, attempt.c.n == done)
        .values(
            ended_ms=t,
            outcome=verdict.outcome.value,
            code=verdict.code,
            reason=reason,
        )
    )
    return True


def release(tx: Connection, owner: str, claimed: Delivery) -> bool:
    """Give a claim back unsent; see `Store.release`."""
    given_back = (
        _mine(owner, claimed)
        .where(delivery.c.state == State.CLAIMED.value)
        .values(**_let_go(State.PLANNED, 0))
    )
    return tx.execute(given_back).rowcount == 1


def recover(tx: Connection, now: datetime) -> int:
    """Free what is held beyond its lease; see `Store.recover`."""
    return _free(tx, now, delivery.c.lease_ms < to_ms(now))


def recover_all(tx: Connection, now: datetime) -> int:
    """Free what any owner holds: all of them are known to be dead."""
    return _free(tx, now, delivery.c.lease_ms.is_not(None))


def _free(tx: Connection, now: datetime, lost: ColumnElement[bool]) -> int:
    """What was sending may have arrived; what was claimed has surely not left."""
    t = to_ms(now)
    was_sending = delivery.c.state == State.SENDING.value
    freed = (
        update(delivery)
        .where(is_in_hand(), lost)
        .values(
            state=case((was_sending, State.RETRY.value), else_=State.PLANNED.value),
            maybe_sent=or_(delivery.c.maybe_sent, was_sending),
            next_ms=case((was_sending, t), else_=delivery.c.next_ms),
            owner=None,
            lease_ms=None,
        )
        .returning(delivery.c.id)
    )
    ids = list(tx.execute(freed).scalars())
    for some in chunks(ids):
        tx.execute(
            update(attempt)
            .where(attempt.c.delivery_id.in_(some), attempt.c.ended_ms.is_(None))
            .values(
                ended_ms=t,
                outcome=Outcome.UNKNOWN.value,
                reason="the process ended before an answer came",
            )
        )
    return len(ids)


def expire(tx: Connection, owner: str, now: datetime) -> int:
    """End what may no longer be sent; see `Store.expire`."""
    t = to_ms(now)
    not_mine = or_(delivery.c.owner.is_(None), delivery.c.owner != owner)
    past = update(delivery).where(is_open(), delivery.c.not_after_ms <= t, not_mine)
    return tx.execute(past.values(**_let_go(State.EXPIRED, t))).rowcount
