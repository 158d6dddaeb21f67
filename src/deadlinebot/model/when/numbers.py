"""Days in numbers only: which orders have one reading, and which are refused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from deadlinebot.model.when.tokens import MONTHS, Day, Days, dated

# 2026-07-20, 2026/7/20, 2026. 7. 20; then perhaps the end of a range: -25, ~8.3
_ISO = re.compile(
    r"(?P<year>[0-9]{4}) ?(?P<mark>[-/.]) ?(?P<month>[0-9]{1,2}) ?(?P=mark) ?"
    r"(?P<day>[0-9]{1,2})(?![0-9]|\.[0-9])日?"
)
_ISO_END = re.compile(
    r"\x00*(?: ?(?:-{1,3}|~{1,2}|至|到|to|through|until)[ ]?|(?<=[0-9])/)\x00*"
    r"(?:(?P<month>[0-9]{1,2})(?P<mark>[-/.月])(?P<day>[0-9]{1,2})(?P=mark)?"
    r"(?![0-9:]|[-/.][0-9])|(?P<only>[0-9]{1,2})(?![0-9:]|[-/.月][0-9]))[日号]?"
    r"(?! ?(?:[%点时篇页个位名场h]|[ap]\.?m\b))(?! ?(?!in|at|for|and)[A-Za-z])",
    re.ASCII | re.IGNORECASE,
)
_COMPACT = re.compile(
    r"(?P<year>20[0-9]{2})(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12][0-9]|3[01])"
    r"(?![0-9]|[A-SU-Za-z])"
)
_YEAR_LAST = re.compile(
    r"(?P<one>[0-9]{1,2}) ?(?P<mark>[-/.]) ?(?P<two>[0-9]{1,2}) ?(?P=mark) ?"
    r"(?P<year>[0-9]{4})(?![0-9A-Za-z]|[-/.][0-9])"
)
_SHORT_YEAR = re.compile(
    r"(?P<one>[0-9]{1,2})(?P<mark>[-/.])(?P<two>[0-9]{1,2})(?P=mark)"
    r"(?P<three>[0-9]{2})(?![0-9A-Za-z%]|[-/.][0-9])"
)
# 6.17 and 6/17: month and day, if the text around says that it is a date
_WEAK = re.compile(
    r"(?P<one>[0-9]{1,2})(?P<mark>[./])(?P<two>[0-9]{1,2})(?![0-9:%]|[-/.][0-9]*[A-Za-z])"
    r"(?!\.[0-9])[日号]?"
)
_WEAK_END = re.compile(
    r"(?:-|~|至|到)(?P<day>[0-9]{1,2})(?![0-9:%]|[-/.][0-9]|[-/]?[A-Za-z])[日号]?"
)


def numeric_day(text: str, at: int) -> Day | Days | None:
    """Return the day in numbers that begins with the digit at *at*, or None."""
    if found := _ISO.match(text, at):
        return _iso(text, found)
    if found := _COMPACT.match(text, at):
        return _parts(found)
    if found := _YEAR_LAST.match(text, at):
        return _year_last(found)
    if found := _SHORT_YEAR.match(text, at):
        return _short_year(found)
    if found := _WEAK.match(text, at):
        return _weak(text, found)
    return None


def _parts(found: re.Match[str]) -> Day:
    year, month, day = (int(found[name]) for name in ("year", "month", "day"))
    problem = "" if 1 <= month <= 12 else _no_month(found[0], month)
    return Day(*found.span(), year, month, day, problem=problem)


def _no_month(written: str, month: int) -> str:
    return f"{written} does not exist: there is no month {month}"


def _iso(text: str, found: re.Match[str]) -> Day | Days:
    first = _parts(found)
    end = _ISO_END.match(text, found.end())
    if not end or first.problem:
        return first
    if end["only"]:
        month, day = first.month, int(end["only"])
    else:
        month, day = int(end["month"]), int(end["day"])
    problem = "" if 1 <= month <= 12 else _no_month(end[0].strip(), month)
    if problem and not end["only"]:
        return first
    last = Day(
        end.start(),
        end.end(),
        None if month != first.month else first.year,
        month,
        day,
        problem=problem,
    )
    return Days(found.start(), end.end(), first, last)


def _year_last(found: re.Match[str]) -> Day:
    """Return ``13/04/2026``; ``07/08/2026`` has two readings."""
    one, two, year = int(found["one"]), int(found["two"]), int(found["year"])
    return _chosen(found, ((year, two, one), (year, one, two)))


def _short_year(found: re.Match[str]) -> Day | None:
    """Return ``07/20/26``; most dates with two digits for a year have several."""
    one, two, three = (int(found[name]) for name in ("one", "two", "three"))
    weak = found["mark"] == "."
    orders = (
        (2000 + one, two, three),
        (2000 + three, two, one),
        (2000 + three, one, two),
    )
    if weak and not any(_exists(order) for order in orders):
        return None
    return _chosen(found, orders, weak=weak)


def _weak(text: str, found: re.Match[str]) -> Day | Days | None:
    """Return ``6.17`` and ``6.17-20``; ``7/8`` has two readings, ``17/6`` one."""
    one, two = int(found["one"]), int(found["two"])
    if found["mark"] == ".":
        if not (1 <= one <= 12 and 1 <= two <= 31) or found["two"] == "00":
            return None
        day = Day(*found.span(), None, one, two, weak=True)
        if not (end := _WEAK_END.match(text, day.end)):
            return day
        last = replace(day, start=end.start(), end=end.end(), day=int(end["day"]))
        return Days(day.start, end.end(), day, last)
    orders = ((2024, one, two), (2024, two, one))  # a leap year: 2/29 exists
    if not any(_exists(order) for order in orders):
        return None
    day = _chosen(found, orders, weak=True)
    return replace(day, year=None)


def _chosen(
    found: re.Match[str],
    orders: tuple[tuple[int, int, int], ...],
    *,
    weak: bool = False,
) -> Day:
    """Return the only one of *orders* (year, month, day) that exists."""
    real = sorted(set(filter(_exists, orders)), key=orders.index)
    if len(real) == 1:
        return Day(*found.span(), *real[0], weak=weak)
    problem = _readings(found[0], real) if real else _none(found[0], orders)
    return Day(*found.span(), *orders[0], weak=weak, problem=problem)


def _exists(order: tuple[int, int, int]) -> bool:
    return dated(Day(0, 0, *order)) is not None


def _readings(written: str, real: list[tuple[int, int, int]]) -> str:
    """Return the sentence about a date that can be read in several orders."""
    with_year = bool(re.search(r"\d[-/.]\d+[-/.]\d", written))
    days = [date(*order) for order in real]
    many = {2: "two", 3: "three"}[len(days)]
    said = ", ".join(
        f"{d.day} {MONTHS[d.month - 1]}" + (f" {d.year}" if _apart(days) else "")
        for d in days
    )
    write = " or ".join(
        d.isoformat() if with_year else f"{MONTHS[d.month - 1]} {d.day}" for d in days
    )
    return f"{written} has {many} readings ({said}): write {write}"


def _apart(days: list[date]) -> bool:
    return len({day.year for day in days}) > 1


def _none(written: str, orders: tuple[tuple[int, int, int], ...]) -> str:
    for order in orders:
        if reason := impossible(Day(0, 0, *order)):
            return f"{written} does not exist: {reason}"
    return f"{written} does not exist"


def impossible(day: Day) -> str:
    """Return why there is no such day: ``June 2026 has 30 days``; "" if there is."""
    if dated(day) is not None or day.year is None:
        return ""
    if not 1 <= day.month <= 12:
        return f"there is no month {day.month}"
    if not 1 <= day.year <= 9999:
        return f"there is no year {day.year}"
    longest = max(_lengths(day.year, day.month))
    return f"{MONTHS[day.month - 1]} {day.year} has {longest} days"


def _lengths(year: int, month: int) -> Iterator[int]:
    for length in range(28, 32):
        if _exists((year, month, length)):
            yield length
