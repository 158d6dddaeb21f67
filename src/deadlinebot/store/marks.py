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
    ACCEPTED = "clock_accepted_ms"


def read(tx: Connection, which: Instant) -> datetime | None:
    """Return the instant *which*, if it was ever set."""
    value = tx.execute(select(meta.c.value).where(meta.c.name == which.value)).scalar()
    return None if value is None else from_ms(int(value))


def install(tx: Connection, now: datetime) -> None:
    """Set the installation's instant, once."""
    row = {"name": Instant.INSTALLED.value, "value": str(to_ms(now))}
    tx.execute(insert_or_keep(tx, meta), row)


def accept(tx: Connection, now: datetime) -> None:
    """Note that a clock which shows *now* is right, however high the mark was."""
    _set(tx, Instant.HIGH_WATER, now)
    _set(tx, Instant.ACCEPTED, now)
    hold(tx, None)


def rise(tx: Connection, now: datetime) -> datetime:
    """Raise the clock's high-water mark to *now* if that is higher; return it."""
    highest = max(now, read(tx, Instant.HIGH_WATER) or now)
    _set(tx, Instant.HIGH_WATER, highest)
    return highest


def hold(tx: Connection, believed: datetime | None) -> None:
    """Note what the clock would be if it had not gone ahead; None: it is back."""
    if believed is None:
        tx.execute(delete(meta).where(meta.c.name == Instant.HELD.value))
    else:
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
