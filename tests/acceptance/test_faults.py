"""Six services that fail in every known way: nothing is lost, and no wait is broken.

The engine, its store and its HTTP client are real, and so are the services' sockets;
only the clock is virtual, so that waits of minutes cost nothing, and a hang is cut
after a part of a second instead of ten.
"""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event, Lock
from urllib.parse import urlsplit

import pytest

from deadlinebot.config import read_settings
from deadlinebot.engine.verbs import Engine
from deadlinebot.net import Net
from deadlinebot.net.guard import Limits
from deadlinebot.store import Health, open_store
from tests.build import utc
from tests.faults import FAULTS, LATER_S, SERVICES, Service
from tests.receiver import Receiver, Reply, receiving

CALL = """  - series: CONF{n}
    year: 2026
    link: https://conf{n}.example.org
    milestones:
      - {{kind: paper, date: "2026-05-25 {at:%H:%M}", zone: UTC}}
"""
CONFIG = """language: en
home: UTC
sources: {{lab: {{format: native, location: calls.yaml}}}}
channels:
{channels}
routes: {{all: {{leads: [3d], channels: [{names}]}}}}
"""
DEADLINES = 50  # on six services: 300 reminders
NAMES = {f"CONF{n}" for n in range(100, 100 + DEADLINES)}
SHARE = 0.3
SHORT = Limits(connect_s=2, read_s=0.2, total_s=0.4)
SILENT = set(FAULTS) - {"too many", "busy", "unavailable", "down", "redirect", "slow"}


class Trouble:
    """What the six services do, and what came of it.

    Attributes:
        now: the virtual clock.
        early: requests within a wait that their service had told.
        lost_answers: how many answers may not have been understood.
        met: how often each fault was.
    """

    def __init__(self, seed: int) -> None:
        self.now = utc("2026-05-20T00:00:00")
        self.early: list[str] = []
        self.lost_answers = 0
        self.met: Counter[str] = Counter()
        self._chance = {name: random.Random(f"{seed} {name}") for name in SERVICES}
        self._until: dict[str, datetime] = {}
        self._turn = Lock()

    def reply(self, path: str) -> Reply:
        """Answer as the service at *path* does, or as it does when in trouble."""
        with self._turn:
            name, service = service_at(path)
            if self.now < self._until.get(name, self.now):
                self.early.append(name)
            if self._chance[name].random() >= SHARE:
                return service.ok
            fault = self._chance[name].choice(list(FAULTS))
            self.met[fault] += 1
            self.lost_answers += fault in SILENT
            waits = {"too many": service.wait_s, "unavailable": LATER_S}
            self._until[name] = self.now + timedelta(seconds=waits.get(fault, 0))
            return FAULTS[fault](service)


def service_at(path: str) -> tuple[str, Service]:
    [found] = [
        (name, service)
        for name, service in SERVICES.items()
        if urlsplit(service.path).path == urlsplit(path).path
    ]
    return found


def told(receiver: Receiver) -> Counter[tuple[str, str]]:
    """Return how often each service was told of each deadline."""
    return Counter(
        (service_at(post.path)[0], name)
        for post in receiver.taken
        for name in set(re.findall(r"CONF\d+", json.dumps(post.payload)))
    )


def unmarked(receiver: Receiver) -> list[tuple[str, str]]:
    """Return what came again without saying so."""
    seen: set[tuple[str, str]] = set()
    found = []
    for post in receiver.taken:
        text = json.dumps(post.payload)
        marked = "may be a repeat" in text or '"maybe_repeat": true' in text
        for name in set(re.findall(r"CONF\d+", text)):
            key = service_at(post.path)[0], name
            found += [key] if key in seen and not marked else []
            seen.add(key)
    return found


@pytest.fixture
def trouble() -> Trouble:
    return Trouble(seed=4)


@pytest.fixture
def receiver(trouble: Trouble) -> Iterator[Receiver]:
    with receiving(trouble.reply) as running:
        yield running


@pytest.fixture
def engine(tmp_path: Path, receiver: Receiver, trouble: Trouble) -> Iterator[Engine]:
    """An engine with 50 deadlines, seven minutes apart, and a channel a service."""
    first = utc("2026-05-25T04:00:00")
    times = (first + n * timedelta(minutes=7) for n in range(DEADLINES))
    calls = (CALL.format(n=100 + n, at=at) for n, at in enumerate(times))
    (tmp_path / "calls.yaml").write_text("calls:\n" + "".join(calls))
    channels = (
        f'  {name}: {{notifier: {name}, url: "{receiver.base}{service.path}"}}'
        for name, service in SERVICES.items()
    )
    config = CONFIG.format(channels="\n".join(channels), names=", ".join(SERVICES))
    settings = read_settings(config, tmp_path / "config.yaml")
    with open_store(tmp_path / "state.db", owner="test", now=trouble.now) as store:
        engine = Engine(settings, store, Net(webhook=SHORT), lambda _line: None)
        engine.refresh(trouble.now)
        yield engine
        engine.close()


def all_delivered(engine: Engine, trouble: Trouble) -> None:
    """Jump from one due instant to the next until nothing waits.

    A channel that is called dead is revived, as a person would do.
    """
    again: datetime | None = trouble.now
    while again:
        trouble.now = max(trouble.now, again)
        again = engine.deliver(lambda: trouble.now, Event())
        health = engine.store.channel_states().values()
        if any(state.health is Health.DEAD for state in health):
            engine.revive(trouble.now)
            again = trouble.now


@pytest.mark.timeout(300)
def test_with_faults_at_every_third_request_all_arrives_and_no_wait_is_broken(
    engine: Engine, receiver: Receiver, trouble: Trouble
) -> None:
    all_delivered(engine, trouble)

    arrived = told(receiver)
    repeats = sum(times - 1 for times in arrived.values())
    print(len(arrived), repeats, trouble.lost_answers, trouble.met)  # noqa: T201 - seen with -s
    assert {(s, n) for s in SERVICES for n in NAMES} - arrived.keys() == set()
    assert trouble.early == []
    assert unmarked(receiver) == []
    assert repeats <= trouble.lost_answers
    assert trouble.met.keys() == FAULTS.keys()
