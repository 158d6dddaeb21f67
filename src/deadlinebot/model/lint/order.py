"""Dates of one call that cannot follow each other as they do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from deadlinebot.model.call import slug
from deadlinebot.model.deadline import Deadline
from deadlinebot.model.lint.finding import Finding, Rule, finding
from deadlinebot.model.milestone import Milestone

# What comes before what, in every call.
_ORDER = (
    (Milestone.ABSTRACT, Milestone.PAPER),
    (Milestone.PAPER, Milestone.REBUTTAL_START),
    (Milestone.REBUTTAL_START, Milestone.REBUTTAL_END),
    (Milestone.PAPER, Milestone.NOTIFICATION),
    (Milestone.NOTIFICATION, Milestone.CAMERA_READY),
    (Milestone.STAGE_START, Milestone.STAGE_END),
)
# What is over before the event is; final versions often follow it.
_BEFORE_EVENT = frozenset(
    {
        Milestone.REGISTRATION,
        Milestone.ABSTRACT,
        Milestone.PAPER,
        Milestone.SUPPLEMENTARY,
        Milestone.REBUTTAL_START,
        Milestone.REBUTTAL_END,
        Milestone.COMMITMENT,
        Milestone.NOTIFICATION,
    }
)
_A_ZONE = timedelta(days=1)  # an event's days have no zone


def out_of_order(call: Sequence[Deadline]) -> Iterator[Finding]:
    """Find an end before its start, a decision before what it decides.

    Only what is surely so: the later one's whole window lies before the other's.
    """
    for first, then in _ORDER:
        for start, end in _pairs(_dated(call, first), _dated(call, then)):
            assert start.window is not None
            assert end.window is not None
            if end.window.latest < start.window.earliest:
                reason = (
                    f"{_said(end)} ({_day(end)}) comes before {_said(start)} "
                    f"({_day(start)}): compare both with the call"
                )
                yield finding(Rule.OUT_OF_ORDER, end, reason)


def after_event(call: Sequence[Deadline]) -> Iterator[Finding]:
    """Find what somebody should do for an event that is over by then."""
    ends = [d.span.end for d in call if d.milestone is Milestone.EVENT and d.span]
    if not ends:
        return
    over = max(ends)
    for one in call:
        if one.milestone not in _BEFORE_EVENT or one.window is None:
            continue
        if one.window.earliest.date() > over + _A_ZONE:
            reason = (
                f"{_said(one)} ({_day(one)}) comes after the event, which ends on "
                f"{over}: was its year or month copied from another edition?"
            )
            yield finding(Rule.AFTER_EVENT, one, reason)


def _dated(call: Sequence[Deadline], milestone: Milestone) -> list[Deadline]:
    found = [d for d in call if d.milestone is milestone and d.window]
    return sorted(found, key=lambda d: (d.round, d.id))


def _pairs(
    firsts: Sequence[Deadline], thens: Sequence[Deadline]
) -> Iterator[tuple[Deadline, Deadline]]:
    """Yield what belongs together: by label, else by round if both have as many.

    Else only the first of all and the last of all are comparable.
    """
    if not firsts or not thens:
        return
    labels = {slug(one.label.en): one for one in firsts if one.label.en}
    named = [(labels.get(slug(then.label.en)), then) for then in thens]
    if any(first for first, _ in named):
        yield from ((first, then) for first, then in named if first)
    elif len(firsts) == len(thens):
        yield from zip(firsts, thens, strict=True)
    else:
        yield firsts[0], thens[-1]


def _said(deadline: Deadline) -> str:
    name = deadline.milestone.value.replace("_", " ")
    return f"{name} ({deadline.label.en})" if deadline.label.en else name


def _day(deadline: Deadline) -> date | None:
    return deadline.window.earliest.date() if deadline.window else None
