"""Why a deadline is spoken of, and why not, by its plan and by the store."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from deadlinebot.config import read_settings
from deadlinebot.engine import setup
from deadlinebot.engine.explain import Explained, explain
from deadlinebot.model.deadline import Deadline, Status
from deadlinebot.model.delivery import Delivery, State
from deadlinebot.model.rungs import Fate
from tests.build import DUE, a_deadline

NOW = DUE - timedelta(days=5)
PLAN = setup.plan(
    read_settings(
        "channels: {con: {notifier: console}}\n"
        "routes:\n"
        "  early: {leads: [14d, 3d], channels: [con]}\n"
        "  ranked: {filter: 'ccf:A and tag:nlp', leads: [1d], channels: [con]}\n"
        "  near: {filter: 'tag:nlp', leads: [72h, 6h], channels: [con]}\n",
        Path("config.yaml"),
    ).config
)


def explained(deadline: Deadline, *stored: Delivery) -> Explained:
    """Return the reasons, five days before the deadline."""
    return explain(deadline, PLAN, stored, NOW)


def test_every_rung_is_there_with_its_fate_the_earliest_first() -> None:
    steps = explained(a_deadline()).steps

    assert [(s.rung.route, s.rung.lead.text, s.rung.fate) for s in steps] == [
        ("early", "14d", Fate.PAST),
        ("early", "3d", Fate.PLANNED),
        ("near", "72h", Fate.SAME_TIME),
        ("near", "6h", Fate.PLANNED),
    ]


def test_every_route_says_what_keeps_a_deadline_out() -> None:
    routes = explained(a_deadline()).routes

    assert routes == (("early", ""), ("ranked", "ccf:A"), ("near", ""))


def test_what_the_store_knows_of_a_rung_stands_beside_it() -> None:
    planned = next(iter(PLAN.reminders([a_deadline()], DUE - timedelta(days=20))))
    sent = replace(planned, state=State.DELIVERED, delivered_at=planned.due)

    first, *rest = explained(a_deadline(), sent).steps

    assert first.delivery == sent
    assert all(step.delivery is None for step in rest)


def test_what_belongs_to_no_rung_any_more_is_kept_apart() -> None:
    older = next(iter(PLAN.reminders([a_deadline()], NOW)))
    moved = a_deadline(DUE + timedelta(days=9), sequence=1)

    found = explained(moved, older)

    assert found.others == (older,)
    assert all(step.delivery is None for step in found.steps)


def test_an_undated_deadline_has_routes_and_no_rungs() -> None:
    found = explained(a_deadline(None, status=Status.TENTATIVE))

    assert found.steps == ()
    assert dict(found.routes)["early"] == ""
