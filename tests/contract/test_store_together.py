"""What one message says of several deliveries, and what it does to their channel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from deadlinebot.model.channel import Pace
from deadlinebot.model.delivery import Delivery, DeliveryKind, Outcome, State, Verdict
from deadlinebot.store import Ending, Health, Selection, Store
from tests.build import DUE, a_deadline
from tests.stored import (
    CHAT,
    DAY,
    LATER,
    MINUTE,
    NOW,
    OK,
    PAPER,
    SECOND,
    a_reminder,
    moved,
    pass_by,
    pause,
    recover,
    set_dead,
    state,
    take,
)

WIDE = Pace(burst=9, per_s=1.0)
NARROW = Pace(burst=1, per_s=30.0)
OTHER = a_deadline(id="acl-2026-paper")
DEAD = Verdict(Outcome.CHANNEL_DEAD, "no_service")
ALARM = replace(
    a_reminder("down", channel="ops", kind=DeliveryKind.ALARM),
    deadline="",
    not_after=DUE + DAY,
)
PAIR = (a_reminder(), a_reminder(of=OTHER))


@pytest.fixture
def pair(store: Store) -> tuple[Delivery, ...]:
    """Return two deliveries of one channel, both claimed."""
    store.apply(NOW, deadlines=[PAPER, OTHER], plan=PAIR)
    return store.claim(NOW, 10, CHAT)


@pytest.fixture
def sent(store: Store, pair: tuple[Delivery, ...]) -> tuple[Delivery, ...]:
    """Return the same two, marked."""
    return store.mark_together(pair, NOW, WIDE)


def states(store: Store) -> set[State]:
    """Return where the two stand."""
    return {state(store, each) for each in PAIR}


def planned(store: Store, channel: str) -> int:
    """Return how many deliveries there are for *channel*."""
    return len(store.deliveries(Selection(channels=(channel,))))


def test_all_of_a_message_are_marked_for_one_token(
    store: Store, pair: tuple[Delivery, ...]
) -> None:
    marked = store.mark_together(pair, NOW, NARROW)

    assert [each.state for each in marked] == [State.SENDING] * 2
    assert take(store, "chat", NOW + 30 * SECOND, NARROW) is None


def test_without_a_token_all_are_planned_again_and_the_channel_waits(
    store: Store, pair: tuple[Delivery, ...]
) -> None:
    take(store, "chat", NOW, NARROW)

    assert store.mark_together(pair, NOW, NARROW) == ()

    assert states(store) == {State.PLANNED}
    assert store.next_due(["chat"]) == NOW + 30 * SECOND


def test_one_that_moved_is_left_out_and_the_others_are_marked(
    store: Store, pair: tuple[Delivery, ...]
) -> None:
    store.apply(NOW, deadlines=[moved()])

    (marked,) = store.mark_together(pair, NOW, WIDE)

    assert marked.deadline == OTHER.id
    assert state(store, PAIR[0]) is State.CANCELLED


def test_all_of_a_message_end_as_one(store: Store, sent: tuple[Delivery, ...]) -> None:
    assert store.finish_together(sent, NOW, Ending(State.DELIVERED, OK)) == 2

    assert states(store) == {State.DELIVERED}


def test_a_told_wait_pauses_the_channel_in_the_same_transaction(
    store: Store, sent: tuple[Delivery, ...]
) -> None:
    wait = Verdict(Outcome.WAIT, "slow down", 60)
    store.finish_together(sent, NOW, Ending(State.RETRY, wait, NOW + MINUTE))

    assert store.channel_states()["chat"].paused_until == NOW + MINUTE


def test_a_channel_dies_with_its_message_and_the_alarm_is_planned(
    store: Store, sent: tuple[Delivery, ...]
) -> None:
    store.finish_together(sent, NOW, Ending(State.HELD, DEAD, alarms=(ALARM,)))

    assert states(store) == {State.HELD}
    assert store.channel_states()["chat"].health is Health.DEAD
    assert planned(store, "ops") == 1


def test_the_death_of_a_dead_channel_is_no_news(
    store: Store, sent: tuple[Delivery, ...]
) -> None:
    assert set_dead(store, "chat", "no_service")
    assert not set_dead(store, "chat", "no_service")

    store.finish_together(sent, NOW, Ending(State.HELD, DEAD, alarms=(ALARM,)))

    assert planned(store, "ops") == 0


def test_what_is_held_for_another_reason_kills_no_channel(
    store: Store, sent: tuple[Delivery, ...]
) -> None:
    unknown = Verdict(Outcome.UNKNOWN, "timed out")
    store.finish_together(sent, NOW, Ending(State.HELD, unknown, maybe_sent=True))

    assert states(store) == {State.HELD}
    assert store.channel_states()["chat"].health is Health.UP


def test_whoever_lost_the_lease_plans_no_alarm(
    store: Store, sent: tuple[Delivery, ...]
) -> None:
    pass_by(store, 2 * MINUTE)
    recover(store, NOW + 2 * MINUTE)
    refused = Verdict(Outcome.REJECT_MESSAGE, "too long")

    ended = store.finish_together(
        sent, NOW, Ending(State.DEAD, refused, alarms=(ALARM,))
    )

    assert ended == 0
    assert planned(store, "ops") == 0


def test_waking_names_the_channels_on_which_something_is_due(store: Store) -> None:
    later = a_reminder("1d", NOW + DAY, channel="later")
    paused = a_reminder(channel="paused")
    store.apply(NOW, deadlines=[PAPER], plan=[a_reminder(), later, paused])
    pause(store, "paused", NOW + MINUTE, "busy")

    awake = store.wake(NOW, ["chat", "later", "paused", "unknown"], [], lambda _: ())

    assert awake == ("chat",)


def test_waking_frees_what_was_held_beyond_its_lease(
    store: Store, sent: tuple[Delivery, ...]
) -> None:
    pass_by(store, 2 * MINUTE)

    awake = store.wake(NOW + 2 * MINUTE, ["chat"], [], lambda _: ())

    assert awake == ("chat",)
    assert states(store) == {State.RETRY}


def test_waking_holds_what_may_have_arrived_where_that_is_wanted(
    store: Store, sent: tuple[Delivery, ...]
) -> None:
    pass_by(store, 2 * MINUTE)

    awake = store.wake(NOW + 2 * MINUTE, ["chat"], ["chat"], lambda _: ())

    assert awake == ()
    assert states(store) == {State.HELD}


def test_waking_tells_what_expired_in_the_same_transaction(
    store: Store, pair: tuple[Delivery, ...]
) -> None:
    store.release(*pair)
    told: list[Delivery] = []

    def missed(expired: Sequence[Delivery]) -> tuple[Delivery, ...]:
        told.extend(expired)
        return (ALARM,)

    store.wake(DUE, ["chat"], [], missed)
    store.wake(DUE, ["chat"], [], missed)

    assert {each.deadline for each in told} == {PAPER.id, OTHER.id}
    assert len(told) == 2
    assert planned(store, "ops") == 1


def test_what_cannot_be_told_has_not_expired(
    store: Store, pair: tuple[Delivery, ...]
) -> None:
    store.release(*pair)

    def broken(_expired: object) -> tuple[Delivery, ...]:
        raise RuntimeError("a mistake")

    with pytest.raises(RuntimeError):
        store.wake(DUE, ["chat"], [], broken)
    assert states(store) == {State.PLANNED}


def test_a_retry_that_is_given_back_keeps_its_doubt(
    store: Store, sent: tuple[Delivery, ...]
) -> None:
    doubtful = Ending(State.RETRY, LATER, NOW, maybe_sent=True)
    store.finish_together(sent, NOW, doubtful)

    assert store.release(*store.claim(NOW, 10, CHAT)) == 2

    assert {d.maybe_sent for d in store.claim(NOW, 10, CHAT)} == {True}


def test_the_clock_that_went_ahead_is_held_until_it_is_back(store: Store) -> None:
    assert store.held_clock() is None
    store.hold_clock(NOW)
    assert store.held_clock() == NOW

    store.hold_clock(None)

    assert store.held_clock() is None
    assert store.accepted_clock() is None


def test_a_clock_that_is_accepted_is_held_no_longer(store: Store) -> None:
    store.note_clock(NOW + DAY)
    store.hold_clock(NOW)

    store.accept_clock(NOW, instruction="by hand")

    assert store.held_clock() is None
    assert store.accepted_clock() == store.high_water() == NOW
