"""What the store promises, on every database that it runs on."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from deadlinebot.errors import UserError
from deadlinebot.model.change import Change, ChangeKind
from deadlinebot.model.channel import Pace
from deadlinebot.model.deadline import Deadline, Status
from deadlinebot.model.delivery import (
    Delivery,
    DeliveryKind,
    Outcome,
    State,
    Verdict,
    delivery_id,
)
from deadlinebot.store import (
    Health,
    Selection,
    SourceState,
    Store,
    open_store,
    read_store,
)
from tests.build import DUE, SEEN, a_deadline, an_event, utc

NOW = utc("2026-05-23T12:00:00")
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
PAPER = a_deadline()
OK = Verdict(Outcome.DELIVERED, "ok")
LATER = Verdict(Outcome.RETRY, "503")
CHAT = {"chat": 10}

Opener = Callable[[str], Store]


def a_reminder(
    lead: str = "3d",
    due: datetime = NOW,
    *,
    channel: str = "chat",
    of: Deadline = PAPER,
    kind: DeliveryKind = DeliveryKind.REMINDER,
) -> Delivery:
    assert of.due
    return Delivery(
        id=delivery_id(channel, of.id, kind, lead, of.sequence),
        channel=channel,
        deadline=of.id,
        sequence=of.sequence,
        kind=kind,
        lead=lead,
        due=due,
        not_after=of.due,
    )


def moved(deadline: Deadline = PAPER, days: int = 7) -> Deadline:
    later = a_deadline(DUE + days * DAY)
    return replace(later, id=deadline.id, sequence=deadline.sequence + 1)


def state(store: Store, delivery: Delivery) -> State:
    (row,) = store.deliveries(Selection(ids=(delivery.id,)))
    return row.state


def states(store: Store) -> dict[str, State]:
    return {row.lead: row.state for row in store.deliveries()}


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an empty database, made once: migrations cost more than the tests."""
    path = tmp_path_factory.mktemp("made") / "state.db"
    open_store(path, owner="maker", now=SEEN).close()
    return path


@pytest.fixture(params=["sqlite"])
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Opener:
    """Return how an owner opens the database under test, again and again."""
    assert request.param == "sqlite"
    path = tmp_path / "state.db"
    shutil.copy(request.getfixturevalue("made"), path)
    return lambda owner: open_store(path, owner=owner, now=NOW)


@pytest.fixture
def store(opened: Opener) -> Iterator[Store]:
    with opened("first") as held:
        yield held


@pytest.fixture
def due(store: Store) -> Delivery:
    """Return a reminder that is planned and due."""
    store.apply(NOW, deadlines=[PAPER], plan=[a_reminder()])
    return a_reminder()


def claimed(store: Store, now: datetime = NOW) -> Delivery:
    (one,) = store.claim(now, 10, CHAT)
    return one


def marked(store: Store, now: datetime = NOW) -> Delivery:
    sent = store.mark(claimed(store, now), now)
    assert sent is not None
    return sent


# facts


def test_deadlines_come_back_as_they_were(store: Store) -> None:
    held = (an_event(), PAPER)

    store.apply(NOW, deadlines=held)

    assert store.deadlines() == held


def test_a_deadline_is_overwritten_by_its_next_version(store: Store) -> None:
    store.apply(NOW, deadlines=[PAPER, an_event()])

    store.apply(NOW, deadlines=[moved()])

    assert store.deadlines() == (an_event(), moved())


def test_changes_come_back_oldest_first(store: Store) -> None:
    added = Change(ChangeKind.ADDED, None, PAPER, SEEN)
    extended = Change(ChangeKind.EXTENDED, PAPER, moved(), NOW)
    event = Change(ChangeKind.ADDED, None, an_event(), SEEN)

    store.apply(NOW, deadlines=[moved(), an_event()], changes=[added, event, extended])

    assert store.changes() == (added, event, extended)
    assert store.changes(PAPER.id) == (added, extended)
    assert store.changes(since=NOW) == (extended,)
    assert store.changes(limit=1) == (extended,)


