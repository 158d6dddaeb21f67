"""Rendered bytes: components by their content."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import Connection, delete, select

from deadlinebot.store._dialect import insert_or_keep
from deadlinebot.store._rows import chunks, to_ms
from deadlinebot.store._schema import component


def kept(tx: Connection, keys: Collection[str]) -> dict[str, bytes]:
    """Return the bytes of those of *keys* that are kept."""
    columns = select(component.c.key, component.c.body)
    return {
        row.key: row.body
        for some in chunks(list(keys))
        for row in tx.execute(columns.where(component.c.key.in_(some)))
    }


def keep(tx: Connection, bodies: Mapping[str, bytes], now: datetime) -> None:
    """Keep *bodies* by their content keys; equal keys mean equal bytes."""
    t = to_ms(now)
    rows = [{"key": key, "body": body, "kept_ms": t} for key, body in bodies.items()]
    if rows:
        tx.execute(insert_or_keep(tx, component), rows)


def drop(tx: Connection, used: Collection[str], before: datetime) -> int:
    """Forget what was kept before *before* and is not among *used*."""
    old = select(component.c.key).where(component.c.kept_ms < to_ms(before))
    unused = sorted(set(tx.execute(old).scalars()) - set(used))
    for some in chunks(unused):
        tx.execute(delete(component).where(component.c.key.in_(some)))
    return len(unused)
