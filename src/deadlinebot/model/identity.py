"""Identity: the id that a deadline keeps for life, whatever moves around it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from deadlinebot.model.call import Call, slug
from deadlinebot.model.claim import Claim
from deadlinebot.model.deadline import Deadline, Status
from deadlinebot.model.judge import Judgement
from deadlinebot.model.milestone import Milestone
from deadlinebot.model.rounds import match_in_order


class Known:
    """What was held before, by the ways in which it can be found again."""

    def __init__(self, held: Iterable[Deadline]) -> None:
        self._rounds: dict[tuple[str, Milestone], list[Deadline]] = defaultdict(list)
        self._by_record: dict[tuple[str, str, int], str] = {}
        self._by_key: dict[tuple[str, int, str], str] = {}
        for deadline in held:
            call = deadline.call
            self._rounds[call.id, deadline.milestone].append(deadline)
            for claim in deadline.claims:
                self._by_record[claim.via, claim.record, call.year] = call.id
            for key in sorted(call.keys):
                self._by_key.setdefault(key, call.id)

    def call_ids(self, record: Sequence[Claim]) -> tuple[str, ...]:
        """Return the id under which the call of *record* was held, if it was."""
        first = record[0]
        found = self._by_record.get((first.via, first.record, first.call.year))
        return (found,) if found else ()

    def call_id(
        self, records: Sequence[Sequence[Claim]], call: Call, taken: set[str]
    ) -> str:
        """Return the id of a call: the one it was held under, else its own.

        Two calls that share name and year get ids apart by what tells them apart:
        their record.
        """
        by_record = [name for record in records for name in self.call_ids(record)]
        by_key = [self._by_key[key] for key in sorted(call.keys) if key in self._by_key]
        for name in (*by_record, *by_key, call.id):
            if name not in taken:
                return name
        return f"{call.id}-{slug(records[0][0].record)}"

    def rounds(self, call_id: str, milestone: Milestone) -> list[Deadline]:
        """Return the rounds held of one milestone, by date."""
        held = self._rounds[call_id, milestone]
        return sorted(held, key=lambda deadline: (_held_day(deadline), deadline.id))


def name_rounds(
    call_id: str, milestone: Milestone, rounds: Sequence[Judgement], known: Known
) -> list[str]:
    """Return the ids of *rounds*: those they were held under, else unused ones.

    A round is found again by its date and label, then by its date, then by its
    label; what remains is matched in order, the nearest dates first. So a round
    that moved keeps its id, and one inserted before it gets a new one.
    """
    held = known.rounds(call_id, milestone)
    names: dict[int, str] = {}
    open_held = list(held)
    for same in (_same_date_and_label, _same_date, _same_label):
        for index, round_ in enumerate(rounds):
            if index in names:
                continue
            found = next((d for d in open_held if same(d, round_)), None)
            if found:
                names[index] = found.id
                open_held.remove(found)
    left = [index for index in range(len(rounds)) if index not in names]
    # One that vanished earlier may come back as itself, but never as another date.
    movable = [d for d in open_held if d.status is not Status.VANISHED]
    pairs = match_in_order(movable, [rounds[i] for i in left], _distance)
    names.update({left[j]: movable[i].id for i, j in pairs})
    return _with_new_names(
        names, len(rounds), f"{call_id}-{milestone}", {d.id for d in held}
    )


def _with_new_names(
    names: dict[int, str], count: int, stem: str, used: set[str]
) -> list[str]:
    number = 1
    for index in range(count):
        if index in names:
            continue
        while (name := _numbered(stem, number)) in used:
            number += 1
        names[index] = name
        used.add(name)
    return [names[index] for index in range(count)]


def _numbered(stem: str, number: int) -> str:
    stem = stem.replace("_", "-")
    return stem if number == 1 else f"{stem}-{number}"


def _same_date_and_label(held: Deadline, fresh: Judgement) -> bool:
    return _same_date(held, fresh) and held.label == fresh.label


def _same_date(held: Deadline, fresh: Judgement) -> bool:
    if held.window is None and held.span is None:
        return False
    return held.window == fresh.window and held.days == _days(fresh)


def _same_label(held: Deadline, fresh: Judgement) -> bool:
    return bool(fresh.label.en) and held.label == fresh.label


def _distance(held: Deadline, fresh: Judgement) -> int:
    left, right = _held_day(held), _fresh_day(fresh)
    if date.max in (left, right):
        return 0 if left == right else 400
    return abs((left - right).days)


def _held_day(deadline: Deadline) -> date:
    if deadline.window:
        return deadline.window.earliest.date()
    return deadline.span.start if deadline.span else date.max


def _fresh_day(fresh: Judgement) -> date:
    if fresh.window:
        return fresh.window.earliest.date()
    return fresh.span.start if fresh.span else date.max


def _days(fresh: Judgement) -> tuple[date, date] | None:
    return (fresh.span.start, fresh.span.end) if fresh.span else None
