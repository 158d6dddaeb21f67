"""What a tick costs follows what is due, not how much waits."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, event

from deadlinebot.model.channel import Pace
from deadlinebot.model.delivery import (
    Delivery,
    DeliveryKind,
    Outcome,
    State,
    Verdict,
    delivery_id,
)
from deadlinebot.store import Store, open_store
from tests.build import DUE, SEEN, a_deadline
from tests.stored import expire, finish, mark, recover, take

NOW = SEEN
DAY = timedelta(days=1)
CHAT = {"chat": 10}
OK = Verdict(Outcome.DELIVERED)


def reminders(count: int, *, due: timedelta, name: str) -> list[Delivery]:
    return [
        Delivery(
            id=delivery_id("chat", f"{name}-{n}", DeliveryKind.REMINDER, "3d", 0),
            channel="chat",
            deadline=f"{name}-{n}",
            sequence=0,
            kind=DeliveryKind.REMINDER,
            lead="3d",
            due=NOW + due,
            not_after=DUE,
        )
        for n in range(count)
    ]


def filled(path: Path, waiting: int) -> Store:
    """Return a store with five due reminders before *waiting* that are not."""
    store = open_store(path, owner="me", now=NOW)
    plan = [
        *reminders(waiting, due=DAY, name="later"),
        *reminders(5, due=timedelta(0), name="due"),
    ]
    store.apply(NOW, deadlines=[a_deadline(id=one.deadline) for one in plan], plan=plan)
    return store


@contextmanager
def statements(store: Store) -> Iterator[list[tuple[str, Any]]]:
    """Collect what is sent to the database meanwhile."""
    sent: list[tuple[str, Any]] = []

    def note(
        _connection: Connection, _cursor: object, sql: str, values: object, *_: object
    ) -> None:
        sent.append((sql, values))

    event.listen(store._db._reads, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(store._db._reads, "before_cursor_execute", note)


def claim_and_send(store: Store) -> None:
    for claimed in store.claim(NOW, 5, CHAT):
        sent = mark(store, claimed, NOW)
        assert sent
        finish(store, sent, NOW, State.DELIVERED, verdict=OK)


def move_one(store: Store) -> None:
    moved = replace(a_deadline(DUE + DAY), id="later-1", sequence=1)
    store.apply(NOW, deadlines=[moved])


def _nothing(_expired: Sequence[Delivery]) -> tuple[Delivery, ...]:
    return ()


TICK: dict[str, Callable[[Store], object]] = {
    "send what is due": claim_and_send,
    "claim when nothing is due": lambda store: store.claim(NOW - DAY, 5, CHAT),
    "expire": lambda store: expire(store, NOW),
    "look what is due": lambda store: store.wake(NOW, ["chat"], ["chat"], _nothing),
    "recover": lambda store: recover(store, NOW),
    "sleep until": lambda store: store.next_due(["chat"]),
    "pace": lambda store: take(store, "chat", NOW, Pace(1, 1)),
    "move one": move_one,
}


def count(path: Path, waiting: int, act: Callable[[Store], object]) -> int:
    with filled(path, waiting) as store, statements(store) as sent:
        act(store)
    return len(sent)


@pytest.mark.parametrize("what", TICK)
def test_the_number_of_statements_does_not_follow_what_waits(
    tmp_path: Path, what: str
) -> None:
    few = count(tmp_path / "few.db", 10, TICK[what])
    many = count(tmp_path / "many.db", 300, TICK[what])

    assert few == many > 0


@pytest.mark.parametrize("what", TICK)
def test_no_statement_of_a_tick_reads_all_deliveries(tmp_path: Path, what: str) -> None:
    with filled(tmp_path / "state.db", 300) as store:
        with statements(store) as sent:
            TICK[what](store)
        steps = [
            step
            for sql, values in sent
            if sql.startswith(("SELECT", "UPDATE", "DELETE"))
            for step in explained(store, sql, values)
        ]

    assert steps
    assert [step for step in steps if step.startswith("SCAN")] == []


def explained(store: Store, sql: str, values: Any) -> list[str]:
    """Return the steps by which the database carries *sql* out."""
    one = values[0] if isinstance(values, list) else values
    with store._db.read() as tx:
        steps = tx.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", one)
        return [step.detail for step in steps]


def test_claiming_meets_its_rows_through_the_index_of_what_waits(
    tmp_path: Path,
) -> None:
    with filled(tmp_path / "state.db", 300) as store:
        with statements(store) as sent:
            store.claim(NOW, 5, CHAT)
        (choose,) = [one for one in sent if "ORDER BY delivery.not_after" in one[0]]
        first, *_ = explained(store, *choose)

    assert "ix_delivery_pending (channel=? AND next_ms<?)" in first
