"""Scratch stores: in memory, for what is only played through, gone when closed."""

from __future__ import annotations

from contextlib import AbstractContextManager, ExitStack
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, select

from deadlinebot.store import lapses, marks
from deadlinebot.store._copying import copy
from deadlinebot.store._database import Database
from deadlinebot.store._dialect import sqlite_memory
from deadlinebot.store._rows import to_ms
from deadlinebot.store._schema import (
    change,
    channel,
    deadline,
    delivery,
    meta,
    metadata,
    mute,
)
from deadlinebot.store.store import Store

_TOLD: Final = timedelta(days=15)  # a weekly digest a week late tells of two weeks
_FACTS: Final = (deadline, mute)


def scratch_store(now: datetime) -> Store:
    """Return an empty store in memory, as if made at *now*; close it after use."""
    with ExitStack() as stack:
        database = _database(stack)
        with database.write() as tx:
            marks.install(tx, now)
        return Store(database, "scratch", stack.pop_all())
    raise AssertionError  # the block swallows nothing


def scratch_copy(held: Store, now: datetime) -> Store:
    """Return a store in memory with all of *held* that counts from *now* on.

    That is the deadlines in force, what people said of them, the channels as they
    stand, what waits and what was sent of it, and what changed of late, but neither
    older history nor rendered bytes.
    What another process has in hand at this moment waits again in the copy.

    Args:
        held: any store; it is only read.
        now: the present; deliveries whose time is over by then are left out.
    """
    counts = select(delivery).where(delivery.c.not_after_ms > to_ms(now))
    news = select(change).where(change.c.at_ms > to_ms(now - _TOLD))
    with ExitStack() as stack:
        database = _database(stack)
        with _reading(held) as source, database.write() as tx:
            for table in (meta, *_FACTS, channel):
                copy(select(table), source, tx, table)
            copy(counts, source, tx, delivery)
            copy(news, source, tx, change)
            lapses.recover_all(tx, now)
        return Store(database, "scratch", stack.pop_all())
    raise AssertionError  # the block swallows nothing


def scratch_facts(held: Store, now: datetime) -> Store:
    """Return a store in memory, as if made at *now*, with the facts of *held* alone.

    That is the deadlines and what people said of them: nothing is planned or sent.
    """
    with ExitStack() as stack:
        database = _database(stack)
        with _reading(held) as source, database.write() as tx:
            marks.install(tx, now)
            for table in _FACTS:
                copy(select(table), source, tx, table)
        return Store(database, "scratch", stack.pop_all())
    raise AssertionError  # the block swallows nothing


def _database(stack: ExitStack) -> Database:
    database = Database(sqlite_memory(), "the store in memory")
    stack.callback(database.close)
    with database.write() as tx:
        metadata.create_all(tx)
    return database


def _reading(held: Store) -> AbstractContextManager[Connection]:
    return held._db.read()  # noqa: SLF001  # of the same package
