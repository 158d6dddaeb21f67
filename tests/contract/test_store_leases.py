"""What the store promises when a worker is slow or dead, or a deadline has come."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack

import pytest

from deadlinebot.model.delivery import Delivery, Outcome, State
from deadlinebot.store import Store
from tests.build import DUE, a_deadline
from tests.stored import (
    CHAT,
    LATER,
    MINUTE,
    NOW,
    OK,
    PAPER,
    SECOND,
    Opener,
    a_reminder,
    claimed,
    expire,
    finish,
    mark,
    marked,
    pass_by,
    recover,
    state,
)


@pytest.mark.parametrize("reach", [claimed, marked])
def test_a_lease_lasts_a_minute(
    store: Store, due: Delivery, reach: Callable[[Store], Delivery]
) -> None:
    held = reach(store)

    pass_by(store, MINUTE - 10 * SECOND)
    assert recover(store, NOW) == 0
    assert state(store, due) is held.state

    pass_by(store, 11 * SECOND)
    assert recover(store, NOW) == 1


def test_what_was_claimed_is_planned_again_and_has_surely_not_left(
    store: Store, due: Delivery
) -> None:
    claimed(store)
    pass_by(store, 2 * MINUTE)

    recover(store, NOW)

    (row,) = store.deliveries()
    assert (row.state, row.maybe_sent, row.owner) == (State.PLANNED, False, None)


def test_what_was_sending_is_tried_again_and_may_have_arrived(
    store: Store, due: Delivery
) -> None:
    marked(store)
    pass_by(store, 2 * MINUTE)

    recover(store, NOW + 2 * MINUTE)

    (row,) = store.deliveries()
    assert (row.state, row.maybe_sent) == (State.RETRY, True)
    assert row.next_at == NOW + 2 * MINUTE


def test_whoever_lost_the_lease_changes_nothing(store: Store, due: Delivery) -> None:
    late = NOW + 2 * MINUTE
    slow = marked(store)
    pass_by(store, 2 * MINUTE)
    recover(store, late)
    quick = marked(store, late)

    assert not finish(store, slow, late, State.DEAD, verdict=LATER)
    assert mark(store, slow, late) is None
    assert not store.release(slow)

    assert finish(store, quick, late, State.DELIVERED, verdict=OK, maybe_sent=True)
    lost, won = store.attempts(due.id)
    assert (lost.outcome, won.outcome) == (Outcome.UNKNOWN, Outcome.DELIVERED)


def test_a_new_process_frees_what_the_dead_one_held(opened: Opener) -> None:
    sending, waiting = a_reminder(), a_reminder(of=a_deadline(id="acl-2026-paper"))
    with opened("dead") as store:
        both = [PAPER, a_deadline(id="acl-2026-paper")]
        store.apply(NOW, deadlines=both, plan=[sending, waiting])
        for one in store.claim(NOW, 10, CHAT):
            if one.id == sending.id:
                mark(store, one, NOW)
        pass_by(store, 2 * MINUTE)

    with opened("living") as store:
        rows = {row.id: row for row in store.deliveries()}

    assert rows[waiting.id].state is State.PLANNED
    assert not rows[waiting.id].maybe_sent
    assert rows[sending.id].state is State.RETRY
    assert rows[sending.id].maybe_sent
    assert rows[sending.id].next_at == NOW


def test_a_later_owner_is_fenced_from_the_claims_of_an_earlier_one(
    opened: Opener,
) -> None:
    with opened("dead") as store:
        store.apply(NOW, deadlines=[PAPER], plan=[a_reminder()])
        old = marked(store)
        pass_by(store, 2 * MINUTE)

    with opened("living") as store:
        new = marked(store)

        assert not finish(store, old, NOW, State.DELIVERED, verdict=OK)
        assert finish(store, new, NOW, State.DELIVERED, verdict=OK, maybe_sent=True)


def test_of_two_owners_only_the_one_that_claimed_can_go_on(
    store: Store, due: Delivery
) -> None:
    second = Store(store._db, "second", ExitStack())  # a replica
    held = claimed(store)

    assert mark(second, held, NOW) is None
    assert not second.release(held)
    sent = mark(store, held, NOW)
    assert sent
    assert not finish(second, sent, NOW, State.DEAD, verdict=LATER)

    assert state(store, due) is State.SENDING


@pytest.mark.parametrize("held", [State.PLANNED, State.RETRY, State.HELD])
def test_what_waits_expires_at_its_deadline(
    store: Store, due: Delivery, held: State
) -> None:
    if held is not State.PLANNED:
        finish(store, marked(store), NOW, held, verdict=LATER)

    assert expire(store, DUE - SECOND) == 0
    assert expire(store, DUE) == 1
    assert state(store, due) is State.EXPIRED


def test_what_another_owner_holds_expires_before_it_is_marked(
    store: Store, due: Delivery
) -> None:
    second = Store(store._db, "second", ExitStack())
    held = claimed(store)

    assert expire(second, DUE) == 1

    assert mark(store, held, NOW) is None
    assert state(store, due) is State.EXPIRED


def test_what_is_in_hand_does_not_expire_under_its_worker(
    store: Store, due: Delivery
) -> None:
    held = claimed(store)

    assert expire(store, DUE) == 0
    assert mark(store, held, DUE) is None
    assert state(store, due) is State.EXPIRED
