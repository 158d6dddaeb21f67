"""Reconciling: from what sources claim to what we hold to be true.

::

    claims -> calls      by identity: the record they came from, else name and year
           -> rounds     claims of several sources about one date, side by side
           -> judgement  windows that meet are intersected, others are a conflict
           -> deadlines  each with the id it always had
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from deadlinebot.model.call import Call, slug
from deadlinebot.model.claim import Claim
from deadlinebot.model.deadline import Deadline
from deadlinebot.model.identity import Known, alike, name_rounds
from deadlinebot.model.judge import Judgement, judge
from deadlinebot.model.matching import by_date
from deadlinebot.model.milestone import Milestone
from deadlinebot.model.resolution import lapsed
from deadlinebot.model.rounds import Round, align
from deadlinebot.model.stated import day

_Part = list[Claim]  # what one text says about one record
_Record = list[_Part]  # a record of one source; of two texts if both speak of it
_Index = Mapping[object, Sequence[int]]  # the calls that go by a name


def reconcile(
    claims: Iterable[Claim],
    held: Iterable[Deadline] = (),
    trust: Sequence[str] = (),
) -> tuple[Deadline, ...]:
    """Return the deadlines that *claims* speak of.

    The order of *claims* does not matter.

    Args:
        claims: of every source together.
        held: what we held before; its ids are kept.
        trust: the names of the sources, the most trusted first; those that are
            missing come last, by name.

    Returns:
        Deadlines, call by call; times of change and sequence are still unset:
        `diff` carries them over.
    """
    known = Known(held)
    claims = list(claims)
    rank = _ranks(claims, trust)
    calls = [
        (_merged([part[0].call for part in parts]), parts)
        for parts in _calls(claims, rank, known)
    ]
    names = known.name_calls(calls)
    return tuple(
        deadline
        for (call, parts), name in zip(calls, names, strict=True)
        for deadline in _milestones(replace(call, id=name), parts, rank, known)
    )


def _ranks(claims: Iterable[Claim], trust: Sequence[str]) -> dict[str, int]:
    order = dict.fromkeys((*trust, *sorted({claim.via for claim in claims})))
    return {name: place for place, name in enumerate(order)}


def _calls(
    claims: Iterable[Claim], rank: Mapping[str, int], known: Known
) -> list[list[_Part]]:
    """Group claims by call; a call is a list of parts, the most trusted first."""
    calls: list[list[_Part]] = []
    index: dict[object, list[int]] = defaultdict(list)
    for records in _sources(claims, rank):
        homes = _homes(records, calls, index, known)
        for number, record in enumerate(records):
            place = homes.get(number, len(calls))
            if place == len(calls):
                calls.append([])
            calls[place] += record
            for key in _keys(record, known):
                index[key].append(place)
    return calls


def _sources(claims: Iterable[Claim], rank: Mapping[str, int]) -> list[list[_Record]]:
    """Return the records of each source, the most trusted source first."""
    texts: dict[tuple[str, str, int], dict[str, _Part]]
    texts = defaultdict(lambda: defaultdict(list))
    for claim in claims:
        key = (claim.via, claim.record, claim.call.year)
        texts[key][claim.place.path].append(claim)
    sources: dict[str, list[_Record]] = defaultdict(list)
    for (via, _, _), parts in sorted(texts.items(), key=lambda item: item[0]):
        sources[via].append([parts[path] for path in sorted(parts)])
    return [sources[via] for via in sorted(sources, key=lambda via: rank[via])]


def _keys(record: _Record, known: Known) -> list[object]:
    """Return all that a record's call goes by: its names, the id it was held under."""
    names = {key for part in record for key in part[0].call.keys}
    was = known.call_id(record[0])
    return [*sorted(names), was] if was else [*sorted(names)]


def _homes(
    records: Sequence[_Record],
    calls: Sequence[Sequence[_Part]],
    index: _Index,
    known: Known,
) -> dict[int, int]:
    """Return the calls to which the *records* of one source belong, by their numbers.

    No two of them belong to one call. What was held as one call stays one; else the
    descriptions that are most alike find each other first.
    """
    offers: list[tuple[bool, float, int, int]] = []
    for number, record in enumerate(records):
        was = known.call_id(record[0])
        keys = _keys(record, known)
        for place in {place for key in keys for place in index.get(key, ())}:
            apart = was is None or place not in index.get(was, ())
            like = alike(record[0][0].call, calls[place][0][0].call)
            offers.append((apart, -like, number, place))
    homes: dict[int, int] = {}
    taken: set[int] = set()
    for _, _, number, place in sorted(offers):
        if number not in homes and place not in taken:
            homes[number] = place
            taken.add(place)
    return homes


def _merged(calls: Sequence[Call]) -> Call:
    """Return the most trusted description, completed by the others."""
    first = calls[0]
    names = {slug(name): name for call in reversed(calls) for name in _names(call)}
    names.pop(slug(first.series), None)
    return replace(
        first,
        tags=tuple(dict.fromkeys(tag for call in calls for tag in call.tags)),
        link=next((call.link for call in calls if call.link), None),
        venue=next((call.venue for call in calls if call.venue), ""),
        aliases=tuple(names.values()),
    )


def _names(call: Call) -> Sequence[str]:
    return (*reversed(call.aliases), call.series)


def _milestones(
    call: Call, parts: Sequence[_Part], rank: Mapping[str, int], known: Known
) -> Iterator[Deadline]:
    kinds: dict[Milestone, list[list[Round]]] = defaultdict(list)
    for part in parts:
        for milestone in {claim.milestone for claim in part}:
            kinds[milestone].append(_rounds(part, milestone))
    for milestone in sorted(kinds):
        judged = [judge(round_, rank) for round_ in align(kinds[milestone])]
        judged = by_date(judged, _day)
        names = name_rounds(call.id, milestone, judged, known)
        for number, (each, name) in enumerate(zip(judged, names, strict=True), 1):
            held = known.get(name)
            old_words = lapsed(held, each.claims) if held else frozenset()
            told = judge(each.claims, rank, old_words) if old_words else each
            yield _deadline(name, call, told, number, len(judged))


def _day(judgement: Judgement) -> date | None:
    return next((found for c in judgement.claims if (found := day(c))), None)


def _rounds(part: _Part, milestone: Milestone) -> list[Round]:
    """Group one part's claims about one milestone into its rounds."""
    items: dict[int, list[Claim]] = defaultdict(list)
    for claim in part:
        if claim.milestone is milestone:
            items[claim.item].append(claim)
    return [tuple(items[number]) for number in sorted(items)]


def _deadline(
    name: str, call: Call, judgement: Judgement, number: int, rounds: int
) -> Deadline:
    return Deadline(
        id=name,
        call=call,
        milestone=judgement.claims[0].milestone,
        label=judgement.label,
        round=number,
        rounds=rounds,
        window=judgement.window,
        span=judgement.span,
        claims=judgement.claims,
        status=judgement.status,
        conflict=judgement.conflict,
        assumed=judgement.assumed,
        precision=judgement.precision,
        zone=judgement.zone,
    )
