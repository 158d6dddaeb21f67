"""Trouble on a channel: its queue is kept, and the operator hears of it once."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from deadlinebot.model.channel import NoAnswer, Request, Response
from deadlinebot.model.delivery import DeliveryKind, State
from deadlinebot.store import Selection
from deadlinebot.wording import Alarm
from tests.build import utc
from tests.fakes import Answer, accepted
from tests.stored import mark
from tests.unit.engine.conftest import World

SLACK = "https://hooks.slack.com/services/T0/B0/"
CONFIG = f"""
language: en
state: state
sources:
  lab: {{format: native, location: calls}}
channels:
  lab: {{notifier: slack, url: "{SLACK}lablablab", on_unknown: resend}}
  ops: {{notifier: slack, url: "{SLACK}opsopsops"}}
routes:
  all: {{leads: [14d, 3d], channels: [lab], announce: false}}
operator: {{channels: [ops, lab]}}
"""
HOLDING = CONFIG.replace("resend", "hold")
GONE = Response(404, b"no_service")


@pytest.fixture
def due(world: World) -> World:
    """The world at the moment when EMNLP's reminder of 14 days is due."""
    world.started(CONFIG)
    world.refresh()
    world.now = utc("2026-05-12T11:59:00")
    return world


def answering(answer: Answer) -> Callable[[Request], Answer]:
    """Return a service whose webhook of the lab gives *answer*; the others work."""
    return lambda r: answer if r.url.endswith("lablablab") else accepted(r)


def alarms(world: World) -> list[tuple[str, str, str]]:
    """Return alarm, channel and reason of what the operator was told."""
    found = [d for d in world.deliveries() if d.kind is DeliveryKind.ALARM]
    details = [(d, json.loads(d.detail)) for d in found]
    return [(said["alarm"], d.channel, said["reason"]) for d, said in details]


def reminders(world: World) -> list[State]:
    """Return the states of EMNLP's reminders, the earliest first."""
    return [d.state for d in world.deliveries() if "emnlp" in d.deadline]


def retry(world: World) -> None:
    """Ask for what is held to be sent, as `deliveries retry` does."""
    wanted = Selection(channels=("lab",), states=(State.HELD,))
    world.store.retry(wanted, world.now, instruction=world.now.isoformat())


def test_a_channel_that_dies_is_told_once_and_not_to_itself(due: World) -> None:
    due.net.answer = answering(GONE)
    due.tick()
    due.tick()
    due.now = utc("2026-05-23T11:59:00")
    due.tick()

    [(alarm, channel, reason)] = alarms(due)
    assert (alarm, channel) == (Alarm.CHANNEL_DEAD, "ops")
    assert "create a new webhook" in reason
    assert "Channel lab is down" in due.net.said()[-1]["text"]


def test_a_channel_that_dies_again_is_told_again(due: World) -> None:
    due.net.answer = answering(GONE)
    due.tick()
    due.wait(hours=1)
    retry(due)
    due.tick()

    assert [alarm for alarm, _, _ in alarms(due)] == [Alarm.CHANNEL_DEAD] * 2


def test_what_a_dead_channel_holds_goes_when_it_is_asked_for(due: World) -> None:
    due.net.answer = answering(GONE)
    due.tick()
    assert reminders(due)[0] is State.HELD
    due.net.answer = accepted
    due.wait(hours=1)
    retry(due)
    due.tick()

    assert reminders(due)[0] is State.DELIVERED


def test_a_message_that_is_refused_for_good_is_told_once(due: World) -> None:
    due.net.answer = answering(Response(400, b"invalid_blocks"))
    due.tick()
    due.tick()

    [(alarm, channel, reason)] = alarms(due)
    assert (alarm, channel) == (Alarm.MESSAGE_REFUSED, "ops")
    assert reason == "emnlp-2026-paper: HTTP 400 invalid_blocks"


def test_a_refused_alarm_raises_no_alarm(due: World) -> None:
    due.net.answer = lambda _request: Response(400, b"invalid_blocks")
    due.tick()
    due.tick()
    due.tick()

    assert len(alarms(due)) == 1
    assert len(due.deliveries(State.DEAD)) == 2


def test_a_channel_that_holds_repeats_nothing_by_itself(due: World) -> None:
    due.started(HOLDING)
    due.net.answer = answering(NoAnswer("timed out"))
    due.tick()
    due.net.answer = accepted
    due.wait(hours=1)
    due.tick()

    [held, _] = [d for d in due.deliveries() if "emnlp" in d.deadline]
    assert (held.state, held.error) == (State.HELD, "timed out")
    assert len(due.net.sent) == 1
    assert due.store.channel_states()["lab"].health == "up"


def test_what_is_held_as_unknown_says_that_it_may_be_a_repeat(due: World) -> None:
    due.started(HOLDING)
    due.net.answer = answering(NoAnswer("timed out"))
    due.tick()
    due.net.answer = accepted
    due.wait(hours=1)
    retry(due)
    due.tick()

    assert "may be a repeat" in due.net.said()[-1]["text"]
    assert reminders(due)[0] is State.DELIVERED


def test_a_channel_that_holds_does_so_after_a_crash(due: World) -> None:
    due.started(HOLDING)
    claimed = due.store.claim(due.now, 1, {"lab": 1})
    assert mark(due.store, claimed[0], due.now)
    due.wait(seconds=61)
    due.tick()

    assert due.net.sent == []
    assert reminders(due)[0] is State.HELD
    assert "before an answer came" in due.deliveries(State.HELD)[0].error


def test_what_was_missed_is_told_once_by_name(due: World) -> None:
    due.now = utc("2026-06-11T12:00:00")  # both deadlines have passed
    due.tick()
    due.tick()

    told = alarms(due)
    assert {alarm for alarm, _, _ in told} == {Alarm.MISSED}
    assert {channel for _, channel, _ in told} == {"ops", "lab"}
    assert {reason for _, _, reason in told} == {"emnlp-2026-paper, acl-2026-paper"}
    assert len(told) == len(due.net.sent) == 2


def test_what_was_said_in_time_was_not_missed(due: World) -> None:
    due.tick()
    due.now = utc("2026-05-23T11:59:00")
    due.tick()
    due.now = utc("2026-05-26T12:00:00")
    due.tick()

    assert alarms(due) == []


def test_after_ten_hours_down_each_deadline_speaks_once_and_none_that_has_passed(
    world: World,
) -> None:
    for n in range(20):  # three leads each; every fourth is over before we are back
        hour = 3 if n % 4 == 0 else 8  # in UTC-12
        world.states(f"CALL{n:02}", f"2026-05-02 {hour:02}:{n:02}")
    (world.folder / "calls" / "acl.yaml").unlink()
    (world.folder / "calls" / "emnlp.yaml").unlink()
    world.started(CONFIG.replace("[14d, 3d]", "[7h, 6h, 5h]"))
    world.now = utc("2026-05-01T10:00:00")
    world.refresh()
    world.wait(hours=21, minutes=59)  # the first lead is a minute ahead
    world.tick()
    assert world.net.sent == []
    world.wait(hours=10)
    again = world.tick()
    while again is not None:
        world.now = again
        again = world.tick()

    spoken = [d.deadline for d in world.deliveries(State.DELIVERED) if d.deadline]
    assert sorted(spoken) == [f"call{n:02}-2026-paper" for n in range(20) if n % 4]
    assert [alarm for alarm, _, _ in alarms(world)] == [Alarm.MISSED] * 2
