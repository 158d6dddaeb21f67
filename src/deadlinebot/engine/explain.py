"""Explain: of one deadline, every reminder with its fate, and every route with why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from deadlinebot.model.deadline import Deadline
from deadlinebot.model.delivery import Delivery
from deadlinebot.model.plan import Plan
from deadlinebot.model.rungs import Fate, Rung


@dataclass(frozen=True, slots=True)
class Step:
    """One reminder that a route asks for.

    Attributes:
        rung: when and where, and what becomes of it by the plan.
        delivery: what the store holds of it; None if nothing.
    """

    rung: Rung
    delivery: Delivery | None


@dataclass(frozen=True, slots=True)
class Explained:
    """Why one deadline is spoken of, when and where, and why not.

    Attributes:
        deadline: the deadline.
        routes: every route with what keeps the deadline out; empty if it takes it.
        steps: the reminders, the earliest first.
        others: what else the store holds: changes told, reminders of older dates.
    """

    deadline: Deadline
    routes: tuple[tuple[str, str], ...]
    steps: tuple[Step, ...]
    others: tuple[Delivery, ...]


def explain(
    deadline: Deadline, plan: Plan, stored: Iterable[Delivery], now: datetime
) -> Explained:
    """Return all that *plan* and the store say of the reminders of *deadline*.

    Args:
        deadline: of any status.
        plan: by which it is planned.
        stored: its deliveries in the store.
        now: the present.
    """
    held = {each.id: each for each in stored}
    steps = tuple(sorted(_steps(deadline, plan, held, now), key=_when))
    known = {step.delivery.id for step in steps if step.delivery}
    others = tuple(each for each in held.values() if each.id not in known)
    kept_out = dict(plan.passes(deadline))
    routes = tuple((route.name, kept_out.get(route.name, "")) for route in plan.routes)
    return Explained(deadline, routes, steps, others)


def _steps(
    deadline: Deadline, plan: Plan, held: dict[str, Delivery], now: datetime
) -> Iterator[Step]:
    for rung in plan.rungs(deadline, now):
        alone = rung.fate is not Fate.SAME_TIME
        yield Step(rung, held.get(rung.reminder(deadline).id) if alone else None)


def _when(step: Step) -> tuple[datetime, str, str]:
    return step.rung.at, step.rung.channel, step.rung.route
