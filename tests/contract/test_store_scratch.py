"""What the store promises about copies to play with, and about traffic."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from deadlinebot.model.delivery import Delivery, State
from deadlinebot.model.mute import Mute
from deadlinebot.store import (
    Health,
    Store,
    Traffic,
    scratch_copy,
    scratch_facts,
    scratch_store,
)
from tests.build import DUE, SEEN
from tests.stored import (
    DAY,
    LATER,
    MINUTE,
    NOW,
    OK,
    PAPER,
    a_reminder,
    claimed,
    finish,
    mark,
    marked,
    pause,
    set_dead,
    state,
    states,
)

Copy = Callable[[Store, datetime], Store]
DONE = Mute(PAPER.id, "", None, NOW)


def test_a_copy_holds_what_waits_and_what_was_sent(store: Store, due: Delivery) -> None:
    finish(store, marked(store), NOW, State.DELIVERED, verdict=OK)
    later = a_reminder("6h", NOW + DAY)
    store.apply(NOW, plan=[later])
    pause(store, "chat", NOW + MINUTE, "429")

    with scratch_copy(store, NOW) as copy:
        assert copy.deadlines() == store.deadlines()
        assert copy.deliveries() == store.deliveries()
        assert copy.channel_states() == store.channel_states()
        assert copy.plan_key() == store.plan_key()


def test_what_is_in_hand_elsewhere_waits_again_in_a_copy(
    store: Store, due: Delivery
) -> None:
    other = a_reminder("1d", channel="other")
    store.apply(NOW, plan=[other])
    marked(store)
    store.claim(NOW, 1, {"other": 1})

    with scratch_copy(store, NOW) as copy:
        assert states(copy) == {"3d": State.RETRY, "1d": State.PLANNED}


def test_what_is_over_is_left_out_of_a_copy(store: Store, due: Delivery) -> None:
    with scratch_copy(store, DUE) as copy:
        assert copy.deliveries() == ()
        assert copy.deadlines() == (PAPER,)


def test_facts_alone_are_deadlines_and_what_people_said(
    store: Store, due: Delivery
) -> None:
    store.mute(NOW, [DONE], plan=[], kept=[], instruction="one")
    set_dead(store, "chat", "key revoked")

    with scratch_facts(store, SEEN) as facts:
        assert facts.deadlines() == (PAPER,)
        assert facts.mutes() == (DONE,)
        assert facts.deliveries() == ()
        assert facts.channel_states() == {}
        assert facts.installed_at() == SEEN


@pytest.mark.parametrize("copied", [scratch_copy, scratch_facts])
def test_what_happens_to_a_copy_does_not_happen_to_the_store(
    store: Store, due: Delivery, copied: Copy
) -> None:
    with copied(store, NOW) as copy:
        copy.apply(NOW, plan=[a_reminder("1h")])
        assert claimed(copy).state is State.CLAIMED

    assert state(store, due) is State.PLANNED
    assert [each.lead for each in store.deliveries()] == ["3d"]


def test_a_scratch_store_keeps_the_outboxs_promises() -> None:
    with scratch_store(NOW) as store:
        store.apply(NOW, deadlines=[PAPER], plan=[a_reminder()])
        finish(store, marked(store), NOW, State.DELIVERED, verdict=OK)

        assert store.last_ended() == NOW
        assert store.claim(NOW, 10, {"chat": 10}) == ()


def test_traffic_is_what_waits_what_is_held_and_what_came_last(
    store: Store, due: Delivery
) -> None:
    assert store.last_ended() is None
    finish(store, marked(store), NOW, State.DELIVERED, verdict=OK)
    second, third = a_reminder("2d"), a_reminder("1d", NOW + DAY)
    store.apply(NOW, plan=[second, third])
    other = a_reminder("3d", channel="other")
    store.apply(NOW, plan=[other])
    (sent,) = store.claim(NOW, 1, {"other": 1})
    sending = mark(store, sent, NOW)
    assert sending
    finish(store, sending, NOW + MINUTE, State.HELD, verdict=LATER)
    set_dead(store, "other", "503")

    traffic = store.traffic()

    assert traffic == {
        "chat": Traffic(waiting=2, delivered_at=NOW),
        "other": Traffic(held=1, failed_at=NOW + MINUTE, error="503"),
    }
    assert store.channel_states()["other"].health is Health.DEAD
