"""What the store promises from the mark on: before the bytes, and after them."""

from __future__ import annotations

import pytest

from deadlinebot.model.delivery import Delivery, Outcome, State, Verdict
from deadlinebot.store import Store
from tests.build import DUE
from tests.stored import (
    CHAT,
    LATER,
    MINUTE,
    NOW,
    OK,
    SECOND,
    claimed,
    finish,
    mark,
    marked,
    moved,
    pause,
    set_dead,
    state,
)


def test_a_marked_delivery_has_an_attempt_that_runs(
    store: Store, due: Delivery
) -> None:
    sent = marked(store)

    (attempt,) = store.attempts(due.id)
    assert (sent.state, sent.attempts) == (State.SENDING, 1)
    assert (attempt.n, attempt.started, attempt.ended) == (1, NOW, None)


def test_nothing_is_sent_at_or_after_the_deadline(store: Store, due: Delivery) -> None:
    held = claimed(store)

    assert mark(store, held, DUE) is None
    assert state(store, due) is State.EXPIRED
    assert store.attempts(due.id) == ()


def test_nothing_is_sent_about_an_older_version(store: Store, due: Delivery) -> None:
    finish(store, marked(store), NOW, State.RETRY, verdict=LATER, next_at=NOW + MINUTE)
    held = claimed(store, NOW + MINUTE)
    sending = mark(store, held, NOW + MINUTE)
    assert sending
    store.apply(NOW, deadlines=[moved()])  # while its bytes are under way
    finish(store, sending, NOW, State.RETRY, verdict=LATER, next_at=NOW + 2 * MINUTE)

    again = claimed(store, NOW + 2 * MINUTE)

    assert mark(store, again, NOW + 2 * MINUTE) is None
    assert state(store, due) is State.CANCELLED


@pytest.mark.parametrize("how", ["pause", "dead"])
def test_nothing_is_sent_to_a_channel_that_stopped_since(
    store: Store, due: Delivery, how: str
) -> None:
    held = claimed(store)
    if how == "pause":
        pause(store, "chat", NOW + MINUTE, "429")
    else:
        set_dead(store, "chat", "revoked")

    assert mark(store, held, NOW) is None
    assert state(store, due) is State.PLANNED


def test_only_the_present_claim_can_be_marked(store: Store, due: Delivery) -> None:
    held = claimed(store)
    store.release(held)
    again = claimed(store)

    assert mark(store, held, NOW) is None
    assert mark(store, again, NOW)
    assert mark(store, again, NOW) is None


def test_a_delivered_one_says_when(store: Store, due: Delivery) -> None:
    sent = marked(store)

    assert finish(store, sent, NOW + SECOND, State.DELIVERED, verdict=OK)

    (row,) = store.deliveries()
    assert (row.state, row.delivered_at) == (State.DELIVERED, NOW + SECOND)
    assert (row.owner, row.error, row.maybe_sent) == (None, "", False)


def test_a_retry_comes_back_when_it_is_told_to(store: Store, due: Delivery) -> None:
    finish(store, marked(store), NOW, State.RETRY, verdict=LATER, next_at=NOW + MINUTE)

    assert store.claim(NOW + MINUTE - SECOND, 10, CHAT) == ()
    assert claimed(store, NOW + MINUTE).error == "503"


def test_attempts_keep_the_words_of_the_service(store: Store, due: Delivery) -> None:
    first = Verdict(Outcome.UNKNOWN, "说" * 600, code="45009")
    finish(
        store,
        marked(store),
        NOW,
        State.RETRY,
        verdict=first,
        next_at=NOW,
        maybe_sent=True,
    )
    finish(store, marked(store), NOW, State.DELIVERED, verdict=OK, maybe_sent=True)

    one, two = store.attempts(due.id)
    assert (one.n, one.outcome, one.code) == (1, Outcome.UNKNOWN, "45009")
    assert one.reason == "说" * 500
    assert (two.n, two.outcome, two.ended) == (2, Outcome.DELIVERED, NOW)
    assert store.deliveries()[0].maybe_sent


def test_a_claim_without_anything_to_say_ends_unsent(
    store: Store, due: Delivery
) -> None:
    gone = Verdict(Outcome.REJECT_MESSAGE, "its deadline is gone")

    assert finish(store, claimed(store), NOW, State.CANCELLED, verdict=gone)
    assert state(store, due) is State.CANCELLED
    assert store.attempts(due.id) == ()


def test_an_end_without_an_attempt_leaves_the_attempts_before_it(
    store: Store, due: Delivery
) -> None:
    finish(store, marked(store), NOW, State.RETRY, verdict=LATER, next_at=NOW)
    before = store.attempts(due.id)

    finish(store, claimed(store), NOW + MINUTE, State.CANCELLED, verdict=OK)

    assert store.attempts(due.id) == before


@pytest.mark.parametrize("end", [State.PLANNED, State.CLAIMED, State.SENDING])
def test_an_attempt_ends_in_one_of_its_ends(
    store: Store, due: Delivery, end: State
) -> None:
    sent = marked(store)

    with pytest.raises(ValueError, match=f"cannot end as {end}"):
        finish(store, sent, NOW, end, verdict=OK)


def test_what_was_not_marked_is_not_delivered(store: Store, due: Delivery) -> None:
    held = claimed(store)

    with pytest.raises(ValueError, match="not marked"):
        finish(store, held, NOW, State.DELIVERED, verdict=OK)


def test_a_released_claim_is_planned_again(store: Store, due: Delivery) -> None:
    held = claimed(store)

    assert store.release(held)
    assert not store.release(held)
    assert claimed(store).epoch == 2
