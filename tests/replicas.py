"""Real daemons over one PostgreSQL database, as an operator starts them."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import requests

from tests.postgres import Server
from tests.warm import Warm, warm

CALL = """  - series: {name}
    year: 2026
    link: https://{name}.example.org
    milestones:
      - {{kind: paper, date: "{date}", zone: UTC-12}}
"""
CONFIG = """language: en
database: file:../database
sources: {{lab: {{format: native, location: ../calls.yaml, every: 2s}}}}
channels: {{hook: {{notifier: generic, url: "{url}"}}}}
routes: {{all: {{leads: [3d], channels: [hook]}}}}
web: {{port: 0}}
"""
DATE = "2026-05-25 23:59"
BEFORE = "2026-05-20T09:00+08:00"
JUST_BEFORE = "2026-05-23T19:59:50+08:00"  # ten seconds before the leads of three days
AFTER = "2026-05-23T20:01+08:00"


def eventually(true: Callable[[], bool], within_s: float = 90) -> None:
    """Wait until *true*, and fail if it does not become so."""
    until = time.monotonic() + within_s
    while not true():
        assert time.monotonic() < until, "it did not happen in time"
        time.sleep(0.02)  # noqa: TID251 - a poll between two looks


class Replica:
    """One machine, on which the daemon runs or not."""

    def __init__(self, home: Path, program: Warm, hook: str) -> None:
        home.mkdir()
        (home / "config.yaml").write_text(CONFIG.format(url=hook), encoding="utf-8")
        self._home = home
        self._program = program
        self._process = 0

    def import_all(self) -> None:
        """Read the catalogue and plan, before anything is due."""
        ended = self._program.run(self._home, *self._command("run-once", BEFORE))
        assert ended == 0, self._said()

    def start(self, now: str) -> None:
        """Start the daemon, whose clock shows *now* at first."""
        self._process = self._program.start(self._home, *self._command("serve", now))

    def kill(self) -> None:
        """End the daemon as a power failure would."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """End the daemon politely, if it runs."""
        if self._process:
            self._end(signal.SIGTERM)

    def say(self, *words: str) -> str:
        """Run a command beside the daemon; return what it printed."""
        return subprocess.run(
            [sys.executable, "-m", "deadlinebot", *words, "--config", "config.yaml"],
            cwd=self._home,
            check=True,
            capture_output=True,
            text=True,
        ).stdout

    @property
    def url(self) -> str:
        """Where it serves; empty if it does not yet."""
        found = re.search(r"url=(\S+)/", self._said()) if self._process else None
        return found[1] if found else ""

    def feed(self) -> tuple[bytes, str]:
        """Return the bytes of the feed, and their ETag."""
        answer = requests.get(f"{self.url}/feeds/all.ics", timeout=20)
        return answer.content, answer.headers["ETag"]

    def health(self) -> dict[str, Any]:
        """Return what the daemon says of itself."""
        answer = requests.get(f"{self.url}/healthz", timeout=20)
        said: dict[str, Any] = answer.json()
        return said

    @property
    def log(self) -> str:
        """What the daemon wrote since it was started."""
        return self._said()

    def _command(self, name: str, now: str) -> list[str]:
        return [name, "--config", "config.yaml", "--now", now]

    def _end(self, how: signal.Signals) -> None:
        os.kill(self._process, how)
        self._program.wait()
        self._process = 0

    def _said(self) -> str:
        path = self._home / "err"
        return path.read_text(encoding="utf-8") if path.exists() else ""


class Installation:
    """A catalogue, one database, and three machines."""

    def __init__(
        self, home: Path, server: Server, programs: list[Warm], hook: str
    ) -> None:
        self.server = server
        self.place = server.database(server.empty)
        self.replicas = [
            Replica(home / str(n), each, hook) for n, each in enumerate(programs)
        ]
        self._calls = home / "calls.yaml"
        (home / "database").write_text(server.url(self.place), encoding="utf-8")

    def states(self, dates: Mapping[str, str]) -> None:
        """Write the catalogue: a paper deadline of each name, in UTC-12."""
        calls = "".join(CALL.format(name=n, date=date) for n, date in dates.items())
        beside = self._calls.with_suffix(".new")
        beside.write_text(f"calls:\n{calls}", encoding="utf-8")
        beside.replace(self._calls)

    def start(self, now: str) -> None:
        """Start every daemon."""
        for replica in self.replicas:
            replica.start(now)

    def stop(self) -> None:
        """End every daemon that runs."""
        for replica in self.replicas:
            replica.stop()

    def asked(self, question: str) -> list[Any]:
        """Return the first column of what the database answers."""
        with self.server.connected(self.place.name) as connection:
            cursor = connection.execute(question.encode())
            return [row[0] for row in cursor] if cursor.description else []


@contextmanager
def installed(home: Path, server: Server, hook: str) -> Iterator[Installation]:
    """Give an installation in *home* that sends to *hook*; its daemons end with it."""
    with ExitStack() as stack:
        programs = [stack.enter_context(warm()) for _ in range(3)]
        three = Installation(home, server, programs, hook)
        stack.callback(three.stop)
        yield three
