"""Changes: what is different between two versions of a deadline."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from deadlinebot.errors import Place
from deadlinebot.model.deadline import Deadline, Status
from deadlinebot.model.stated import day, same_clock
from deadlinebot.model.when.window import Precision


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


_NOWHERE = Place("")
_GONE = frozenset({Status.WITHDRAWN, Status.VANISHED})


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
    for stated in fresh:
        old = before.pop(stated.id, None)
        new = _carried(old, _with_its_date(stated, old), at)
        if old is not None and _facts(old) == _facts(new):
            if (old.claims, old.conflict) != (new.claims, new.conflict):
                places = replace(old, claims=new.claims, conflict=new.conflict)
                deadlines.append(places)
            continue
        deadlines.append(new)
        changes.extend(Change(kind, old, new, at) for kind in _kinds(old, new))
    for old in before.values():
        if old.status is not Status.VANISHED:
            new = _carried(old, replace(old, status=Status.VANISHED), at)
            deadlines.append(new)
            changes.append(Change(ChangeKind.VANISHED, old, new, at))
    return Diff(tuple(deadlines), tuple(changes))


def _with_its_date(stated: Deadline, old: Deadline | None) -> Deadline:
    """Return *stated*, with the date it had if all that is said now is "cancelled"."""
    if old is None or stated.status is not Status.WITHDRAWN or _when(stated):
        return stated
    return replace(
        stated,
        window=old.window,
        span=old.span,
        assumed=old.assumed,
        precision=old.precision,
        zone=old.zone,
    )


def _facts(deadline: Deadline) -> Deadline:
    """Return *deadline* without what is ours and without where its claims stand."""
    conflict = deadline.conflict
    if conflict is not None:
        conflict = replace(conflict, other=replace(conflict.other, place=_NOWHERE))
    return replace(
        deadline,
        claims=tuple(replace(claim, place=_NOWHERE) for claim in deadline.claims),
        conflict=conflict,
        sequence=0,
        first_seen=None,
        changed=None,
    )


def _carried(old: Deadline | None, new: Deadline, at: datetime) -> Deadline:
    if old is None:
        return replace(new, sequence=0, first_seen=at, changed=at)
    moved = (_when(old), old.days, old.status) != (_when(new), new.days, new.status)
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
    if new.status is Status.WITHDRAWN and old.status is not Status.WITHDRAWN:
        yield ChangeKind.WITHDRAWN
        return
    if old.status in _GONE and new.status not in _GONE:
        yield ChangeKind.RESTORED
    if moved := _moved(old, new):
        yield moved
    if new.status is Status.CONFLICTING and not _disagreed(old):
        yield ChangeKind.CONFLICT_FOUND
    if old.status is Status.CONFLICTING and new.status is not Status.CONFLICTING:
        yield ChangeKind.CONFLICT_RESOLVED


def _disagreed(old: Deadline) -> bool:
    """Whether its sources disagreed already; also if it was not listed for a while."""
    if old.status is Status.VANISHED:
        return old.conflict is not None
    return old.status is Status.CONFLICTING


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
    """Whether the same wall clock is stated in another zone or more finely."""
    if old.window is None or new.window is None:
        return False
    was, now = old.stated, new.stated
    if day(was) is None or day(was) != day(now):
        return False
    return Precision.DAY in {old.precision, new.precision} or same_clock(was, now)
