"""A run, killed at its system calls: what the next one makes of what it finds."""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.needs import needs
from tests.receiver import Receiver, receiving
from tests.warm import Warm, warm

CALL = """  - series: {name}
    year: 2026
    link: https://{name}.example.org
    milestones:
      - {{kind: paper, date: "2026-05-25 23:59", zone: UTC-12}}
"""
CONFIG = """language: en
state: state
sources: {{lab: {{format: native, location: calls.yaml}}}}
channels: {{hook: {{notifier: generic, url: "{url}"}}}}
routes: {{all: {{leads: [3d], channels: [hook]}}}}
"""
NAMES = ("acl", "cikm", "coling", "eacl", "ecir", "emnlp", "icml", "naacl")
BEFORE, DUE = "2026-05-20T09:00+08:00", "2026-05-23T20:00+08:00"
MADE = (  # as strace takes them
    "write,pwrite64,fdatasync,fsync,ftruncate,rename,unlink,openat,close,"
    "connect,sendto,recvfrom,shutdown"
)
EACH = 36  # of a system call that is made more often, so many points are taken
KILLED = -9


@dataclass(frozen=True, slots=True)
class Point:
    """The system call at which a run is killed: its *nth* in one of its threads."""

    call: str
    nth: int

    @property
    def trace(self) -> list[str]:
        """What strace is told."""
        kill = f"inject={self.call}:signal=SIGKILL:when={self.nth}"
        return ["-o", "/dev/null", "-e", f"trace={self.call}", "-e", kill]


@dataclass(frozen=True, slots=True)
class Told:
    """What arrived after a kill and the runs that followed it.

    Attributes:
        at: where the kill was.
        status: how the run ended that was to be killed.
        in_doubt: the deadlines whose message was on its way when it ended.
        payloads: everything that arrived, the first first.
    """

    at: Point
    status: int
    in_doubt: frozenset[str]
    payloads: Sequence[dict[str, Any]]

    def marks(self) -> dict[str, list[bool]]:
        """Return for each deadline whether its messages say that they may repeat."""
        said: dict[str, list[bool]] = {}
        for payload in self.payloads:
            [item] = payload["data"]["items"]
            said.setdefault(item["id"], []).append(payload["data"]["maybe_repeat"])
        return said

    def wrong(self) -> str:
        """Return what promise this breaks, if any."""
        marks = self.marks()
        repeats = {name: said for name, said in marks.items() if len(said) > 1}
        if lost := {f"{name}-2026-paper" for name in NAMES} - set(marks):
            return f"lost: {sorted(lost)}"
        if len(self.in_doubt) > 1 or not set(repeats) <= self.in_doubt:
            return f"repeated: {sorted(repeats)}; in doubt: {sorted(self.in_doubt)}"
        if any(said != [False, True] for said in repeats.values()):
            return f"repeats that do not say so, or firsts that do: {repeats}"
        return ""


class Installation:
    """A folder with eight calls, a receiver, and a process that starts warm."""

    def __init__(self, folder: Path, program: Warm, receiver: Receiver) -> None:
        self.folder = folder
        self.program = program
        self.receiver = receiver
        calls = "calls:\n" + "".join(CALL.format(name=name) for name in NAMES)
        (folder / "calls.yaml").write_text(calls, encoding="utf-8")
        config = CONFIG.format(url=receiver.url)
        (folder / "config.yaml").write_text(config, encoding="utf-8")

    def run(self, now: str, trace: Sequence[str] = ()) -> int:
        """Run once at *now*; return how that ended."""
        arguments = ("run-once", "--config", "config.yaml", "--now", now)
        return self.program.run(self.folder, *arguments, trace=trace)

    def whole(self, now: str) -> None:
        """Run once at *now*, to the end."""
        assert self.run(now) == 0, (self.folder / "err").read_text()

    def reset(self, kept: Path | None) -> None:
        """Start from the state *kept*, or from none."""
        shutil.rmtree(self.folder / "state", ignore_errors=True)
        if kept:
            shutil.copytree(kept, self.folder / "state")
        self.receiver.taken.clear()

    def killed(self, at: Point, now: str, kept: Path | None) -> Told:
        """Kill a run at *now* and let others follow; return what was told."""
        self.reset(kept)
        status = self.run(now, at.trace)
        in_doubt = self.in_doubt() if kept else frozenset()
        if now != DUE:
            self.whole(now)
        self.whole(DUE)
        return Told(at, status, in_doubt, tuple(self.receiver.got))

    def in_doubt(self) -> frozenset[str]:
        """Return the deadlines of which the state says that they may have been told."""
        self.program.run(self.folder, "deliveries", "--json", "--config", "config.yaml")
        rows = json.loads((self.folder / "out").read_text(encoding="utf-8"))
        return frozenset(row["deadline"] for row in rows if row["state"] == "sending")


