"""Missing: what a source no longer lists stays, and is told after some refreshes.

A catalogue that drops a date and brings it back the day after is common; nobody is to
hear of either.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from deadlinebot.engine.board import Board
from deadlinebot.model.change import Change, ChangeKind
from deadlinebot.model.deadline import Deadline, Status

_TOLD_AFTER = 3  # refreshes of its source, the one that missed it included

Counts = Mapping[str, int]


def counted(
    before: Counts, name: str, fresh: Iterable[Deadline], board: Board, now: datetime
) -> dict[str, int]:
    """Return how many refreshes ago each date that a source no longer lists vanished.

    Args:
        before: the same, when the source was read the last time.
        name: the source, which was just read well.
        fresh: the new versions that this reading made; not on the board yet.
        board: what is held.
        now: what has passed until then is no loss.
    """
    new = {deadline.id: deadline for deadline in fresh}
    gone = [d.id for d in new.values() if d.stated.via == name]
    counts = {}
    for key in dict.fromkeys((*before, *gone)):
        deadline = new.get(key) or board.get(key)
        if deadline and deadline.status is Status.VANISHED and _ahead(deadline, now):
            counts[key] = min(before.get(key, 0) + 1, _TOLD_AFTER)
    return counts


def _ahead(deadline: Deadline, now: datetime) -> bool:
    if deadline.window:
        return deadline.window.latest > now
    return deadline.span is None or deadline.span.end >= now.date()


def overdue(before: Counts, counts: Counts) -> list[str]:
    """Return the dates whose absence is to be told now, once."""
    return [
        key
        for key, count in counts.items()
        if count == _TOLD_AFTER and before.get(key) != _TOLD_AFTER
    ]


def tellable(changes: Iterable[Change], told: Counts) -> Iterator[Change]:
    """Yield the *changes* that are news at once.

    Not those that a date vanished, and not that one came back of which nobody heard
    that it had gone.

    Args:
        changes: all of them.
        told: how many refreshes ago what was missing until now vanished.
    """
    for change in changes:
        silent = change.before and change.before.status is Status.VANISHED
        heard = told.get(change.after.id) == _TOLD_AFTER
        match change.kind:
            case ChangeKind.VANISHED:
                continue
            case ChangeKind.RESTORED if silent and not heard:
                continue
            case _:
                yield change


def announced(missing: Iterable[str], board: Board, now: datetime) -> Iterator[Change]:
    """Yield what to tell of dates that have been missing for long enough."""
    for key in missing:
        deadline = board.get(key)
        if deadline:
            yield Change(ChangeKind.VANISHED, deadline, deadline, now)
