"""Lint: dates that can be read and are probably not what their authors meant.

Nothing is changed or held because of a finding. Each names its place, the reason,
and what to write instead.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from deadlinebot.model.deadline import Deadline, Status
from deadlinebot.model.lint.finding import Finding, Rule
from deadlinebot.model.lint.order import after_event, out_of_order
from deadlinebot.model.lint.years import off_its_call, off_its_series
from deadlinebot.model.lint.zones import (
    ambiguous_zone,
    midnight,
    winter_offset,
    zone_conflict,
)

_GONE = frozenset({Status.WITHDRAWN, Status.VANISHED})


def lint(deadlines: Iterable[Deadline]) -> tuple[Finding, ...]:
    """Return what is suspicious about *deadlines*, in the order of places.

    Args:
        deadlines: all there are, for some rules compare calls and editions; those
            that are withdrawn or vanished are left alone.
    """
    live = [one for one in deadlines if one.status not in _GONE]
    found: list[Finding] = []
    for one in live:
        for rule in (winter_offset, ambiguous_zone, midnight, zone_conflict):
            found += rule(one)
    for call in _by_call(live):
        for about_call in (out_of_order, after_event, off_its_call):
            found += about_call(call)
    found += off_its_series(live)
    once = {(each.rule, each.deadline, each.place): each for each in found}
    return tuple(sorted(once.values()))


def _by_call(deadlines: Iterable[Deadline]) -> Iterable[list[Deadline]]:
    calls: dict[str, list[Deadline]] = defaultdict(list)
    for one in deadlines:
        calls[one.call.id].append(one)
    return calls.values()


__all__ = ["Finding", "Rule", "lint"]
