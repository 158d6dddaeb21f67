"""Agendas: what a digest lists, decided when it is sent or foreseen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from deadlinebot.model.announce import MANY_ADDED, is_news
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

    What is done on the route is left out. So are many new deadlines at once: they are
    the first reading of a catalogue.

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
    told = [change for change in history if _is_told(change, at)]
    if sum(change.kind is ChangeKind.ADDED for change in told) > MANY_ADDED:
        told = [change for change in told if change.kind is not ChangeKind.ADDED]
    last = {change.after.id: change for change in told if listed(change.after)}
    return Agenda(days, tuple(sorted(coming, key=_in_order)), tuple(last.values()))


def _falls_due(deadline: Deadline, at: datetime, until: datetime) -> bool:
    due = deadline.due
    return due is not None and at < due <= until and not stillness(deadline, at)


def _is_told(change: Change, at: datetime) -> bool:
    """Whether it is news; that a source misses a date for a while is none."""
    before = change.before
    back = before is not None and before.status is Status.VANISHED
    silent = change.kind is ChangeKind.VANISHED or (
        change.kind is ChangeKind.RESTORED and back
    )
    return not silent and is_news(change, at)


def _in_order(deadline: Deadline) -> tuple[datetime, str]:
    assert deadline.due is not None  # it falls due
    return deadline.due, deadline.id
