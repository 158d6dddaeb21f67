"""Deliver: each notice once, whatever the service answers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from threading import Event

import pytest

from deadlinebot.model.channel import NoAnswer, NotSent, Request, Response
from deadlinebot.model.delivery import State
from tests.build import utc
from tests.fakes import Answer, accepted
from tests.unit.engine.conftest import World


@pytest.fixture
def due(world: World) -> World:
    """The world at the moment when EMNLP's reminder of 14 days is due."""
    world.refresh()
    world.now = utc("2026-05-12T11:59:00")
    return world


def always(answer: Answer) -> Callable[[Request], Answer]:
    """Return a service that always gives *answer*."""
    return lambda _request: answer


def only(world: World) -> tuple[State, bool]:
    """Return state and doubt of the reminder in question."""
    [found] = [
        d for d in world.deliveries() if d.lead == "14d" and "emnlp" in d.deadline
    ]
    return found.state, found.maybe_sent


def test_nothing_is_sent_before_its_time(world: World) -> None:
    world.refresh()
    world.now = utc("2026-05-12T11:58:59")

    back = world.tick()

    assert world.net.sent == []
    assert back == utc("2026-05-12T11:59:00")


def test_what_is_due_is_sent_once_with_both_clocks_and_the_link(due: World) -> None:
    due.tick()
    due.tick()

    [message] = due.net.said()
    assert "2026-05-26 19:59" in message["text"]
    assert "2026-05-25 23:59 UTC-12" in message["text"]
    assert "https://example.org/EMNLP" in str(message["blocks"])
    assert only(due) == (State.DELIVERED, False)


def test_a_restart_does_not_repeat_it(due: World) -> None:
    due.tick()
    due.started()
    due.refresh()
    due.tick()

    assert len(due.net.sent) == 1


def test_the_words_are_those_of_the_minute_of_sending(due: World) -> None:
    due.net.answer = always(NotSent("connection refused"))
    due.tick()
    due.net.answer = accepted
    due.wait(days=1)
    due.tick()

    first, second = due.net.said()
    assert "14 days" in first["text"]
    assert "13 days" in second["text"]


@pytest.mark.parametrize(
    "answer",
    [
        NotSent("connection refused"),
        Response(500, b"rollup_error"),
        Response(503, b"<html>"),
    ],
)
def test_what_surely_did_not_arrive_is_tried_again_without_a_mark(
    due: World, answer: Answer
) -> None:
    due.net.answer = always(answer)
    back = due.tick()
    assert only(due) == (State.RETRY, False)
    assert back is not None
    due.net.answer = accepted
    due.now = back
    due.tick()

    assert only(due) == (State.DELIVERED, False)
    assert "repeat" not in due.net.said()[-1]["text"]


def test_what_may_have_arrived_is_sent_again_until_there_is_an_answer(
    due: World,
) -> None:
    due.net.answer = always(NoAnswer("timed out"))
    back = due.tick()
    assert back == due.now + timedelta(seconds=60)
    due.now = back
    due.tick()
    due.net.answer = accepted
    due.wait(hours=1)
    due.tick()
    due.wait(hours=1)
    due.tick()

    first, *repeats = due.net.said()
    assert "repeat" not in first["text"]
    assert ["may be a repeat" in each["text"] for each in repeats] == [True, True]
    assert only(due) == (State.DELIVERED, True)


@pytest.mark.parametrize("status", [429, 502, 503])
def test_a_told_wait_pauses_the_whole_channel(due: World, status: int) -> None:
    due.net.answer = always(Response(status, b"", {"retry-after": "30"}))
    due.tick()
    due.net.answer = accepted
    due.wait(seconds=29)
    due.tick()
    assert len(due.net.sent) == 1
    due.wait(seconds=2)
    due.tick()

    assert len(due.net.sent) == 2
    assert only(due)[0] is State.DELIVERED


