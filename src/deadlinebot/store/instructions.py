"""Instructions: each is obeyed once, however often its file is found.

A process that is killed after it obeyed and before it removed the file leaves both;
the row, written in the transaction of the deed itself, tells the next one.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Connection, delete, select, update

from deadlinebot.store._dialect import insert_or_keep
from deadlinebot.store._rows import to_ms
from deadlinebot.store._schema import instruction
from deadlinebot.store.facts import Applied


def once(
    tx: Connection, name: str, now: datetime, deed: Callable[[], Applied | None]
) -> Applied:
    """Do *deed* unless it was done under *name* before; return what it did then.

    The row comes first: of two replicas the second waits for it, and does nothing.
    """
    row = {"name": name, "at_ms": to_ms(now), "planned": 0, "cancelled": 0}
    if not tx.execute(insert_or_keep(tx, instruction), row).rowcount:
        return obeyed(tx, name) or Applied()
    applied = deed() or Applied()
    counts = {"planned": applied.planned, "cancelled": applied.cancelled}
    tx.execute(update(instruction).where(instruction.c.name == name).values(**counts))
    return applied


def obeyed(tx: Connection, name: str) -> Applied | None:
    """Return what the instruction *name* did; None: it was not obeyed yet."""
    wanted = select(instruction).where(instruction.c.name == name)
    row = tx.execute(wanted).one_or_none()
    return Applied(planned=row.planned, cancelled=row.cancelled) if row else None


def forget(tx: Connection, before: datetime) -> None:
    """Forget what was obeyed before *before*; its file must be gone by then."""
    old = instruction.c.at_ms < to_ms(before)
    tx.execute(delete(instruction).where(old))
