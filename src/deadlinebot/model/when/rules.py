"""Recurrence rules (RFC 5545 3.3.10): what they state, and the days that they give."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any

from dateutil import rrule

AHEAD = timedelta(days=400)  # a yearly deadline always has its next one
MOST_AHEAD = 24
MOST = 500  # occurrences in all: ten years of weeks
_BEGINNING = timedelta(days=50 * 366)
_SEARCHED = timedelta(days=4 * 366)  # for the day that was probably meant

_FREQUENCIES = {
    "YEARLY": rrule.YEARLY,
    "MONTHLY": rrule.MONTHLY,
    "WEEKLY": rrule.WEEKLY,
}
_WEEKDAYS = {str(day): day for day in rrule.weekdays}
_DAY = re.compile(r"([+-]?[0-9]{1,2})?(MO|TU|WE|TH|FR|SA|SU)")
_TIMES = frozenset({"BYHOUR", "BYMINUTE", "BYSECOND"})


@dataclass(frozen=True, slots=True)
class Recurrence:
    """A rule that was found good.

    Attributes:
        parts: as `dateutil.rrule.rrule` takes them, ``freq`` among them.
        count: how many occurrences it has; None: without an end.
        until: its last day, if it names one.
        monthly: whether it gives one day a month, so that the month is its name.
    """

    parts: Mapping[str, Any]
    count: int | None
    until: date | None
    monthly: bool

    def name(self, day: date) -> str:
        """Return what to call the occurrence on *day*: ``2026-03``, ``2026-03-15``."""
        return day.isoformat()[:7] if self.monthly else day.isoformat()


def recurrence(text: str) -> Recurrence:
    """Return the rule that *text* states: ``FREQ=MONTHLY;BYMONTHDAY=1``.

    Read here and not by dateutil, whose reader of UNTIL is `dateutil.parser`.

    Raises:
        ValueError: if it is none, or none for deadlines; says what would be right.
    """
    found: dict[str, str] = {}
    for part in text.upper().replace(" ", "").removeprefix("RRULE:").split(";"):
        key, equals, value = part.partition("=")
        if not (key and equals and value):
            raise ValueError("write a rule such as FREQ=MONTHLY;BYMONTHDAY=1")
        if key in found:
            raise ValueError(f"the rule states {key[:20]} twice")
        found[key] = value
    frequency = found.pop("FREQ", "")
    if frequency not in _FREQUENCIES:
        raise ValueError("the rule needs FREQ=WEEKLY, MONTHLY or YEARLY")
    parts: dict[str, Any] = {key: _part(key, value) for key, value in found.items()}
    _check_together(frequency, parts)
    count, until = parts.pop("COUNT", None), parts.pop("UNTIL", None)
    monthly = frequency == "MONTHLY" and _one_a_month(parts)
    named = {_OPTIONS[key]: value for key, value in parts.items()}
    options = {"freq": _FREQUENCIES[frequency], **named}
    return Recurrence(options, count, until, monthly)


def occurrences(
    rule: Recurrence, first: date, until: date | None, today: date
) -> tuple[date, ...]:
    """Return the days of *rule* from *first* on.

    All that have passed, so that none ever seems to have vanished, and at most 24
    within the 400 days after *today*.

    Args:
        rule: the rule.
        first: its first day, which must be one of its days.
        until: its last day, if it has one.
        today: from where "ahead" counts.

    Raises:
        ValueError: if *first* is not one of its days, or if there are too many.
    """
    if first < today - _BEGINNING:
        raise ValueError("it begins more than 50 years ago: write a later first date")
    if not _days(rule, first, first):
        raise ValueError(_misses(rule, first))
    ends = [day for day in (until, rule.until) if day]
    if ends and min(ends) < first:
        raise ValueError(f"it ends on {min(ends)}, before its first date {first}")
    days = _days(rule, first, max(first, min([today + AHEAD, *ends])))
    if len(days) > MOST:
        raise ValueError(f"more than {MOST} dates since {first}: begin later")
    passed = sum(day <= today for day in days)
    return days[: passed + MOST_AHEAD]


def _days(rule: Recurrence, first: date, last: date) -> tuple[date, ...]:
    """Return its days up to *last*, and one more than `MOST` at most."""
    start, end = (datetime.combine(day, time()) for day in (first, last))
    found = rrule.rrule(dtstart=start, until=end, **rule.parts)
    return tuple(at.date() for at in islice(found, rule.count or MOST + 1))


def _misses(rule: Recurrence, first: date) -> str:
    try:
        near = _days(rule, first, first + _SEARCHED)
    except OverflowError:
        near = ()
    hint = f"begin on {near[0]}" if near else "it has no day at all in four years"
    return f"the first date, {first}, is no day of the rule: {hint}"


def _one_a_month(parts: Mapping[str, Any]) -> bool:
    if "BYSETPOS" in parts:
        return len(parts["BYSETPOS"]) == 1
    if "BYDAY" in parts:
        return len(parts["BYDAY"]) == 1 and parts["BYDAY"][0].n is not None
    return len(parts.get("BYMONTHDAY", ())) <= 1


def _check_together(frequency: str, parts: Mapping[str, Any]) -> None:
    """Check what the standard excludes.

    Raises:
        ValueError: if something is.
    """
    if "COUNT" in parts and "UNTIL" in parts:
        raise ValueError("COUNT and UNTIL exclude each other")
    if "BYSETPOS" in parts and not {"BYDAY", "BYMONTHDAY", "BYMONTH"} & parts.keys():
        raise ValueError("BYSETPOS chooses among days: write BYDAY or BYMONTHDAY too")
    if frequency != "WEEKLY":
        return
    if "BYMONTHDAY" in parts:
        raise ValueError("BYMONTHDAY is for FREQ=MONTHLY or YEARLY")
    if any(day.n is not None for day in parts.get("BYDAY", ())):
        raise ValueError("a number before the weekday is for FREQ=MONTHLY or YEARLY")


def _part(key: str, value: str) -> object:
    if key in _TIMES:
        raise ValueError(f"no {key}: the time of day stands in 'date'")
    if key not in _READERS:
        known = ", ".join(["FREQ", *_READERS])
        raise ValueError(f"no part of a rule here: '{key[:20]}'; known: {known}")
    return _READERS[key](value)


def _number(low: int, high: int) -> Callable[[str], int]:
    def read(value: str) -> int:
        if not re.fullmatch(r"[0-9]{1,4}", value) or not low <= int(value) <= high:
            raise ValueError(f"'{value[:20]}' in the rule: write {low} to {high}")
        return int(value)

    return read


def _numbers(most: int) -> Callable[[str], tuple[int, ...]]:
    """Return the reader of a list of numbers, counted from the end if negative."""

    def read(value: str) -> tuple[int, ...]:
        numbers = value.split(",")
        good = (re.fullmatch(r"[+-]?[0-9]{1,3}", number) for number in numbers)
        if not all(good) or not all(1 <= abs(int(n)) <= most for n in numbers):
            message = f"'{value[:20]}' in the rule: write 1 to {most}, or -1 to -{most}"
            raise ValueError(message)
        return tuple(dict.fromkeys(map(int, numbers)))

    return read


def _months(value: str) -> tuple[int, ...]:
    return tuple(dict.fromkeys(map(_number(1, 12), value.split(","))))


def _weekdays(value: str) -> tuple[rrule.weekday, ...]:
    return tuple(_each_weekday(value))


def _each_weekday(value: str) -> Iterator[rrule.weekday]:
    for each in dict.fromkeys(value.split(",")):
        match = _DAY.fullmatch(each)
        number = int(match[1]) if match and match[1] else None
        if match is None or number == 0 or abs(number or 0) > 53:
            raise ValueError(f"'{each[:20]}' in the rule: write MO, or 1MO, or -1FR")
        day = _WEEKDAYS[match[2]]
        yield day(number) if number else day


def _weekday(value: str) -> rrule.weekday:
    if value not in _WEEKDAYS:
        raise ValueError(f"'{value[:20]}' in the rule: write MO to SU")
    return _WEEKDAYS[value]


def _last_day(value: str) -> date:
    try:
        return date.fromisoformat(re.sub(r"[^0-9]", "?", value))
    except ValueError:
        raise ValueError("no such UNTIL: write 'until: 2026-12-31' instead") from None


_READERS: Mapping[str, Callable[[str], object]] = {
    "INTERVAL": _number(1, 99),
    "COUNT": _number(1, MOST),
    "UNTIL": _last_day,
    "BYMONTH": _months,
    "BYMONTHDAY": _numbers(31),
    "BYDAY": _weekdays,
    "BYSETPOS": _numbers(366),
    "WKST": _weekday,
}
_OPTIONS = {
    "INTERVAL": "interval",
    "BYMONTH": "bymonth",
    "BYMONTHDAY": "bymonthday",
    "BYDAY": "byweekday",
    "BYSETPOS": "bysetpos",
    "WKST": "wkst",
}