@contextmanager
def installed(folder: Path) -> Iterator[Installation]:
    folder.mkdir()
    with warm() as program, receiving() as receiver:
        yield Installation(folder, program, receiver)


def points(installation: Installation, now: str, kept: Path | None) -> list[Point]:
    """Return points at every kind of system call that a run at *now* makes.

    strace counts the calls of each thread by itself, so the thread with the most of
    them decides how far the counting goes.
    """
    installation.reset(kept)
    log = installation.folder / "strace.log"
    assert installation.run(now, ["-o", str(log), "-e", f"trace={MADE}"]) == 0
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    begun = (re.match(r"(\d+) +(\w+)\(", line) for line in lines)
    made = Counter(call.groups() for call in begun if call)
    found = []
    for call in MADE.split(","):
        most = max((n for (_, name), n in made.items() if name == call), default=0)
        step = max(1, -(-most // EACH))
        found += [Point(call, nth) for nth in range(1, most + 1, step)]
    return found


def shared_out(
    installations: Sequence[Installation],
    at: Sequence[Point],
    now: str,
    kept: Path | None,
) -> list[Told]:
    """Kill at every point of *at*, in each installation a share of them."""
    shares = [at[n :: len(installations)] for n in range(len(installations))]

    def work(one: Installation, share: Sequence[Point]) -> list[Told]:
        return [one.killed(point, now, kept) for point in share]

    with ThreadPoolExecutor(len(installations)) as workers:
        told = workers.map(work, installations, shares)
    return [each for share in told for each in share]


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Installation]]:
    """Two installations, for two processors."""
    folder = tmp_path_factory.mktemp("killed")
    with installed(folder / "a") as a, installed(folder / "b") as b:
        yield [a, b]


@needs("strace", "strace")
@pytest.mark.timeout(600)
def test_a_run_killed_at_any_system_call_loses_nothing_and_repeats_one_at_most(
    pair: list[Installation], tmp_path: Path
) -> None:
    pair[0].whole(BEFORE)
    planned = shutil.copytree(pair[0].folder / "state", tmp_path / "planned")
    told = shared_out(pair, points(pair[0], DUE, planned), DUE, planned)

    killed = [each for each in told if each.status == KILLED]
    repeats = [each.at for each in killed if len(each.payloads) > len(NAMES)]
    print(json.dumps({"killed": len(killed), "repeats": len(repeats)}))  # noqa: T201 - seen with -s
    assert len(killed) >= 100
    assert {each.at.call for each in killed} >= {"pwrite64", "fdatasync", "sendto"}
    assert [(each.at, each.wrong()) for each in told if each.wrong()] == []


@needs("strace", "strace")
@pytest.mark.timeout(600)
def test_a_first_run_killed_at_any_system_call_is_made_good_by_the_next(
    pair: list[Installation],
) -> None:
    told = shared_out(pair, points(pair[0], BEFORE, None)[::5], BEFORE, None)

    assert sum(each.status == KILLED for each in told) >= 15
    assert [(each.at, each.wrong()) for each in told if each.wrong()] == []