def test_the_state_of_a_source_is_its_last(store: Store) -> None:
    failing = SourceState("ccf", "abc", '"e1"', "", SEEN, "timeout", 2, {"held": 1})
    well = replace(failing, last_ok=NOW, last_error="", failures=0)
    store.apply(SEEN, sources=[failing])

    store.apply(NOW, sources=[well, SourceState("own")])

    assert store.source_states() == {"ccf": well, "own": SourceState("own")}


def test_what_cannot_be_stored_whole_is_not_stored_at_all(store: Store) -> None:
    orphan = replace(a_reminder(), deadline="unknown")

    with pytest.raises(Exception, match="FOREIGN KEY"):
        store.apply(NOW, deadlines=[PAPER], plan=[orphan])

    assert store.deadlines() == ()


# planning


def test_planning_twice_changes_nothing(store: Store) -> None:
    first = store.apply(NOW, deadlines=[PAPER], plan=[a_reminder()])
    store.finish(marked(store), NOW, State.DELIVERED, verdict=OK)

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
            store.finish(marked(store), NOW, State(held), verdict=LATER)
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
    store.finish(marked(store), NOW, State.RETRY, verdict=LATER, maybe_sent=True)
    store.replan(NOW, [], "without")

    store.replan(NOW, [due], "with")

    assert state(store, due) is State.CANCELLED


# claiming


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
    store.finish(marked(store), NOW, State.DELIVERED, verdict=OK)
    forward = moved(days=-1)
    early = a_reminder("14d", NOW - DAY, of=forward)

    store.apply(NOW, deadlines=[forward], plan=[early])

    assert claimed(store).id == early.id


def test_a_retry_is_silent_once_a_nearer_lead_has_spoken(store: Store) -> None:
    plan = [a_reminder("3d", NOW - DAY), a_reminder("1d", NOW + DAY)]
    store.apply(NOW, deadlines=[PAPER], plan=plan)
    store.finish(
        marked(store), NOW, State.RETRY, verdict=LATER, next_at=NOW + DAY + MINUTE
    )
    store.finish(marked(store, NOW + DAY), NOW + DAY, State.DELIVERED, verdict=OK)

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
    store.finish(
        marked(store), NOW, State.RETRY, verdict=LATER, next_at=NOW, maybe_sent=True
    )

    taken = store.claim(NOW, 10, CHAT)

    assert len(taken) == spoken


# marking


def test_a_marked_delivery_has_an_attempt_that_runs(
    store: Store, due: Delivery
) -> None:
    sent = marked(store)

    (attempt,) = store.attempts(due.id)
    assert (sent.state, sent.attempts) == (State.SENDING, 1)
    assert (attempt.n, attempt.started, attempt.ended) == (1, NOW, None)


def test_nothing_is_sent_at_or_after_the_deadline(store: Store, due: Delivery) -> None:
    held = claimed(store)

    assert store.mark(held, DUE) is None
    assert state(store, due) is State.EXPIRED
    assert store.attempts(due.id) == ()


def test_nothing_is_sent_about_an_older_version(store: Store, due: Delivery) -> None:
    store.finish(marked(store), NOW, State.RETRY, verdict=LATER, next_at=NOW + MINUTE)
    held = claimed(store, NOW + MINUTE)
    sending = store.mark(held, NOW + MINUTE)
    assert sending
    store.apply(NOW, deadlines=[moved()])  # while its bytes are under way
    store.finish(sending, NOW, State.RETRY, verdict=LATER, next_at=NOW + 2 * MINUTE)

    again = claimed(store, NOW + 2 * MINUTE)

    assert store.mark(again, NOW + 2 * MINUTE) is None
    assert state(store, due) is State.CANCELLED


@pytest.mark.parametrize("how", ["pause", "dead"])
def test_nothing_is_sent_to_a_channel_that_stopped_since(
    store: Store, due: Delivery, how: str
) -> None:
    held = claimed(store)
    if how == "pause":
        store.pause("chat", NOW + MINUTE, "429")
    else:
        store.set_dead("chat", "revoked")

    assert store.mark(held, NOW) is None
    assert state(store, due) is State.PLANNED


def test_only_the_present_claim_can_be_marked(store: Store, due: Delivery) -> None:
    held = claimed(store)
    store.release(held)
    again = claimed(store)

    assert store.mark(held, NOW) is None
    assert store.mark(again, NOW)
    assert store.mark(again, NOW) is None


