"""Together: what falls due at once comes in few messages, and each is true of all."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from deadlinebot.model.channel import NoAnswer, Request, Response
from deadlinebot.model.delivery import State
from tests.build import utc
from tests.fakes import Answer, accepted
from tests.unit.engine.conftest import World

CONFIG = """
language: zh
state: state
sources:
  lab: {format: native, location: calls}
channels:
  chat: {notifier: NOTIFIER, url: "URL"}
routes:
  all: {leads: [3d], channels: [chat], announce: false}
"""
URLS = {
    "slack": "https://hooks.slack.com/services/T0/B0/secretsecret",
    "wecom": "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=secret",
    "generic": "https://hooks.example.org/x",
}
DUE = utc("2026-05-17T11:59:00")  # 3 days before the deadlines of `full`


def full(world: World, count: int, notifier: str = "slack", more: str = "") -> None:
    """Let *count* reminders be due at once on the channel of *notifier*."""
    for old in (world.folder / "calls").iterdir():
        old.unlink()
    for n in range(count):
        world.states(f"CALL{n:02}", "2026-05-19 23:59")
    config = CONFIG.replace("NOTIFIER", notifier).replace("URL", URLS[notifier])
    world.started(config.replace(f'{URLS[notifier]}"', f'{URLS[notifier]}"{more}'))
    world.refresh()
    world.now = DUE


def named(request: Request) -> set[str]:
    """Return which calls a message speaks of."""
    return set(re.findall(r"CALL\d\d", request.body.decode()))


def everything(world: World) -> set[str]:
    """Deliver until nothing waits, and return the calls that were spoken of."""
    again = world.tick()
    while again is not None:
        world.now = max(again, world.now)
        again = world.tick()
    return set().union(*map(named, world.net.sent))


def test_few_reminders_come_one_by_one(world: World) -> None:
    full(world, 5)

    assert len(everything(world)) == len(world.net.sent) == 5


def test_many_reminders_come_in_one_message(world: World) -> None:
    full(world, 6)
    world.tick()

    [message] = world.net.sent
    assert len(named(message)) == 6
    assert "6 条" in message.body.decode()
    assert len(world.deliveries(State.DELIVERED)) == 6


def test_a_channel_may_want_each_by_itself(world: World) -> None:
    full(world, 6, more=", group_above: 0")

    assert len(everything(world)) == len(world.net.sent) == 6


def test_a_program_gets_every_event_by_its_own_id(world: World) -> None:
    full(world, 12, "generic")
    world.tick()

    ids = {request.headers["webhook-id"] for request in world.net.sent}
    assert ids == {delivery.id for delivery in world.deliveries(State.DELIVERED)}
    assert len(ids) == 12


def test_what_one_message_cannot_carry_is_in_the_next(world: World) -> None:
    full(world, 60, "wecom")

    assert len(everything(world)) == 60
    assert len(world.net.sent) < 10
    assert not any("另有" in request.body.decode() for request in world.net.sent)
    assert sum(len(named(request)) for request in world.net.sent) == 60


def test_what_may_have_arrived_is_not_in_one_message_with_what_has_not(
    world: World,
) -> None:
    full(world, 6)
    world.net.answer = lambda _request: NoAnswer("timed out")
    world.tick()
    world.net.answer = accepted
    world.wait(seconds=60)
    world.states("NEW", "2026-05-21 00:00")
    for n in range(6):
        world.states(f"CALL{n + 90}", "2026-05-20 00:00")
    world.refresh()
    world.now = utc("2026-05-17T12:00:00")
    world.tick()

    first, *later = world.net.sent
    marks = {frozenset(named(r)): "可能重复" in r.body.decode() for r in later}
    assert marks == {
        frozenset(named(first)): True,
        frozenset(f"CALL{n + 90}" for n in range(6)): False,
    }


def refusing_many(request: Request) -> Answer:
    """Take a message of one deadline only."""
    one = len(named(request)) == 1
    return Response(200, b"ok") if one else Response(400, b"invalid_blocks")


def test_a_refused_message_of_many_comes_again_one_by_one(world: World) -> None:
    full(world, 6)
    world.net.answer = refusing_many
    everything(world)

    assert [len(named(request)) for request in world.net.sent] == [6, 1, 1, 1, 1, 1, 1]
    assert len(world.deliveries(State.DELIVERED)) == 6


def one_of(answers: list[Answer]) -> Callable[[Request], Answer]:
    """Return a service that gives *answers* one after the other."""
    left = iter(answers)
    return lambda _request: next(left)


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        (Response(503, b"oops"), State.RETRY),
        (Response(429, b"", {"retry-after": "30"}), State.RETRY),
        (Response(404, b"no_service"), State.HELD),
    ],
)
def test_all_of_a_message_have_one_fate(
    world: World, answer: Answer, state: State
) -> None:
    full(world, 6)
    world.net.answer = one_of([answer])
    world.tick()

    assert {d.state for d in world.deliveries()} == {state}
    assert {(d.attempts, d.maybe_sent) for d in world.deliveries()} == {(1, False)}
    assert len({d.next_at for d in world.deliveries()}) == 1


@pytest.mark.parametrize(("count", "messages"), [(20, 20), (21, 1)])
def test_more_than_twenty_late_ones_come_together_whatever_the_channel_says(
    world: World, count: int, messages: int
) -> None:
    full(world, count, more=", group_above: 0")
    world.now = utc("2026-05-17T22:00:00")

    assert len(everything(world)) == count
    assert len(world.net.sent) == messages
    assert all("迟到的提醒" in r.body.decode() for r in world.net.sent)


def test_a_moved_deadline_leaves_the_message_that_others_are_in(world: World) -> None:
    full(world, 7)
    world.states("CALL03", "2026-06-19 23:59")
    world.refresh()
    world.tick()

    [message] = world.net.sent
    assert len(named(message)) == 6
    assert "CALL03" not in named(message)
