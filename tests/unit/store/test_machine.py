"""Whatever happens in whatever order: nothing is lost, late, stale or told twice."""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
)

from deadlinebot.model.deadline import Deadline, Status
from deadlinebot.model.delivery import (
    Delivery,
    DeliveryKind,
    Outcome,
    State,
    Verdict,
    delivery_id,
)
from deadlinebot.store import Selection, Store, open_store
from tests.build import SEEN, a_deadline
from tests.stored import empty_store, expire, finish, mark, pause, recover, set_dead

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
LEADS = {"7d": 7 * DAY, "3d": 3 * DAY, "1d": DAY, "6h": 6 * HOUR}
CHATS = ("slack", "wecom")
FREE = dict.fromkeys(CHATS, 3)
NAMES = st.sampled_from(["acl", "emnlp"])
WAITING = {State.PLANNED, State.RETRY, State.HELD}
IN_HAND = {State.CLAIMED, State.SENDING}
OK = Verdict(Outcome.DELIVERED)
NO = Verdict(Outcome.RETRY, "503")


def reminders(deadline: Deadline) -> list[Delivery]:
    due = deadline.due
    assert due
    return [
        Delivery(
            id=delivery_id(
                chat, deadline.id, DeliveryKind.REMINDER, lead, deadline.sequence
            ),
            channel=chat,
            deadline=deadline.id,
            sequence=deadline.sequence,
            kind=DeliveryKind.REMINDER,
            lead=lead,
            due=due - before,
            not_after=due,
        )
        for chat in CHATS
        for lead, before in LEADS.items()
    ]


