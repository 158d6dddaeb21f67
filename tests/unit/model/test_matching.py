"""Matching in order: against every other way to pair, and without crossing."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from deadlinebot.model.matching import (
    Marks,
    Pair,
    anchors,
    between,
    by_date,
    match_in_order,
)

NUMBERS = st.lists(st.integers(0, 30), max_size=5)


def gap(left: int, right: int) -> int:
    return abs(left - right)


def every_way(left: list[int], right: list[int]) -> list[list[Pair]]:
    """Return every way to pair as many as possible without crossing."""
    size = min(len(left), len(right))
    return [
        list(zip(mine, theirs, strict=True))
        for mine in combinations(range(len(left)), size)
        for theirs in combinations(range(len(right)), size)
    ]


@given(NUMBERS, NUMBERS)
def test_no_other_way_is_cheaper(left: list[int], right: list[int]) -> None:
    found = match_in_order(left, right, gap)

    def price(pairs: list[Pair]) -> int:
        return sum(gap(left[i], right[j]) for i, j in pairs)

    assert found in every_way(left, right)
    assert price(found) == min(price(pairs) for pairs in every_way(left, right))


@given(NUMBERS, NUMBERS)
def test_turning_the_sides_turns_the_price_not(
    left: list[int], right: list[int]
) -> None:
    there = match_in_order(left, right, gap)
    back = match_in_order(right, left, gap)

    assert sum(gap(left[i], right[j]) for i, j in there) == sum(
        gap(left[i], right[j]) for j, i in back
    )


def test_of_equally_cheap_ways_the_first_is_taken() -> None:
    assert match_in_order([5], [5, 5, 5], gap) == [(0, 0)]


def test_only_the_possible_pairs_are_priced() -> None:
    prices = 0

    def counted(left: int, right: int) -> int:
        nonlocal prices
        prices += 1
        return gap(left, right)

    match_in_order(list(range(400)), list(range(402)), counted)

    assert prices == 400 * 3


@given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=5))
def test_between_the_bounds_nothing_crosses(pairs: list[Pair]) -> None:
    sure = list({i: (i, j) for i, j in pairs}.values())

    bounds = between(sure, 8, 8)

    for i in range(8):
        first, last = bounds[i]
        crossed = [(a, b) for a, b in sure if a != i]
        for j in range(first + 1, last):
            assert all((a - i) * (b - j) > 0 for a, b in crossed if b != j)


def marks(label: str, day: int) -> Marks:
    when = date(2026, 1, 1) + timedelta(days=day)
    return Marks({label} - {""}, {when}, when)


def test_a_label_that_each_side_has_once_is_sure() -> None:
    left = [marks("summer", 10), marks("winter", 200)]
    right = [marks("winter", 10), marks("summer", 200)]

    assert sorted(anchors(left, right)) == [(0, 1), (1, 0)]


def test_a_label_that_all_rounds_have_says_nothing() -> None:
    left = [marks("arr", 10), marks("arr", 100)]
    right = [marks("arr", 100), marks("arr", 190)]

    assert anchors(left, right) == [(1, 0)]


@given(
    st.lists(st.tuples(st.sampled_from(["", "x", "y"]), st.integers(0, 4))),
    st.lists(st.tuples(st.sampled_from(["", "x", "y"]), st.integers(0, 4))),
)
def test_nothing_is_paired_twice(
    left: list[tuple[str, int]], right: list[tuple[str, int]]
) -> None:
    pairs = anchors([marks(*one) for one in left], [marks(*one) for one in right])

    assert len({i for i, _ in pairs}) == len(pairs) == len({j for _, j in pairs})


def test_an_undated_one_stays_behind_the_one_it_followed() -> None:
    days = {"final": date(2026, 9, 21), "first": date(2026, 8, 7), "second": None}

    ordered = by_date(["final", "first", "second"], days.__getitem__)

    assert ordered == ["first", "second", "final"]
