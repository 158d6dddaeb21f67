"""Quiet hours: nobody is woken by what comes late, and nothing is lost by it."""

from __future__ import annotations

import pytest

from deadlinebot.model.channel import NotSent
from deadlinebot.model.delivery import DeliveryKind, State
from tests.build import utc
from tests.fakes import accepted
from tests.unit.engine.conftest import CONFIG, World

NIGHT = CONFIG.replace('secretsecret"', 'secretsecret", quiet: "22:00-08:00"')
MORNING = utc("2026-05-24T00:00:00")  # 08:00 in Beijing


@pytest.fixture
def night(world: World) -> World:
    """The world in the night after 3 days were left of EMNLP, and nobody was told."""
    world.started(NIGHT)
    world.refresh()
    world.net.answer = lambda _request: NotSent("refused")
    world.now = utc("2026-05-23T12:00:00")
    world.tick()
    world.net.answer = accepted
    world.net.sent.clear()
    world.now = utc("2026-05-23T18:00:00")
    return world


def test_what_failed_by_day_waits_for_the_morning(night: World) -> None:
    again = night.tick()

    assert night.net.sent == []
    assert again == MORNING

    night.now = MORNING
    night.tick()

    assert len(night.net.sent) == 1
    assert "2 days" in str(night.net.said()[0])


def test_less_time_than_believed_wakes_everybody(night: World) -> None:
    night.states("EMNLP", "2026-05-24 23:59")
    night.refresh()

    night.tick()

    (told,) = (d for d in night.deliveries(State.DELIVERED))
    assert (told.kind, told.lead) == (DeliveryKind.CHANGE, "brought_forward")


def test_other_news_waits_for_the_morning(night: World) -> None:
    night.states("EMNLP", "2026-06-24 23:59")
    night.refresh()

    night.tick()

    assert night.net.sent == []
    (news,) = (d for d in night.deliveries() if d.kind is DeliveryKind.CHANGE)
    assert news.due == MORNING


def test_a_lead_in_the_night_comes_before_it(world: World) -> None:
    world.started(NIGHT.replace("[14d, 3d, 6h]", "[3d@03:00, 6h]"))
    world.refresh()

    leads = {d.lead: d.due for d in world.deliveries() if "emnlp" in d.deadline}

    assert leads == {
        "3d@03:00": utc("2026-05-22T14:00:00"),
        "6h": utc("2026-05-26T05:59:00"),
    }
