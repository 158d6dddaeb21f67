"""What the store promises about claims: what is due, once, and only what speaks."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from deadlinebot.model.delivery import Delivery, State
from deadlinebot.store import Store
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
    claimed,
    finish,
    marked,
    moved,
    state,
    states,
)


def test_what_is_due_is_claimed_once(store: Store, due: Delivery) -> None:
    first = store.claim(NOW, 10, CHAT)
    second = store.claim(NOW, 10, CHAT)

    (one,) = first
    assert (one.id, one.state, one.owner, one.epoch) == (
        due.id,
        State.CLAIMED,
        "first",
        1,
    )
    assert second == ()


@pytest.mark.parametrize(
    ("now", "free"),
    [
        (NOW - SECOND, CHAT),  # not due yet
        (DUE, CHAT),  # too late
        (NOW, {"chat": 0}),  # no free worker
        (NOW, {"other": 1}),  # not configured any more
        (NOW, {}),
    ],
)
def test_nothing_else_is_claimed(
    store: Store, due: Delivery, now: datetime, free: dict[str, int]
) -> None:
    assert store.claim(now, 10, free) == ()
    assert state(store, due) is State.PLANNED


def test_the_most_urgent_deadline_goes_first_over_all_channels(store: Store) -> None:
    soon, late = a_deadline(DUE, id="soon"), a_deadline(DUE + DAY, id="late")
    plan = [
        a_reminder(of=late, channel="a"),
        a_reminder(of=soon, channel="b"),
        a_reminder("1d", NOW - SECOND, of=soon, channel="c"),
    ]
    store.apply(NOW, deadlines=[soon, late], plan=plan)

    two = store.claim(NOW, 2, {"a": 1, "b": 1, "c": 1})

    assert [(d.deadline, d.channel) for d in two] == [("soon", "c"), ("soon", "b")]


def test_a_channel_gets_no_more_than_it_can_take(store: Store) -> None:
    several = [a_deadline(id=f"call-{n}") for n in range(3)]
    store.apply(NOW, deadlines=several, plan=[a_reminder(of=d) for d in several])

    taken = store.claim(NOW, 10, {"chat": 2})

    assert [d.deadline for d in taken] == sorted(d.deadline for d in taken)
    assert len(taken) == 2


@pytest.mark.parametrize(
    ("days_late", "spoken"),
    [
        ({"14d": 9, "3d": 2, "1d": 1}, "1d"),  # after days without power
        ({"14d": 9, "1d": -1}, "14d"),  # the nearer is not due yet
        ({"3d": 2}, "3d"),
    ],
)
def test_only_the_nearest_lead_of_a_deadline_speaks(
    store: Store, days_late: dict[str, int], spoken: str
) -> None:
    plan = [a_reminder(lead, NOW - days * DAY) for lead, days in days_late.items()]
    store.apply(NOW, deadlines=[PAPER], plan=plan)

    assert claimed(store).lead == spoken

    silent = {lead for lead, at in states(store).items() if at is State.SUPERSEDED}
    assert silent == {lead for lead, days in days_late.items() if days >= 0} - {spoken}


def test_two_leads_that_fall_on_one_instant_speak_once(store: Store) -> None:
    store.apply(NOW, deadlines=[PAPER], plan=[a_reminder("1d"), a_reminder("24h")])

    assert len(store.claim(NOW, 10, CHAT)) == 1
    assert sorted(states(store).values()) == [State.CLAIMED, State.SUPERSEDED]


def test_leads_speak_for_themselves_on_each_channel_and_deadline(store: Store) -> None:
    other = a_deadline(id="acl-2026-paper")
    plan = [
        a_reminder("3d", NOW - DAY),
        a_reminder("1d", channel="second"),
        a_reminder("1d", of=other),
    ]
    store.apply(NOW, deadlines=[PAPER, other], plan=plan)

    taken = store.claim(NOW, 10, {"chat": 5, "second": 5})

    assert {d.id for d in taken} == {d.id for d in plan}


def test_what_was_said_of_an_older_version_silences_nothing(store: Store) -> None:
    """A date brought forward can bring a lead before one that was already sent."""
    store.apply(NOW, deadlines=[PAPER], plan=[a_reminder("7d")])
    finish(store, marked(store), NOW, State.DELIVERED, verdict=OK)
    forward = moved(days=-1)
    early = a_reminder("14d", NOW - DAY, of=forward)

    store.apply(NOW, deadlines=[forward], plan=[early])

    assert claimed(store).id == early.id


def test_a_retry_is_silent_once_a_nearer_lead_has_spoken(store: Store) -> None:
    plan = [a_reminder("3d", NOW - DAY), a_reminder("1d", NOW + DAY)]
    store.apply(NOW, deadlines=[PAPER], plan=plan)
    finish(
        store,
        marked(store),
        NOW,
        State.RETRY,
        verdict=LATER,
        next_at=NOW + DAY + MINUTE,
    )
    finish(store, marked(store, NOW + DAY), NOW + DAY, State.DELIVERED, verdict=OK)

    again = store.claim(NOW + DAY + MINUTE, 10, CHAT)

    assert again == ()
    assert states(store) == {"3d": State.SUPERSEDED, "1d": State.DELIVERED}


@pytest.mark.parametrize(("apart", "spoken"), [(59 * MINUTE, 0), (61 * MINUTE, 1)])
def test_what_may_have_arrived_is_not_repeated_when_the_next_lead_is_near(
    store: Store, apart: timedelta, spoken: int
) -> None:
    store.apply(
        NOW, deadlines=[PAPER], plan=[a_reminder("2d"), a_reminder("1d", NOW + apart)]
    )
    finish(
        store,
        marked(store),
        NOW,
        State.RETRY,
        verdict=LATER,
        next_at=NOW,
        maybe_sent=True,
    )

    taken = store.claim(NOW, 10, CHAT)

    assert len(taken) == spoken
