"""Identity: the id that a deadline keeps for life, whatever moves around it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import count

from deadlinebot.model.call import Call, slug
from deadlinebot.model.claim import Claim
from deadlinebot.model.deadline import Deadline, Status
from deadlinebot.model.judge import Judgement
from deadlinebot.model.matching import (
    NEAR_DAYS,
    Marks,
    Pair,
    anchors,
    between,
    differ,
    distance,
    pair_in_order,
    unpaired,
)
from deadlinebot.model.milestone import Milestone

Parts = Sequence[Sequence[Claim]]  # the claims about one call, by record
_Finder = Callable[[Call, Parts], Iterable[str]]


class Known:
    """What was held before, by the ways in which it can be found again."""

    def __init__(self, held: Iterable[Deadline]) -> None:
        self._deadlines: dict[str, Deadline] = {}
        self._call_ids: set[str] = set()
        self._rounds: dict[tuple[str, Milestone], list[Deadline]] = defaultdict(list)
        self._by_record: dict[tuple[str, str, int], str] = {}
        self._by_key: dict[tuple[str, int, str], dict[str, Call]] = defaultdict(dict)
        # what is still listed has the last word on where its records belong
        for deadline in sorted(held, key=lambda d: d.status is not Status.VANISHED):
            call = deadline.call
            self._deadlines[deadline.id] = deadline
            self._call_ids.add(call.id)
            self._rounds[call.id, deadline.milestone].append(deadline)
            for claim in deadline.claims:
                self._by_record[_record(claim)] = call.id
            for key in call.keys:
                self._by_key[key][call.id] = call

    def get(self, deadline_id: str) -> Deadline | None:
        """Return the deadline that was held under that id."""
        return self._deadlines.get(deadline_id)

    def call_id(self, record: Sequence[Claim]) -> str | None:
        """Return the id under which the call of *record* was held, if it was."""
        return self._by_record.get(_record(record[0]))

    def name_calls(self, calls: Sequence[tuple[Call, Parts]]) -> list[str]:
        """Return an id for each call: the one it was held under, else a new one.

        Records are asked before names, for all calls, so that a newcomer never takes
        the id of another call of the same name. Two calls that share name and year
        get ids apart by what tells them apart: their record.
        """
        names: dict[int, str] = {}
        self._name(names, calls, self._of_records)
        self._name(names, calls, self._of_names)
        self._name(names, calls, self._unused)
        return [names[number] for number in range(len(calls))]

    def _name(
        self,
        names: dict[int, str],
        calls: Sequence[tuple[Call, Parts]],
        find: _Finder,
    ) -> None:
        taken = set(names.values())
        for number, (call, parts) in enumerate(calls):
            if number in names:
                continue
            name = next((name for name in find(call, parts) if name not in taken), None)
            if name is not None:
                names[number] = name
                taken.add(name)

    def _of_records(self, _call: Call, parts: Parts) -> Iterator[str]:
        for part in parts:
            if name := self.call_id(part):
                yield name

    def _of_names(self, call: Call, _parts: Parts) -> Iterable[str]:
        keys = sorted(call.keys & self._by_key.keys())
        held = {name: one for key in keys for name, one in self._by_key[key].items()}
        return sorted(held, key=lambda name: (-alike(held[name], call), name))

    def _unused(self, call: Call, parts: Parts) -> Iterator[str]:
        apart = f"{call.id}-{slug(parts[0][0].record)}"
        numbered = (f"{apart}-{number}" for number in count(2))
        for names in ((call.id, apart), numbered):
            yield from (name for name in names if name not in self._call_ids)

    def rounds(self, call_id: str, milestone: Milestone) -> list[Deadline]:
        """Return the rounds held of one milestone, in their order."""
        held = self._rounds.get((call_id, milestone), [])
        return sorted(held, key=lambda one: (one.round, _day(one) or date.max, one.id))


def _record(claim: Claim) -> tuple[str, str, int]:
    return claim.via, claim.record, claim.call.year


def alike(left: Call, right: Call) -> float:
    """Return how like each other two descriptions are, 0 to 1: page, words of title."""
    if left.link and left.link == right.link:
        return 1.0
    mine, theirs = (set(slug(call.title.en).split("-")) for call in (left, right))
    return len(mine & theirs) / len(mine | theirs)


def name_rounds(
    call_id: str, milestone: Milestone, rounds: Sequence[Judgement], known: Known
) -> list[str]:
    """Return the ids of *rounds*: those they were held under, else unused ones.

    A round is found again by a label that it alone has, then by its date; what
    remains is matched in order, the nearest dates first. So a round that moved keeps
    its id, and one inserted before it gets a new one. One of another name is itself
    if its date is near, or if it alone was edited in its place. One that vanished
    comes back as itself if its label does or its date is near, and only when no
    other fits.
    """
    held = known.rounds(call_id, milestone)
    names: dict[int, str] = {}
    _find(names, [d for d in held if d.status is not Status.VANISHED], rounds, None)
    _find(names, [d for d in held if d.status is Status.VANISHED], rounds, NEAR_DAYS)
    stem = f"{call_id}-{milestone}".replace("_", "-")
    return _with_new_names(names, len(rounds), stem, {d.id for d in held})


def _find(
    names: dict[int, str],
    held: Sequence[Deadline],
    rounds: Sequence[Judgement],
    reach: int | None,
) -> None:
    """Name what of *rounds* was *held*, at most *reach* days away; None: anywhere."""
    nameless = [index for index in range(len(rounds)) if index not in names]
    if not (held and nameless):
        return
    left, right = _marks(held), _marks([rounds[index] for index in nameless])
    sure = anchors(left, right)
    bounds = between(sure, len(left), len(right))
    pairs = sure + _still_undated(left, right, sure)
    lefts, rights = unpaired(left, right, pairs)
    same_number = len(lefts) == len(rights)

    def cost(i: int, j: int) -> int | None:
        apart = distance(left[i], right[j])
        dated = left[i].day is not None and right[j].day is not None
        first, last = bounds[i]
        edited = same_number and first < j < last  # in its place, whatever it is called
        another = differ(left[i], right[j]) and not edited
        limit = NEAR_DAYS if another else reach
        far = dated and limit is not None and apart > limit
        return None if far else apart

    pairs += pair_in_order(lefts, rights, cost)
    names.update({nameless[j]: held[i].id for i, j in pairs})


def _still_undated(
    left: Sequence[Marks], right: Sequence[Marks], taken: Sequence[Pair]
) -> list[Pair]:
    """Pair what has no date on either side, if that is as much as before.

    It has no place in time: the edit of another date must not seem to move it.
    """
    lefts, rights = unpaired(left, right, taken)
    mine = [i for i in lefts if left[i].day is None]
    theirs = [j for j in rights if right[j].day is None]
    return list(zip(mine, theirs, strict=True)) if len(mine) == len(theirs) else []


def _marks(rounds: Sequence[Deadline | Judgement]) -> list[Marks]:
    return [
        Marks(
            labels={slug(one.label.en)} - {""},
            dates={when for when in (one.window, _days(one)) if when},
            day=_day(one),
        )
        for one in rounds
    ]


def _day(one: Deadline | Judgement) -> date | None:
    if one.window:
        return one.window.earliest.date()
    return one.span.start if one.span else None


def _days(one: Deadline | Judgement) -> tuple[date, date] | None:
    return (one.span.start, one.span.end) if one.span else None


def _with_new_names(
    names: dict[int, str], number: int, stem: str, used: set[str]
) -> list[str]:
    numbered = (stem if n == 1 else f"{stem}-{n}" for n in count(1))
    unused = (name for name in numbered if name not in used)
    return [names.get(index) or next(unused) for index in range(number)]