# finishing


def test_a_delivered_one_says_when(store: Store, due: Delivery) -> None:
    sent = marked(store)

    assert store.finish(sent, NOW + SECOND, State.DELIVERED, verdict=OK)

    (row,) = store.deliveries()
    assert (row.state, row.delivered_at) == (State.DELIVERED, NOW + SECOND)
    assert (row.owner, row.error, row.maybe_sent) == (None, "", False)


def test_a_retry_comes_back_when_it_is_told_to(store: Store, due: Delivery) -> None:
    store.finish(marked(store), NOW, State.RETRY, verdict=LATER, next_at=NOW + MINUTE)

    assert store.claim(NOW + MINUTE - SECOND, 10, CHAT) == ()
    assert claimed(store, NOW + MINUTE).error == "503"


def test_attempts_keep_the_words_of_the_service(store: Store, due: Delivery) -> None:
    first = Verdict(Outcome.UNKNOWN, "说" * 600, code="45009")
    store.finish(
        marked(store), NOW, State.RETRY, verdict=first, next_at=NOW, maybe_sent=True
    )
    store.finish(marked(store), NOW, State.DELIVERED, verdict=OK, maybe_sent=True)

    one, two = store.attempts(due.id)
    assert (one.n, one.outcome, one.code) == (1, Outcome.UNKNOWN, "45009")
    assert one.reason == "说" * 500
    assert (two.n, two.outcome, two.ended) == (2, Outcome.DELIVERED, NOW)
    assert store.deliveries()[0].maybe_sent


def test_a_claim_without_anything_to_say_ends_unsent(
    store: Store, due: Delivery
) -> None:
    gone = Verdict(Outcome.REJECT_MESSAGE, "its deadline is gone")

    assert store.finish(claimed(store), NOW, State.CANCELLED, verdict=gone)
    assert state(store, due) is State.CANCELLED
    assert store.attempts(due.id) == ()


def test_an_end_without_an_attempt_leaves_the_attempts_before_it(
    store: Store, due: Delivery
) -> None:
    store.finish(marked(store), NOW, State.RETRY, verdict=LATER, next_at=NOW)
    before = store.attempts(due.id)

    store.finish(claimed(store), NOW + MINUTE, State.CANCELLED, verdict=OK)

    assert store.attempts(due.id) == before


@pytest.mark.parametrize("end", [State.PLANNED, State.CLAIMED, State.SENDING])
def test_an_attempt_ends_in_one_of_its_ends(
    store: Store, due: Delivery, end: State
) -> None:
    sent = marked(store)

    with pytest.raises(ValueError, match=f"cannot end as {end}"):
        store.finish(sent, NOW, end, verdict=OK)


def test_what_was_not_marked_is_not_delivered(store: Store, due: Delivery) -> None:
    held = claimed(store)

    with pytest.raises(ValueError, match="not marked"):
        store.finish(held, NOW, State.DELIVERED, verdict=OK)


def test_a_released_claim_is_planned_again(store: Store, due: Delivery) -> None:
    held = claimed(store)

    assert store.release(held)
    assert not store.release(held)
    assert claimed(store).epoch == 2


# leases


@pytest.mark.parametrize("reach", [claimed, marked])
def test_a_lease_lasts_a_minute(
    store: Store, due: Delivery, reach: Callable[[Store], Delivery]
) -> None:
    held = reach(store)

    assert store.recover(NOW + MINUTE) == 0
    assert state(store, due) is held.state
    assert store.recover(NOW + MINUTE + SECOND) == 1


def test_what_was_claimed_is_planned_again_and_has_surely_not_left(
    store: Store, due: Delivery
) -> None:
    claimed(store)

    store.recover(NOW + 2 * MINUTE)

    (row,) = store.deliveries()
    assert (row.state, row.maybe_sent, row.owner) == (State.PLANNED, False, None)


def test_what_was_sending_is_tried_again_and_may_have_arrived(
    store: Store, due: Delivery
) -> None:
    marked(store)

    store.recover(NOW + 2 * MINUTE)

    (row,) = store.deliveries()
    assert (row.state, row.maybe_sent) == (State.RETRY, True)
    assert row.next_at == NOW + 2 * MINUTE


