"""Lanes: every channel goes its own way, and no message takes two."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from threading import Event

import pytest

from deadlinebot.errors import UnavailableError
from deadlinebot.model.channel import Request, Response
from deadlinebot.model.delivery import State
from tests.build import utc
from tests.fakes import Answer, accepted
from tests.unit.engine.conftest import World

SLACK = "https://hooks.slack.com/services/T0/B0/"
CONFIG = f"""
language: en
state: state
sources:
  lab: {{format: native, location: calls}}
channels:
  slow: {{notifier: slack, url: "{SLACK}slowslow"}}
  swift: {{notifier: slack, url: "{SLACK}swiftswift"}}
routes:
  all: {{leads: [14d, 3d], channels: [slow, swift]}}
"""
NO_SLOW = CONFIG.replace("[slow, swift]", "[swift]")
MENDED = CONFIG.replace("slowslow", "mendedmended")


def eventually(true: Callable[[], bool]) -> None:
    """Wait until *true*, and fail if it does not become so."""
    until = time.monotonic() + 20
    while not true():
        assert time.monotonic() < until, "it did not happen in time"
        time.sleep(0.01)  # noqa: TID251 - a poll between two looks


class Slow:
    """A service behind two webhooks, of which one answers only when it is let."""

    def __init__(self) -> None:
        self.lets_go = Event()
        self.got: list[str] = []

    def __call__(self, request: Request) -> Answer:
        """Answer, or keep the sender waiting."""
        name = request.url.removeprefix(SLACK)
        self.got.append(name)
        if name == "slowslow":
            self.lets_go.wait(20)
        return accepted(request)


@pytest.fixture
def slow(world: World) -> Iterator[Slow]:
    """A world in which EMNLP's 14 days are due on a slow and on a swift channel."""
    service = Slow()
    world.started(CONFIG)
    world.refresh()
    world.now = utc("2026-05-12T11:59:00")
    world.net.answer = service
    yield service
    service.lets_go.set()
    world.engine.close()


def dispatch(world: World) -> None:
    """Look once for what is due, as the daemon does each second."""
    world.engine.dispatch(lambda: world.now, Event())


def looks(world: World, *, until: Callable[[], bool]) -> None:
    """Look again and again, until it is so."""

    def looked() -> bool:
        dispatch(world)
        return until()

    eventually(looked)


def delivered(world: World) -> list[str]:
    """Return the channels on which something was delivered."""
    return [found.channel for found in world.deliveries(State.DELIVERED)]


def test_a_service_that_hangs_holds_up_no_other_channel(
    world: World, slow: Slow
) -> None:
    dispatch(world)
    eventually(lambda: delivered(world) == ["swift"])
    world.now = utc("2026-05-23T11:59:00")
    looks(world, until=lambda: delivered(world) == ["swift", "swift"])

    assert world.engine.sending


def test_a_lane_that_is_under_way_is_not_begun_again(world: World, slow: Slow) -> None:
    dispatch(world)
    eventually(lambda: "slowslow" in slow.got)
    world.now = utc("2026-05-23T11:59:00")
    looks(world, until=lambda: len(delivered(world)) == 2)

    assert slow.got.count("slowslow") == 1


def test_a_reload_waits_for_the_message_under_way_and_then_goes_the_new_way(
    world: World, slow: Slow
) -> None:
    dispatch(world)
    eventually(lambda: "slowslow" in slow.got)
    world.now = utc("2026-05-23T11:59:00")
    world.reload(MENDED)
    dispatch(world)
    assert "mendedmended" not in slow.got
    slow.lets_go.set()

    eventually(lambda: "mendedmended" in slow.got)
    assert slow.got.count("slowslow") == 1


def test_what_is_under_way_ends_before_the_engine_is_closed(
    world: World, slow: Slow
) -> None:
    dispatch(world)
    eventually(lambda: "slowslow" in slow.got)
    slow.lets_go.set()
    world.engine.close()

    assert sorted(delivered(world)) == ["slow", "swift"]


def test_nothing_begins_once_it_is_told_to_stop(world: World, slow: Slow) -> None:
    stop = Event()
    stop.set()

    world.engine.deliver(lambda: world.now, stop)

    assert slow.got == []


def test_what_ends_a_lane_is_told_at_the_next_look_and_the_others_go_on(
    world: World, slow: Slow
) -> None:
    def broken(request: Request) -> Answer:
        if request.url.endswith("slowslow"):
            raise UnavailableError("the disk is full")
        return Response(200, b"ok")

    world.net.answer = broken
    dispatch(world)
    eventually(lambda: not world.engine.sending)

    with pytest.raises(UnavailableError, match="the disk is full"):
        dispatch(world)
    assert delivered(world) == ["swift"]


def test_what_a_lane_had_in_hand_when_it_broke_is_sent_again_and_says_so(
    world: World, slow: Slow
) -> None:
    def broken(_request: Request) -> Answer:
        raise UnavailableError("the disk is full")

    world.started(NO_SLOW)
    world.engine.replan(world.now)
    world.net.answer = broken
    with pytest.raises(UnavailableError):
        world.tick()
    world.net.answer = slow
    world.wait(seconds=61)
    world.tick()

    assert "may be a repeat" in world.net.said()[-1]["text"]
    assert delivered(world) == ["swift"]
