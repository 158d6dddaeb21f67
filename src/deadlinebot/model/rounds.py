"""Rounds: which claims of several sources speak of the same date."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from deadlinebot.model.call import slug
from deadlinebot.model.claim import Claim
from deadlinebot.model.matching import (
    NEAR_DAYS,
    Marks,
    Pair,
    anchors,
    between,
    by_date,
    differ,
    distance,
    pair_in_order,
    unpaired,
)
from deadlinebot.model.stated import day

Round = tuple[Claim, ...]

_RENAMED_DAYS = 7  # how far apart one date is at most under two labels


def align(sources: Sequence[Sequence[Round]]) -> list[Round]:
    """Join the rounds of several sources, the most trusted first.

    Rounds belong together if they alone have the same label, else if they state the
    same day, else in order: if both sources have the same number left, or if they
    are at most 45 days apart. The last never crosses a sure pair, and what two
    sources call differently is one date only within a week. What finds no partner
    is a round of its own.

    Returns:
        The rounds in the order of their dates.
    """
    joined = _in_time(sources[0])
    for rounds in sources[1:]:
        joined = _in_time(_joined(joined, _in_time(rounds)))
    return joined


def _in_time(rounds: Sequence[Round]) -> list[Round]:
    return by_date(rounds, _first_day)


def _first_day(round_: Round) -> date | None:
    return min((found for c in round_ if (found := day(c))), default=None)


def _joined(left: list[Round], right: list[Round]) -> list[Round]:
    partners = {j: i for i, j in _pairs(_marks(left), _marks(right))}
    joined = list(left)
    for j, round_ in enumerate(right):
        if j in partners:
            joined[partners[j]] += round_
        else:
            joined.append(round_)
    return joined


def _marks(rounds: Iterable[Round]) -> list[Marks]:
    return [
        Marks(
            labels={slug(claim.label.en) for claim in round_} - {""},
            dates={found for claim in round_ if (found := day(claim))},
            day=_first_day(round_),
        )
        for round_ in rounds
    ]


def _pairs(left: Sequence[Marks], right: Sequence[Marks]) -> list[Pair]:
    sure = anchors(left, right)
    lefts, rights = unpaired(left, right, sure)
    bounds = between(sure, len(left), len(right))
    same_number = len(lefts) == len(rights)

    def cost(i: int, j: int) -> int | None:
        apart = distance(left[i], right[j])
        first, last = bounds[i]
        crosses = not first < j < last
        far = apart > NEAR_DAYS and not same_number
        another = apart > _RENAMED_DAYS and differ(left[i], right[j])
        return None if crosses or far or another else apart

    return sure + pair_in_order(lefts, rights, cost)