def test_a_refused_message_is_tried_once_in_plain_form(due: World) -> None:
    answers = iter([Response(400, b"invalid_blocks"), Response(200, b"ok")])
    due.net.answer = lambda _request: next(answers)
    due.tick()

    rich, plain = due.net.said()
    assert "blocks" in rich
    assert "blocks" not in plain
    assert only(due)[0] is State.DELIVERED


def test_a_message_refused_twice_is_dead_and_the_channel_lives(due: World) -> None:
    due.net.answer = always(Response(400, b"invalid_blocks"))
    due.tick()
    due.net.answer = accepted
    due.now = utc("2026-05-23T11:59:00")
    due.tick()

    assert only(due)[0] is State.DEAD
    assert len(due.deliveries(State.DELIVERED)) == 1


def test_a_dead_channel_holds_its_queue_and_a_restart_gives_it_another_chance(
    due: World,
) -> None:
    due.net.answer = always(Response(404, b"no_service"))
    due.tick()
    due.now = utc("2026-05-23T11:59:00")
    due.tick()
    assert len(due.net.sent) == 1
    due.net.answer = accepted
    due.started()
    due.engine.revive(due.now)
    due.tick()

    assert len(due.deliveries(State.DELIVERED)) == 1


def test_nothing_is_sent_at_or_after_the_deadline(due: World) -> None:
    due.now = utc("2026-05-26T11:59:00")
    due.tick()

    assert due.net.sent == []
    assert only(due)[0] is State.EXPIRED


def test_what_a_slow_disk_delays_beyond_the_deadline_is_not_sent(due: World) -> None:
    due.now = utc("2026-05-26T11:58:59")
    ticks = iter([due.now] * 4 + [utc("2026-05-26T11:59:00")] * 9)
    due.engine.deliver(lambda: next(ticks), Event())
    due.now = utc("2026-05-26T11:59:01")
    due.tick()

    assert due.net.sent == []
    states = {d.state for d in due.deliveries() if "emnlp" in d.deadline}
    assert states == {State.EXPIRED, State.SUPERSEDED}


def test_after_down_time_only_the_nearest_lead_speaks(due: World) -> None:
    due.now = utc("2026-05-26T08:00:00")  # 14d, 3d and 6h are all due
    due.tick()

    [message] = due.net.said()
    assert "3 hours 59 minutes" in message["text"]
    assert only(due)[0] is State.SUPERSEDED


def test_an_extension_is_told_to_those_who_plan_with_the_old_date(due: World) -> None:
    due.tick()
    due.states("EMNLP", "2026-06-01 23:59")
    due.refresh()
    due.tick()

    told = due.net.said()[-1]["text"]
    assert "7 days" in told
    assert len(due.net.sent) == 2


def test_a_withdrawn_deadline_is_told_and_its_reminders_are_called_off(
    due: World,
) -> None:
    text = (due.folder / "calls" / "emnlp.yaml").read_text(encoding="utf-8")
    due.write("emnlp.yaml", text + "        withdrawn: true\n")
    due.refresh()
    due.now = utc("2026-05-26T08:00:00")
    due.tick()

    assert len(due.net.sent) == 1
    states = {
        d.state
        for d in due.deliveries()
        if d.kind == "reminder" and "emnlp" in d.deadline
    }
    assert states == {State.CANCELLED}
    assert b"STATUS:CANCELLED" in due.feed()


def test_the_console_channel_prints_its_notice(world: World) -> None:
    config = (
        "language: zh\nstate: state\n"
        "sources: {lab: {format: native, location: calls}}\n"
        "channels: {console: {notifier: console}}\n"
        "routes: {all: {leads: [14d], channels: [console]}}\n"
    )
    world.started(config)
    world.refresh()
    world.now = utc("2026-05-12T11:59:00")
    world.tick()

    [said] = world.console
    assert "还有 14 天" in said
    assert "2026-05-26（周二）19:59" in said
