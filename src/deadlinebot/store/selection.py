"""Deliveries as people ask for them: listed, with their attempts, tried once more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, Connection, delete, func, select, update

from deadlinebot.model.delivery import (
    Delivery,
    DeliveryKind,
    Outcome,
    State,
)
from deadlinebot.store import channels
from deadlinebot.store._rows import (
    AnyRow,
    delivery_value,
    from_ms,
    maybe_from_ms,
    to_ms,
)
from deadlinebot.store._schema import attempt, delivery, is_in_hand, is_open
from deadlinebot.store.facts import Applied

KEPT: Final = timedelta(days=400)
"""How long the memory of a delivery outlives its `not_after`.

Whoever forgets earlier sends again: Alertmanager's 120 hours are a known case.
"""


@dataclass(frozen=True, slots=True)
class Selection:
    """Which deliveries; each empty attribute allows all.

    Attributes:
        ids: their ids.
        channels: the names of their channels.
        deadlines: the ids of their deadlines; at most some thousands.
        states: where they stand.
        kinds: what they say.
        due_from: due at this instant or later.
        due_until: due before this instant.
        limit: at most so many, the earliest due first; None: all.
    """

    ids: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    deadlines: tuple[str, ...] = ()
    states: tuple[State, ...] = ()
    kinds: tuple[DeliveryKind, ...] = ()
    due_from: datetime | None = None
    due_until: datetime | None = None
    limit: int | None = None


EVERYTHING: Final = Selection()


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try to send a delivery.

    Attributes:
        n: 1 for the first.
        started: when its bytes were about to leave.
        ended: when its verdict was stored; None while it runs.
        outcome: what became of it; None while it runs.
        code: the service's own code, if any.
        reason: the service's words, at most 500 characters.
    """

    n: int
    started: datetime
    ended: datetime | None = None
    outcome: Outcome | None = None
    code: str = ""
    reason: str = ""


def rows(tx: Connection, wanted: Selection) -> Sequence[AnyRow]:
    """Return the rows that *wanted* selects, the earliest due first."""
    query = select(delivery).where(*_conditions(wanted))
    ordered = query.order_by(delivery.c.due_ms, delivery.c.id)
    return tx.execute(ordered.limit(wanted.limit)).all()


def values(found: Sequence[AnyRow]) -> tuple[Delivery, ...]:
    """Return the values of `rows`; needs no transaction."""
    return tuple(map(delivery_value, found))


def attempts(tx: Connection, delivery_id: str) -> tuple[Attempt, ...]:
    """Return the attempts of one delivery, the first first."""
    mine = attempt.c.delivery_id == delivery_id
    return tuple(
        Attempt(
            row.n,
            from_ms(row.started_ms),
            maybe_from_ms(row.ended_ms),
            Outcome(row.outcome) if row.outcome else None,
            row.code,
            row.reason,
        )
        for row in tx.execute(select(attempt).where(mine).order_by(attempt.c.n))
    )


def last_ended(tx: Connection) -> datetime | None:
    """Return when a delivery last came to its end; see `Store.last_ended`."""
    return maybe_from_ms(tx.execute(select(func.max(delivery.c.done_ms))).scalar())


def retry(tx: Connection, wanted: Selection, now: datetime) -> Applied:
    """Plan the dead and held ones of *wanted* again; see `Store.retry`."""
    t = to_ms(now)
    given_up = delivery.c.state.in_([State.DEAD.value, State.HELD.value])
    which = (given_up, delivery.c.not_after_ms > t, *_conditions(wanted))
    waited_for = tx.execute(select(delivery.c.channel).where(*which).distinct())
    names = {*waited_for.scalars(), *wanted.channels}
    again = update(delivery).where(*which)
    values = {"state": State.PLANNED.value, "next_ms": t, "done_ms": None}
    planned = tx.execute(again.values(**values)).rowcount
    return Applied(planned=planned + channels.revive_dead(tx, names, now))


def tidy(tx: Connection, now: datetime) -> int:
    """Forget what ended long ago; see `Store.tidy`."""
    old = delivery.c.not_after_ms < to_ms(now - KEPT)
    return tx.execute(delete(delivery).where(old, ~is_open(), ~is_in_hand())).rowcount


def _conditions(wanted: Selection) -> list[ColumnElement[bool]]:
    among = (
        (delivery.c.id, wanted.ids),
        (delivery.c.channel, wanted.channels),
        (delivery.c.deadline_id, wanted.deadlines),
        (delivery.c.state, tuple(state.value for state in wanted.states)),
        (delivery.c.kind, tuple(kind.value for kind in wanted.kinds)),
    )
    conditions: list[ColumnElement[bool]] = [
        column.in_(allowed) for column, allowed in among if allowed
    ]
    if wanted.due_from:
        conditions.append(delivery.c.due_ms >= to_ms(wanted.due_from))
    if wanted.due_until:
        conditions.append(delivery.c.due_ms < to_ms(wanted.due_until))
    return conditions