def test_whoever_lost_the_lease_changes_nothing(store: Store, due: Delivery) -> None:
    late = NOW + 2 * MINUTE
    slow = marked(store)
    store.recover(late)
    quick = marked(store, late)

    assert not store.finish(slow, late, State.DEAD, verdict=LATER)
    assert store.mark(slow, late) is None
    assert not store.release(slow)

    assert store.finish(quick, late, State.DELIVERED, verdict=OK, maybe_sent=True)
    lost, won = store.attempts(due.id)
    assert (lost.outcome, won.outcome) == (Outcome.UNKNOWN, Outcome.DELIVERED)


def test_a_new_process_frees_what_the_dead_one_held(opened: Opener) -> None:
    sending, waiting = a_reminder(), a_reminder(of=a_deadline(id="acl-2026-paper"))
    with opened("dead") as store:
        both = [PAPER, a_deadline(id="acl-2026-paper")]
        store.apply(NOW, deadlines=both, plan=[sending, waiting])
        for one in store.claim(NOW, 10, CHAT):
            if one.id == sending.id:
                store.mark(one, NOW)

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

    with opened("living") as store:
        new = marked(store)

        assert not store.finish(old, NOW, State.DELIVERED, verdict=OK)
        assert store.finish(new, NOW, State.DELIVERED, verdict=OK, maybe_sent=True)


def test_of_two_owners_only_the_one_that_claimed_can_go_on(
    store: Store, due: Delivery
) -> None:
    second = Store(store._db, "second", ExitStack())  # a replica
    held = claimed(store)

    assert second.mark(held, NOW) is None
    assert not second.release(held)
    sent = store.mark(held, NOW)
    assert sent
    assert not second.finish(sent, NOW, State.DEAD, verdict=LATER)

    assert state(store, due) is State.SENDING


# expiry


@pytest.mark.parametrize("held", [State.PLANNED, State.RETRY, State.HELD])
def test_what_waits_expires_at_its_deadline(
    store: Store, due: Delivery, held: State
) -> None:
    if held is not State.PLANNED:
        store.finish(marked(store), NOW, held, verdict=LATER)

    assert store.expire(DUE - SECOND) == 0
    assert store.expire(DUE) == 1
    assert state(store, due) is State.EXPIRED


def test_what_another_owner_holds_expires_before_it_is_marked(
    store: Store, due: Delivery
) -> None:
    second = Store(store._db, "second", ExitStack())
    held = claimed(store)

    assert second.expire(DUE) == 1

    assert store.mark(held, NOW) is None
    assert state(store, due) is State.EXPIRED


def test_what_is_in_hand_does_not_expire_under_its_worker(
    store: Store, due: Delivery
) -> None:
    held = claimed(store)

    assert store.expire(DUE) == 0
    assert store.mark(held, DUE) is None
    assert state(store, due) is State.EXPIRED


# channels


def test_a_paused_channel_waits_and_others_go_on(store: Store) -> None:
    other = a_reminder(channel="other")
    store.apply(NOW, deadlines=[PAPER], plan=[a_reminder(), other])

    store.pause("chat", NOW + MINUTE, "429")

    free = {"chat": 1, "other": 1}
    assert [d.channel for d in store.claim(NOW, 10, free)] == ["other"]
    assert [d.channel for d in store.claim(NOW + MINUTE, 10, free)] == ["chat"]


def test_a_pause_is_never_shortened(store: Store) -> None:
    store.pause("chat", NOW + 2 * MINUTE, "an hour")
    store.pause("chat", NOW + MINUTE, "a second")

    assert store.channel_states()["chat"].paused_until == NOW + 2 * MINUTE


def test_a_dead_channel_holds_its_queue_until_it_is_revived(
    store: Store, due: Delivery
) -> None:
    store.finish(marked(store), NOW, State.HELD, verdict=LATER)
    store.set_dead("chat", "key revoked")
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
    store.set_dead("a", "revoked")
    assert store.next_due(names) == NOW + 2 * MINUTE
    store.pause("b", NOW + 9 * MINUTE, "429")
    assert store.next_due(names) == NOW + 3 * MINUTE
    assert store.next_due(["a", "b"]) == NOW + 9 * MINUTE
    assert store.next_due(["a"]) is None
    assert store.next_due([]) is None


