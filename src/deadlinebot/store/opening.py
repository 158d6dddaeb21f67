"""Opening the store: its place, its version, and the rows of the dead."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Final

from sqlalchemy import Connection

from deadlinebot.errors import BusyError, UnavailableError, UserError
from deadlinebot.model.database import Postgres
from deadlinebot.store import lapses, lock, marks, migrate
from deadlinebot.store._copying import copy_all
from deadlinebot.store._database import Database, ReadOnlyDatabase, ReplicatedDatabase
from deadlinebot.store._dialect import AFRESH, sqlite_reader, sqlite_writer
from deadlinebot.store._postgres import (
    migrate_alone,
    postgres_reader,
    postgres_writer,
)
from deadlinebot.store.store import Store

_MAGIC: Final = b"SQLite format 3\0"  # sqlite.org/fileformat.html, 1.3.1
_FIRST: Final = (
    "the first run of 'deadlinebot serve' or 'deadlinebot run-once' makes it"
)
_BESIDE: Final = ("-wal", "-shm", "-journal")


def open_store(place: Path | Postgres, *, owner: str, now: datetime) -> Store:
    """Open the store in *place* for writing; close it after use (``with``).

    In a file it is for this process alone, which frees every delivery that an earlier
    one held. On a server any number of processes have it open, and only leases that
    are over free what others held. The tables are made, or brought to this version;
    an empty server takes over what the file holds that was there before it.

    Args:
        place: the SQLite file, made if it is missing (0600, its folder 0700), with
            ``<file>.lock`` beside it; or a database of a PostgreSQL server.
        owner: a name for this process that no other one ever had.
        now: the present.

    Raises:
        BusyError: if another process has the file open; names that process.
        UnavailableError: if it is damaged, not a database, cannot be reached or
            cannot be written; it is left as it was.
        UserError: if a newer version of this program wrote it.
    """
    if isinstance(place, Postgres):
        return _open_server(place, owner, now)
    path = place.absolute()
    with ExitStack() as stack, _plain(path):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        stack.enter_context(lock.held(path.with_name(path.name + ".lock"), now))
        if not path.exists():
            _create(path, now)
        found = _inspect(path)
        database = Database(sqlite_writer(path), str(path))
        stack.callback(database.close)
        with database.write() as tx:
            if found != migrate.HEAD:
                migrate.upgrade(tx)
            lapses.recover_all(tx, now)
        return Store(database, owner, stack.pop_all())
    raise AssertionError  # `_plain` swallows nothing


def _open_server(place: Postgres, owner: str, now: datetime) -> Store:
    with ExitStack() as stack:
        database = ReplicatedDatabase(postgres_writer(place), str(place))
        stack.callback(database.close)
        with database.write() as tx:
            if not _is_present(tx, database.name):
                migrate_alone(tx)  # the others wait, and find it done
                _make(tx, place.former, now)
            lapses.recover(tx, now)
        return Store(database, owner, stack.pop_all())
    raise AssertionError  # the block swallows nothing


def _make(tx: Connection, former: Path | None, now: datetime) -> None:
    """Bring the tables to this version; empty ones take over what *former* holds."""
    fresh = not migrate.is_made(tx)
    migrate.upgrade(tx)
    if fresh and former and former.exists():
        with (
            open_store(former, owner="move", now=now) as held,
            held._db.read() as source,  # noqa: SLF001  # of the same package
        ):
            copy_all(source, tx)
    marks.install(tx, now)


def _is_present(tx: Connection, name: str) -> bool:
    """Return whether the tables of the server *name* are those of this version."""
    return migrate.is_made(tx) and migrate.revision(tx, name) == migrate.HEAD


def read_store(place: Path | Postgres) -> Store:
    """Open the store in *place* for reading, beside whoever writes it.

    Raises:
        UnavailableError: if there is none yet, or it cannot be read.
        UserError: if another version of this program wrote it.
    """
    if isinstance(place, Postgres):
        return _reader(ReadOnlyDatabase(postgres_reader(place), str(place)))
    path = place.absolute()
    with _plain(path):
        if not path.exists():
            raise UnavailableError(f"there is no database at {path} yet: {_FIRST}")
        _refuse_what_is_no_database(path)
        return _reader(ReadOnlyDatabase(sqlite_reader(path), str(path)))
    raise AssertionError  # `_plain` swallows nothing


def _reader(database: Database) -> Store:
    name = database.name
    with ExitStack() as stack:
        stack.callback(database.close)
        with database.read() as tx:
            if tx.dialect.name != "sqlite" and not migrate.is_made(tx):
                raise UnavailableError(f"{name} is empty: {_FIRST}")
            if migrate.revision(tx, name) != migrate.HEAD:
                raise UserError(
                    f"{name} was written by an older version of this program: "
                    "'deadlinebot serve' or 'deadlinebot run-once' brings it up to date"
                )
        return Store(database, "reader", stack.pop_all())
    raise AssertionError  # the block swallows nothing


def _create(path: Path, now: datetime) -> None:
    """Make the file beside its place and move it there whole.

    So an empty or half-made file is never ours: it is damage, and refused.
    """
    for suffix in _BESIDE:
        if path.with_name(path.name + suffix).exists():
            raise UnavailableError(
                f"{path} is missing, but {path.name}{suffix} is there: put {path.name} "
                f"back, or move {path.name}{suffix} away to start afresh"
            )
    fresh = path.with_name(path.name + ".new")
    for suffix in ("", *_BESIDE):
        fresh.with_name(fresh.name + suffix).unlink(missing_ok=True)
    os.close(os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    database = Database(sqlite_writer(fresh), str(path))
    try:
        with database.write() as tx:
            migrate.upgrade(tx)
            marks.install(tx, now)
    finally:
        database.close()
    fresh.replace(path)
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def _refuse_what_is_no_database(path: Path) -> None:
    if not path.is_file():
        raise UnavailableError(f"{path} is not a file: name another place for it")
    with path.open("rb") as file:
        head = file.read(len(_MAGIC))
    if head != _MAGIC:
        what = "is not a database" if head.strip(b"\0") else "is empty or zeroed"
        raise UnavailableError(f"{path} {what}. {AFRESH}")


def _inspect(path: Path) -> str:
    """Return the version of the tables, if the file is whole and ours.

    By a connection that cannot write: the one that can would turn even a foreign
    database to WAL.
    """
    _refuse_what_is_no_database(path)
    database = ReadOnlyDatabase(sqlite_reader(path), str(path))
    with closing(database), database.read() as tx:
        flaw = tx.exec_driver_sql("PRAGMA quick_check(1)").scalar()
        if flaw != "ok":
            raise UnavailableError(f"{path} is damaged. {AFRESH} [{flaw}]")
        return migrate.revision(tx, str(path))


@contextmanager
def _plain(path: Path) -> Iterator[None]:
    """Turn what the file system says into what its reader can do."""
    try:
        yield
    except BlockingIOError as error:
        raise BusyError(f"{path} is in use: {error.strerror}") from error
    except OSError as error:
        raise UnavailableError(
            f"the state cannot be kept in {path}: {error.strerror} "
            f"({error.filename or path}). See who owns it and whether its disk is "
            "full or read-only"
        ) from error
