"""What the store promises about the plan: it follows the facts, and twice is once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from deadlinebot.model.deadline import Status
from deadlinebot.model.delivery import Delivery, DeliveryKind, State
from deadlinebot.store import Store
from tests.build import a_deadline
from tests.stored import (
    LATER,
    NOW,
    OK,
    PAPER,
    a_reminder,
    claimed,
    finish,
    marked,
    moved,
    state,
    states,
)


def test_planning_twice_changes_nothing(store: Store) -> None:
    first = store.apply(NOW, deadlines=[PAPER], plan=[a_reminder()])
    finish(store, marked(store), NOW, State.DELIVERED, verdict=OK)

    second = store.apply(NOW, deadlines=[PAPER], plan=[a_reminder()])

    assert (first.planned, second.planned, second.cancelled) == (1, 0, 0)
    assert state(store, a_reminder()) is State.DELIVERED


def test_a_moved_deadline_cancels_its_reminders_and_gets_new_ones(store: Store) -> None:
    old, new = a_reminder(), a_reminder(of=moved())
    other = a_reminder(of=a_deadline(id="acl-2026-paper"))
    store.apply(NOW, deadlines=[PAPER, a_deadline(id="acl-2026-paper")])
    store.apply(NOW, plan=[old, other])

    applied = store.apply(NOW, deadlines=[moved()], plan=[new])

    assert (applied.planned, applied.cancelled) == (1, 1)
    assert state(store, old) is State.CANCELLED
    assert state(store, new) is State.PLANNED
    assert state(store, other) is State.PLANNED


def test_a_deadline_that_moves_back_gets_rows_that_are_sent(store: Store) -> None:
    back = replace(PAPER, sequence=2)
    store.apply(NOW, deadlines=[PAPER], plan=[a_reminder()])
    store.apply(NOW, deadlines=[moved()], plan=[a_reminder(of=moved())])

    store.apply(NOW, deadlines=[back], plan=[a_reminder(of=back)])

    assert claimed(store).id == a_reminder(of=back).id
    assert state(store, a_reminder()) is State.CANCELLED


@pytest.mark.parametrize("held", ["planned", "claimed", "retry", "held"])
def test_withdrawal_calls_off_whatever_has_not_left(
    store: Store, due: Delivery, held: str
) -> None:
    match held:
        case "claimed":
            claimed(store)
        case "retry" | "held":
            finish(store, marked(store), NOW, State(held), verdict=LATER)
    withdrawn = replace(PAPER, status=Status.WITHDRAWN)

    store.apply(NOW, deadlines=[withdrawn])

    assert state(store, due) is State.CANCELLED


def test_the_announcement_of_a_withdrawal_is_not_called_off_by_it(store: Store) -> None:
    withdrawn = replace(PAPER, status=Status.WITHDRAWN, sequence=1)
    news = a_reminder("withdrawn", of=withdrawn, kind=DeliveryKind.CHANGE)

    store.apply(NOW, deadlines=[withdrawn], plan=[news])

    assert marked(store).id == news.id


def test_an_announcement_that_waits_is_replaced_by_a_newer_one(store: Store) -> None:
    again = moved(moved())
    first = a_reminder("extended", of=moved(), kind=DeliveryKind.CHANGE)
    second = a_reminder("extended", of=again, kind=DeliveryKind.CHANGE)
    store.apply(NOW, deadlines=[moved()], plan=[first])

    store.apply(NOW, deadlines=[again], plan=[second])

    assert state(store, first) is State.CANCELLED
    assert marked(store).id == second.id


def test_an_announcement_without_successor_is_still_sent(store: Store) -> None:
    news = a_reminder("extended", of=moved(), kind=DeliveryKind.CHANGE)
    store.apply(NOW, deadlines=[moved()], plan=[news])
    store.apply(NOW, deadlines=[replace(moved(), sequence=2)])

    assert marked(store).id == news.id


def test_other_routes_replace_what_waits(store: Store) -> None:
    store.apply(NOW, deadlines=[PAPER], plan=[a_reminder("7d"), a_reminder("3d")])

    applied = store.replan(NOW, [a_reminder("3d"), a_reminder("1d")], "routes 2")

    assert (applied.planned, applied.cancelled) == (1, 1)
    assert states(store) == {
        "7d": State.CANCELLED,
        "3d": State.PLANNED,
        "1d": State.PLANNED,
    }
    assert store.plan_key() == "routes 2"


def test_routes_that_come_back_plan_again_what_they_called_off(store: Store) -> None:
    store.apply(NOW, deadlines=[PAPER], plan=[a_reminder("7d")])
    store.replan(NOW, [], "without")

    applied = store.replan(NOW, [a_reminder("7d")], "with")

    assert applied.planned == 1
    assert claimed(store).lead == "7d"


def test_routes_that_come_back_repeat_nothing(store: Store, due: Delivery) -> None:
    finish(store, marked(store), NOW, State.RETRY, verdict=LATER, maybe_sent=True)
    store.replan(NOW, [], "without")

    store.replan(NOW, [due], "with")

    assert state(store, due) is State.CANCELLED
