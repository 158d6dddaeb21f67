"""Matching: which rounds of one list are which of another, wherever they stand.

Used twice: for two sources that speak of the same milestone (`rounds`), and for what
was held and what is stated now (`identity`).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from itertools import accumulate, product
from typing import TypeVar

NEAR_DAYS = 45  # how far apart two statements of one date are at most, if in doubt

_A = TypeVar("_A")
_B = TypeVar("_B")
_UNDATED_DAYS = 400  # how far an undated round is from every date
_NEVER = 10_000_000  # more than all the dates of a milestone are apart

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Marks:
    """By what a round is told from the others of its milestone.

    Attributes:
        labels: what it is called, as slugs; empty if it is called nothing.
        dates: its dates, in whatever form is compared for equality.
        day: where it stands in time; None if nowhere yet.
    """

    labels: AbstractSet[str]
    dates: AbstractSet[Hashable]
    day: date | None


def by_date(items: Sequence[_A], day_of: Callable[[_A], date | None]) -> list[_A]:
    """Order *items* by date; an undated one stays behind the one it followed."""
    keys: list[date] = []
    for item in items:
        keys.append(day_of(item) or (keys[-1] if keys else date.min))
    order = sorted(range(len(items)), key=lambda index: (keys[index], index))
    return [items[index] for index in order]


def differ(left: Marks, right: Marks) -> bool:
    """Whether both have a label, and none in common."""
    return bool(left.labels and right.labels) and left.labels.isdisjoint(right.labels)


def distance(left: Marks, right: Marks) -> int:
    """Return how many days two rounds are apart; 400 if only one has a date."""
    if left.day is None or right.day is None:
        return 0 if left.day is right.day else _UNDATED_DAYS
    return abs((left.day - right.day).days)


def anchors(left: Sequence[Marks], right: Sequence[Marks]) -> list[Pair]:
    """Return the sure pairs: by a label that each side has once, else by a date.

    Of several on one date those with the same label belong together.
    """
    pairs = _sharing(_unique_labels(left), _unique_labels(right), ())
    pairs += _sharing(_labelled_dates(left), _labelled_dates(right), pairs)
    mine, theirs = ([mark.dates for mark in side] for side in (left, right))
    return pairs + _sharing(mine, theirs, pairs)


def _labelled_dates(side: Sequence[Marks]) -> list[AbstractSet[Hashable]]:
    return [set(product(mark.labels or {""}, mark.dates)) for mark in side]


def _unique_labels(side: Sequence[Marks]) -> list[AbstractSet[Hashable]]:
    count = Counter(label for mark in side for label in mark.labels)
    return [{name for name in mark.labels if count[name] == 1} for mark in side]


def _sharing(
    left: Sequence[AbstractSet[Hashable]],
    right: Sequence[AbstractSet[Hashable]],
    taken: Iterable[Pair],
) -> list[Pair]:
    """Pair what shares a value, the first of each side that is not *taken*."""
    lefts, rights = unpaired(left, right, taken)
    having: dict[Hashable, list[int]] = defaultdict(list)
    for j in reversed(rights):
        for value in right[j]:
            having[value].append(j)
    used: set[int] = set()
    pairs = []
    for i in lefts:
        found = []
        for value in left[i]:
            while having[value] and having[value][-1] in used:
                having[value].pop()
            found += having[value][-1:]
        if found:
            used.add(min(found))
            pairs.append((i, min(found)))
    return pairs


def unpaired(
    left: Sequence[object], right: Sequence[object], pairs: Iterable[Pair]
) -> tuple[list[int], list[int]]:
    """Return the indexes of both sides that are in none of *pairs*."""
    pairs = list(pairs)
    lefts, rights = {i for i, _ in pairs}, {j for _, j in pairs}
    return (
        [i for i in range(len(left)) if i not in lefts],
        [j for j in range(len(right)) if j not in rights],
    )


def between(pairs: Iterable[Pair], lefts: int, rights: int) -> list[Pair]:
    """Return, for each of *lefts*, the bounds inside which it crosses none of *pairs*.

    Args:
        pairs: of indexes.
        lefts: how many there are on the left.
        rights: how many there are on the right.
    """
    partner = dict(pairs)
    lower = accumulate((partner.get(i, -1) for i in range(lefts)), max)
    upper = accumulate((partner.get(i, rights) for i in reversed(range(lefts))), min)
    return list(zip(lower, reversed(list(upper)), strict=True))


def pair_in_order(
    lefts: Sequence[int],
    rights: Sequence[int],
    cost: Callable[[int, int], int | None],
) -> list[Pair]:
    """Pair indexes in order, as cheaply as possible; never where *cost* is None."""

    def paid(i: int, j: int) -> int:
        days = cost(i, j)
        return _NEVER if days is None else days

    pairs = match_in_order(lefts, rights, paid)
    found = [(lefts[a], rights[b]) for a, b in pairs]
    return [(i, j) for i, j in found if cost(i, j) is not None]


def match_in_order(
    left: Sequence[_A], right: Sequence[_B], cost: Callable[[_A, _B], int]
) -> list[Pair]:
    """Pair as many as possible without crossing, at the least total *cost*.

    The classic alignment by dynamic programming, O(short * (long - short + 1)). Of
    several cheapest ones it is the one whose pairs stand first.

    Returns:
        Pairs of indexes, in order.
    """
    if len(left) > len(right):
        turned = match_in_order(right, left, lambda b, a: cost(a, b))
        return [(i, j) for j, i in turned]
    slack = len(right) - len(left)
    # best[i][k]: the least cost of pairing the first i with some of the first i + k
    best = [[0] * (slack + 1)]
    for i, item in enumerate(left):
        paired = (best[i][k] + cost(item, right[i + k]) for k in range(slack + 1))
        best.append(list(accumulate(paired, min)))
    pairs, k = [], slack
    for i in reversed(range(len(left))):
        while k and best[i + 1][k] == best[i + 1][k - 1]:
            k -= 1
        pairs.append((i, i + k))
    return pairs[::-1]
