"""Rungs: when to speak of a deadline on a channel, and why not at other times."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from deadlinebot.model.deadline import Deadline, Status
from deadlinebot.model.delivery import Delivery, DeliveryKind, delivery_id
from deadlinebot.model.lead import SNOOZED, Lead

_SILENT = frozenset({Status.TENTATIVE, Status.WITHDRAWN})


class Fate(StrEnum):
    """What becomes of a rung."""

    PLANNED = "planned"
    PAST = "past"  # it was over when this version of the deadline was planned
    TOO_LATE = "too_late"  # it falls on the deadline itself
    SAME_TIME = "same_time"  # another rung speaks on that channel at that instant
    DONE = "done"  # a person has done it
    SNOOZED = "snoozed"  # a person wants to hear of it later
    SILENT = "silent"  # the deadline is withdrawn or only tentative
    OVER = "over"  # the deadline has passed


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of the ladder that leads up to a deadline, on one channel.

    Attributes:
        route: the route that asks for it.
        channel: where it is said.
        lead: how early it is meant to be.
        wanted_at: when that is, in UTC.
        at: when it is said, in UTC: quiet hours may have moved it.
        fate: what becomes of it.
    """

    route: str
    channel: str
    lead: Lead
    wanted_at: datetime
    at: datetime
    fate: Fate

    def reminder(self, deadline: Deadline) -> Delivery:
        """Return what brings it to its channel.

        Raises:
            ValueError: if *deadline* has no date.
        """
        if deadline.due is None:
            raise ValueError(f"'{deadline.id}' has no date to remind of")
        kind, sequence = DeliveryKind.REMINDER, deadline.sequence
        return Delivery(
            id=delivery_id(self.channel, deadline.id, kind, self._key, sequence),
            channel=self.channel,
            deadline=deadline.id,
            sequence=sequence,
            kind=kind,
            lead=self.lead.text,
            due=self.at,
            not_after=deadline.due,
            next_at=self.at,
        )

    @property
    def _key(self) -> str:
        """What tells it from other rungs: one put off twice is two."""
        if self.lead is SNOOZED:
            return f"{self.lead.text} {self.wanted_at.isoformat()}"
        return self.lead.text


def stillness(deadline: Deadline, now: datetime) -> Fate | None:
    """Return why nobody is reminded of a dated *deadline* at all, or None."""
    if deadline.status in _SILENT:
        return Fate.SILENT
    return Fate.OVER if deadline.due and deadline.due <= now else None
