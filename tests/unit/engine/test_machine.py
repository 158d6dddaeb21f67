"""Whatever happens in whatever order: each reminder is told, once, and never wrongly.

The engine over a real SQLite store; only the network is not real, and keeps in memory
what arrived. A crash is a call to store or network after which nothing is done.
"""

from __future__ import annotations

import json
import math
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event, Lock
from typing import cast

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
)

from deadlinebot.config import read_settings
from deadlinebot.engine.verbs import Engine
from deadlinebot.model.channel import NoAnswer, NotSent, Request, Response
from deadlinebot.model.delivery import Delivery, DeliveryKind, State
from deadlinebot.net import Net
from deadlinebot.store import Store, open_store
from tests.build import SEEN
from tests.fakes import Answer, FakeNet
from tests.mortal import Killed, Life, Mortal
from tests.stored import empty_store

CONFIG = """
language: en
state: state
sources: {lab: {format: native, location: calls, may_shrink: true}}
channels:
  here: {notifier: generic, url: "https://hooks.example.org/here"}
  there: {notifier: generic, url: "https://hooks.example.org/there"}
routes:
  all: {leads: [7d, 3d, 1d, 6h], channels: [here, there]}
"""
CALL = """calls:
  - series: {name}
    year: 2026
    link: https://{name}.example.org
    withdrawn: {withdrawn}
    milestones:
      - {{kind: paper, date: "{due:%Y-%m-%d %H:%M}", zone: UTC}}
"""
CHATS = ("here", "there")
NAMES = st.sampled_from(["acl", "emnlp", "icml"])
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
IN_HAND = State.CLAIMED, State.SENDING
WAITING = State.PLANNED, State.RETRY, State.HELD
OK = Response(204)
REFUSALS: dict[str, Answer] = {
    "too many": Response(429, b"", {"retry-after": "90"}),
    "down": Response(503, b"rollup_error"),
    "moved": Response(302, b"", {"location": "https://elsewhere.example.org"}),
    "gone": Response(410, b"gone"),
    "unreachable": NotSent("connection refused"),
}
SILENCES: dict[str, Answer] = {
    "arrived": NoAnswer("the connection was cut"),
    "lost": NoAnswer("the connection was cut"),
    "a page": Response(200, b"<html>", {"content-type": "text/html"}),
}


