"""Databases: where the state lies, if it is not a file of our own."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

_SCHEMES = frozenset({"postgresql", "postgres"})
_FORM = "write postgresql://user:password@host/database"


@dataclass(frozen=True, slots=True)
class Postgres:
    """A database of a PostgreSQL server; shown by host and name alone.

    Attributes:
        host: its name or address; empty: as libpq finds it (PGHOST, the socket).
        port: its port; None: as libpq finds it.
        name: of the database.
        user: who speaks to it; empty: as libpq finds it.
        password: never shown; empty: as libpq finds it (PGPASSWORD, ~/.pgpass).
        options: what libpq understands beside, such as ``sslmode``; never shown.
        former: the file that held the state before; an empty database takes it over.
    """

    host: str
    port: int | None
    name: str
    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    options: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    former: Path | None = field(default=None, compare=False)

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = f":{self.port}" if self.port else ""
        return f"postgresql://{host}{port}/{self.name}"

    @classmethod
    def read(cls, url: str) -> Postgres:
        """Return the database that *url* names (libpq, "Connection URIs").

        Raises:
            ValueError: says what would be right; nothing of *url* is in it.
        """
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError:  # it quotes what may be a part of the password
            raise ValueError(f"{_FORM}, %2F for a '/' in the password") from None
        name = unquote(parts.path.removeprefix("/"))
        if parts.scheme not in _SCHEMES or not name:
            raise ValueError(_FORM)
        if "@" in name + parts.query or parts.fragment:  # a password that was cut short
            raise ValueError(f"{_FORM}, %23 for a '#' and %3F for a '?' in it")
        return cls(
            host=parts.hostname or "",
            port=port,
            name=name,
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
            options=tuple(parse_qsl(parts.query)),
        )