def test_a_bucket_gives_its_burst_and_then_one_a_step(store: Store) -> None:
    pace = Pace(burst=3, per_s=2)

    first = [store.take("chat", NOW, pace) for _ in range(4)]

    assert first == [None, None, None, NOW + 2 * SECOND]
    assert store.take("chat", NOW + SECOND, pace) == NOW + 2 * SECOND
    assert store.take("chat", NOW + 2 * SECOND, pace) is None
    assert store.take("chat", NOW + 2 * SECOND, pace) == NOW + 4 * SECOND
    assert store.take("other", NOW, pace) is None


def test_a_bucket_fills_up_to_its_burst_and_no_further(store: Store) -> None:
    pace = Pace(burst=2, per_s=1)
    later = NOW + DAY
    for _ in range(2):
        store.take("chat", NOW, pace)

    taken = [store.take("chat", later, pace) for _ in range(3)]

    assert taken == [None, None, later + SECOND]


def test_a_clock_set_back_does_not_stop_a_channel(store: Store) -> None:
    pace = Pace(burst=2, per_s=1)
    for _ in range(2):
        store.take("chat", NOW + DAY, pace)

    taken = [store.take("chat", NOW, pace) for _ in range(2)]

    assert taken == [None, NOW + SECOND]


# listing


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
    store.finish(marked(store), NOW, State.DEAD, verdict=LATER)
    assert store.claim(NOW, 10, CHAT) == ()

    assert store.retry(Selection(channels=("other",)), NOW) == 0
    assert store.retry(Selection(channels=("chat",)), DUE) == 0
    assert store.retry(Selection(ids=(due.id,)), NOW) == 1

    assert claimed(store).id == due.id


def test_ended_deliveries_are_kept_for_400_days(store: Store, due: Delivery) -> None:
    store.finish(marked(store), NOW, State.DELIVERED, verdict=OK)

    assert store.tidy(DUE + 400 * DAY) == 0
    assert store.tidy(DUE + 400 * DAY + SECOND) == 1

    assert store.deliveries() == ()
    assert store.attempts(due.id) == ()


def test_what_has_not_ended_is_never_forgotten(store: Store, due: Delivery) -> None:
    assert store.tidy(DUE + 500 * DAY) == 0
    assert state(store, due) is State.PLANNED


# bytes and marks


def test_components_are_kept_by_their_key(store: Store) -> None:
    store.keep_components({"a": b"A", "b": b"\x00B"}, NOW)
    store.keep_components({"a": b"A"}, NOW)

    assert store.components(["a", "b", "c"]) == {"a": b"A", "b": b"\x00B"}


def test_components_are_dropped_when_old_and_unused(store: Store) -> None:
    store.keep_components({"used": b"1", "unused": b"2"}, SEEN)
    store.keep_components({"new": b"3"}, NOW)

    assert store.drop_components({"used"}, before=NOW) == 1

    assert set(store.components(["used", "unused", "new"])) == {"used", "new"}


def test_more_components_than_a_statement_has_parameters(store: Store) -> None:
    many = {f"{n}": b"x" for n in range(40_000)}

    store.keep_components(many, NOW)

    assert store.components(many) == many


def test_the_last_good_feed_is_kept(store: Store) -> None:
    assert store.feed("all") is None
    store.keep_feed("all", b"old", '"1"')

    store.keep_feed("all", b"new", '"2"')

    assert store.feed("all") == (b"new", '"2"')


def test_the_high_water_mark_only_rises(store: Store) -> None:
    assert store.high_water() is None

    assert store.note_clock(NOW) == NOW
    assert store.note_clock(SEEN) == NOW

    assert store.high_water() == NOW


def test_the_day_of_installation_stays(opened: Opener) -> None:
    with opened("first") as store:
        assert store.installed_at() == SEEN


def test_a_reader_sees_what_the_writer_wrote_and_writes_nothing(
    store: Store, tmp_path: Path
) -> None:
    with read_store(tmp_path / "state.db") as reader:
        store.apply(NOW, deadlines=[PAPER])

        assert reader.deadlines() == (PAPER,)
        with pytest.raises(UserError, match="for reading only"):
            reader.tidy(NOW)
