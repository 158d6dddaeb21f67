"""Years that were probably copied from another edition."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from statistics import median_low

from deadlinebot.model.call import CallKind, slug
from deadlinebot.model.deadline import Deadline
from deadlinebot.model.estimate import alike, stated_days, years_later
from deadlinebot.model.lint.finding import Finding, Rule, finding
from deadlinebot.model.milestone import Milestone

_YEAR = timedelta(days=365)
_NEAR = timedelta(days=45)  # how far one edition's date moves against another's
_LONGEST = timedelta(days=400)  # from a deadline to its event
_FEWEST = 2  # other editions that agree
_ROUNDS = 6  # a call of more rounds goes on for years

_LEADS_TO_EVENT = frozenset(
    {Milestone.ABSTRACT, Milestone.PAPER, Milestone.NOTIFICATION}
)


def off_its_call(call: Sequence[Deadline]) -> Iterator[Finding]:
    """Find a date a year or more before its event, or far from its edition's year."""
    starts = [d.span.start for d in call if d.milestone is Milestone.EVENT and d.span]
    for one in call:
        days = stated_days(one)
        if days is None or one.call.kind is CallKind.JOURNAL or one.rounds > _ROUNDS:
            continue
        day, year = days[0], one.call.year
        if abs(day.year - year) > 1:
            reason = f"{day} in the edition of {year}: is the year right?"
            yield finding(Rule.YEAR_OFF, one, reason)
        elif starts and one.milestone in _LEADS_TO_EVENT:
            ahead = min(starts) - day
            if ahead > _LONGEST:
                reason = (
                    f"{day} is {ahead.days} days before the event ({min(starts)}); "
                    f"a year later it would be {ahead.days - 365}: is the year right?"
                )
                yield finding(Rule.YEAR_OFF, one, reason)


def off_its_series(deadlines: Iterable[Deadline]) -> Iterator[Finding]:
    """Find a date that lies a year from where the other editions put it."""
    series: dict[tuple[str, str, Milestone], list[Deadline]] = defaultdict(list)
    for one in deadlines:
        if stated_days(one) and one.rounds <= _ROUNDS:
            key = (slug(one.call.series), slug(one.call.track), one.milestone)
            series[key].append(one)
    for editions in series.values():
        for one in editions:
            yield from _off(one, [d for d in editions if alike(one, d)])


def _off(deadline: Deadline, editions: Sequence[Deadline]) -> Iterator[Finding]:
    """Find *deadline* to be a year off; several rounds of a year count once."""
    year, day = deadline.call.year, _first(deadline)
    moved = {
        other.call.year: years_later(_first(other), year - other.call.year)
        for other in editions
        if other.call.year != year
    }
    usual = sorted(moved.values())
    if len(usual) < _FEWEST:
        return
    expected = median_low(usual)
    agree = sum(abs(other - expected) <= _NEAR for other in usual)
    off = day - expected
    if agree * 2 > len(usual) and abs(abs(off) - _YEAR) <= _NEAR:
        years = ", ".join(map(str, sorted(moved)))
        reason = (
            f"{day}: going by the editions of {years} it would be about {expected}, "
            f"a year {'earlier' if off > timedelta(0) else 'later'}: is the year right?"
        )
        yield finding(Rule.YEAR_OFF, deadline, reason)


def _first(deadline: Deadline) -> date:
    days = stated_days(deadline)
    assert days is not None
    return days[0]
