"""Agendas: what a digest lists, decided when it is sent or foreseen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from deadlinebot.model.announce import is_news
from deadlinebot.model.change import Change, ChangeKind
from deadlinebot.model.deadline import Deadline, Status
from deadlinebot.model.mute import Mute, mute_of
from deadlinebot.model.route import Route
from deadlinebot.model.rungs import stillness


@dataclass(frozen=True, slots=True)
class Agenda:
    """What a digest has to say.

    Attributes:
        days: how many days it looks ahead.
        coming: what falls due within them, the next first.
        changes: what changed since the digest before, one a deadline: the last.
    """

    days: int
    coming: tuple[Deadline, ...] = ()
    changes: tuple[Change, ...] = ()

    def __bool__(self) -> bool:
        """Whether there is anything to say."""
        return bool(self.coming or self.changes)


def agenda(
    route: Route,
    deadlines: Iterable[Deadline],
    history: Iterable[Change],
    at: datetime,
    mutes: Mapping[str, tuple[Mute, ...]],
) -> Agenda:
    """Return what the digest of *route* says at *at*.

    What is done on the route is left out. What is new is listed when it is near, and
    not as a change: the first reading of a catalogue brings hundreds.

    Args:
        route: one with a digest.
        deadlines: all of them.
        history: what changed since the digest before, the oldest first.
        at: when it is said, in UTC.
        mutes: what people have done or put off.
    """

    def listed(deadline: Deadline) -> bool:
        mute = mute_of(mutes.get(deadline.id, ()), route.name)
        return not (mute and mute.done) and route.takes(deadline)

    days = route.digest.days if route.digest else 0
    until = at + timedelta(days=days)
    coming = [
        deadline
        for deadline in deadlines
        if _falls_due(deadline, at, until) and listed(deadline)
    ]
    last = {
        change.after.id: change
        for change in history
        if _is_told(change, at) and listed(change.after)
    }
    return Agenda(days, tuple(sorted(coming, key=_in_order)), tuple(last.values()))


def _falls_due(deadline: Deadline, at: datetime, until: datetime) -> bool:
    due = deadline.due
    return due is not None and at < due <= until and not stillness(deadline, at)


def _is_told(change: Change, at: datetime) -> bool:
    """Whether it is news; that a source misses a date for a while is none."""
    match change.kind:
        case ChangeKind.ADDED | ChangeKind.VANISHED:
            return False
        case ChangeKind.RESTORED if change.before:
            return change.before.status is not Status.VANISHED and is_news(change, at)
        case _:
            return is_news(change, at)


def _in_order(deadline: Deadline) -> tuple[datetime, str]:
    assert deadline.due is not None  # it falls due
    return deadline.due, deadline.id
