"""Recurring milestones: one claim for each occurrence of a rule."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from deadlinebot.document import Mapping, Node
from deadlinebot.errors import Problem
from deadlinebot.model.call import Title
from deadlinebot.model.claim import Claim, Origin
from deadlinebot.model.when import (
    Assumption,
    Moment,
    Precision,
    Reading,
    Unreadable,
    read,
)
from deadlinebot.model.when.rules import occurrences, recurrence
from deadlinebot.sources.native.entries import MAX_MILESTONES, MilestoneHead

_LOOSE = frozenset({Assumption.YEAR, Assumption.MIDNIGHT})


def recurring(
    node: Mapping, head: MilestoneHead, first: Claim, origin: Origin
) -> Iterator[Claim | Problem]:
    """Return a claim for each occurrence of the rule of a milestone.

    The wall time is that of the first, whatever the clocks do in between. Each is
    told from the others by its month or day, so that it stays itself as time goes on.

    Args:
        node: the milestone.
        head: the same, read.
        first: what its ``date`` states.
        origin: where we read.
    """
    rule_node, text = node.values["rrule"], head.rrule or ""
    moment = first.reading
    if not isinstance(moment, Moment) or _LOOSE & set(moment.assumed):
        message = "a rule repeats one moment: write the first one, with its year"
        yield node.values["date"].problem(message)
        return
    rule = recurrence(text)
    try:
        days = occurrences(rule, moment.wall.day, head.until, origin.today)
    except ValueError as error:
        yield rule_node.problem(str(error))
        return
    for number, day in enumerate(days):
        reading = _on(day, moment, rule_node, origin)
        if isinstance(reading, Problem):
            yield reading
            continue
        yield replace(
            first,
            text=f"{first.text}; {text}",
            reading=reading,
            item=first.item + number * MAX_MILESTONES,
            label=_named(first.label, rule.name(day)),
        )


def _on(day: date, first: Moment, node: Node, origin: Origin) -> Reading | Problem:
    """Return the reading of the first moment's time on another *day*."""
    if day == first.wall.day:
        return first
    text = f"{day}{_clock(first)}"
    zones = origin.unstated_zones
    try:
        (found,) = read(text, today=day, zone=first.zone, unstated_zones=zones)
    except Unreadable as error:
        return node.problem(f"on {day}: {error.message}")
    return found


def _clock(first: Moment) -> str:
    at = first.wall.at
    if at is None:
        return ""
    fine = first.precision is Precision.SECOND
    return f" {at:%H:%M:%S}" if fine else f" {at:%H:%M}"


def _named(label: Title, name: str) -> Title:
    return Title(f"{label.en} {name}".strip(), f"{label.zh} {name}".strip())
