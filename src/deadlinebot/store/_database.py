"""One database: its transactions, and its errors in plain words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from deadlinebot.errors import UserError
from deadlinebot.store._dialect import WRITES, explained


class Database:
    """Transactions on one connection, one after the other, from any thread.

    Attributes:
        name: what messages call it: its path.
    """

    def __init__(self, engine: Engine, name: str) -> None:
        self.name = name
        self._reads = engine
        self._writes = engine.execution_options(**{WRITES: True})
        self._turn = Lock()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Give a transaction that sees one state of everything.

        Raises:
            UnavailableError: if the database cannot be read, and what to do.
        """
        with self._transaction(self._reads) as tx:
            yield tx

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Give a transaction that is on the disk when the block is left.

        Raises:
            UnavailableError: if it cannot be written; then nothing of it is.
            BusyError: if another program locks the file.
        """
        with self._transaction(self._writes) as tx:
            yield tx

    def close(self) -> None:
        """Close the connection."""
        with self._turn:
            self._reads.dispose()

    @contextmanager
    def _transaction(self, engine: Engine) -> Iterator[Connection]:
        with self._turn:
            try:
                with engine.begin() as tx:
                    yield tx
            except DBAPIError as error:
                # after a failed fsync the connection's view of the file is void
                engine.dispose()
                plain = explained(error, self.name)
                if plain is None:
                    raise
                raise plain from error


class ReadOnlyDatabase(Database):
    """A database that another process may be writing."""

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Refuse.

        Raises:
            UserError: always.
        """
        raise UserError(f"{self.name} was opened for reading only")
        yield  # type: ignore[unreachable]  # makes this a generator
