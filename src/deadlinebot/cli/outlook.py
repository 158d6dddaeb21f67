"""The outlook: deliveries to come, as ``plan`` and ``simulate`` both show them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from deadlinebot import wording
from deadlinebot.model.call import Lang
from deadlinebot.model.deadline import Deadline
from deadlinebot.model.delivery import Delivery, DeliveryKind
from deadlinebot.model.plan import Plan


@dataclass(frozen=True, slots=True)
class Line:
    """One delivery to come.

    Attributes:
        delivery: what is sent.
        title: what it speaks of.
        route: the route that asks for it; None if none in particular does.
    """

    delivery: Delivery
    title: str
    route: str | None


def lines(
    deliveries: Sequence[Delivery],
    deadlines: Iterable[Deadline],
    plan: Plan,
    lang: Lang,
) -> list[Line]:
    """Return *deliveries*, in their order, with what they speak of and on which route.

    Args:
        deliveries: to be sent.
        deadlines: all that are held.
        plan: by which they were planned.
        lang: the language of the titles.
    """
    held = {deadline.id: deadline for deadline in deadlines}
    spoken = {each.deadline for each in deliveries}
    routes = _routes((held[key] for key in spoken & held.keys()), plan)
    return [
        Line(
            each,
            wording.subject(each, held.get(each.deadline), lang),
            _digested(each) or routes.get(each.id),
        )
        for each in deliveries
    ]


def _routes(deadlines: Iterable[Deadline], plan: Plan) -> Mapping[str, str]:
    """Return the first route that asks for each reminder, by the delivery's id."""
    found: dict[str, str] = {}
    for deadline in deadlines:
        if deadline.due:
            for rung in plan.rungs(deadline, deadline.due):
                found.setdefault(rung.reminder(deadline).id, rung.route)
    return found


def _digested(delivery: Delivery) -> str | None:
    if delivery.kind is not DeliveryKind.DIGEST:
        return None
    route: str = json.loads(delivery.detail)["route"]
    return route
