"""PostgreSQL: its connections, the locks by which replicas take turns, its errors."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, event, func, select, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

from deadlinebot.errors import BusyError, UnavailableError, UserError
from deadlinebot.model.database import Postgres

CONNECTIONS: Final = 12
"""At once, for each process: eight channels send, the rest refreshes and looks."""

_TURN: Final = int.from_bytes(b"deadline")  # any 64 bits that nobody else would take
_MIGRATION: Final = _TURN + 1
_TURN_WAIT_S: Final = 180  # a refresh fetches for a minute at most, then it parses

_SESSION: Final = {
    "statement_timeout": "30s",
    "lock_timeout": "10s",
    # a process that was stopped in the middle of a transaction holds nobody up
    "idle_in_transaction_session_timeout": "60s",
}
_LINK: Final[Mapping[str, object]] = {
    "application_name": "deadlinebot",
    "connect_timeout": 5,  # seconds
    # a server that is gone without a word is noticed after 25 s
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 25_000,  # ms
}


def postgres_writer(database: Postgres) -> Engine:
    """Return the engine of *database*; it makes no connection yet.

    Raises:
        UserError: if the driver is not installed.
    """
    return _engine(database, _SESSION)


def postgres_reader(database: Postgres) -> Engine:
    """Return the engine of connections to *database* that the server lets only read.

    Raises:
        UserError: if the driver is not installed.
    """
    engine = _engine(database, _SESSION | {"default_transaction_read_only": "on"})
    return one_state(engine)


def one_state(engine: Engine) -> Engine:
    """Return *engine*, each transaction of which sees one state of everything."""
    return engine.execution_options(isolation_level="REPEATABLE READ")


def _engine(database: Postgres, session: Mapping[str, str]) -> Engine:
    url = URL.create(
        "postgresql+psycopg",
        username=database.user or None,
        password=database.password or None,
        host=database.host or None,
        port=database.port,
        database=database.name,
    )
    wanted = dict(database.options)
    said = [f"-c {name}={value}" for name, value in session.items()]
    said.append(wanted.pop("options", ""))
    try:
        engine = create_engine(
            url,
            pool_size=CONNECTIONS,
            max_overflow=0,
            pool_pre_ping=True,  # after a restart of the server the next one works
            hide_parameters=True,
            execution_options={"preserve_rowcount": True},  # of many rows at once too
            connect_args={**_LINK, **wanted, "options": " ".join(said)},
        )
    except ImportError:
        raise UserError(
            "PostgreSQL needs its driver: pip install 'deadlinebot[postgres]'"
        ) from None
    event.listen(engine, "connect", _replace_nul)
    return engine


def _replace_nul(connection: Any, _record: object) -> None:  # noqa: ANN401  # of a driver that may be missing
    """Let *connection* write U+FFFD for NUL, the one character that no text holds.

    A service may answer anything, and what it says is kept.
    """
    connection.adapters.register_dumper(str, _text_dumper())


@cache
def _text_dumper() -> type:
    from psycopg.types.string import StrDumper  # noqa: PLC0415  # only with the extra

    class Dumper(StrDumper):
        def dump(self, obj: str) -> Any:  # noqa: ANN401  # psycopg's Buffer
            return super().dump(obj.replace("\0", "\ufffd"))

    return Dumper


def take_turn(held: Connection) -> None:
    """Wait for the turn; it lasts as long as the session of *held*.

    Raises:
        DBAPIError: if another one keeps it for longer than any refresh takes.
    """
    with held.begin():
        for name in ("statement_timeout", "lock_timeout"):
            held.execute(text(f"SET {name} = '{_TURN_WAIT_S}s'"))
        held.execute(select(func.pg_advisory_lock(_TURN)))


def migrate_alone(tx: Connection) -> None:
    """Let *tx* change the tables while no other one does, and take its time."""
    for name in ("statement_timeout", "idle_in_transaction_session_timeout"):
        tx.execute(text(f"SET LOCAL {name} = 0"))
    tx.execute(text(f"SET LOCAL lock_timeout = '{_TURN_WAIT_S}s'"))
    tx.execute(select(func.pg_advisory_xact_lock(_MIGRATION)))


_RESTARTS: Final = "was shut down or is just starting: it is tried again"

# PostgreSQL, appendix A; the longest code that fits counts
_MENDS: Final[dict[str, tuple[type[UserError], str]]] = {
    "08": (
        UnavailableError,
        "cannot be reached: see whether it runs, and whether host and port are right",
    ),
    "22023": (UnavailableError, "does not understand an option of its address"),
    "25006": (UnavailableError, "only reads: is it a standby? Name the primary"),
    "28": (
        UnavailableError,
        "refuses us: see user and password of 'database', and its pg_hba.conf",
    ),
    "3D000": (
        UnavailableError,
        "does not exist: make it, with our user as its owner (CREATE DATABASE)",
    ),
    "40": (BusyError, "was busy with the same rows: it is tried again"),
    "42501": (
        UnavailableError,
        "does not let us: make our user the owner of the database (ALTER DATABASE)",
    ),
    "42P01": (UnavailableError, "has not the tables of this version: put a copy back"),
    "42703": (UnavailableError, "has not the tables of this version: put a copy back"),
    "42P07": (
        UnavailableError,
        "has tables of another program under our names: give us a database of our own",
    ),
    "53100": (UnavailableError, "cannot grow: its disk is full"),
    "53300": (
        UnavailableError,
        "takes no more connections: raise its max_connections, or run fewer replicas",
    ),
    "53": (UnavailableError, "is short of memory or space (see its log)"),
    "55P03": (BusyError, "is locked by another process: it is tried again"),
    "57014": (BusyError, "took too long to answer: it is tried again"),
    "57P": (UnavailableError, _RESTARTS),
    "58": (UnavailableError, "reports an error of its disk (see its log)"),
    "XX": (UnavailableError, "is damaged (see its log): put a copy back"),
}

# what libpq says when there is no connection and so no code; in the server's language,
# so whatever else it says is "cannot be reached"
_SAID: Final = {
    r"password authentication failed|no password supplied|pg_hba\.conf": "28",
    r'role ".*" does not exist': "28",
    r'database ".*" does not exist': "3D000",
    r"too many clients|connection slots": "53300",
    r"starting up|shutting down": "57P",
    r"invalid connection option|invalid \w+ value": "22023",
    r"": "08",
}


def explained(error: DBAPIError, name: str) -> UserError | None:
    """Return *error* in plain words about the database *name*.

    None if it is a mistake of this program and not of the world.
    """
    cause: Any = error.orig
    said = " ".join(str(cause).split())
    code = cause.sqlstate or _code_of(error, said)
    for known in (code, code[:3], code[:2]):
        if known in _MENDS:
            kind, words = _MENDS[known]
            return kind(f"{name} {words} [{said}]")
    return None


def _code_of(error: DBAPIError, said: str) -> str:
    """Return the code of an error that came without: there was no server to ask."""
    if isinstance(error, OperationalError | InterfaceError) or "option" in said:
        return next(code for words, code in _SAID.items() if re.search(words, said))
    return ""
