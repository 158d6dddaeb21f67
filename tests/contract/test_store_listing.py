"""What the store promises to those who look, and how long it remembers."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from deadlinebot.model.delivery import Delivery, DeliveryKind, State
from deadlinebot.store import Selection, Store
from tests.build import DUE
from tests.stored import (
    CHAT,
    DAY,
    LATER,
    NOW,
    OK,
    PAPER,
    SECOND,
    a_reminder,
    claimed,
    finish,
    marked,
    set_dead,
    state,
)


def test_deliveries_are_selected_by_what_one_asks_for(store: Store) -> None:
    news = a_reminder("extended", NOW - DAY, kind=DeliveryKind.CHANGE)
    early, late = a_reminder("3d"), a_reminder("1d", NOW + DAY, channel="other")
    store.apply(NOW, deadlines=[PAPER], plan=[late, early, news])

    def leads(**wanted: object) -> list[str]:
        chosen = Selection(**wanted)  # type: ignore[arg-type]  # keywords are the fields
        return [row.lead for row in store.deliveries(chosen)]

    assert leads() == ["extended", "3d", "1d"]
    assert leads(limit=1) == ["extended"]
    assert leads(ids=(late.id,)) == ["1d"]
    assert leads(channels=("chat",)) == ["extended", "3d"]
    assert leads(deadlines=("another",)) == []
    assert leads(kinds=(DeliveryKind.CHANGE,)) == ["extended"]
    assert leads(states=(State.PLANNED,), due_from=NOW) == ["3d", "1d"]
    assert leads(due_until=NOW) == ["extended"]


def test_a_digest_has_no_deadline(store: Store) -> None:
    digest = replace(
        a_reminder("weekly", kind=DeliveryKind.DIGEST), deadline="", detail="[1]"
    )

    store.apply(NOW, plan=[digest])

    sent = marked(store)
    assert (sent.deadline, sent.detail) == ("", "[1]")


def test_the_dead_are_tried_again_when_somebody_asks(
    store: Store, due: Delivery
) -> None:
    finish(store, marked(store), NOW, State.DEAD, verdict=LATER)
    assert store.claim(NOW, 10, CHAT) == ()

    def planned(wanted: Selection, now: datetime, name: str) -> int:
        return store.retry(wanted, now, instruction=name).planned

    assert planned(Selection(channels=("other",)), NOW, "of another") == 0
    assert planned(Selection(channels=("chat",)), DUE, "too late") == 0
    assert planned(Selection(ids=(due.id,)), NOW, "in time") == 1

    assert claimed(store).id == due.id


def test_who_is_tried_again_finds_a_dead_channel_alive(
    store: Store, due: Delivery
) -> None:
    finish(store, marked(store), NOW, State.HELD, verdict=LATER)
    set_dead(store, "chat", "revoked")

    applied = store.retry(Selection(channels=("chat",)), NOW, instruction="mended")

    assert applied.planned == 1
    assert claimed(store).id == due.id


def test_one_instruction_to_try_again_is_obeyed_once(
    store: Store, due: Delivery
) -> None:
    finish(store, marked(store), NOW, State.DEAD, verdict=LATER)
    store.retry(Selection(), NOW, instruction="a")
    finish(store, marked(store), NOW, State.DEAD, verdict=LATER)

    applied = store.retry(Selection(), NOW, instruction="a")

    assert applied.planned == 1
    assert state(store, due) is State.DEAD


def test_ended_deliveries_are_kept_for_400_days(store: Store, due: Delivery) -> None:
    finish(store, marked(store), NOW, State.DELIVERED, verdict=OK)

    assert store.tidy(DUE + 400 * DAY) == 0
    assert store.tidy(DUE + 400 * DAY + SECOND) == 1

    assert store.deliveries() == ()
    assert store.attempts(due.id) == ()


def test_what_has_not_ended_is_never_forgotten(store: Store, due: Delivery) -> None:
    assert store.tidy(DUE + 500 * DAY) == 0
    assert state(store, due) is State.PLANNED
