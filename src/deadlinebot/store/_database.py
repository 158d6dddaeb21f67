"""One database: its transactions, and its errors in plain words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Semaphore

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from deadlinebot.errors import UserError
from deadlinebot.store._dialect import WRITES, explained
from deadlinebot.store._postgres import CONNECTIONS, one_state, take_turn


class Database:
    """Transactions on one connection, one after the other, from any thread.

    Attributes:
        name: what messages call it: its path, or its address without secrets.
        shared: whether other processes may write it at the same time.
    """

    shared = False

    def __init__(self, engine: Engine, name: str, connections: int = 1) -> None:
        self.name = name
        self._reads = engine
        self._writes = engine.execution_options(**{WRITES: True})
        self._free = Semaphore(connections)

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

    @contextmanager
    def turn(self) -> Iterator[Database]:
        """Give the database while no other process has its turn.

        Here no other process writes at all.
        """
        yield self

    def close(self) -> None:
        """Close the connections."""
        with self._free:
            self._reads.dispose()

    @contextmanager
    def _transaction(self, engine: Engine) -> Iterator[Connection]:
        with self._free, self._explained(), engine.begin() as tx:
            yield tx

    def _begin_afresh(self) -> None:
        # after a failed fsync the connection's view of the file is void
        self._reads.dispose()

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            self._begin_afresh()
            plain = explained(error, self.name)
            if plain is None:
                raise
            raise plain from error


class ReplicatedDatabase(Database):
    """A database on a server: many transactions at once, from many processes.

    What one transaction reads is still one state of everything.
    """

    shared = True

    def __init__(self, engine: Engine, name: str) -> None:
        super().__init__(engine, name, CONNECTIONS)
        self._reads = one_state(engine)

    @contextmanager
    def turn(self) -> Iterator[Database]:
        """Give the database while no other process has its turn.

        Its transactions are those of the session that has the turn: if that session
        ends, so do they, and nobody writes beside the next one.

        Raises:
            BusyError: if another process keeps its turn for too long.
        """
        with self._free, self._explained():
            connection = self._writes.connect()
            connection.detach()  # so closing it ends the session, and the turn with it
        with connection:
            with self._explained():
                take_turn(connection)
            yield _Session(connection, self.name)

    def _begin_afresh(self) -> None:
        """Do nothing: the pool itself gives up connections that are broken."""


class _Session(Database):
    """The one session that has the turn."""

    shared = True

    def __init__(self, connection: Connection, name: str) -> None:
        super().__init__(connection.engine, name)
        self._connection = connection

    @contextmanager
    def _transaction(self, _engine: Engine) -> Iterator[Connection]:
        with self._explained(), self._connection.begin():
            yield self._connection

    def _begin_afresh(self) -> None:
        """Do nothing: whoever lost the turn does not get it back."""


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
