"""Whatever people say, in whatever order and whoever is killed: the last word counts."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from deadlinebot.config import read_settings
from deadlinebot.engine import setup
from deadlinebot.engine.inbox import Inbox, Sheet, new_name
from deadlinebot.engine.instructions import take_up
from deadlinebot.engine.verbs import Engine
from deadlinebot.model.delivery import Delivery, DeliveryKind, State
from deadlinebot.model.instruction import Done, Snooze, Undo, Word
from deadlinebot.model.mute import Mute, by_deadline
from deadlinebot.store import open_store
from tests.build import SEEN
from tests.fakes import FakeNet
from tests.stored import empty_store

CONFIG = """
language: en
state: state
sources: {lab: {format: native, location: calls}}
channels:
  here: {notifier: generic, url: "https://hooks.example.org/here"}
  there: {notifier: generic, url: "https://hooks.example.org/there"}
routes:
  all: {leads: [7d, 3d, 1d], channels: [here, there]}
  urgent: {leads: [1d, 6h], channels: [here]}
"""
CALL = """calls:
  - series: {name}
    year: 2026
    milestones:
      - {{kind: paper, date: "{due:%Y-%m-%d %H:%M}", zone: UTC}}
"""
NAMES = ("acl", "emnlp")
ROUTES = st.sampled_from(["", "all", "urgent"])
SOME = st.sets(st.sampled_from(NAMES), min_size=1)
DAY = timedelta(days=1)


def ids(names: set[str]) -> tuple[str, ...]:
    """Return the ids of the paper deadlines of some series."""
    return tuple(f"{name}-2026-paper" for name in sorted(names))


class Muting(RuleBasedStateMachine):
    """An installation, people who speak, and a process that comes and goes."""

    engine: Engine

    @initialize()
    def start(self) -> None:
        self.folder = tempfile.TemporaryDirectory(prefix="deadlinebot-")
        self.home = Path(self.folder.name)
        for name in ("calls", "state"):
            (self.home / name).mkdir()
        self.path = self.home / "state" / "deadlinebot.sqlite"
        shutil.copy(empty_store(), self.path)
        self.settings = read_settings(CONFIG, self.home / "config.yaml")
        self.inbox = Inbox(self.settings)
        self.inbox.open()
        self.now = SEEN
        self.left: list[Word] = []  # not taken up yet
        self.stale = 0  # how many files, the first ones, were obeyed before
        self.heard: list[Word] = []
        self.open()
        self.move("acl", 6)
        self.move("emnlp", 9)

    def open(self) -> None:
        self.store = open_store(self.path, owner=new_name(self.now), now=self.now)
        self.engine = Engine(self.settings, self.store, FakeNet(), lambda _line: None)
        self.engine.refresh(self.now)
        self.engine.replan(self.now)

    def close(self) -> None:
        self.engine.close()
        self.store.close()

    def teardown(self) -> None:
        if hasattr(self, "path"):
            self.close()
            self.folder.cleanup()

    @rule(name=st.sampled_from(NAMES), days=st.integers(1, 9))
    def move(self, name: str, days: int) -> None:
        """State another date."""
        text = CALL.format(name=name, due=self.now + days * DAY)
        (self.home / "calls" / f"{name}.yaml").write_text(text)
        self.engine.refresh(self.now)

    @rule(names=SOME, route=ROUTES)
    def done(self, names: set[str], route: str) -> None:
        self.leave(Done(ids(names), route))

    @rule(names=SOME, route=ROUTES)
    def undo(self, names: set[str], route: str) -> None:
        self.leave(Undo(ids(names), route))

    @rule(names=SOME, route=ROUTES, hours=st.integers(1, 200))
    def snooze(self, names: set[str], route: str, hours: int) -> None:
        until = self.now + timedelta(hours=hours)
        self.leave(Snooze(ids(names), until, route))

    def leave(self, word: Word) -> None:
        """Leave *word* in the inbox."""
        self.now += timedelta(milliseconds=1)
        self.inbox.leave(new_name(self.now), Sheet(at=self.now, wanted=word))
        self.left.append(word)

    @rule()
    def obey(self) -> None:
        """Let the process take up what was left."""
        take_up(self.engine, self.now)
        self.obeyed(len(self.left))
        self.stale = 0

    def obeyed(self, count: int) -> None:
        self.heard += self.left[:count]
        del self.left[:count]

    @rule(after=st.integers(1, 3))
    def die_obeying(self, after: int) -> None:
        """Kill the process when it has obeyed some, and not removed the last of them."""
        files = {path: path.read_bytes() for path in self.files()}
        after = min(after, len(files))
        if not after:
            return
        for path in list(files)[after:]:
            path.unlink()
        take_up(self.engine, self.now)
        for path in list(files)[after - 1 :]:
            path.write_bytes(files[path])
        self.obeyed(after - self.stale)
        self.stale = 1
        self.restart()

    def files(self) -> list[Path]:
        """Return what lies in the inbox, the first one first."""
        return sorted((self.home / "state" / "inbox").iterdir())

    @rule()
    def restart(self) -> None:
        self.close()
        self.open()

    @rule(hours=st.sampled_from([1, 10, 30]))
    def go_on(self, hours: int) -> None:
        """Let time pass, and what is due be sent."""
        self.now += timedelta(hours=hours)
        self.engine.deliver(lambda: self.now, Event())

    @invariant()
    def what_waits_is_what_the_last_words_leave(self) -> None:
        if not hasattr(self, "path"):
            return
        held = by_deadline(self.words())
        plan = replace(setup.plan(self.settings.config), mutes=held)
        wanted = plan.reminders(self.store.deadlines(), self.now)
        waiting = [
            row
            for row in self.store.deliveries()
            if row.kind is DeliveryKind.REMINDER and row.state is State.PLANNED
        ]
        assert self.ahead(waiting) == self.ahead(wanted)

    def ahead(self, rows: Iterable[Delivery]) -> set[tuple[str, datetime]]:
        """Return id and instant of those that are due later than now."""
        return {(row.id, row.due) for row in rows if row.due > self.now}

    def words(self) -> list[Mute]:
        """Return what was heard, each a second after the one before it."""
        found = []
        for n, word in enumerate(self.heard):
            at = SEEN + n * timedelta(seconds=1)
            match word:
                case Done():
                    until = None
                case Snooze(until=end):
                    until = end
                case Undo():
                    until = at
            found += [Mute(key, word.route, until, at) for key in word.deadlines]
        return found

    @invariant()
    def the_inbox_holds_only_what_waits(self) -> None:
        if hasattr(self, "path") and not self.left:
            self.obey()
            assert self.files() == []


TestMuting = Muting.TestCase
TestMuting.settings = settings(
    max_examples=max(15, settings().max_examples // 3), stateful_step_count=25
)
