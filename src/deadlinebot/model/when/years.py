"""Which year a day without one means, and what is wrong with days."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from deadlinebot.model.when.numbers import impossible
from deadlinebot.model.when.tokens import MONTHS, Day, Days, dated
from deadlinebot.model.when.unreadable import Unreadable

GRACE = timedelta(days=30)  # a date so long past is still meant as past
LONGEST_RANGE = timedelta(days=183)  # over New Year; more is a slip, not a range
_LEAP_CYCLE = 9  # 29 February comes back within 8 years (1896, 1904)
_WEEKDAYS = (
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"
)  # fmt: skip


def with_years(
    days: Sequence[Day | Days], others: Iterable[Day | Days], today: date
) -> list[Day | Days]:
    """Return *days* with the years that are not written.

    A day without a year is the nearest after *today* - 30 days; beside a day whose
    year is written, the nearest to that one.

    Args:
        days: in the order of the text.
        others: days of the text that count for nothing but their year.
        today: the reference day.
    """
    anchors = [_anchor(day) for day in days]
    also = [_anchor(other) for other in others]
    known: date | None = next((a for a in (*anchors, *also) if a), None)
    found: list[Day | Days] = []
    for day, anchor in zip(days, anchors, strict=True):
        known = anchor or known
        found.append(_in_year(day, known, today))
    return found


def _anchor(day: Day | Days) -> date | None:
    if isinstance(day, Day):
        return dated(day)
    return dated(day.last) or dated(day.first)


def _in_year(day: Day | Days, known: date | None, today: date) -> Day | Days:
    if isinstance(day, Day):
        return _day_in_year(day, known, today)
    first, last = day.first, day.last
    if last.year is None and first.year is None:
        last = _day_in_year(last, known, today)
    if last.year is None and first.year is not None:
        last = replace(last, year=first.year)
        if _over_new_year(first, replace(last, year=first.year + 1)):
            last = replace(last, year=first.year + 1)
    elif first.year is None and last.year is not None:
        first = replace(first, year=last.year)
        if _over_new_year(replace(first, year=last.year - 1), last):
            first = replace(first, year=last.year - 1)
    return replace(day, first=first, last=last)


def _over_new_year(first: Day, last: Day) -> bool:
    """Whether a range from one year into the next is short enough to be meant."""
    if first.month <= last.month:
        return False
    start, end = dated(first), dated(last)
    return bool(start and end and timedelta() <= end - start <= LONGEST_RANGE)


def _day_in_year(day: Day, known: date | None, today: date) -> Day:
    if day.year is not None or day.problem:
        return day
    around = known.year if known else today.year
    years = range(max(1, around - _LEAP_CYCLE), min(9999, around + _LEAP_CYCLE) + 1)
    choices = [date(y, day.month, day.day) for y in years if _exists(day, y)]
    if known:
        choices.sort(key=lambda found: abs(found - known))
    else:
        choices = [found for found in choices if found + GRACE >= today]
    if not choices:
        return replace(day, problem=_never(day))
    return replace(day, year=choices[0].year)


def _exists(day: Day, year: int) -> bool:
    if not 1 <= day.month <= 12:
        return False
    return 1 <= day.day <= monthrange(year, day.month)[1]


def _never(day: Day) -> str:
    """Return why no year has that day: not even a leap year, or none is left."""
    if not 1 <= day.month <= 12:
        return f"there is no month {day.month}"
    reason = impossible(replace(day, year=2000)).replace(" 2000", "")
    if not reason:
        return f"there is no {day.day} {MONTHS[day.month - 1]} before the year 10000"
    return f"{day.day} {MONTHS[day.month - 1]} does not exist: {reason}"


def checked(day: Day) -> date:
    """Return the date of *day*, whose year is known.

    Raises:
        Unreadable: if there is no such day, or no one way to read it.
    """
    if day.problem:
        raise Unreadable(day.problem, day.start)
    if (found := dated(day)) is None:
        raise Unreadable(f"{_said(day)} does not exist: {impossible(day)}", day.start)
    return found


def _said(day: Day) -> str:
    month = MONTHS[day.month - 1] if 1 <= day.month <= 12 else f"month {day.month}"
    return f"{day.day} {month} {day.year}"


def check_weekday(found: date, number: int, start: int) -> None:
    """Check that *found* falls on that day of the week, Monday is 0.

    Raises:
        Unreadable: if it does not.
    """
    if found.weekday() != number:
        real, said = _WEEKDAYS[found.weekday()], _WEEKDAYS[number]
        raise Unreadable(f"{said_date(found)} is a {real}, not a {said}", start)


def said_date(day: date) -> str:
    """Return ``7 August 2026``."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
