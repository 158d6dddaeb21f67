"""From a milestone in the tree to the claims about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import assert_never

from deadlinebot.document import Mapping, Node, Scalar, Sequence, validate
from deadlinebot.errors import Problem
from deadlinebot.model.call import UNNAMED, Call, Title
from deadlinebot.model.claim import Claim, Origin, Resolution
from deadlinebot.model.milestone import Milestone
from deadlinebot.model.when import (
    Assumption,
    Moment,
    Precision,
    Reading,
    Span,
    Tbd,
    Unreadable,
    read,
    zone_flaw,
)
from deadlinebot.sources.native.entries import ClaimEntry, MilestoneHead, Statement
from deadlinebot.sources.native.recurring import recurring
from deadlinebot.sources.native.remarks import dropped, link_of, of_the_list_itself

Found = Claim | Problem

_OF_DAYS = frozenset({Milestone.EVENT, Milestone.STAGE_START, Milestone.STAGE_END})


@dataclass(frozen=True, slots=True)
class _Date:
    """What every claim about one milestone shares; the attributes are its own."""

    call: Call
    milestone: Milestone
    item: int
    label: Title
    withdrawn: bool
    resolution: Resolution | None
    origin: Origin


def milestone(
    node: Node, item: int, *, call: Call, withdrawn: bool, origin: Origin
) -> Iterator[Found]:
    """Return what one milestone states: its claims, and what is wrong.

    Args:
        node: the milestone.
        item: its number in the call, from 0.
        call: the call.
        withdrawn: whether the whole call is.
        origin: where we read.
    """
    if not isinstance(node, Mapping):
        yield node.problem("expected a milestone: 'kind:', 'date:' ...")
        return
    rest = node.without("claims")
    head = validate(rest, MilestoneHead)
    if isinstance(head, tuple):
        yield from head
        return
    date = _Date(
        call=call,
        milestone=head.kind,
        item=item,
        label=head.label.title() if head.label else UNNAMED,
        withdrawn=withdrawn or head.withdrawn,
        resolution=head.resolved.resolution() if head.resolved else None,
        origin=origin,
    )
    found = [*_claims(node, head, date)]
    yield from _repeated(rest, head, found, origin)
    yield from dropped(rest)
    yield from _unknown_trust(rest, found, date)


def _repeated(
    node: Mapping, head: MilestoneHead, found: list[Found], origin: Origin
) -> Iterator[Found]:
    """Return what was *found*, for a rule with every occurrence of it."""
    first = next((each for each in found if isinstance(each, Claim)), None)
    if head.rrule is None or first is None:
        yield from _held_once(found)
    elif "date" not in node:
        yield node.values["rrule"].problem("a rule needs 'date', not 'claims'")
    else:
        told = (each for each in found if isinstance(each, Problem))
        yield from (replace(problem, holds=0) for problem in told)
        yield from recurring(node, head, first, origin)


def _held_once(found: list[Found]) -> Iterator[Found]:
    """Hold the milestone, once, if nothing about it can be published."""
    held = not any(isinstance(each, Claim) for each in found)
    for each in found:
        if isinstance(each, Problem):
            yield replace(each, holds=int(held))
            held = False
        else:
            yield each


def _claims(node: Mapping, head: MilestoneHead, date: _Date) -> Iterator[Found]:
    listed = node.get("claims")
    if listed is None:
        if head.date is None:
            yield node.problem("the milestone states no 'date' (TBD if there is none)")
        else:
            yield from _claim(node, head, date)
        return
    if not isinstance(listed, Sequence) or not listed.items:
        yield listed.problem("'claims' must be a list: one '- ' for each statement")
        return
    if head.model_fields_set & Statement.model_fields.keys():
        yield node.problem("with 'claims', all about a date stands in them")
    yield from of_the_list_itself(listed)
    for each in listed:
        entry = validate(each, ClaimEntry)
        if isinstance(entry, tuple):
            yield from entry
        elif isinstance(each, Mapping):
            yield from _claim(each, entry, date)
            yield from dropped(each)


def _claim(node: Mapping, stated: Statement, date: _Date) -> Iterator[Found]:
    scalar = node.values["date"]
    text = stated.date
    assert isinstance(scalar, Scalar)
    assert text is not None
    reading = _reading(node, scalar, stated, date)
    if isinstance(reading, Problem):
        yield reading
        return
    if _year_moves(reading, stated):
        message = "no year: it will move with time; write it, or 'checked: DAY'"
        yield scalar.problem(message, holds=0)
    link = link_of(node)
    if isinstance(link, Problem):
        yield link
    yield Claim(
        call=date.call,
        milestone=date.milestone,
        text=text,
        zone=stated.zone,
        reading=reading,
        source=stated.source or date.origin.source,
        via=date.origin.source,
        record=date.call.id,
        place=scalar.place,
        item=date.item,
        label=date.label,
        authority=stated.authority,
        checked=stated.checked,
        link=link if isinstance(link, str) else None,
        withdrawn=date.withdrawn,
        resolution=date.resolution,
        quoted=stated.source is not None,
    )


def _reading(
    node: Mapping, scalar: Scalar, stated: Statement, date: _Date
) -> Reading | Problem:
    try:
        readings = read(
            stated.date or "",
            today=stated.checked or date.origin.today,
            zone=stated.zone,
            unstated_zones=date.origin.unstated_zones,
        )
    except Unreadable as error:
        return _unreadable(node, scalar, stated, error)
    if len(readings) != 1:
        message = f"{len(readings)} dates in one: write a milestone or claim for each"
        return scalar.problem(message)
    misfit = _misfit(readings[0], date.milestone)
    return scalar.problem(misfit) if misfit else readings[0]


def _unreadable(
    node: Mapping, scalar: Scalar, stated: Statement, error: Unreadable
) -> Problem:
    """Return what is wrong at the date, or at the zone if that is to blame."""
    beside = node.get("zone")
    wrong = zone_flaw(stated.zone) if stated.zone else None
    if wrong and isinstance(beside, Scalar):
        return beside.source.problem(beside.place_of(wrong.offset), wrong.message)
    return scalar.source.problem(scalar.place_of(error.offset), error.message)


def _misfit(reading: Reading, milestone: Milestone) -> str | None:
    """Return why such a reading cannot be such a milestone, if it cannot."""
    match reading:
        case Tbd():
            return None
        case Span():
            if milestone in _OF_DAYS:
                return None
            return f"'{milestone}' is one moment, this is a span: write its last day"
        case Moment(precision=precision):
            if milestone is not Milestone.EVENT or precision is Precision.DAY:
                return None
            return "an event is a day or a span of days, without a time"
        case _:
            assert_never(reading)


def _year_moves(reading: Reading, stated: Statement) -> bool:
    if isinstance(reading, Tbd) or stated.checked:
        return False
    return Assumption.YEAR in reading.assumed


def _unknown_trust(node: Mapping, found: list[Found], date: _Date) -> Iterator[Problem]:
    sources = {each.source for each in found if isinstance(each, Claim)}
    resolution = date.resolution
    if resolution is None or not sources or resolution.trust in sources:
        return
    message = f"no source '{resolution.trust}' here: {', '.join(sorted(sources))}"
    yield node.values["resolved"].problem(message, holds=0)
