"""Marks that outlive the process: installation, highest clock, routes in force."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, Connection, Text, cast, delete, select

from deadlinebot.store._dialect import (
    insert_or_keep,
    insert_or_replace,
    insert_or_set,
)
from deadlinebot.store._rows import from_ms, to_ms
from deadlinebot.store._schema import meta


class Instant(StrEnum):
    """The instants that are kept."""

    INSTALLED = "installed_ms"
    HIGH_WATER = "high_water_ms"
    HELD = "clock_held_ms"


def read(tx: Connection, which: Instant) -> datetime | None:
    """Return the instant *which*, if it was ever set."""
    value = tx.execute(select(meta.c.value).where(meta.c.name == which.value)).scalar()
    return None if value is None else from_ms(int(value))


def install(tx: Connection, now: datetime) -> None:
    """Set the installation's instant, once."""
    row = {"name": Instant.INSTALLED.value, "value": str(to_ms(now))}
    tx.execute(insert_or_keep(tx, meta), row)


def accept(tx: Connection, now: datetime) -> None:
    """Believe the clock: set its high-water mark to *now*, even if that is lower."""
    _set(tx, Instant.HIGH_WATER, now)
    tx.execute(delete(meta).where(meta.c.name == Instant.HELD.value))


def rise(tx: Connection, now: datetime) -> datetime:
    """Believe the clock: raise its high-water mark to *now*, never lower; return it."""
    highest = max(now, read(tx, Instant.HIGH_WATER) or now)
    accept(tx, highest)
    return highest


def hold(tx: Connection, believed: datetime) -> None:
    """Note that the clock went ahead, and what it would be if it had not."""
    _set(tx, Instant.HELD, believed)


def _set(tx: Connection, which: Instant, at: datetime) -> None:
    row = {"name": which.value, "value": str(to_ms(at))}
    tx.execute(insert_or_replace(tx, meta), row)


_FACTS = "facts"


def facts(tx: Connection) -> int:
    """Return how often the facts have changed."""
    value = tx.execute(select(meta.c.value).where(meta.c.name == _FACTS)).scalar()
    return int(value or 0)


def count_facts(tx: Connection) -> int:
    """Count a change of the facts, of which other processes must hear; return it."""
    one_more = cast(cast(meta.c.value, BigInteger) + 1, Text)
    statement = insert_or_set(tx, meta, {"value": one_more})
    tx.execute(statement, {"name": _FACTS, "value": "1"})
    return facts(tx)


_PLAN = "plan"


def plan_key(tx: Connection) -> str | None:
    """Return the key of the routes by which everything is planned."""
    value: str | None = tx.execute(
        select(meta.c.value).where(meta.c.name == _PLAN)
    ).scalar()
    return value


def set_plan_key(tx: Connection, key: str) -> None:
    """Note the key of the routes by which everything is planned."""
    tx.execute(insert_or_replace(tx, meta), {"name": _PLAN, "value": key})
