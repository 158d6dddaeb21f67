"""A PostgreSQL server of the tests' own, from Debian's binaries, gone when they end.

It listens on a socket in a temporary folder and nowhere else, and gives a database to
whoever asks. initdb and postgres refuse root, so root runs them as somebody else.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cached_property
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import psycopg
import pytest

from deadlinebot.model.database import Postgres
from deadlinebot.store import open_store
from deadlinebot.store._schema import meta, metadata
from tests.build import SEEN

USER, PASSWORD = "deadlinebot", "kept secret: p@ss/word"
_START_S = 60
_SMALL = {
    "full_page_writes": "off",
    "shared_buffers": "32MB",
    "max_connections": "120",
    "listen_addresses": "",
}


def binaries() -> Path | None:
    """Return the folder of initdb and postgres, the newest that Debian has."""
    versions = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = max(versions, key=lambda path: float(path.parts[-3]), default=None)
    return newest.parent if newest else None


class Server:
    """One running server.

    Attributes:
        folder: its data, its log and its socket.
    """

    def __init__(self, programs: Path, folder: Path, fsync: str) -> None:
        self.folder = folder
        self._fsync = fsync
        self._programs = programs
        self._as = _somebody() if os.geteuid() == 0 else {}
        self._names = count(1)
        if self._as:
            shutil.chown(folder, self._as["user"], self._as["group"])
        secret = folder / "password"
        secret.write_text(PASSWORD, encoding="utf-8")
        secret.chmod(0o644)
        self._run(
            "initdb",
            *("--pgdata", str(folder / "data"), "--username", USER),
            *("--pwfile", str(secret), "--auth", "scram-sha-256"),
            *("--encoding", "UTF8", "--locale", "C", "--no-sync"),
        )
        self._process = self._started()

    @cached_property
    def empty(self) -> str:
        """The name of a database with our tables: migrations cost more than a copy."""
        place = self.database()
        open_store(place, owner="maker", now=SEEN).close()
        return place.name

    @cached_property
    def _used(self) -> Postgres:
        return self.database(self.empty)

    def emptied(self) -> Postgres:
        """Return the same database as the last time, emptied: a copy costs more."""
        tables = [each for each in metadata.sorted_tables if each is not meta]
        wipe = [f"DELETE FROM {each.name}" for each in reversed(tables)]
        wipe.append("DELETE FROM meta WHERE name <> 'installed_ms'")
        with self.connected(self._used.name) as connection:
            connection.execute("; ".join(wipe).encode())
        return self._used

    def database(self, template: str = "template1") -> Postgres:
        """Make a database, a copy of *template*."""
        name = f"test_{next(self._names)}"
        with self.connected("postgres") as connection:
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return self.named(name)

    def named(self, name: str, user: str = USER, password: str = PASSWORD) -> Postgres:
        """Return how one reaches the database *name*."""
        socket = (("host", str(self.folder)),)
        return Postgres("", None, name, user, password, socket)

    def url(self, place: Postgres) -> str:
        """Return the address of *place* as one writes it."""
        password = quote(place.password, safe="")
        options = urlencode(place.options)
        return f"postgresql://{place.user}:{password}@/{place.name}?{options}"

    @contextmanager
    def connected(self, name: str) -> Iterator[psycopg.Connection[Any]]:
        """Give a connection to the database *name*, past the store."""
        with psycopg.connect(
            host=str(self.folder),
            dbname=name,
            user=USER,
            password=PASSWORD,
            autocommit=True,
        ) as connection:
            yield connection

    def restart(self) -> None:
        """Stop as if the machine had lost power, and start again."""
        with self.away():
            pass

    @contextmanager
    def away(self) -> Iterator[None]:
        """Be without power for the length of a block."""
        self._stop(signal.SIGQUIT)
        try:
            yield
        finally:
            self._process = self._started()

    def stop(self) -> None:
        """End every connection, and the server."""
        self._stop(signal.SIGINT)

    def _stop(self, how: signal.Signals) -> None:
        self._process.send_signal(how)
        self._process.wait(_START_S)

    def _started(self) -> subprocess.Popen[bytes]:
        wanted = {**_SMALL, "fsync": self._fsync}
        options = [f"--{name}={value}" for name, value in wanted.items()]
        data, folder = str(self.folder / "data"), str(self.folder)
        with (self.folder / "log").open("ab") as log:
            process = subprocess.Popen(
                [str(self._programs / "postgres"), "-D", data, "-k", folder, *options],
                cwd=self.folder,
                stdout=log,
                stderr=log,
                **self._as,
            )
        end = time.monotonic() + _START_S
        while self._run("pg_isready", "-q", "-h", folder, check=False):
            if process.poll() is not None or time.monotonic() > end:
                process.kill()
                process.wait()
                raise RuntimeError((self.folder / "log").read_text(encoding="utf-8"))
            with suppress(subprocess.TimeoutExpired):
                process.wait(0.05)
        return process

    def _run(self, program: str, *arguments: str, check: bool = True) -> int:
        return subprocess.run(
            [str(self._programs / program), *arguments],
            cwd=self.folder,
            check=check,
            stdout=subprocess.DEVNULL,
            **self._as,
        ).returncode


def _somebody() -> Mapping[str, Any]:
    """Return as whom root runs the server."""
    for name in ("postgres", "nobody"):
        try:
            found = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": found.pw_uid, "group": found.pw_gid, "extra_groups": []}
    raise LookupError("there is neither a user postgres nor nobody")


@contextmanager
def running(fsync: str = "off") -> Iterator[Server]:
    """Run a server for the length of a block; skip without Debian's binaries.

    Args:
        fsync: whether a commit is on the disk; nothing here outlives the tests.
    """
    programs = binaries()
    if programs is None:
        pytest.skip("needs initdb: apt-get install --no-install-recommends postgresql")
    folder = Path(tempfile.mkdtemp(prefix="deadlinebot-postgres-"))
    try:
        server = Server(programs, folder, fsync)
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder)
