"""Facts: deadlines and their history, written together with what is planned on them."""

from __future__ import annotations

import gc
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Update, and_, bindparam, insert, or_, select, update

from deadlinebot.errors import UnavailableError
from deadlinebot.model.change import Change, ChangeKind
from deadlinebot.model.deadline import Deadline, Status
from deadlinebot.model.delivery import Delivery, DeliveryKind, State
from deadlinebot.store._codec import DEADLINES
from deadlinebot.store._dialect import insert_or_keep, insert_or_replace
from deadlinebot.store._rows import AnyRow, chunks, delivery_row, from_ms, to_ms
from deadlinebot.store._schema import change, channel, deadline, delivery, is_open

_BY_ROUTES = (DeliveryKind.REMINDER.value, DeliveryKind.DIGEST.value)


@dataclass(frozen=True, slots=True)
class Applied:
    """What one call of `Store.apply` did.

    Attributes:
        deadlines: how many were written.
        changes: how many were added to the history.
        planned: how many deliveries are new.
        cancelled: how many deliveries were called off.
        facts: the version of the facts that it made; None if it changed none.
    """

    deadlines: int = 0
    changes: int = 0
    planned: int = 0
    cancelled: int = 0
    facts: int | None = None


def payloads(tx: Connection) -> Sequence[AnyRow]:
    """Return id and payload of every deadline, by id."""
    return tx.execute(
        select(deadline.c.id, deadline.c.payload).order_by(deadline.c.id)
    ).all()


def decoded(rows: Iterable[AnyRow]) -> tuple[Deadline, ...]:
    """Return the deadlines of `payloads`; needs no transaction.

    Raises:
        UnavailableError: if one is not what `keep` writes; names it.
    """
    with _no_garbage():
        return tuple([_decode(row.id, row.payload) for row in rows])


