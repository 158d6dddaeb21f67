"""Claiming: what is due goes to a worker, the most urgent first, each to only one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import (
    BigInteger,
    Connection,
    Executable,
    Integer,
    and_,
    bindparam,
    case,
    exists,
    or_,
    select,
    update,
)

from deadlinebot.model.delivery import Delivery, DeliveryKind, State
from deadlinebot.store import channels
from deadlinebot.store._dialect import lease_end
from deadlinebot.store._rows import AnyRow, chunks, delivery_value, to_ms
from deadlinebot.store._schema import delivery, is_pending

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
    found = [
        row for name in ready for row in _nearest(tx, name, t, min(limit, free[name]))
    ]
    found.sort(key=lambda row: (row.not_after_ms, row.due_ms, row.id))
    claimed = _lease(tx, owner, now, [row.id for row in found[:limit]])
    return tuple(sorted(claimed, key=lambda d: (d.not_after, d.due, d.id)))


def _nearest(tx: Connection, name: str, t: int, limit: int) -> Sequence[AnyRow]:
    """Return up to *limit* rows that are due on *name* and that no nearer one silences.

    Only they are looked at: what is due beyond them waits for its turn, so a claim
    costs what it takes and not what has piled up.
    """
    while True:
        wanted = {"on": name, "t": t, "at_most": limit}
        urgent = tx.execute(_MOST_URGENT, wanted).all()
        if not _supersede(tx, t, [row.id for row in urgent]):
            return urgent


def _supersede(tx: Connection, t: int, ids: Sequence[str]) -> int:
    """Let only the nearest lead of a deadline speak on a channel; count the others.

    One that may have arrived already is not repeated either when the next is near.
    """
    soon = t + _NEAR_MS
    return sum(
        tx.execute(_SILENT, {"some": some, "t": t, "soon": soon}).rowcount
        for some in chunks(ids)
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


def _most_urgent() -> Executable:
    t = bindparam("t", type_=BigInteger)
    return (
        select(delivery.c.id, delivery.c.not_after_ms, delivery.c.due_ms)
        .where(is_pending(), delivery.c.channel == bindparam("on"))
        .where(delivery.c.next_ms <= t, delivery.c.not_after_ms > t)
        .order_by(delivery.c.not_after_ms, delivery.c.due_ms, delivery.c.id)
        .limit(bindparam("at_most", type_=Integer))
        .with_for_update(skip_locked=True)  # replicas on PostgreSQL; else nothing
    )


def _silent() -> Executable:
    t, soon = bindparam("t", type_=BigInteger), bindparam("soon", type_=BigInteger)
    nearer = delivery.alias("nearer")
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
        nearer.c.due_ms <= case((delivery.c.maybe_sent, soon), else_=t),
        later,
    )
    return (
        update(delivery)
        .where(delivery.c.id.in_(bindparam("some", expanding=True)))
        .where(delivery.c.kind == DeliveryKind.REMINDER.value, speaks)
        .values(state=State.SUPERSEDED.value, done_ms=t)
    )


_MOST_URGENT: Final = _most_urgent()
_SILENT: Final = _silent()
"""Built once: to build them costs more than to run them."""
