"""Changes: what is different between two versions of a deadline."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from deadlinebot.model.deadline import Deadline


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
