"""Several workers share one store."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

from deadlinebot.model.channel import Pace
from deadlinebot.model.delivery import (
    Delivery,
    DeliveryKind,
    Outcome,
    State,
    Verdict,
    delivery_id,
)
from deadlinebot.store import Selection, open_store
from tests.build import DUE, SEEN, a_deadline
from tests.stored import finish, mark, take

OK = Verdict(Outcome.DELIVERED)
MANY = 40


def test_no_delivery_goes_to_two_workers(tmp_path: Path) -> None:
    deadlines = [a_deadline(id=f"call-{n}") for n in range(MANY)]
    plan = [
        Delivery(
            id=delivery_id("chat", deadline.id, DeliveryKind.REMINDER, "3d", 0),
            channel="chat",
            deadline=deadline.id,
            sequence=0,
            kind=DeliveryKind.REMINDER,
            lead="3d",
            due=SEEN,
            not_after=DUE,
        )
        for deadline in deadlines
    ]

    with open_store(tmp_path / "state.db", owner="me", now=SEEN) as store:
        store.apply(SEEN, deadlines=deadlines, plan=plan)

        def work(_worker: int) -> list[str]:
            sent = []
            while claimed := store.claim(SEEN, 3, {"chat": 3}):
                for one in claimed:
                    marked = mark(store, one, SEEN)
                    assert marked
                    sent.append(marked.id)
                    assert finish(store, marked, SEEN, State.DELIVERED, verdict=OK)
            return sent

        with ThreadPoolExecutor(4) as workers:
            sent = [key for keys in workers.map(work, range(4)) for key in keys]
        delivered = store.deliveries(Selection(states=(State.DELIVERED,)))

    assert sorted(sent) == sorted(one.id for one in plan)
    assert len(delivered) == MANY


def test_a_bucket_gives_no_token_twice(tmp_path: Path) -> None:
    pace = Pace(burst=5, per_s=1)

    with (
        open_store(tmp_path / "state.db", owner="me", now=SEEN) as store,
        ThreadPoolExecutor(4) as workers,
    ):
        waits = list(workers.map(lambda _: take(store, "chat", SEEN, pace), range(20)))

    assert waits.count(None) == 5
    assert set(waits) == {None, SEEN + timedelta(seconds=1)}
