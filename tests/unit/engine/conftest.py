"""A small world: a folder of calls, a configuration, a real store, a fake network."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event

import pytest

from deadlinebot.config import read_settings
from deadlinebot.engine.verbs import Engine
from deadlinebot.model.change import Change
from deadlinebot.model.delivery import Delivery, State
from deadlinebot.store import Selection, Store, open_store
from tests.build import utc
from tests.fakes import FakeNet

CONFIG = """
language: en
home: Asia/Shanghai
state: state
sources:
  lab: {format: native, location: calls}
channels:
  slack: {notifier: slack, url: "https://hooks.slack.com/services/T0/B0/secretsecret"}
routes:
  all: {leads: [14d, 3d, 6h], channels: [slack]}
"""

OPERATED = CONFIG + "operator: {channels: [slack]}\n"

CALL = """calls:
  - series: {series}
    year: 2026
    title: {series} conference
    link: https://example.org/{series}
    milestones:
      - kind: paper
        date: {date}
        zone: UTC-12
"""


class World:
    """One installation in a folder, with a clock that is set by hand."""

    def __init__(self, folder: Path, store: Store, now: datetime) -> None:
        self.folder = folder
        self.store = store
        self.now = now
        self.net = FakeNet()
        self.console: list[str] = []
        self.engine = self.started()

    def started(self, config: str = CONFIG) -> Engine:
        """Return an engine on the same store, as after a restart."""
        settings = read_settings(config, self.folder / "config.yaml")
        self.engine = Engine(settings, self.store, self.net, self.console.append)
        return self.engine

    def reload(self, config: str) -> None:
        """Put another configuration in force, without a restart."""
        self.engine.use(read_settings(config, self.folder / "config.yaml"))

    def states(self, series: str, date: str) -> None:
        """Write the file of *series*: its paper deadline at *date* in UTC-12."""
        calls = self.folder / "calls"
        calls.mkdir(exist_ok=True)
        text = CALL.format(series=series, date=date)
        (calls / f"{series.lower()}.yaml").write_text(text, encoding="utf-8")

    def write(self, name: str, text: str) -> None:
        """Write any text into the folder of calls."""
        (self.folder / "calls" / name).write_text(text, encoding="utf-8")

    def refresh(self) -> list[tuple[str, str]]:
        """Read the sources and return kind and deadline of what changed."""
        return [_short(change) for change in self.engine.refresh(self.now)]

    def wait(self, **length: float) -> None:
        """Let time pass."""
        self.now += timedelta(**length)

    def tick(self) -> datetime | None:
        """Deliver what is due."""
        return self.engine.deliver(lambda: self.now, Event())

    def feed(self, name: str = "all") -> bytes:
        """Publish and return one feed."""
        return self.engine.publish(self.now).feeds[name].identity

    def deliveries(self, *states: State) -> tuple[Delivery, ...]:
        """Return the deliveries in *states*, or all."""
        found = self.store.deliveries(Selection())
        return tuple(d for d in found if not states or d.state in states)


def _short(change: Change) -> tuple[str, str]:
    return change.kind.value, change.after.id


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """A world on 1 May 2026 with EMNLP due on 25 May and ACL on 10 June, UTC-12."""
    now = utc("2026-05-01T00:00:00")
    path = tmp_path / "state" / "deadlinebot.sqlite"
    with open_store(path, owner="test", now=now) as store:
        world = World(tmp_path, store, now)
        world.states("EMNLP", "2026-05-25 23:59")
        world.states("ACL", "2026-06-10 23:59")
        yield world


@pytest.fixture
def watched(world: World) -> World:
    """The world with an operator, 8 calls, read once."""
    world.started(OPERATED)
    for number in range(6):
        world.states(f"CONF{number}", "2026-07-01 23:59")
    world.refresh()
    return world


@pytest.fixture
def planned(world: World) -> World:
    """A world whose reminders are planned."""
    world.refresh()
    return world
