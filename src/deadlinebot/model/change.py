"""Changes: what is different between two versions of a deadline."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from deadlinebot.model.deadline import Deadline, Status
from deadlinebot.model.when.window import Moment


class ChangeKind(StrEnum):
    """The facts that can change."""

    ADDED = "added"
    EXTENDED = "extended"
    BROUGHT_FORWARD = "brought_forward"
    RESTATED = "restated"  # zone or precision corrected, the wall clock unmoved
    CONFIRMED = "confirmed"  # an undated one got its date
    WITHDRAWN = "withdrawn"
    RESTORED = "restored"
    VANISHED = "vanished"
    CONFLICT_FOUND = "conflict_found"
    CONFLICT_RESOLVED = "conflict_resolved"


@dataclass(frozen=True, slots=True)
class Change:
    """One fact that changed.

    Attributes:
        kind: which fact.
        before: the deadline as it was held; None if it was added.
        after: the deadline as it is now.
        at: when we learned of it.
    """

    kind: ChangeKind
    before: Deadline | None
    after: Deadline
    at: datetime

    @property
    def old(self) -> datetime | None:
        """The safe instant that counted before."""
        return self.before.due if self.before else None

    @property
    def new(self) -> datetime | None:
        """The safe instant that counts now."""
        return self.after.due


@dataclass(frozen=True, slots=True)
class Diff:
    """What a refresh found.

    Attributes:
        deadlines: the new versions of those that are new or different, with their
            sequence and times carried over.
        changes: one a fact.
    """

    deadlines: tuple[Deadline, ...]
    changes: tuple[Change, ...]


def diff(held: Iterable[Deadline], fresh: Iterable[Deadline], at: datetime) -> Diff:
    """Compare what was held with what was just reconciled.

    Args:
        held: the versions held of the calls in question, and of no others: what is
            held and not in *fresh* has vanished.
        fresh: what was reconciled, under the ids that it was held under.
        at: when we learned of it, in UTC.
    """
    before = {deadline.id: deadline for deadline in held}
    deadlines: list[Deadline] = []
    changes: list[Change] = []
    for deadline in fresh:
        old = before.pop(deadline.id, None)
        if old is not None and _facts(old) == _facts(deadline):
            if old.claims != deadline.claims:  # only their places moved
                deadlines.append(replace(old, claims=deadline.claims))
            continue
        new = _carried(old, deadline, at)
        deadlines.append(new)
        changes.extend(Change(kind, old, new, at) for kind in _kinds(old, new))
    for old in before.values():
        if old.status is not Status.VANISHED:
            new = _carried(old, replace(old, status=Status.VANISHED), at)
            deadlines.append(new)
            changes.append(Change(ChangeKind.VANISHED, old, new, at))
    return Diff(tuple(deadlines), tuple(changes))


def _facts(deadline: Deadline) -> tuple[object, ...]:
    """Return all that is stated, without where in a file it stands."""
    claims = tuple(
        (c.text, c.zone, c.reading, c.source, c.via, c.label, c.authority)
        + (c.checked, c.link, c.withdrawn, c.resolution)
        for c in deadline.claims
    )
    d = deadline
    return (d.call, d.milestone, d.label, d.round, d.rounds, d.window, d.span) + (
        d.status,
        claims,
    )


def _carried(old: Deadline | None, new: Deadline, at: datetime) -> Deadline:
    if old is None:
        return replace(new, sequence=0, first_seen=at, changed=at)
    moved = (old.window, old.span, old.status) != (new.window, new.span, new.status)
    return replace(
        new,
        sequence=old.sequence + moved,
        first_seen=old.first_seen,
        changed=at,
    )


def _kinds(old: Deadline | None, new: Deadline) -> Iterable[ChangeKind]:
    if old is None:
        yield ChangeKind.ADDED
        return
    gone = {Status.WITHDRAWN, Status.VANISHED}
    if new.status is Status.WITHDRAWN and old.status is not Status.WITHDRAWN:
        yield ChangeKind.WITHDRAWN
        return
    if old.status in gone and new.status not in gone:
        yield ChangeKind.RESTORED
    moved = _moved(old, new)
    if moved:
        yield moved
    if new.conflict and not old.conflict:
        yield ChangeKind.CONFLICT_FOUND
    if old.status is Status.CONFLICTING and new.status is not Status.CONFLICTING:
        yield ChangeKind.CONFLICT_RESOLVED


def _moved(old: Deadline, new: Deadline) -> ChangeKind | None:
    """Return how the date moved, or None if it did not."""
    was, now = _when(old), _when(new)
    if was == now:
        return None
    if was is None:
        return ChangeKind.CONFIRMED
    if now is None or _restated(old, new):
        return ChangeKind.RESTATED
    return ChangeKind.EXTENDED if now > was else ChangeKind.BROUGHT_FORWARD


def _when(deadline: Deadline) -> tuple[datetime | date, datetime | date] | None:
    if deadline.window:
        return deadline.window.earliest, deadline.window.latest
    return deadline.days


def _restated(old: Deadline, new: Deadline) -> bool:
    """Whether the same wall clock is stated in another zone or more precisely."""
    was, now = old.stated.reading, new.stated.reading
    if not (isinstance(was, Moment) and isinstance(now, Moment)):
        return False
    if was.wall.day != now.wall.day:
        return False
    return was.zone != now.zone or was.precision != now.precision
