"""Claiming: what is due goes to a worker, the most urgent first, each to only one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, Executable, and_, case, exists, or_, select, update

from deadlinebot.model.delivery import Delivery, DeliveryKind, State
from deadlinebot.store import channels
from deadlinebot.store._dialect import lease_end
from deadlinebot.store._rows import chunks, delivery_value, to_ms
from deadlinebot.store._schema import delivery, is_free, is_pending

_NEAR_MS: Final = 3_600_000
"""A reminder that may have arrived is not repeated if the next is this near."""

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
    claimed = _lease(tx, owner, now, [row.id for row in found[:limit]])
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
    tx: Connection, owner: str, now: datetime, ids: Sequence[str]
) -> Iterable[Delivery]:
    for some in chunks(ids):
        taken = (
            update(delivery)
            .where(delivery.c.id.in_(some), is_pending())
            .values(
                state=State.CLAIMED.value,
                owner=owner,
                epoch=delivery.c.epoch + 1,
                lease_ms=lease_end(tx, now),
            )
            .returning(*delivery.c)
        )
        yield from map(delivery_value, tx.execute(taken))


def _supersede(tx: Connection, t: int, ready: Sequence[str]) -> None:
    """Let only the nearest lead of a deadline speak on a channel.

    One that may have arrived already is not repeated either when the next is near.
    """
    nearer = delivery.alias("nearer")
    soon = case((delivery.c.maybe_sent, t + _NEAR_MS), else_=t)
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
        silent = is_free(
            is_pending(),
            delivery.c.channel == name,
            delivery.c.next_ms <= t,
            delivery.c.not_after_ms > t,
            delivery.c.kind == DeliveryKind.REMINDER.value,
            speaks,
        )
        tx.execute(
            update(delivery)
            .where(silent)
            .values(state=State.SUPERSEDED.value, done_ms=t)
        )
