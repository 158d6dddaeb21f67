"""A date that its source no longer lists: shown at once, told after three refreshes."""

from __future__ import annotations

from deadlinebot.model.deadline import Status
from deadlinebot.model.delivery import DeliveryKind
from deadlinebot.wording import Alarm
from tests.build import utc
from tests.unit.engine.conftest import OPERATED, World
from tests.unit.engine.troubles import (
    EMPTY,
    alarms,
    heal,
    remove,
)


def test_a_vanished_date_is_shown_at_once_and_told_after_three_refreshes(
    watched: World,
) -> None:
    (watched.folder / "calls" / "acl.yaml").unlink()
    for _ in range(2):
        watched.refresh()
        watched.tick()
    assert "no longer listed" in watched.feed().decode()
    assert watched.net.sent == []
    for _ in range(3):
        watched.refresh()
        watched.tick()

    told = sorted(str(said["text"]) for said in watched.net.said())
    assert len(told) == 2
    assert "❓" in told[1] or "❓" in told[0]
    assert alarms(watched) == [(Alarm.VANISHED, "acl-2026-paper")]


def test_a_vanished_date_that_comes_back_soon_is_no_news(watched: World) -> None:
    (watched.folder / "calls" / "acl.yaml").unlink()
    watched.refresh()
    watched.refresh()
    heal(watched)
    assert watched.refresh() == [("restored", "acl-2026-paper")]
    for _ in range(3):
        watched.refresh()
    watched.tick()

    assert watched.net.sent == []
    assert watched.engine.reports["lab"].vanished == {}


def test_a_vanished_date_that_was_told_is_also_told_when_it_comes_back(
    watched: World,
) -> None:
    (watched.folder / "calls" / "acl.yaml").unlink()
    for _ in range(3):
        watched.refresh()
    heal(watched)
    watched.refresh()

    changes = [d.lead for d in watched.deliveries() if d.kind is DeliveryKind.CHANGE]
    assert changes == ["vanished", "restored"]


def test_a_vanished_date_still_reminds(watched: World) -> None:
    (watched.folder / "calls" / "acl.yaml").unlink()
    watched.refresh()
    watched.now = utc("2026-06-08T11:59:00")
    watched.tick()

    assert any("ACL" in str(said["text"]) for said in watched.net.said())


def test_a_date_that_vanishes_after_it_passed_is_no_loss(watched: World) -> None:
    watched.now = utc("2026-06-20T00:00:00")
    (watched.folder / "calls" / "acl.yaml").unlink()
    for _ in range(4):
        watched.refresh()

    held = watched.engine.board.get("acl-2026-paper")
    assert held is not None
    assert held.status is Status.VANISHED
    assert alarms(watched) == []


def test_refreshes_that_fail_do_not_count_against_a_vanished_date(
    watched: World,
) -> None:
    (watched.folder / "calls" / "acl.yaml").unlink()
    watched.refresh()
    remove(watched)
    for _ in range(5):
        watched.refresh()

    assert watched.engine.reports["lab"].vanished == {"acl-2026-paper": 1}


def test_what_a_removed_source_said_is_not_alarmed(world: World) -> None:
    world.started(OPERATED)
    world.refresh()
    (world.folder / "other").mkdir()
    (world.folder / "other" / "none.yaml").write_text(EMPTY, encoding="utf-8")
    world.started(OPERATED.replace("lab: ", "other: ").replace("calls}", "other}"))
    for _ in range(4):
        world.refresh()

    assert alarms(world) == []
    assert set(world.engine.reports) == {"other"}
