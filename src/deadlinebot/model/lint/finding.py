"""Findings: which rule, where, and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from deadlinebot.errors import Place
from deadlinebot.model.claim import Claim
from deadlinebot.model.deadline import Deadline


class Rule(StrEnum):
    """What can be suspicious about a date."""

    WINTER_OFFSET = "winter-offset"  # UTC-8 while Pacific clocks show UTC-7
    AMBIGUOUS_ZONE = "ambiguous-zone"  # EST in July; CST
    MIDNIGHT = "midnight"  # the day's beginning, or its end?
    ZONE_CONFLICT = "zone-conflict"  # one wall clock, two zones
    OUT_OF_ORDER = "out-of-order"  # an end before its start
    AFTER_EVENT = "after-event"
    YEAR_OFF = "year-off"  # from its neighbours


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """Something suspicious about one date.

    Attributes:
        place: where the date stands.
        rule: which rule it breaks.
        message: the reason, and what to do about it, in one line.
        deadline: the id of the deadline.
    """

    place: Place
    rule: Rule
    message: str
    deadline: str


def finding(
    rule: Rule, deadline: Deadline, message: str, claim: Claim | None = None
) -> Finding:
    """Return a finding at *claim*, else at the claim that counts."""
    place = (claim or deadline.stated).place
    return Finding(place, rule, message, deadline.id)