class Outbox(RuleBasedStateMachine):
    """A store, a receiver in memory, and a world that does not care."""

    store: Store

    @initialize()
    def start(self) -> None:
        self.folder = tempfile.TemporaryDirectory(prefix="deadlinebot-")
        self.path = Path(self.folder.name) / "state.db"
        shutil.copy(empty_store(), self.path)
        self.now = SEEN
        self.owners = 0
        self.crashes = 0
        self.received: Counter[str] = Counter()
        self.planned: set[str] = set()
        self.held: dict[str, Deadline] = {}
        self.open()

    def open(self) -> None:
        self.owners += 1
        self.store = open_store(self.path, owner=f"p{self.owners}", now=self.now)

    def teardown(self) -> None:
        if not hasattr(self, "path"):
            return
        self.work_off()
        self.end_of_time()
        self.store.close()
        self.folder.cleanup()

    # facts

    @rule(name=NAMES, days=st.integers(-1, 12))
    def state(self, name: str, days: int) -> None:
        """Add a deadline, or move it."""
        due = self.now + days * DAY
        old = self.held.get(name)
        new = a_deadline(due, id=name, sequence=old.sequence + 1 if old else 0)
        self.put(new, reminders(new))

    @rule(name=NAMES)
    def plan_again(self, name: str) -> None:
        held = self.held.get(name)
        if held and held.status is Status.CONFIRMED:
            self.put(held, reminders(held))

    @rule(name=NAMES)
    def withdraw(self, name: str) -> None:
        old = self.held.get(name)
        if old:
            gone = replace(old, status=Status.WITHDRAWN, sequence=old.sequence + 1)
            self.put(gone, [])

    def put(self, deadline: Deadline, plan: list[Delivery]) -> None:
        self.store.apply(self.now, deadlines=[deadline], plan=plan)
        self.held[deadline.id] = deadline
        self.planned |= {one.id for one in plan}

    # time and trouble

    @rule(hours=st.integers(1, 60))
    def wait(self, hours: int) -> None:
        self.now += hours * HOUR

    @rule(hours=st.integers(1, 10))
    def set_the_clock_back(self, hours: int) -> None:
        self.now -= hours * HOUR

    @rule(chat=st.sampled_from(CHATS), minutes=st.integers(1, 300))
    def pause(self, chat: str, minutes: int) -> None:
        pause(self.store, chat, self.now + timedelta(minutes=minutes), "429")

    @rule(chat=st.sampled_from(CHATS))
    def die(self, chat: str) -> None:
        set_dead(self.store, chat, "revoked")

    @rule(chat=st.sampled_from(CHATS))
    def revive(self, chat: str) -> None:
        self.store.revive(chat, self.now)

    @rule()
    def house_keep(self) -> None:
        expire(self.store, self.now)
        recover(self.store, self.now)

    # sending

    @rule(how=st.sampled_from(["ok", "later", "held", "release"]))
    def tick(self, how: str) -> None:
        """Send what is due; *how* is what becomes of each."""
        for claimed in self.claim():
            if how == "release":
                assert self.store.release(claimed)
            elif sent := self.send(claimed):
                assert self.finish(sent, how)

    @rule(point=st.sampled_from(["claimed", "marked", "sent"]))
    def crash(self, point: str) -> None:
        """Die while the first of a batch is at *point*."""
        batch = self.claim()
        if batch and point == "sent":
            self.send(batch[0])
        elif batch and point == "marked":
            mark(self.store, batch[0], self.now)
        self.crashes += 1
        self.store.close()
        self.open()

    @rule(minutes=st.integers(0, 3))
    def stall(self, minutes: int) -> None:
        """Stop after a claim, and come back when the lease may be over."""
        for claimed in self.claim():
            self.now += timedelta(minutes=minutes)
            recover(self.store, self.now)
            if sent := self.send(claimed):
                self.finish(sent, "ok")

    def claim(self) -> tuple[Delivery, ...]:
        batch = self.store.claim(self.now, 4, FREE)
        spoken = Counter((d.channel, d.deadline, d.sequence) for d in batch)
        assert all(times == 1 for times in spoken.values())
        return batch

    def send(self, claimed: Delivery) -> Delivery | None:
        sent = mark(self.store, claimed, self.now)
        if sent is None:
            return None
        current = self.held[sent.deadline]
        assert self.now < sent.not_after
        assert sent.sequence == current.sequence
        assert current.status is not Status.WITHDRAWN
        assert sent.maybe_sent or not self.received[sent.id]
        self.received[sent.id] += 1
        return sent

    def finish(self, sent: Delivery, how: str) -> bool:
        if how == "ok":
            return finish(
                self.store,
                sent,
                self.now,
                State.DELIVERED,
                verdict=OK,
                maybe_sent=sent.maybe_sent,
            )
        self.received[sent.id] -= 1  # the service says that it did not take it
        state = State.HELD if how == "held" else State.RETRY
        return finish(
            self.store,
            sent,
            self.now,
            state,
            verdict=NO,
            next_at=self.now + HOUR,
            maybe_sent=sent.maybe_sent,
        )

    # what always holds

    @invariant()
    def nothing_is_lost(self) -> None:
        if hasattr(self, "path"):
            assert {row.id for row in self.store.deliveries()} == self.planned

    @invariant()
    def a_crash_costs_at_most_one_repeat(self) -> None:
        if hasattr(self, "path"):
            repeats = sum(times - 1 for times in self.received.values() if times > 1)
            assert repeats <= self.crashes

    @invariant()
    def between_steps_nothing_is_in_hand_but_stalled(self) -> None:
        if hasattr(self, "path"):
            in_hand = self.store.deliveries(Selection(states=tuple(IN_HAND)))
            assert all(row.owner == self.store.owner for row in in_hand)

    # the end

    def work_off(self) -> None:
        """With all well again, whatever is due is told or superseded."""
        for chat in CHATS:
            self.store.revive(chat, self.now)
        self.now += 2 * HOUR  # leases and retries are over
        self.house_keep()
        while batch := self.claim():
            for claimed in batch:
                if sent := self.send(claimed):
                    assert self.finish(sent, "ok")
        for row in self.store.deliveries():
            assert row.state not in IN_HAND
            if row.state in WAITING:
                assert row.next_at
                assert row.next_at > self.now
        self.a_crash_costs_at_most_one_repeat()

    def end_of_time(self) -> None:
        expire(self.store, self.now + 100 * DAY)
        ends = {row.state for row in self.store.deliveries()}
        assert ends.isdisjoint(WAITING | IN_HAND)


TestOutbox = Outbox.TestCase
TestOutbox.settings = settings(
    max_examples=max(20, settings().max_examples // 2), stateful_step_count=25
)
