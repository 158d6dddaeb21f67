"""Rows from one database to another, table by table."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, Select, Table, insert, select

from deadlinebot.store._rows import AnyRow
from deadlinebot.store._schema import change, metadata

_CHUNK: Final = 1_000


def copy(
    rows: Select[*tuple[AnyRow, ...]], source: Connection, tx: Connection, table: Table
) -> None:
    """Insert into *table* by *tx* what *rows* selects from *source*."""
    for some in source.execute(rows).mappings().partitions(_CHUNK):
        tx.execute(insert(table), [dict(row) for row in some])


def copy_all(source: Connection, tx: Connection) -> None:
    """Insert every row of *source* into the empty tables of *tx*.

    Only the numbers of the history are made anew, in the same order: a server counts
    them by itself.
    """
    for table in metadata.sorted_tables:
        if table is not change:
            copy(select(table), source, tx, table)
    kept = [column for column in change.c if column is not change.c.id]
    copy(select(*kept).order_by(change.c.id), source, tx, change)
