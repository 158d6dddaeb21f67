"""Instructions: whatever people want is done once, and in the order of their words."""

from __future__ import annotations

from datetime import timedelta

from deadlinebot.engine.inbox import Sheet, new_name
from deadlinebot.engine.instructions import obey
from deadlinebot.model.channel import Response
from deadlinebot.model.delivery import Outcome, State, Verdict
from deadlinebot.model.instruction import (
    AcceptClock,
    Done,
    Instruction,
    Retry,
    Snooze,
    Undo,
)
from deadlinebot.store import Applied
from tests.build import utc
from tests.stored import finish, mark
from tests.unit.engine.conftest import CONFIG, World

EMNLP, ACL = "emnlp-2026-paper", "acl-2026-paper"
MINUTE = timedelta(minutes=1)
TWO_ROUTES = CONFIG + "  urgent: {leads: [3d, 1h], channels: [slack]}\n"


def said(world: World, wanted: Instruction, name: str = "") -> Applied:
    """Say *wanted*, a minute after what was said before."""
    world.wait(minutes=1)
    sheet = Sheet(at=world.now, wanted=wanted)
    return obey(world.engine, name or new_name(world.now), sheet, world.now)


def leads(world: World, *states: State, of: str = EMNLP) -> list[str]:
    """Return the leads of *of* that are in *states*; planned if none is named."""
    found = world.deliveries(*(states or (State.PLANNED,)))
    return [row.lead for row in found if row.deadline == of]


def test_what_is_done_reminds_no_more(planned: World) -> None:
    applied = said(planned, Done((EMNLP,)))

    assert (applied.planned, applied.cancelled) == (0, 3)
    assert leads(planned) == []
    assert leads(planned, of=ACL) == ["14d", "3d", "6h"]


def test_what_is_done_on_one_route_reminds_on_the_others(world: World) -> None:
    world.started(TWO_ROUTES)
    world.refresh()

    said(world, Done((EMNLP,), "all"))

    assert leads(world) == ["3d", "1h"]


def test_what_is_undone_reminds_again(planned: World) -> None:
    said(planned, Done((EMNLP,)))

    applied = said(planned, Undo((EMNLP,)))

    assert (applied.planned, applied.cancelled) == (3, 0)
    assert leads(planned) == ["14d", "3d", "6h"]


def test_one_route_is_undone_alone(world: World) -> None:
    world.started(TWO_ROUTES)
    world.refresh()
    said(world, Done((EMNLP,)))

    said(world, Undo((EMNLP,), "urgent"))

    assert leads(world) == ["3d", "1h"]


def test_what_was_never_done_cannot_be_undone(planned: World) -> None:
    before = planned.feed()

    applied = said(planned, Undo((EMNLP,)))

    assert applied == Applied()
    assert planned.store.mutes() == ()
    assert planned.feed() == before


def test_what_is_snoozed_speaks_at_the_instant_and_as_usual_after_it(
    planned: World,
) -> None:
    until = utc("2026-05-20T01:00:00")

    applied = said(planned, Snooze((EMNLP,), until))

    assert (applied.planned, applied.cancelled) == (1, 1)
    assert leads(planned) == ["snooze", "3d", "6h"]
    planned.now = until
    planned.tick()
    assert "EMNLP 2026" in planned.net.said()[0]["text"]


def test_what_is_snoozed_twice_speaks_at_the_later_instant(planned: World) -> None:
    first, second = utc("2026-05-10T01:00:00"), utc("2026-05-20T01:00:00")
    said(planned, Snooze((EMNLP,), first))
    planned.now = first
    planned.tick()

    said(planned, Snooze((EMNLP,), second))

    planned.now = second
    planned.tick()
    assert leads(planned, State.DELIVERED) == ["snooze", "snooze"]


