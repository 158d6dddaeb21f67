"""Real daemons over one PostgreSQL database, as an operator starts them."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import requests

from tests.postgres import Server

CALL = """  - series: {name}
    year: 2026
    link: https://{name}.example.org
    milestones:
      - {{kind: paper, date: "{date}", zone: UTC-12}}
"""
CONFIG = """language: en
database: ${{env:DEADLINES_DATABASE}}
sources: {{lab: {{format: native, location: calls.yaml, every: 2s}}}}
channels: {{hook: {{notifier: generic, url: "{url}"}}}}
routes: {{all: {{leads: [3d], channels: [hook]}}}}
web: {{port: 0}}
"""
DATE = "2026-05-25 23:59"
DUE = "2026-05-23T19:59:59+08:00"  # when the leads of three days speak


def eventually(true: Callable[[], bool], within_s: float = 60) -> None:
    """Wait until *true*, and fail if it does not become so."""
    until = time.monotonic() + within_s
    while not true():
        assert time.monotonic() < until, "it did not happen in time"
        time.sleep(0.02)  # noqa: TID251 - a poll between two looks


@dataclass(frozen=True, slots=True)
class Replica:
    """One running daemon; what it says is in *log*."""

    process: subprocess.Popen[bytes]
    log: Path

    @property
    def url(self) -> str:
        """Where it serves; empty if it does not yet."""
        said = self.log.read_text(encoding="utf-8")
        assert self.process.poll() is None, said
        found = re.search(r"url=(\S+)/", said)
        return found[1] if found else ""

    def feed(self) -> tuple[bytes, str]:
        """Return the bytes of the feed, and their ETag."""
        answer = requests.get(f"{self.url}/feeds/all.ics", timeout=20)
        return answer.content, answer.headers["ETag"]


class Replicas:
    """An installation: a catalogue, one database, and daemons that come and go."""

    def __init__(self, home: Path, server: Server, hook: str) -> None:
        self.server = server
        self.place = server.database(server.empty)
        self.running: list[Replica] = []
        self._home = home
        self._started = 0
        (home / "config.yaml").write_text(CONFIG.format(url=hook), encoding="utf-8")

    def states(self, dates: Mapping[str, str]) -> None:
        """Write the catalogue: a paper deadline of each name, in UTC-12."""
        calls = "".join(CALL.format(name=n, date=date) for n, date in dates.items())
        beside = self._home / "calls.new"
        beside.write_text(f"calls:\n{calls}", encoding="utf-8")
        beside.replace(self._home / "calls.yaml")

    def import_all(self, now: str) -> None:
        """Let one process read the catalogue and plan, and send nothing."""
        subprocess.run(
            self._command("run-once", now=now),
            cwd=self._home,
            check=True,
            env=self._environment(),
            capture_output=True,
        )

    def say(self, *arguments: str, now: str) -> str:
        """Run a command beside the daemons; return what it printed."""
        ended = subprocess.run(
            self._command(*arguments, now=now),
            cwd=self._home,
            check=True,
            env=self._environment(),
            capture_output=True,
            text=True,
        )
        return ended.stdout

    def start(self, now: str) -> Replica:
        """Start one more daemon, whose clock shows *now* at first."""
        self._started += 1
        path = self._home / f"log-{self._started}"
        with path.open("wb") as log:
            process = subprocess.Popen(
                self._command("serve", now=now),
                cwd=self._home,
                env=self._environment(),
                stdout=log,
                stderr=log,
            )
        replica = Replica(process, path)
        self.running.append(replica)
        return replica

    def kill(self, replica: Replica) -> None:
        """End *replica* as a power failure would."""
        replica.process.send_signal(signal.SIGKILL)
        replica.process.wait(30)
        self.running.remove(replica)

    def stop(self) -> None:
        """End all, politely."""
        for replica in self.running:
            replica.process.send_signal(signal.SIGTERM)
        for replica in self.running:
            replica.process.wait(60)
        self.running.clear()

    def _command(self, *arguments: str, now: str) -> list[str]:
        program = [sys.executable, "-m", "deadlinebot", *arguments]
        return [*program, "--config", "config.yaml", "--now", now]

    def _environment(self) -> dict[str, str]:
        return {**os.environ, "DEADLINES_DATABASE": self.server.url(self.place)}


@contextmanager
def replicas(home: Path, server: Server, hook: str) -> Iterator[Replicas]:
    """Give an installation in *home* that sends to *hook*; its daemons end with it."""
    several = Replicas(home, server, hook)
    try:
        yield several
    finally:
        several.stop()