@contextmanager
def _no_garbage() -> Iterator[None]:
    """Spare the collector a block that only builds: 17 of 60 us for each deadline."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


def _decode(key: str, payload: str) -> Deadline:
    try:
        return DEADLINES.value(payload)
    except ValueError as error:
        raise UnavailableError(
            f"the stored deadline '{key}' cannot be read ({error}): "
            "put a copy of the database back"
        ) from error


def apply(
    tx: Connection,
    now: datetime,
    deadlines: Sequence[Deadline],
    changes: Sequence[Change],
    plan: Sequence[Delivery],
) -> Applied:
    """Write facts, history and plan; see `Store.apply`."""
    texts = {id(held): DEADLINES.text(held) for held in deadlines}
    _keep(tx, deadlines, texts)
    _remember(tx, changes, texts)
    cancelled = _cancel_reminders(tx, now, deadlines)
    planned = put(tx, plan)
    cancelled += _cancel_old_news(tx, now, plan)
    return Applied(len(deadlines), len(changes), planned, cancelled)


def _keep(tx: Connection, held: Sequence[Deadline], texts: dict[int, str]) -> None:
    rows = [
        {
            "id": one.id,
            "sequence": one.sequence,
            "status": one.status.value,
            "payload": texts[id(one)],
        }
        for one in held
    ]
    if rows:
        tx.execute(insert_or_replace(tx, deadline), rows)


def _remember(tx: Connection, changes: Sequence[Change], texts: dict[int, str]) -> None:
    def text(held: Deadline) -> str:
        return texts.get(id(held)) or DEADLINES.text(held)

    rows = [
        {
            "deadline_id": one.after.id,
            "kind": one.kind.value,
            "at_ms": to_ms(one.at),
            "before": text(one.before) if one.before else None,
            "after": text(one.after),
        }
        for one in changes
    ]
    if rows:
        tx.execute(insert(change), rows)


def _cancel_reminders(tx: Connection, now: datetime, held: Sequence[Deadline]) -> int:
    """Call off the reminders of older versions, and all of a withdrawn deadline."""
    rows = [{"deadline": one.id, "current": _first_valid(one)} for one in held]
    if not rows:
        return 0
    statement = (
        _cancel(now)
        .where(delivery.c.deadline_id == bindparam("deadline"))
        .where(delivery.c.kind == DeliveryKind.REMINDER.value)
        .where(delivery.c.sequence < bindparam("current"))
    )
    return tx.execute(statement, rows).rowcount


def _first_valid(held: Deadline) -> int:
    """Return the sequence from which on reminders of *held* may be sent."""
    return held.sequence + int(held.status is Status.WITHDRAWN)


def replan(
    tx: Connection,
    now: datetime,
    plan: Sequence[Delivery],
    kept: Collection[str],
    of: Sequence[str] | None = None,
) -> Applied:
    """Plan *plan* instead of every reminder that waits; see `Store.replan`.

    Args:
        tx: a transaction that writes.
        now: the present.
        plan: what is to wait.
        kept: the ids of what may go on waiting, if it does.
        of: the deadlines in question; all if None.
    """
    wanted = {one.id for one in plan}.union(kept)
    rows = [{"old": key} for key in _waiting(tx, of) if key not in wanted]
    cancelled = 0
    if rows:
        statement = _cancel(now).where(delivery.c.id == bindparam("old"))
        cancelled = tx.execute(statement, rows).rowcount
    planned = put(tx, plan) + _plan_again(tx, plan)
    return Applied(planned=planned, cancelled=cancelled)


def _waiting(tx: Connection, of: Sequence[str] | None) -> Iterator[str]:
    """Yield the ids of the reminders that wait; if *of* is None, of digests too."""
    planned = select(delivery.c.id).where(is_open(), delivery.c.kind.in_(_BY_ROUTES))
    if of is None:
        yield from tx.execute(planned).scalars().all()
        return
    for some in chunks(of):
        mine = planned.where(delivery.c.deadline_id.in_(some))
        yield from tx.execute(mine).scalars().all()


def _plan_again(tx: Connection, plan: Sequence[Delivery]) -> int:
    """Put what was not tried yet where *plan* has it, even if it was called off.

    Its id is the same as then, so planning it anew would change nothing.
    """
    rows = [{"again": one.id, "at": to_ms(one.due)} for one in plan]
    if not rows:
        return 0
    called_off = delivery.c.state == State.CANCELLED.value
    elsewhere = and_(
        delivery.c.state == State.PLANNED.value, delivery.c.due_ms != bindparam("at")
    )
    statement = (
        update(delivery)
        .where(delivery.c.id == bindparam("again"), delivery.c.attempts == 0)
        .where(or_(called_off, elsewhere))
        .values(
            state=State.PLANNED.value,
            due_ms=bindparam("at"),
            next_ms=bindparam("at"),
            done_ms=None,
        )
    )
    return tx.execute(statement, rows).rowcount


def _cancel_old_news(tx: Connection, now: datetime, plan: Sequence[Delivery]) -> int:
    """Call off an announcement that waits, if *plan* announces something newer.

    Else a channel that was down would first be told a date that no longer holds.
    """
    rows = [
        {"deadline": one.deadline, "to": one.channel, "current": one.sequence}
        for one in plan
        if one.kind is DeliveryKind.CHANGE and one.deadline
    ]
    if not rows:
        return 0
    statement = (
        _cancel(now)
        .where(delivery.c.deadline_id == bindparam("deadline"))
        .where(delivery.c.channel == bindparam("to"))
        .where(delivery.c.kind == DeliveryKind.CHANGE.value)
        .where(delivery.c.sequence < bindparam("current"))
    )
    return tx.execute(statement, rows).rowcount


def _cancel(now: datetime) -> Update:
    return (
        update(delivery)
        .where(is_open())
        .values(
            state=State.CANCELLED.value,
            owner=None,
            lease_ms=None,
            done_ms=to_ms(now),
        )
    )


def put(tx: Connection, plan: Sequence[Delivery]) -> int:
    """Plan what is not planned yet; return how many that are."""
    if not plan:
        return 0
    names = sorted({one.channel for one in plan})
    tx.execute(insert_or_keep(tx, channel), [{"name": name} for name in names])
    rows = [delivery_row(one) for one in plan]
    return tx.execute(insert_or_keep(tx, delivery), rows).rowcount


def history(
    tx: Connection, deadline_id: str | None, since: datetime | None, limit: int
) -> Sequence[AnyRow]:
    """Return the newest *limit* rows of the history, the oldest of them first."""
    wanted = select(change).order_by(change.c.at_ms.desc(), change.c.id.desc())
    if deadline_id is not None:
        wanted = wanted.where(change.c.deadline_id == deadline_id)
    if since is not None:
        wanted = wanted.where(change.c.at_ms >= to_ms(since))
    return tx.execute(wanted.limit(limit)).all()[::-1]


def changes(rows: Iterable[AnyRow]) -> tuple[Change, ...]:
    """Return the values of `history`; needs no transaction."""
    return tuple(
        Change(
            ChangeKind(row.kind),
            _decode(row.deadline_id, row.before) if row.before else None,
            _decode(row.deadline_id, row.after),
            from_ms(row.at_ms),
        )
        for row in rows
    )
