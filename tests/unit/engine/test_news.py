"""News: what is new is told, an import is not, and nothing goes unrouted unheard."""

from __future__ import annotations

import json

from deadlinebot.model.delivery import Delivery, DeliveryKind
from tests.build import utc
from tests.unit.engine.conftest import CONFIG, World

OPERATED = CONFIG + "operator: {channels: [slack]}\n"


def news(world: World, kind: DeliveryKind = DeliveryKind.CHANGE) -> list[Delivery]:
    return [each for each in world.deliveries() if each.kind is kind]


def test_the_first_reading_of_a_catalogue_is_no_news(world: World) -> None:
    world.refresh()

    assert news(world) == []


def test_what_is_new_later_is_told(world: World) -> None:
    world.refresh()
    world.states("NAACL", "2026-07-01 23:59")
    world.refresh()

    world.tick()

    assert [(n.deadline, n.lead) for n in news(world)] == [
        ("naacl-2026-paper", "added")
    ]
    assert "New" in str(world.net.said()[-1])


def test_twenty_at_once_are_told_one_by_one(world: World) -> None:
    world.refresh()
    for number in range(20):
        world.states(f"CONF{number}", "2026-07-01 23:59")

    world.refresh()

    assert len(news(world)) == 20


def test_of_more_only_their_number_is_told(world: World) -> None:
    world.refresh()
    for number in range(21):
        world.states(f"CONF{number}", "2026-07-01 23:59")
    world.refresh()

    world.tick()

    (line,) = news(world)
    assert line.deadline == ""
    assert "21 new deadlines" in str(world.net.said()[-1])


def test_a_second_catalogue_is_no_news_when_it_is_first_read(world: World) -> None:
    world.refresh()
    (world.folder / "more").mkdir()
    (world.folder / "calls" / "acl.yaml").rename(world.folder / "more" / "acl.yaml")
    world.states("NAACL", "2026-07-01 23:59")
    more = "  more: {format: native, location: more}\nchannels:"
    world.reload(CONFIG.replace("channels:", more, 1))

    world.refresh()

    assert [n.deadline for n in news(world)] == ["naacl-2026-paper"]


def test_a_deadline_that_comes_back_within_30_days_is_told_and_reminded_of(
    world: World,
) -> None:
    world.refresh()
    world.now = utc("2026-06-20T00:00:00")
    world.states("EMNLP", "2026-08-20 23:59")

    world.refresh()

    (told,) = news(world)
    assert json.loads(told.detail)["revived"] is True
    leads = [d.lead for d in news(world, DeliveryKind.REMINDER) if d.sequence == 1]
    assert leads == ["14d", "3d", "6h"]


def test_later_it_is_reminded_of_without_a_word(world: World) -> None:
    world.refresh()
    world.now = utc("2026-06-26T00:00:00")
    world.states("EMNLP", "2026-10-20 23:59")

    world.refresh()

    assert news(world) == []
    assert [d.lead for d in news(world, DeliveryKind.REMINDER) if d.sequence == 1]


def test_the_operator_hears_of_what_no_route_takes(world: World) -> None:
    world.started(OPERATED.replace("{leads:", "{filter: series:ACL, leads:"))

    world.refresh()

    (alarm,) = news(world, DeliveryKind.ALARM)
    detail = json.loads(alarm.detail)
    assert (alarm.lead, detail["name"]) == ("unrouted", "1")
    assert "emnlp-2026-paper" in detail["reason"]


def test_of_many_five_are_named(world: World) -> None:
    for number in range(7):
        world.states(f"CONF{number}", "2026-07-01 23:59")
    world.started(OPERATED.replace("{leads:", "{filter: series:ACL, leads:"))

    world.refresh()

    (alarm,) = news(world, DeliveryKind.ALARM)
    assert "conf4-2026-paper (+ 3)" in alarm.detail


def test_what_has_a_route_alarms_nobody(world: World) -> None:
    world.started(OPERATED)

    world.refresh()

    assert news(world, DeliveryKind.ALARM) == []
