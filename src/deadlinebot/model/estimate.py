"""Estimates: when an undated milestone may be due, going by past editions.

An estimate is shown and marked as such. It is no window: nothing reminds of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache
from statistics import median_low

from deadlinebot.model.call import slug
from deadlinebot.model.deadline import Deadline, Estimate, Status
from deadlinebot.model.milestone import Milestone
from deadlinebot.model.stated import day

FEWEST = 2  # one edition shows no habit
# Three editions guess best: the median is 6 days off over CCF-Deadlines (220 dates),
# 7 with five, and the spread is narrower.
MOST = 3

_Key = tuple[str, str, Milestone]  # name of the series, track, milestone


def estimate(deadline: Deadline, past: Iterable[Deadline]) -> Estimate | None:
    """Return when *deadline* may be, going by the same milestone of past editions.

    Each edition's day is moved by the years between the two editions, so that a
    paper deadline in the year before its conference stays there.

    Args:
        deadline: which is undated.
        past: the same milestone of other editions of its series; of these the
            last three before *deadline* that have a date count.

    Returns:
        The estimate, or None if there are fewer than two such editions.
    """
    days = _by_year(past, before=deadline.call.year)
    years = sorted(days)[-MOST:]
    if len(years) < FEWEST:
        return None
    moved = [(year, deadline.call.year - year) for year in years]
    firsts = sorted(years_later(days[year][0], by) for year, by in moved)
    lasts = [years_later(days[year][1], by) for year, by in moved]
    return Estimate(median_low(firsts), firsts[0], max(lasts), tuple(years))


def estimated(deadlines: Iterable[Deadline]) -> tuple[Deadline, ...]:
    """Return *deadlines*, the undated ones with an estimate where there can be one.

    An estimate counts as changed when what it rests on did.
    """
    found = tuple(deadlines)
    undated = [one for one in found if _open(one)]
    if not undated:
        return found
    editions = _editions(found, {key for one in undated for key in _keys(one)})
    guessed = {one.id: _estimated(one, editions) for one in undated}
    return tuple(guessed.get(one.id, one) for one in found)


def years_later(of: date, years: int) -> date:
    """Return the same day *years* later (29 February: the 28th where there is none)."""
    try:
        return of.replace(year=of.year + years)
    except ValueError:
        return of.replace(year=of.year + years, day=28)


def stated_days(deadline: Deadline) -> tuple[date, date] | None:
    """Return the first and the last day of *deadline* as it is written, if it is."""
    if deadline.milestone is Milestone.EVENT:
        return deadline.days
    written = day(deadline.stated)
    if written is None or deadline.window is None:
        return None
    return written, written


def alike(left: Deadline, right: Deadline) -> bool:
    """Whether two milestones of two editions are the same round or stage."""
    if left.milestone is not right.milestone:
        return False
    mine, theirs = slug(left.label.en), slug(right.label.en)
    if mine and theirs:
        return mine == theirs
    return left.round == right.round


def _open(deadline: Deadline) -> bool:
    dated = deadline.window is not None or deadline.span is not None
    return not dated and deadline.status is Status.TENTATIVE


def _by_year(editions: Iterable[Deadline], before: int) -> dict[int, tuple[date, date]]:
    """Return the days of each edition; what is still listed has the word."""
    days: dict[int, tuple[date, date]] = {}
    for one in sorted(editions, key=lambda d: (d.status is Status.VANISHED, d.id)):
        stated = stated_days(one)
        if stated and one.call.year < before and one.status is not Status.WITHDRAWN:
            days.setdefault(one.call.year, stated)
    return days


def _editions(
    deadlines: Iterable[Deadline], wanted: Collection[_Key]
) -> dict[_Key, list[Deadline]]:
    milestones = {milestone for _, _, milestone in wanted}
    editions: dict[_Key, list[Deadline]] = defaultdict(list)
    for one in deadlines:
        if one.milestone in milestones:
            for key in _keys(one):
                if key in wanted:
                    editions[key].append(one)
    return editions


def _estimated(deadline: Deadline, editions: dict[_Key, list[Deadline]]) -> Deadline:
    same = {d.id: d for key in _keys(deadline) for d in editions.get(key, ())}
    past = [one for one in same.values() if alike(deadline, one)]
    found = estimate(deadline, past)
    if found is None:
        return deadline
    basis = [one for one in past if one.call.year in found.years]
    return replace(deadline, estimate=found, changed=_newest([deadline, *basis]))


def _newest(deadlines: Sequence[Deadline]) -> datetime | None:
    return max((d.changed for d in deadlines if d.changed), default=None)


def _keys(deadline: Deadline) -> Iterable[_Key]:
    call = deadline.call
    names = _names(call.series, call.aliases)
    track = _slug(call.track)
    return [(name, track, deadline.milestone) for name in names]


@lru_cache(maxsize=8192)
def _names(series: str, aliases: tuple[str, ...]) -> frozenset[str]:
    return frozenset(slug(name) for name in (series, *aliases)) - {""}


_slug = lru_cache(maxsize=1024)(slug)
