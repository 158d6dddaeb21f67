"""A new tz database that moves an instant is told as a change of the zone's rules."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

from deadlinebot.model.deadline import Deadline
from deadlinebot.model.delivery import DeliveryKind
from deadlinebot.model.when.window import Moment, Window
from deadlinebot.store import SourceState
from tests.unit.engine.conftest import World

ID = "abc-2026-paper"
CALL = """calls:
  - series: ABC
    year: 2026
    milestones: [{kind: paper, date: 2026-06-20 23:59 America/Vancouver}]
"""


def by_other_rules(deadline: Deadline) -> Deadline:
    """Return *deadline* as rules read it that are an hour later."""
    claim = deadline.stated
    assert deadline.window is not None
    assert isinstance(claim.reading, Moment)
    hour = timedelta(hours=1)
    later = Window(deadline.window.earliest + hour, deadline.window.latest + hour)
    reading = replace(claim.reading, window=later)
    return replace(deadline, window=later, claims=(replace(claim, reading=reading),))


def by_another_digest(state: SourceState) -> SourceState:
    """Return *state* as a program leaves it whose texts must be read again."""
    files = {
        path: noted | {"digest": "old"} for path, noted in state.report["files"].items()
    }
    report = {**state.report, "files": files, "reading": "old"}
    return replace(state, content="old", report=report)


def test_the_same_words_at_another_instant_are_restated_and_told_why(
    world: World,
) -> None:
    world.write("abc.yaml", CALL)
    world.refresh()
    held = world.engine.board.get(ID)
    assert held is not None
    (state,) = world.store.source_states().values()
    world.store.apply(
        world.now,
        deadlines=[by_other_rules(held)],
        changes=[],
        plan=[],
        sources=[by_another_digest(state)],
    )

    world.started()
    changes = world.refresh()

    (told,) = (d for d in world.deliveries() if d.kind is DeliveryKind.CHANGE)
    assert changes == [("restated", ID)]
    assert (told.deadline, json.loads(told.detail)["rezoned"]) == (ID, True)
