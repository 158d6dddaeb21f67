"""A source that is emptied, halved, broken or removed."""

from __future__ import annotations

import json

import pytest

from deadlinebot.engine.reports import FileReport, total
from deadlinebot.errors import Place, Problem
from deadlinebot.model.delivery import DeliveryKind
from deadlinebot.wording import Alarm
from tests.unit.engine.conftest import World

EMPTY = "calls: []\n"
BROKEN = "calls: [oops\n"


def alarms(world: World) -> list[tuple[str, str]]:
    """Return kind and reason of every alarm ever planned, in order."""
    planned = [d for d in world.deliveries() if d.kind is DeliveryKind.ALARM]
    return [(d.lead, json.loads(d.detail)["reason"]) for d in planned]


def names(world: World) -> list[str]:
    folder = world.folder / "calls"
    return sorted(path.name for path in folder.iterdir())


def empty(world: World) -> None:
    for name in names(world):
        world.write(name, EMPTY)


def halve(world: World) -> None:
    for number in range(4):
        (world.folder / "calls" / f"conf{number}.yaml").unlink()


def break_(world: World) -> None:
    for name in names(world):
        world.write(name, BROKEN)


def remove(world: World) -> None:
    (world.folder / "calls").rename(world.folder / "elsewhere")


def heal(world: World) -> None:
    world.wait(minutes=1)
    if (world.folder / "elsewhere").exists():
        (world.folder / "elsewhere").rename(world.folder / "calls")
    world.states("EMNLP", "2026-05-25 23:59")
    world.states("ACL", "2026-06-10 23:59")
    for number in range(6):
        world.states(f"CONF{number}", "2026-07-01 23:59")


TROUBLES = {
    "emptied": (empty, Alarm.SOURCE_EMPTY, "holds no date, it had 8"),
    "halved": (halve, Alarm.SOURCE_SHRUNK, "shrank from 8 to 4"),
    "broken": (break_, Alarm.SOURCE_FAILED, "only 0 of 8 dates can be read"),
    "removed": (remove, Alarm.SOURCE_FAILED, "no such file or folder"),
}


each_trouble = pytest.mark.parametrize("trouble", TROUBLES)


def report(claims: int, *, kept: bool = False) -> FileReport:
    problem = Problem(Place("a.yml"), "not YAML")
    return FileReport("", claims, total([]), (problem,) if kept else (), kept)
