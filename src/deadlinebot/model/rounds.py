"""Rounds: which claims of several sources speak of the same date."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TypeVar

from deadlinebot.model.call import slug
from deadlinebot.model.claim import Claim
from deadlinebot.model.when import Moment, Span

Round = tuple[Claim, ...]

_A = TypeVar("_A")
_B = TypeVar("_B")
_NEAR_DAYS = 45
_UNDATED_DAYS = 400  # how far an undated round is from every date


def day(claim: Claim) -> date | None:
    """Return the day that a claim states, as written; None if it states none."""
    match claim.reading:
        case Moment(wall=wall):
            return wall.day
        case Span(end=end):
            return end
        case _:
            return None


def align(sources: Sequence[list[Round]]) -> list[Round]:
    """Join the rounds of several sources, the most trusted first.

    Rounds belong together if their labels are equal, else if they state the same
    day, else if both sources have the same number left, in order, else if they are
    the nearest within 45 days. What finds no partner is a round of its own.

    Returns:
        The rounds in the order of their dates, undated ones last.
    """
    joined = list(sources[0])
    for rounds in sources[1:]:
        pairs = _pairs(joined, rounds)
        partners = {right: left for left, right in pairs}
        for index, round_ in enumerate(rounds):
            if index in partners:
                joined[partners[index]] += round_
            else:
                joined.append(round_)
    return sorted(joined, key=_order)


def _order(round_: Round) -> date:
    return next((found for claim in round_ if (found := day(claim))), date.max)


def _pairs(left: list[Round], right: list[Round]) -> list[tuple[int, int]]:
    pairs: list[tuple[int, int]] = []
    open_left, open_right = list(range(len(left))), list(range(len(right)))
    for same in (_same_label, _same_day):
        for i in list(open_left):
            j = next((j for j in open_right if same(left[i], right[j])), None)
            if j is not None:
                pairs.append((i, j))
                open_left.remove(i)
                open_right.remove(j)
    rest = match_in_order(
        [left[i] for i in open_left], [right[j] for j in open_right], _distance
    )
    if len(open_left) != len(open_right):
        rest = [
            p
            for p in rest
            if _distance(left[open_left[p[0]]], right[open_right[p[1]]]) <= _NEAR_DAYS
        ]
    return pairs + [(open_left[i], open_right[j]) for i, j in rest]


def _same_label(left: Round, right: Round) -> bool:
    labels = {slug(claim.label.en) for claim in left} - {""}
    return any(slug(claim.label.en) in labels for claim in right)


def _same_day(left: Round, right: Round) -> bool:
    days = {day(claim) for claim in left} - {None}
    return any(day(claim) in days for claim in right)


def _distance(left: Round, right: Round) -> int:
    days = [_order(round_) for round_ in (left, right)]
    if date.max in days:
        return 0 if days[0] == days[1] else _UNDATED_DAYS
    return abs((days[0] - days[1]).days)


def match_in_order(
    left: Sequence[_A], right: Sequence[_B], cost: Callable[[_A, _B], int]
) -> list[tuple[int, int]]:
    """Pair as many as possible without crossing, at the least total *cost*.

    The classic alignment by dynamic programming, O(len(left) * len(right)).

    Returns:
        Pairs of indexes, in order.
    """
    swap = len(left) > len(right)
    short, long = (len(right), len(left)) if swap else (len(left), len(right))
    best: list[list[tuple[int, tuple[tuple[int, int], ...]]]]
    best = [[(0, ())] * (long + 1) for _ in range(short + 1)]
    for i in range(1, short + 1):
        for j in range(i, long + 1):
            a, b = (j - 1, i - 1) if swap else (i - 1, j - 1)
            total, pairs = best[i - 1][j - 1]
            paired = (total + cost(left[a], right[b]), (*pairs, (a, b)))
            skipped = best[i][j - 1] if j > i else None
            best[i][j] = (
                paired if skipped is None else min(paired, skipped, key=lambda x: x[0])
            )
    return sorted(best[short][long][1])
