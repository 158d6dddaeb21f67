"""Stirred: what of the calls that a change can touch it does touch.

A file of a catalogue is a series; an edit of it mostly concerns one edition of many.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from deadlinebot.model.claim import Claim
from deadlinebot.model.deadline import Deadline, Status

_Key = tuple[str, int, str]  # by which a call goes: series, year, track
_Record = tuple[str, str, int]


def stirred(
    held: Sequence[Deadline], claims: Sequence[Claim]
) -> tuple[list[Deadline], list[Claim]]:
    """Leave out the calls of which every record says, word for word, what it said.

    A call whose name a changed record bears stays in: the record may be its own.
    Reconciling unchanged claims must give what it gave: the trust in their sources
    and this program are the same as then.

    Args:
        held: the deadlines held of some calls.
        claims: all that is claimed of these calls now.

    Returns:
        What has to be reconciled again, of both.
    """
    restless = _restless(held, claims)
    names = {key for claim in restless for key in claim.call.keys}
    about = {deadline.call.id: deadline.call for deadline in held}
    calls = _named({name: call.keys for name, call in about.items()}, names)
    chosen = [d for d in held if d.call.id in calls]
    records = {_record(c) for c in restless}
    records |= {_record(c) for d in chosen for c in d.claims}
    return chosen, [c for c in claims if _record(c) in records]


def _restless(held: Iterable[Deadline], claims: Iterable[Claim]) -> list[Claim]:
    """Return the claims, old and new, of the records that say something else now."""
    listed = (d for d in held if d.status is not Status.VANISHED)
    before = _by_record(claim for d in listed for claim in d.claims)
    after = _by_record(claims)
    changed = [r for r in before.keys() | after.keys() if before[r] != after[r]]
    return [claim for r in changed for claim in before[r] ^ after[r]]


def _by_record(claims: Iterable[Claim]) -> defaultdict[_Record, set[Claim]]:
    records: defaultdict[_Record, set[Claim]] = defaultdict(set)
    for claim in claims:
        records[_record(claim)].add(claim)
    return records


def _record(claim: Claim) -> _Record:
    return claim.via, claim.record, claim.call.year


def _named(calls: dict[str, frozenset[_Key]], names: set[_Key]) -> set[str]:
    """Return the calls that go by one of *names*, and those by one of theirs ..."""
    found: set[str] = set()
    while more := {
        call for call in calls.keys() - found if not calls[call].isdisjoint(names)
    }:
        found |= more
        names = names.union(*(calls[call] for call in more))
    return found
