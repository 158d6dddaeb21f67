"""Signing: each attempt of its own, and a channel that is called dead in doubt."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import pytest

from deadlinebot.model.channel import NotSent, Request, Response
from deadlinebot.model.delivery import State
from deadlinebot.net import Reach
from tests.build import utc
from tests.fakes import Answer, FakeNet
from tests.unit.engine.conftest import CONFIG, World

SLACK = 'slack: {notifier: slack, url: "https://hooks.slack.com/services/T0/B0/secretsecret"}'
FEISHU = """slack:
    notifier: feishu
    url: https://open.feishu.cn/open-apis/bot/v2/hook/0aa1-22
    secret: topsecretkey"""
GENERIC = """slack:
    notifier: generic
    url: https://hooks.example.org/deadlines
    secret: whsec_dG9wc2VjcmV0dG9wc2VjcmV0dG9wc2VjcmV0"""


class Watched(FakeNet):
    """Remembers how far each request might go."""

    def __init__(self) -> None:
        super().__init__(lambda _request: Response(204))
        self.reached: list[Reach] = []

    def post(self, request: Request, reach: Reach = Reach.PUBLIC) -> Answer:
        """Remember *reach*."""
        self.reached.append(reach)
        return super().post(request)


def answering(*answers: Answer) -> Callable[[Request], Answer]:
    """Return a service that gives *answers*, one after the other."""
    following: Iterator[Answer] = iter(answers)
    return lambda _request: next(following)


def due(world: World, channel: str) -> World:
    """Return *world* with one reminder due on *channel*."""
    assert SLACK in CONFIG
    world.started(CONFIG.replace(SLACK, channel))
    world.refresh()
    world.now = utc("2026-05-12T11:59:00")
    return world


def times(world: World) -> list[str]:
    return [json.loads(request.body)["timestamp"] for request in world.net.sent]


def test_every_attempt_is_signed_with_its_own_time(world: World) -> None:
    due(world, FEISHU)
    world.net.answer = answering(NotSent("refused"), Response(200, b'{"code":0}'))
    back = world.tick()
    assert back is not None
    world.now = back
    world.tick()

    first, second = times(world)
    assert (first, second) == ("1778587140", str(int(back.timestamp())))
    signs = [json.loads(request.body)["sign"] for request in world.net.sent]
    assert signs[0] != signs[1]
    assert len(world.deliveries(State.DELIVERED)) == 1


def test_the_plainer_form_is_signed_as_well(world: World) -> None:
    due(world, FEISHU)
    world.net.answer = answering(
        Response(200, b'{"code":11246,"msg":"parse card json err"}'),
        Response(200, b'{"code":0}'),
    )
    world.tick()

    rich, plain = (json.loads(request.body) for request in world.net.sent)
    assert (rich["msg_type"], plain["msg_type"]) == ("interactive", "text")
    assert rich["sign"] == plain["sign"]  # the clock stands still here


def test_an_id_stays_the_same_and_the_signature_does_not(world: World) -> None:
    due(world, GENERIC)
    world.net.answer = answering(Response(500), Response(204))
    back = world.tick()
    assert back is not None
    world.now = back
    world.tick()

    first, second = (request.headers for request in world.net.sent)
    assert first["webhook-id"] == second["webhook-id"]
    assert first["webhook-signature"] != second["webhook-signature"]


def test_a_receiver_that_is_gone_is_believed_the_third_time(world: World) -> None:
    due(world, GENERIC)
    world.net.answer = lambda _request: Response(404)
    states = []
    for _ in range(3):
        world.tick()
        [state] = {d.state for d in world.deliveries() if d.attempts}
        states.append(state)
        world.wait(minutes=5)

    assert states == [State.RETRY, State.RETRY, State.HELD]
    assert world.store.channel_states()["slack"].reason.startswith("HTTP 404")


@pytest.mark.parametrize(
    ("written", "reach"),
    [("", Reach.LOOPBACK), ("\n    allow_private: true", Reach.PRIVATE)],
)
def test_only_an_operators_wish_leads_into_their_own_network(
    world: World, written: str, reach: Reach
) -> None:
    world.net = watched = Watched()
    due(world, GENERIC + written)

    world.tick()

    assert watched.reached == [reach]
