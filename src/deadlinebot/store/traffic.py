"""Traffic: how much waits for each channel, and what it took or refused last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, case, func, or_, select

from deadlinebot.model.delivery import Outcome, State
from deadlinebot.store._rows import from_ms, maybe_from_ms
from deadlinebot.store._schema import attempt, channel, delivery, is_in_hand, is_open


@dataclass(frozen=True, slots=True)
class Traffic:
    """What goes to one channel.

    Attributes:
        waiting: how many deliveries will go by themselves.
        held: how many wait until a person lets them go.
        delivered_at: when it took one last; None if it never did.
        failed_at: when an attempt failed last; None if none did.
        error: why it failed; empty if none did.
    """

    waiting: int = 0
    held: int = 0
    delivered_at: datetime | None = None
    failed_at: datetime | None = None
    error: str = ""


def traffic(tx: Connection) -> dict[str, Traffic]:
    """Return the traffic of every channel that was ever planned for, by its name."""
    names = tx.execute(select(channel.c.name).order_by(channel.c.name)).scalars().all()
    return {name: _of(tx, name) for name in names}


def _of(tx: Connection, name: str) -> Traffic:
    mine = delivery.c.channel == name
    is_held = delivery.c.state == State.HELD.value
    queued = select(
        func.count(), func.coalesce(func.sum(case((is_held, 1), else_=0)), 0)
    )
    many, held = tx.execute(queued.where(mine, or_(is_open(), is_in_hand()))).one()
    delivered = select(func.max(delivery.c.done_ms)).where(
        mine, delivery.c.state == State.DELIVERED.value
    )
    failed = (
        select(attempt.c.ended_ms, attempt.c.reason)
        .join(delivery, delivery.c.id == attempt.c.delivery_id)
        .where(mine, attempt.c.outcome != Outcome.DELIVERED.value)
        .order_by(attempt.c.ended_ms.desc())
        .limit(1)
    )
    failure = tx.execute(failed).one_or_none()
    return Traffic(
        many - held,
        held,
        maybe_from_ms(tx.execute(delivered).scalar()),
        from_ms(failure.ended_ms) if failure else None,
        failure.reason if failure else "",
    )
