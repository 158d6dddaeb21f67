"""An estimate stands in the feed until the date is known, and reminds of nothing."""

from __future__ import annotations

from typing import Any

from icalendar import Calendar

from deadlinebot.model.delivery import DeliveryKind
from tests.unit.engine.conftest import World

SERIES = """calls:
  - {{series: ABC, year: 2025, milestones: [{{kind: paper, date: 2025-08-20 AoE}}]}}
  - {{series: ABC, year: 2026, milestones: [{{kind: paper, date: 2026-08-14 AoE}}]}}
  - {{series: ABC, year: 2027, milestones: [{{kind: paper, date: {date}}}]}}
"""


def write(world: World, date: str) -> None:
    world.write("abc.yaml", SERIES.format(date=date))
    world.refresh()


def entry(world: World) -> Any:
    events = Calendar.from_ical(world.feed()).walk("VEVENT")
    return next(e for e in events if e["UID"] == "abc-2027-paper@deadlinebot")


def test_an_undated_milestone_stands_in_the_feed_as_tentative_days(
    world: World,
) -> None:
    write(world, "TBD")

    found = entry(world)

    assert found["STATUS"] == "TENTATIVE"
    assert found["DTSTART"].dt.isoformat() == "2027-08-14"
    assert found["DTEND"].dt.isoformat() == "2027-08-21"


def test_an_estimate_is_never_reminded_of(world: World) -> None:
    write(world, "TBD")

    reminded = {
        d.deadline for d in world.deliveries() if d.kind is DeliveryKind.REMINDER
    }

    assert "abc-2027-paper" not in reminded
    assert world.engine.board.get("abc-2027-paper") is not None


def test_the_announced_date_takes_the_place_of_the_estimate(world: World) -> None:
    write(world, "TBD")
    guessed = entry(world)
    world.wait(days=1)

    write(world, "2027-08-16 23:59 AoE")

    found = entry(world)
    assert found["SEQUENCE"] == guessed["SEQUENCE"] + 1
    assert found["DTSTART"].dt.isoformat() == "2027-08-17T11:59:00+00:00"
    assert found["STATUS"] == "CONFIRMED"


def test_publishing_again_gives_the_same_bytes(world: World) -> None:
    write(world, "TBD")
    before = world.feed()

    world.wait(hours=5)

    assert world.feed() == before


def test_an_estimate_is_not_stored(world: World) -> None:
    write(world, "TBD")
    world.feed()

    assert {d.estimate for d in world.store.deadlines()} == {None}
