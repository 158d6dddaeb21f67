"""Comparison: what two catalogues say about the same dates, side by side."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from deadlinebot.model.claim import Claim
from deadlinebot.model.deadline import Cause, Conflict, Deadline
from deadlinebot.model.judge import judge
from deadlinebot.model.stated import claim_days, claim_window


class Relation(StrEnum):
    """How the words of two catalogues about one date relate."""

    AGREEING = "agreeing"  # both can be true
    ZONE_ONLY = "zone_only"  # the same wall clock, another zone
    DIFFERING = "differing"  # another day, or another time of the same day
    UNDATED = "undated"  # one of them states no date yet


@dataclass(frozen=True, slots=True)
class Pair:
    """One date of which both catalogues speak.

    Attributes:
        deadline: what both together come to.
        left: what counts in the left catalogue.
        right: what counts in the right one.
        relation: how the two relate.
        conflict: their disagreement, if they cannot both be true.
    """

    deadline: Deadline
    left: Claim
    right: Claim
    relation: Relation
    conflict: Conflict | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two catalogues side by side, call by call.

    Attributes:
        pairs: the dates of which both speak.
        only_left: those of which only the left one speaks.
        only_right: those of which only the right one speaks.
    """

    pairs: tuple[Pair, ...]
    only_left: tuple[Deadline, ...]
    only_right: tuple[Deadline, ...]

    def having(self, relation: Relation) -> tuple[Pair, ...]:
        """Return the pairs that relate so."""
        return tuple(pair for pair in self.pairs if pair.relation is relation)


def compare(deadlines: Iterable[Deadline], left: str, right: str) -> Comparison:
    """Lay what two catalogues say about *deadlines* side by side.

    Args:
        deadlines: reconciled from the claims of both, so that matching calls, rounds
            and milestones is the same here as everywhere.
        left: the ``via`` of the claims of one catalogue.
        right: that of the other.
    """
    pairs: list[Pair] = []
    alone: dict[str, list[Deadline]] = {left: [], right: []}
    for deadline in deadlines:
        first: dict[str, Claim] = {}
        for claim in deadline.claims:  # the one that counts comes first
            first.setdefault(claim.via, claim)
        if left in first and right in first:
            pairs.append(_pair(deadline, first[left], first[right]))
            continue
        for via in first.keys() & alone.keys():
            alone[via].append(deadline)
    return Comparison(tuple(pairs), tuple(alone[left]), tuple(alone[right]))


def _pair(deadline: Deadline, left: Claim, right: Claim) -> Pair:
    conflict = judge((left, right), {left.via: 0, right.via: 1}).conflict
    return Pair(deadline, left, right, _relation(left, right, conflict), conflict)


def _relation(left: Claim, right: Claim, conflict: Conflict | None) -> Relation:
    if _dated(left) != _dated(right):
        return Relation.UNDATED
    if conflict is None:
        return Relation.AGREEING
    return Relation.ZONE_ONLY if conflict.cause is Cause.ZONE else Relation.DIFFERING


def _dated(claim: Claim) -> bool:
    return (claim_window(claim) or claim_days(claim)) is not None
