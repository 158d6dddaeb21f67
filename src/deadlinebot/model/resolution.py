"""Resolutions: a person's word on a conflict, and how long it holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from collections.abc import Set as AbstractSet

from deadlinebot.model.claim import Claim, Resolution
from deadlinebot.model.deadline import Deadline, Status
from deadlinebot.model.stated import claim_days, claim_window


def lapsed(held: Deadline, claims: Iterable[Claim]) -> frozenset[Resolution]:
    """Return the resolutions among *claims* that no longer count.

    A person's word outlasts refreshes until a source changes its word; from then on
    the two disagree anew, until the person speaks again (with a later date).

    Args:
        held: the deadline as it was held.
        claims: what is claimed of it now.
    """
    now = list(claims)
    old = {c.resolution for c in held.claims} & {c.resolution for c in now}
    known = frozenset(resolution for resolution in old if resolution)
    if not known or held.status is Status.CONFLICTING:
        return known
    before, after = _words(held.claims), _words(now)
    moved = any(before[who] != after[who] for who in before.keys() & after.keys())
    return known if moved else frozenset()


def _words(claims: Iterable[Claim]) -> dict[tuple[object, ...], set[object]]:
    """Return what each source states, as far as it counts."""
    words: dict[tuple[object, ...], set[object]] = defaultdict(set)
    for claim in claims:
        who = (claim.via, claim.record, claim.source, claim.authority)
        days = claim_days(claim)
        said = (days.start, days.end) if days else None
        words[who].add((claim_window(claim), said, claim.withdrawn))
    return words


def trusted_source(
    claims: Iterable[Claim], lapsed: AbstractSet[Resolution]
) -> str | None:
    """Return the source that a person trusts here, by the latest word."""
    words = {c.resolution for c in claims if c.resolution} - lapsed
    return max(words, key=lambda word: (word.on, word.trust)).trust if words else None
