"""The daemon, killed at moments that nobody chose."""

from __future__ import annotations

import json
import os
import random
import signal
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event

import pytest

from tests.build import utc
from tests.receiver import Receiver, Reply, receiving
from tests.warm import Warm, warm

CALL = """  - series: CONF{n}
    year: 2026
    link: https://conf{n}.example.org
    milestones:
      - {{kind: paper, date: "{due:%Y-%m-%d %H:%M:%S}", zone: UTC}}
"""
CONFIG = """language: en
home: UTC
state: state
sources: {{lab: {{format: native, location: calls.yaml}}}}
channels: {{hook: {{notifier: generic, url: "{url}/hook/deadlines"}}}}
routes: {{all: {{leads: [3d], channels: [hook]}}}}
web: {{port: 0}}
"""
FIRST = utc("2026-05-20T09:00:00")  # the first reminder; two a second follow
DAEMONS = 4
EACH = 25 if os.environ.get("DEADLINEBOT_CI") else 3  # kills of each daemon
LONGEST_S = 3.0  # of a life; a start is a third of a second, a tick a second
REMINDERS = EACH * 3
THINKS_S = 0.2  # so that nearly half of the time a message is on its way


def takes_its_time(_path: str) -> Reply:
    """Be a service that takes everything, after a while."""
    return Reply(204, b"", after_s=THINKS_S)


class Daemon:
    """One installation whose daemon is killed again and again.

    Attributes:
        in_doubt: for each kill, what was on its way.
    """

    def __init__(self, folder: Path, program: Warm, receiver: Receiver) -> None:
        folder.mkdir()
        dues = (FIRST + timedelta(days=3, seconds=n // 2) for n in range(REMINDERS))
        calls = (CALL.format(n=n, due=due) for n, due in enumerate(dues))
        (folder / "calls.yaml").write_text("calls:\n" + "".join(calls))
        (folder / "config.yaml").write_text(CONFIG.format(url=receiver.base))
        self.in_doubt: list[set[str]] = []
        self.receiver = receiver
        self._folder = folder
        self._program = program
        self._begun = 0.0

    def begin(self) -> None:
        """Plan the reminders, and let their time come."""
        self.run_once(FIRST - timedelta(days=1))
        self._begun = time.monotonic()

    def now(self) -> datetime:
        """Return the time that the installation lives in."""
        return FIRST + timedelta(seconds=time.monotonic() - self._begun)

    def live_and_be_killed(self, life_s: float) -> None:
        """Serve for so many seconds, die, and note what was on its way."""
        process = self._program.start(self._folder, *self._command("serve", self.now()))
        Event().wait(life_s)
        os.kill(process, signal.SIGKILL)
        assert self._program.wait() == -signal.SIGKILL
        self.in_doubt.append(self._sending())

    def run_once(self, now: datetime) -> None:
        """Send all that is due at *now*."""
        ended = self._program.run(self._folder, *self._command("run-once", now))
        assert ended == 0, (self._folder / "err").read_text()

    def _sending(self) -> set[str]:
        command = ("deliveries", "--json", "--config", "config.yaml")
        if self._program.run(self._folder, *command) != 0:
            return set()  # it was killed before it had a database
        rows = json.loads((self._folder / "out").read_text())
        return {row["deadline"] for row in rows if row["state"] == "sending"}

    def _command(self, verb: str, now: datetime) -> list[str]:
        return [verb, "--config", "config.yaml", "--now", now.isoformat()]

    def marks(self) -> dict[str, list[bool]]:
        """Return for each deadline whether its messages say that they may repeat."""
        said: dict[str, list[bool]] = {}
        for payload in self.receiver.got:
            [item] = payload["data"]["items"]
            said.setdefault(item["id"], []).append(payload["data"]["maybe_repeat"])
        return said


def life(daemon: Daemon, seed: int) -> Daemon:
    """Let *daemon* be killed at random moments, then let a run end its work."""
    daemon.begin()
    chance = random.Random(seed)
    for _ in range(EACH):
        daemon.live_and_be_killed(chance.uniform(0, LONGEST_S))
    daemon.run_once(daemon.now() + timedelta(minutes=5))
    return daemon


@pytest.mark.timeout(600)
def test_a_daemon_killed_at_random_loses_nothing_and_repeats_what_was_on_its_way(
    tmp_path: Path,
) -> None:
    with ExitStack() as stack:
        daemons = [
            Daemon(
                tmp_path / str(n),
                stack.enter_context(warm()),
                stack.enter_context(receiving(takes_its_time)),
            )
            for n in range(DAEMONS)
        ]
        with ThreadPoolExecutor(DAEMONS) as workers:
            list(workers.map(life, daemons, range(DAEMONS)))

    kills = [doubt for daemon in daemons for doubt in daemon.in_doubt]
    marks = [daemon.marks() for daemon in daemons]
    hit = sum(map(bool, kills))
    repeats = sum(len(said) - 1 for told in marks for said in told.values())
    print(f"{len(kills)} kills, {hit} on its way, {repeats} repeats")  # noqa: T201 - seen with -s
    assert [len(told) for told in marks] == [REMINDERS] * DAEMONS
    assert hit
    assert max(map(len, kills)) == 1  # a channel sends one message at a time
    for daemon, told in zip(daemons, marks, strict=True):
        doubted = Counter(name for doubt in daemon.in_doubt for name in doubt)
        assert all(len(said) - 1 <= doubted[name] for name, said in told.items())
        assert all(all(said[1:]) for said in told.values())
