"""What the store promises about the word of people: it counts, once, with its plan."""

from __future__ import annotations

import pytest

from deadlinebot.model.delivery import Delivery, State
from deadlinebot.model.mute import Mute
from deadlinebot.store import Store
from tests.build import a_deadline
from tests.stored import (
    DAY,
    LATER,
    MINUTE,
    NOW,
    OK,
    PAPER,
    SECOND,
    Opener,
    a_reminder,
    claimed,
    finish,
    mark,
    marked,
    state,
    states,
)

DONE = Mute(PAPER.id, "", None, NOW)
UNDONE = Mute(PAPER.id, "", NOW + SECOND, NOW + SECOND)


def say(store: Store, word: Mute, *plan: Delivery, name: str = "") -> tuple[int, int]:
    """Put *word* in force; return how many reminders were planned and called off."""
    instruction = name or f"{word.route}{word.until}{word.at}"
    applied = store.mute(NOW, [word], plan=plan, kept=(), instruction=instruction)
    return applied.planned, applied.cancelled


def test_what_was_said_is_kept(opened: Opener) -> None:
    snoozed = Mute(PAPER.id, "lab", NOW + DAY, NOW + MINUTE)
    with opened("first") as store:
        store.apply(NOW, deadlines=[PAPER])
        say(store, snoozed)
        say(store, DONE)

    with opened("second") as store:
        assert store.mutes() == (DONE, snoozed)


def test_a_word_replaces_the_one_before_on_the_same_route(store: Store) -> None:
    store.apply(NOW, deadlines=[PAPER])
    say(store, DONE)

    say(store, UNDONE)

    assert store.mutes() == (UNDONE,)


def test_what_is_done_calls_off_its_reminders_and_no_others(store: Store) -> None:
    acl = a_deadline(id="acl-2026-paper")
    mine, other = a_reminder(), a_reminder(of=acl)
    store.apply(NOW, deadlines=[PAPER, acl], plan=[mine, other])

    assert say(store, DONE) == (0, 1)

    assert state(store, mine) is State.CANCELLED
    assert state(store, other) is State.PLANNED


def test_what_is_undone_is_planned_again(store: Store) -> None:
    ahead = a_reminder("1d", NOW + DAY)
    store.apply(NOW, deadlines=[PAPER], plan=[ahead])
    say(store, DONE)

    assert say(store, UNDONE, ahead) == (1, 0)

    assert claimed(store, NOW + DAY).id == ahead.id


@pytest.mark.parametrize("ended", [State.DELIVERED, State.RETRY, State.DEAD])
def test_what_was_tried_is_not_repeated_by_undoing(
    store: Store, due: Delivery, ended: State
) -> None:
    finish(store, marked(store), NOW, ended, verdict=LATER, maybe_sent=True)
    say(store, DONE)

    assert say(store, UNDONE, due) == (0, 0)

    assert store.claim(NOW, 10, {"chat": 1}) == ()


def test_a_reminder_that_failed_goes_on_if_it_may(store: Store, due: Delivery) -> None:
    finish(store, marked(store), NOW, State.RETRY, verdict=LATER)
    word = Mute(PAPER.id, "another", None, NOW)

    store.mute(NOW, [word], plan=(), kept={due.id}, instruction="a")

    assert state(store, due) is State.RETRY


def test_what_is_in_hand_is_called_off_before_its_bytes_leave(
    store: Store, due: Delivery
) -> None:
    in_hand = claimed(store)

    say(store, DONE)

    assert mark(store, in_hand, NOW) is None


def test_what_has_left_is_finished(store: Store, due: Delivery) -> None:
    sent = marked(store)

    say(store, DONE)

    assert finish(store, sent, NOW, State.DELIVERED, verdict=OK)


def test_a_reminder_that_waits_elsewhere_moves_to_its_new_time(store: Store) -> None:
    store.apply(NOW, deadlines=[PAPER], plan=[a_reminder("1d", NOW + DAY)])

    say(store, UNDONE, a_reminder("1d", NOW + MINUTE))

    assert store.claim(NOW + SECOND, 10, {"chat": 1}) == ()
    assert claimed(store, NOW + MINUTE).due == NOW + MINUTE


def test_an_instruction_is_obeyed_once_and_remembers_what_it_did(
    opened: Opener,
) -> None:
    with opened("first") as store:
        store.apply(NOW, deadlines=[PAPER], plan=[a_reminder("1d", NOW + DAY)])
        assert store.obeyed("a") is None
        first = say(store, DONE, name="a")
        say(store, UNDONE, a_reminder("1d", NOW + DAY), name="b")

    with opened("second") as store:
        again = say(store, DONE, name="a")

        obeyed = store.obeyed("a")
        assert obeyed is not None
        assert first == again == (obeyed.planned, obeyed.cancelled) == (0, 1)
        assert store.mutes() == (UNDONE,)
        assert states(store) == {"1d": State.PLANNED}


def test_a_word_about_no_deadline_changes_nothing(store: Store) -> None:
    store.apply(NOW, deadlines=[PAPER], plan=[a_reminder()])

    with pytest.raises(Exception, match=r"(?i)foreign key"):
        say(store, Mute("nobody-2026-paper", "", None, NOW), name="a")

    assert store.mutes() == ()
    assert store.obeyed("a") is None


def test_obeyed_instructions_are_forgotten_after_400_days(store: Store) -> None:
    store.apply(NOW, deadlines=[PAPER])
    say(store, DONE, name="a")

    store.tidy(NOW + 400 * DAY)
    remembered = store.obeyed("a")
    store.tidy(NOW + 400 * DAY + SECOND)

    assert remembered is not None
    assert store.obeyed("a") is None
    assert store.mutes() == (DONE,)
