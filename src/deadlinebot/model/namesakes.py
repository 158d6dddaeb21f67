"""Namesakes: calls that may be one, under two names. Suggestions, never a merge."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from rapidfuzz import fuzz

from deadlinebot.model.call import slug
from deadlinebot.model.deadline import Deadline, Status

ALIKE = 92  # of 100, for the words of two titles in any order
_FEWEST_WORDS = 3  # shorter titles are alike by chance
_IDLE = frozenset({"annual", "conference", "international", "on", "of", "the", "and"})


@dataclass(frozen=True, slots=True)
class Namesakes:
    """Two calls that may be one.

    Attributes:
        left: the id of one.
        right: the id of the other.
        score: how much alike their titles are, 0 to 100.
    """

    left: str
    right: str
    score: int


@dataclass(frozen=True, slots=True)
class _Named:
    """A call, by what it is compared."""

    id: str
    title: str
    series: str
    track: str
    sources: frozenset[str]


def namesakes(deadlines: Iterable[Deadline]) -> tuple[Namesakes, ...]:
    """Return pairs of calls of one year that two sources may mean as one.

    Two records of one source are two calls, so only calls without a common source
    are compared. What joins them is an alias in our own format.
    """
    found = [
        pair
        for calls in _by_year(deadlines).values()
        for left, right in combinations(calls, 2)
        for pair in _compared(left, right)
    ]
    return tuple(sorted(found, key=lambda pair: (-pair.score, pair.left, pair.right)))


def _by_year(deadlines: Iterable[Deadline]) -> dict[int, list[_Named]]:
    calls: dict[str, list[Deadline]] = defaultdict(list)
    for one in deadlines:
        if one.status is not Status.VANISHED:
            calls[one.call.id].append(one)
    years: dict[int, list[_Named]] = defaultdict(list)
    for name, held in sorted(calls.items()):
        call = held[0].call
        sources = frozenset(claim.via for one in held for claim in one.claims)
        title, series = _words(call.title.en), slug(call.series)
        years[call.year].append(_Named(name, title, series, slug(call.track), sources))
    return years


def _compared(left: _Named, right: _Named) -> Iterator[Namesakes]:
    if left.sources & right.sources or left.track != right.track:
        return
    if left.series == right.series:
        yield Namesakes(left.id, right.id, 100)
        return
    if min(left.title.count(" "), right.title.count(" ")) < _FEWEST_WORDS - 1:
        return
    score = fuzz.ratio(left.title, right.title, score_cutoff=ALIKE)
    if score:
        yield Namesakes(left.id, right.id, int(score))


def _words(title: str) -> str:
    """Return the telling words of a title, in alphabetical order."""
    words = set(re.findall(r"[^\W\d_]+", title.casefold())) - _IDLE
    return " ".join(sorted(words))