class Promises(RuleBasedStateMachine):
    """An installation, and a world that does not care."""

    engine: Engine

    @initialize()
    def start(self) -> None:
        self.folder = tempfile.TemporaryDirectory(prefix="deadlinebot-")
        self.home = Path(self.folder.name)
        (self.home / "calls").mkdir()
        self.path = self.home / "state.db"
        shutil.copy(empty_store(), self.path)
        self.now = SEEN
        self.net = FakeNet(self.arrives)
        self.turn = Lock()  # the channels are served at the same time
        self.troubles: list[str] = []
        self.stated: dict[str, tuple[datetime, bool]] = {}
        self.arrived: Counter[str] = Counter()
        self.spoken: Counter[tuple[str, str]] = Counter()
        self.known: dict[str, Delivery] = {}
        self.repeatable = 0
        self.owners = 0
        self.open()
        self.state("acl", 4)
        self.state("emnlp", 9)

    def open(self) -> None:
        self.owners += 1
        self.life = Life()
        self.store = open_store(self.path, owner=f"p{self.owners}", now=self.now)
        self.engine = Engine(
            read_settings(CONFIG, self.home / "config.yaml"),
            cast("Store", Mortal(self.store, self.life)),
            cast("Net", Mortal(self.net, self.life)),
            lambda _line: None,
        )
        self.engine.refresh(self.now)
        self.engine.replan(self.now)
        self.engine.revive(self.now)

    def close(self) -> None:
        with suppress(Killed):
            self.engine.close()
        self.store.close()

    def teardown(self) -> None:
        if hasattr(self, "path"):
            self.work_off()
            self.close()
            self.folder.cleanup()

    # facts

    @rule(name=NAMES, days=st.integers(0, 9))
    def state(self, name: str, days: int) -> None:
        """State a deadline, or another date for it."""
        due = (self.now + days * DAY).replace(second=0, microsecond=0)
        self.write(name, due, withdrawn=False)

    @rule(name=NAMES)
    def withdraw(self, name: str) -> None:
        if name in self.stated:
            self.write(name, self.stated[name][0], withdrawn=True)

    def write(self, name: str, due: datetime, *, withdrawn: bool) -> None:
        text = CALL.format(name=name, due=due, withdrawn=str(withdrawn).lower())
        (self.home / "calls" / f"{name}.yaml").write_text(text)
        self.stated[name] = due, withdrawn
        self.or_die(lambda: self.engine.refresh(self.now))

    # time and trouble

    @rule(times=st.integers(1, 8), late=st.sampled_from([0, 0, 1, 90, 1500]))
    def go_on(self, times: int, late: int) -> None:
        """Deliver what is due next, and next, *late* minutes after its time."""
        for _ in range(times):
            again = self.store.next_due(CHATS)
            self.now = max(self.now, again or self.now) + late * MINUTE
            self.tick()

    @rule(hours=st.sampled_from([1, 10, 60]))
    def be_down(self, hours: int) -> None:
        self.close()
        self.now += hours * HOUR
        self.open()
        self.tick()

    @rule(minutes=st.sampled_from([-50, -5, 5, 300]))
    def step_the_clock(self, minutes: int) -> None:
        self.now += minutes * MINUTE
        self.tick()

    @rule(trouble=st.sampled_from([*REFUSALS, *SILENCES]), times=st.integers(1, 4))
    def trouble(self, trouble: str, times: int) -> None:
        """Let the next messages meet with *trouble*."""
        self.troubles += [trouble] * times

    @rule()
    def mend(self) -> None:
        """Let every service work."""
        self.troubles.clear()
        self.or_die(lambda: self.engine.revive(self.now))

    @rule(calls=st.integers(0, 40))
    def die_sending(self, calls: int) -> None:
        """End the process after so many *calls*, while it delivers."""
        self.life.left = calls
        self.go_on(times=4, late=0)
        self.life.left = math.inf

    @rule(calls=st.integers(0, 6), name=NAMES, days=st.integers(1, 9))
    def die_reading(self, calls: int, name: str, days: int) -> None:
        """End the process after so many *calls*, while it learns of another date."""
        self.life.left = calls
        self.state(name, days)
        self.life.left = math.inf

    # sending

    def tick(self) -> None:
        self.spoken.clear()
        self.or_die(lambda: self.engine.deliver(lambda: self.now, Event()))
        assert all(times == 1 for times in self.spoken.values()), self.spoken

    def or_die(self, work: Callable[[], object]) -> None:
        try:
            work()
        except Killed:
            rows = self.store.deliveries()
            self.repeatable += sum(row.state is State.SENDING for row in rows)
            self.close()
            self.open()

    def arrives(self, request: Request) -> Answer:
        with self.turn:
            return self.answered(request)

    def answered(self, request: Request) -> Answer:
        """Be the service: take the message, or make trouble."""
        trouble = self.troubles.pop() if self.troubles else ""
        self.is_right(request)
        if trouble in REFUSALS:
            return REFUSALS[trouble]
        if trouble != "lost":
            self.take(request)
        if trouble in SILENCES:
            self.repeatable += 1
            return SILENCES[trouble]
        return OK

    def take(self, request: Request) -> None:
        """Remember that *request* has arrived."""
        said = json.loads(request.body)
        key = request.headers["webhook-id"]
        assert said["data"]["maybe_repeat"] or not self.arrived[key]
        self.arrived[key] += 1
        if said["type"] == "reminder.due":
            chat = request.url.rpartition("/")[2]
            self.spoken[chat, said["data"]["items"][0]["id"]] += 1

    def is_right(self, request: Request) -> None:
        """Check that a reminder says what holds, while it helps."""
        said = json.loads(request.body)
        if said["type"] != "reminder.due":
            return
        [item] = said["data"]["items"]
        due, withdrawn = self.stated[item["id"].removesuffix("-2026-paper")]
        assert item["due"]["utc"] == f"{due:%Y-%m-%dT%H:%M:%SZ}"
        assert not withdrawn
        assert self.now < due

    # what always holds

    @invariant()
    def nothing_disappears(self) -> None:
        if hasattr(self, "path"):
            rows = {row.id: row for row in self.store.deliveries()}
            assert rows.keys() >= self.known.keys()
            self.known = rows

    @invariant()
    def what_is_called_delivered_has_arrived(self) -> None:
        if hasattr(self, "path"):
            told = [d for d in self.known.values() if d.state is State.DELIVERED]
            assert all(self.arrived[d.id] for d in told)

    @invariant()
    def a_crash_or_a_lost_answer_costs_at_most_one_repeat(self) -> None:
        if hasattr(self, "path"):
            repeats = sum(times - 1 for times in self.arrived.values() if times > 1)
            assert repeats <= self.repeatable

    # the end

    def work_off(self) -> None:
        """With all well again, whatever is due is told, or another speaks for it."""
        self.life.left = math.inf
        self.mend()
        for _ in range(3):
            self.now += 2 * HOUR  # leases, pauses and retries are over
            self.engine.deliver(lambda: self.now, Event())
        rows = self.store.deliveries()
        assert all(row.state not in IN_HAND for row in rows)
        waiting = [row.next_at for row in rows if row.state in WAITING]
        assert all(at and at > self.now for at in waiting)
        self.a_superseded_reminder_has_a_successor(rows)
        self.what_is_called_delivered_has_arrived()

    def a_superseded_reminder_has_a_successor(self, rows: tuple[Delivery, ...]) -> None:
        reminders = [row for row in rows if row.kind is DeliveryKind.REMINDER]
        reminders.sort(key=lambda row: row.due)
        last = {(row.channel, row.deadline, row.sequence): row for row in reminders}
        assert all(row.state is not State.SUPERSEDED for row in last.values())


TestPromises = Promises.TestCase
TestPromises.settings = settings(
    max_examples=max(15, settings().max_examples // 3), stateful_step_count=30
)
