"""Reconciling: from what sources claim to what we hold to be true.

::

    claims -> calls      by identity: the record they came from, else name and year
           -> rounds     claims of several sources about one date, side by side
           -> judgement  windows that meet are intersected, others are a conflict
           -> deadlines  each with the id it always had
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from deadlinebot.model.call import Call
from deadlinebot.model.claim import Claim
from deadlinebot.model.deadline import Deadline
from deadlinebot.model.identity import Known, name_rounds
from deadlinebot.model.judge import judge
from deadlinebot.model.milestone import Milestone
from deadlinebot.model.rounds import Round, align

_Record = tuple[str, str]


def reconcile(
    claims: Iterable[Claim],
    held: Iterable[Deadline] = (),
    trust: Sequence[str] = (),
) -> tuple[Deadline, ...]:
    """Return the deadlines that *claims* speak of.

    Args:
        claims: of every source together.
        held: what we held before; its ids are kept.
        trust: the names of the sources, the most trusted first; those that are
            missing come last, in the order of their claims.

    Returns:
        Deadlines in the order of the claims; times of change and sequence are
        still unset: `diff` carries them over.
    """
    known = Known(held)
    rank = _ranks(claims := list(claims), trust)
    taken: set[str] = set()
    deadlines: list[Deadline] = []
    for records in _calls(claims, rank, known):
        call = _merged([record[0].call for record in records])
        call = replace(call, id=known.call_id(records, call, taken))
        taken.add(call.id)
        deadlines.extend(_milestones(call, records, rank, known))
    return tuple(deadlines)


def _ranks(claims: Sequence[Claim], trust: Sequence[str]) -> dict[str, int]:
    order = dict.fromkeys((*trust, *(claim.via for claim in claims)))
    return {name: place for place, name in enumerate(order)}


def _calls(
    claims: Sequence[Claim], rank: dict[str, int], known: Known
) -> list[list[list[Claim]]]:
    """Group claims by call; a call is a list of records, the most trusted first."""
    records: dict[_Record, list[Claim]] = defaultdict(list)
    for claim in claims:
        records[claim.via, claim.record].append(claim)
    ordered = sorted(records.values(), key=lambda record: rank[record[0].via])
    calls: list[list[list[Claim]]] = []
    index: dict[object, list[int]] = defaultdict(list)
    for record in ordered:
        keys = (*sorted(record[0].call.keys), *known.call_ids(record))
        place = _home(record, [i for key in keys for i in index[key]], calls)
        if place is None:
            place = len(calls)
            calls.append([])
        calls[place].append(record)
        for key in keys:
            index[key].append(place)
    return calls


def _home(
    record: list[Claim], candidates: Sequence[int], calls: list[list[list[Claim]]]
) -> int | None:
    """Return the call to which *record* belongs: never one its own source has."""
    call = record[0].call
    free = [
        place
        for place in dict.fromkeys(candidates)
        if all(other[0].via != record[0].via for other in calls[place])
    ]
    same = [place for place in free if calls[place][0][0].call.title == call.title]
    return next(iter((*same, *free)), None)


def _merged(calls: Sequence[Call]) -> Call:
    """Return the most trusted description, completed by the others."""
    first = calls[0]
    names = dict.fromkeys(a for call in calls for a in (call.series, *call.aliases))
    names.pop(first.series)
    return replace(
        first,
        tags=tuple(dict.fromkeys(tag for call in calls for tag in call.tags)),
        link=next((call.link for call in calls if call.link), None),
        venue=next((call.venue for call in calls if call.venue), ""),
        aliases=tuple(names),
    )


def _milestones(
    call: Call, records: list[list[Claim]], rank: dict[str, int], known: Known
) -> Iterable[Deadline]:
    kinds: dict[Milestone, list[list[Claim]]] = defaultdict(list)
    for record in records:
        for milestone in dict.fromkeys(claim.milestone for claim in record):
            kinds[milestone].append([c for c in record if c.milestone is milestone])
    for milestone, parts in kinds.items():
        rounds = align([_rounds(part) for part in parts])
        judged = [judge(round_, rank) for round_ in rounds]
        ids = name_rounds(call.id, milestone, judged, known)
        for number, (judgement, name) in enumerate(zip(judged, ids, strict=True), 1):
            yield Deadline(
                id=name,
                call=call,
                milestone=milestone,
                label=judgement.label,
                round=number,
                rounds=len(judged),
                window=judgement.window,
                span=judgement.span,
                claims=judgement.claims,
                status=judgement.status,
                conflict=judgement.conflict,
                assumed=judgement.assumed,
                precision=judgement.precision,
                zone=judgement.zone,
            )


def _rounds(claims: list[Claim]) -> list[Round]:
    """Group one record's claims about one milestone into its rounds."""
    items: dict[int, list[Claim]] = defaultdict(list)
    for claim in claims:
        items[claim.item].append(claim)
    return [tuple(items[number]) for number in sorted(items)]
