"""What the store promises about channels: pauses, deaths and pace."""

from __future__ import annotations

from deadlinebot.model.channel import Pace
from deadlinebot.model.delivery import Delivery, State
from deadlinebot.store import Health, Store
from tests.stored import (
    CHAT,
    DAY,
    LATER,
    MINUTE,
    NOW,
    PAPER,
    SECOND,
    a_reminder,
    claimed,
    finish,
    marked,
    pause,
    set_dead,
    take,
)


def test_a_paused_channel_waits_and_others_go_on(store: Store) -> None:
    other = a_reminder(channel="other")
    store.apply(NOW, deadlines=[PAPER], plan=[a_reminder(), other])

    pause(store, "chat", NOW + MINUTE, "429")

    free = {"chat": 1, "other": 1}
    assert [d.channel for d in store.claim(NOW, 10, free)] == ["other"]
    assert [d.channel for d in store.claim(NOW + MINUTE, 10, free)] == ["chat"]


def test_a_pause_is_never_shortened(store: Store) -> None:
    pause(store, "chat", NOW + 2 * MINUTE, "an hour")
    pause(store, "chat", NOW + MINUTE, "a second")

    assert store.channel_states()["chat"].paused_until == NOW + 2 * MINUTE


def test_a_dead_channel_holds_its_queue_until_it_is_revived(
    store: Store, due: Delivery
) -> None:
    finish(store, marked(store), NOW, State.HELD, verdict=LATER)
    set_dead(store, "chat", "key revoked")
    assert store.claim(NOW, 10, CHAT) == ()
    assert store.channel_states()["chat"].health is Health.DEAD
    assert store.channel_states()["chat"].reason == "key revoked"

    assert store.revive("chat", NOW) == 1

    assert claimed(store).id == due.id
    assert store.channel_states()["chat"].health is Health.UP


def test_the_next_wake_up_is_the_first_of_the_channels_that_can_send(
    store: Store,
) -> None:
    names = ["a", "b", "c", "d"]
    plan = [
        a_reminder(channel=name, due=NOW + n * MINUTE)
        for n, name in enumerate(names, start=1)
    ]
    store.apply(NOW, deadlines=[PAPER], plan=plan)
    assert store.next_due(names) == NOW + MINUTE
    set_dead(store, "a", "revoked")
    assert store.next_due(names) == NOW + 2 * MINUTE
    pause(store, "b", NOW + 9 * MINUTE, "429")
    assert store.next_due(names) == NOW + 3 * MINUTE
    assert store.next_due(["a", "b"]) == NOW + 9 * MINUTE
    assert store.next_due(["a"]) is None
    assert store.next_due([]) is None


def test_a_bucket_gives_its_burst_and_then_one_a_step(store: Store) -> None:
    pace = Pace(burst=3, per_s=2)

    first = [take(store, "chat", NOW, pace) for _ in range(4)]

    assert first == [None, None, None, NOW + 2 * SECOND]
    assert take(store, "chat", NOW + SECOND, pace) == NOW + 2 * SECOND
    assert take(store, "chat", NOW + 2 * SECOND, pace) is None
    assert take(store, "chat", NOW + 2 * SECOND, pace) == NOW + 4 * SECOND
    assert take(store, "other", NOW, pace) is None


def test_a_bucket_fills_up_to_its_burst_and_no_further(store: Store) -> None:
    pace = Pace(burst=2, per_s=1)
    later = NOW + DAY
    for _ in range(2):
        take(store, "chat", NOW, pace)

    taken = [take(store, "chat", later, pace) for _ in range(3)]

    assert taken == [None, None, later + SECOND]


def test_a_clock_set_back_does_not_stop_a_channel(store: Store) -> None:
    pace = Pace(burst=2, per_s=1)
    for _ in range(2):
        take(store, "chat", NOW + DAY, pace)

    taken = [take(store, "chat", NOW, pace) for _ in range(2)]

    assert taken == [None, NOW + SECOND]
