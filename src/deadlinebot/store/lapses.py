"""Lapses: what time ends or frees by itself, whoever held it.

A worker that dies says nothing: its lease runs out. What nobody sent in time expires.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, Connection, case, or_, update

from deadlinebot.model.delivery import Delivery, Outcome, State
from deadlinebot.store._dialect import lease_lost
from deadlinebot.store._rows import chunks, delivery_value, to_ms
from deadlinebot.store._schema import (
    attempt,
    delivery,
    is_free,
    is_in_hand,
    is_open,
    is_pending,
)
from deadlinebot.store.outbox import let_go

_NO_ANSWER: Final = "the process ended before an answer came"


def recover(tx: Connection, now: datetime) -> int:
    """Free what is held beyond its lease; return how many.

    Claimed ones are planned again; those sending become retry, for *now*, with
    ``maybe_sent``.
    """
    return _free(tx, now, lease_lost(tx, now))


def recover_all(tx: Connection, now: datetime) -> int:
    """Free what any owner holds: all of them are known to be dead."""
    return _free(tx, now, delivery.c.lease_ms.is_not(None))


def _free(tx: Connection, now: datetime, lost: ColumnElement[bool]) -> int:
    """What was sending may have arrived; what was claimed has surely not left."""
    t = to_ms(now)
    was_sending = delivery.c.state == State.SENDING.value
    freed = (
        update(delivery)
        .where(is_free(is_in_hand(), lost))
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
                reason=_NO_ANSWER,
            )
        )
    return len(ids)


def hold(tx: Connection, names: Collection[str], now: datetime) -> None:
    """Let what may have arrived on the channels *names* wait for the operator."""
    if names:
        doubtful = (
            update(delivery)
            .where(delivery.c.channel.in_(sorted(names)), is_pending())
            .where(delivery.c.next_ms <= to_ms(now))
            .where(delivery.c.state == State.RETRY.value, delivery.c.maybe_sent)
        )
        tx.execute(doubtful.values(state=State.HELD.value, error=_NO_ANSWER))


def expire(tx: Connection, owner: str, now: datetime) -> tuple[Delivery, ...]:
    """End what waits and has reached its ``not_after``, and return it."""
    t = to_ms(now)
    not_mine = or_(delivery.c.owner.is_(None), delivery.c.owner != owner)
    past = (
        update(delivery)
        .where(is_free(is_open(), delivery.c.not_after_ms <= t, not_mine))
        .values(**let_go(State.EXPIRED, t))
        .returning(*delivery.c)
    )
    return tuple(map(delivery_value, tx.execute(past)))