def test_the_last_word_counts_though_the_clock_went_back(planned: World) -> None:
    said(planned, Done((EMNLP,)))
    planned.wait(hours=-5)

    said(planned, Undo((EMNLP,)))

    assert leads(planned) == ["14d", "3d", "6h"]
    assert b"\xe2\x9c\x93" not in planned.feed()


def test_a_word_outlasts_a_restart_and_a_moved_date(planned: World) -> None:
    said(planned, Done((EMNLP,)))
    planned.started()
    planned.states("EMNLP", "2026-06-05 23:59")

    planned.refresh()

    assert leads(planned) == ["extended"]  # which is told, and reminded of no more


def test_a_word_outlasts_other_routes(planned: World) -> None:
    said(planned, Done((EMNLP,)))

    planned.reload(CONFIG.replace("14d, ", "7d, "))
    planned.engine.replan(planned.now)

    assert leads(planned) == []
    assert leads(planned, of=ACL) == ["7d", "3d", "6h"]


def test_a_reminder_that_failed_goes_on_though_other_routes_are_muted(
    world: World,
) -> None:
    world.started(TWO_ROUTES)
    world.refresh()
    world.now = utc("2026-05-23T12:00:00")
    (row,) = world.store.claim(world.now, 1, {"slack": 1})
    marked = mark(world.store, row, world.now)
    assert marked is not None
    again = Verdict(Outcome.RETRY, "503")
    finish(world.store, marked, world.now, State.RETRY, verdict=again)

    said(world, Done((EMNLP,), "all"))

    assert leads(world, State.RETRY) == ["3d"]


def test_feeds_show_a_tick_with_a_stamp_that_moves_on(planned: World) -> None:
    before = planned.feed()
    said(planned, Done((EMNLP,)))
    done = planned.feed()
    said(planned, Undo((EMNLP,)))
    undone = planned.feed()

    assert b"SUMMARY:EMNLP 2026 paper deadline" in before
    assert "SUMMARY:✓ EMNLP 2026 paper deadline".encode() in done
    assert b"SUMMARY:EMNLP 2026 paper deadline" in undone
    assert b"LAST-MODIFIED:20260501T000000Z" in before
    assert b"LAST-MODIFIED:20260501T000100Z" in done
    assert b"LAST-MODIFIED:20260501T000200Z" in undone


def test_a_feed_shows_the_ticks_of_its_own_route(world: World) -> None:
    feeds = "feeds: {mine: {route: urgent}, other: {route: all}}\n"
    world.started(TWO_ROUTES + feeds)
    world.refresh()

    said(world, Done((EMNLP,), "urgent"))

    tick = "✓ EMNLP".encode()
    assert [tick in world.feed(name) for name in ("mine", "other", "all")] == [
        *(True, False, False)
    ]


def test_readers_see_what_is_done(planned: World) -> None:
    said(planned, Done((EMNLP,)))

    published = planned.engine.publish(planned.now)

    assert {d.id: d.done for d in published.deadlines} == {EMNLP: True, ACL: False}


def test_a_deadline_that_nobody_holds_is_passed_over(planned: World) -> None:
    applied = said(planned, Done(("nobody-2026-paper", EMNLP)))

    assert applied.cancelled == 3
    assert [mute.deadline for mute in planned.store.mutes()] == [EMNLP]


def test_what_was_given_up_is_tried_again(planned: World) -> None:
    planned.now = utc("2026-05-23T12:00:00")
    planned.net.answer = lambda _request: Response(400, b"invalid_blocks")
    planned.tick()
    assert leads(planned, State.DEAD, State.HELD) == ["3d"]

    applied = said(planned, Retry())

    assert applied.planned == 1
    assert leads(planned, State.PLANNED) == ["3d", "6h"]


def test_a_clock_that_was_set_back_is_believed_when_somebody_says_so(
    planned: World,
) -> None:
    planned.store.note_clock(planned.now + timedelta(days=400))

    said(planned, AcceptClock())

    assert planned.store.high_water() == planned.now
