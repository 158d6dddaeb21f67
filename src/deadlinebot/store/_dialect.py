"""Everything that differs between databases, and nothing else."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Engine,
    Executable,
    Table,
    create_engine,
    event,
    func,
    literal,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool

from deadlinebot.errors import BusyError, UnavailableError, UserError
from deadlinebot.store import _postgres
from deadlinebot.store._rows import to_ms
from deadlinebot.store._schema import delivery

WRITES: Final = "deadlinebot_writes"
"""The execution option of a transaction that writes."""

_BUSY_MS: Final = 5_000
_CACHE_KIB: Final = 8_192


def sqlite_writer(path: Path) -> Engine:
    """Return the engine of the one connection that writes the file *path*.

    One, because SQLite before 3.51.3 can corrupt a file in WAL mode when two
    connections write or checkpoint at once (sqlite.org, "WAL-reset bug"). FULL,
    because an attempt that the disk forgot would be made twice.
    """
    engine = _sqlite(path, "rw")

    @event.listens_for(engine, "connect")
    def configure(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")

    return engine


def sqlite_reader(path: Path) -> Engine:
    """Return the engine of a connection that only reads the file *path*.

    It opens the file without the right to write, so it neither writes frames nor
    checkpoints and cannot take part in the race of `sqlite_writer`; the process
    that writes goes on undisturbed.
    """
    engine = _sqlite(path, "ro")

    @event.listens_for(engine, "connect")
    def configure(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute("PRAGMA query_only = ON")

    return engine


def sqlite_memory() -> Engine:
    """Return the engine of a database in memory: nothing syncs, and nothing stays."""
    return _one_connection(URL.create("sqlite"))


def _sqlite(path: Path, mode: str) -> Engine:
    query = {"mode": mode, "uri": "true"}
    return _one_connection(URL.create("sqlite", database=path.as_uri(), query=query))


def _one_connection(url: URL) -> Engine:
    engine = create_engine(
        url,
        poolclass=QueuePool,
        pool_size=1,
        max_overflow=0,
        connect_args={"check_same_thread": False},
    )

    @event.listens_for(engine, "connect")
    def begin_by_hand(connection: sqlite3.Connection, _record: object) -> None:
        # else the driver begins late, and never before DDL or SELECT
        connection.isolation_level = None
        connection.execute(f"PRAGMA busy_timeout = {_BUSY_MS}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get(WRITES)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def insert_or_keep(tx: Connection, table: Table) -> Executable:
    """Return an INSERT into *table* that leaves a row with the same key alone."""
    return _insert(tx, table).on_conflict_do_nothing()


def insert_or_replace(tx: Connection, table: Table) -> Executable:
    """Return an INSERT into *table* that overwrites a row with the same key."""
    insert = _insert(tx, table)
    keys = set(table.primary_key)
    rest = {c.name: insert.excluded[c.name] for c in table.c if c not in keys}
    return insert.on_conflict_do_update(index_elements=list(keys), set_=rest)


def insert_or_set(
    tx: Connection, table: Table, values: Mapping[str, ColumnElement[Any]]
) -> Executable:
    """Return an INSERT into *table* that sets *values* in a row with the same key."""
    insert, keys = _insert(tx, table), list(table.primary_key)
    return insert.on_conflict_do_update(index_elements=keys, set_=values)


def _insert(tx: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    if tx.dialect.name == "sqlite":
        return sqlite.insert(table)
    return postgresql.insert(table)


LEASE_MS: Final = 60_000
"""How long a claim or a mark holds: three times the longest request (20 s)."""


def lease_end(tx: Connection, now: datetime) -> ColumnElement[int]:
    """Return when a lease that is taken *now* is over, in ms since 1970."""
    return _lease_clock(tx, now) + LEASE_MS


def lease_lost(tx: Connection, now: datetime) -> ColumnElement[bool]:
    """Return "the lease of this delivery is over"."""
    return delivery.c.lease_ms < _lease_clock(tx, now)


def _lease_clock(tx: Connection, now: datetime) -> ColumnElement[int]:
    """Return the clock of leases: the server's, by which all replicas agree.

    On SQLite it is ours, for one process alone has the file.
    """
    if tx.dialect.name == "sqlite":
        return literal(to_ms(now), BigInteger)
    seconds = func.extract("epoch", func.clock_timestamp())
    return func.floor(seconds * 1000).cast(BigInteger)


_MENDS: Final[dict[str, tuple[type[UserError], str]]] = {
    "SQLITE_NOTADB": (UnavailableError, "is not a database. {afresh}"),
    "SQLITE_CORRUPT": (UnavailableError, "is damaged. {afresh}"),
    "SQLITE_FULL": (UnavailableError, "cannot grow: the disk is full. Free some space"),
    "SQLITE_READONLY": (
        UnavailableError,
        "cannot be written: see who owns it and whether its disk is read-only",
    ),
    "SQLITE_CANTOPEN": (
        UnavailableError,
        "cannot be opened: see who owns it and its folder",
    ),
    "SQLITE_PERM": (UnavailableError, "cannot be opened: see who owns it"),
    "SQLITE_IOERR": (
        UnavailableError,
        "cannot be read or written: its disk reports an error (see the system's log)",
    ),
    "SQLITE_BUSY": (BusyError, "is locked by another program: close that, try again"),
    "SQLITE_LOCKED": (BusyError, "is locked by another program: close that, try again"),
    "SQLITE_ERROR": (UnavailableError, "has not the tables of this version. {afresh}"),
}

AFRESH: Final = (
    "It was left untouched: put a copy back, or move it away together with its -wal "
    "and -shm files to start afresh (reminders sent before may then be repeated)"
)


def explained(error: DBAPIError, name: str) -> UserError | None:
    """Return *error* in plain words about the database *name*.

    None if it is a mistake of this program and not of the world.
    """
    cause: Any = error.orig
    if not isinstance(cause, sqlite3.Error):
        return _postgres.explained(error, name)
    code = str(getattr(cause, "sqlite_errorname", ""))
    for known, (kind, words) in _MENDS.items():
        if code == known or code.startswith(known + "_"):
            return kind(f"{name} {words.format(afresh=AFRESH)} [{cause}]")
    return None
