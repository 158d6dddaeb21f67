"""The grammar of days: every way to write one, or a range that shares a month."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from deadlinebot.model.when.numbers import numeric_day
from deadlinebot.model.when.tokens import MONTHS, Day, Days

_NEAR = {"去年": -1, "今年": 0, "本年": 0, "明年": 1}
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?"
    r"|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
    r"(?![A-Za-z])\.?"
)
_ORDINAL = r"(?: ?(?:st|nd|rd|th)\b)?"
_YEAR = r"(?:[12][0-9]{3}(?![0-9A-Za-z]|[-/.:][0-9])|'[0-9]{2}(?![0-9]))"
_TO = r"[ \n]?(?:-{1,3}|~{1,2}|至|到|to|through|thru|until|till)[ \n]?(?:the )?"
_AND = r"[ ]?(?:,|&|/|、|and|及|和)[ ]?"
# A bare number is a day only if nothing says that it counts something else.
_COUNTS = (
    r"(?![0-9:]|\.[0-9]| ?[年月]| ?[ap]\.?m\b| ?[%点时篇页个位名场h]"
    r"|(?=[ -]?[A-Za-z])(?! ?(?:in|at|and|for|on|of|to)\b))"
)
_LAST = rf"(?P<last>[0-9]{{1,2}}){_ORDINAL}{_COUNTS}"
_MORE = (  # the other days of a list; before a zone, a number is an hour
    rf"(?P<more>(?:\x00*{_AND}\x00*[0-9]{{1,2}}{_ORDINAL}{_COUNTS}"
    r"(?! ?\(?\x00)){1,9})"
)
_GAP = r"[ ,\n\x00]*"  # blank stands for a weekday that was taken out

# 20 July 2026, 20th of July, 3-5 November 2026, 20-Jul-26
_DAY_FIRST = re.compile(
    rf"(?:(?P<early>[0-9]{{1,2}})(?:{_ORDINAL}|\.){_TO}"
    rf"|(?P<more>(?:[0-9]{{1,2}}{_ORDINAL}{_AND}){{1,9}}))?"
    rf"(?P<day>[0-9]{{1,2}})(?:{_ORDINAL}|(?P<dot>\.))[ \n,-]{{0,2}}(?:of )?"
    rf"(?P<month>{_MONTH})"
    rf"(?:-(?P<short>[0-9]{{2}})(?![0-9:])|(?:{_GAP}|-|\()(?P<year>{_YEAR})\)?)?",
    re.ASCII | re.IGNORECASE,
)
# July 20, 2026; June 12-17, 2022; May 5 (2026)
_MONTH_FIRST = re.compile(
    rf"(?P<month>{_MONTH}),?[ \n-]?(?:the )?(?P<day>[0-9]{{1,2}})(?![0-9])"
    rf"(?!:[0-9]|\.[0-9]| ?[ap]\.?m\b){_ORDINAL}(?!,[0-9]{{3}}(?![0-9]))"
    rf"(?:\x00*{_TO}\x00*{_LAST}|{_MORE})?"
    rf"(?:(?:{_GAP}|-| \()(?P<year>{_YEAR})\)?)?",
    re.ASCII | re.IGNORECASE,
)
# 2026 July 20, 2026-Jul-20
_YEAR_FIRST = re.compile(
    rf"(?P<year>[12][0-9]{{3}})(?P<link>[ ,/-]{{1,2}})(?P<month>{_MONTH})[ ,/-]{{0,2}}"
    rf"(?P<day>[0-9]{{1,2}})(?![0-9:]){_ORDINAL}",
    re.ASCII | re.IGNORECASE,
)
# 2026年7月20日, 7月20号, 11月3-5日
_CHINESE = re.compile(
    r"(?:(?P<year>[0-9]{4}|[0-9]{2}) ?年 ?度? ?|(?P<near>今年|本年|明年|去年) ?)?"
    r"(?P<month>[0-9]{1,2}) ?月 ?份? ?(?P<day>[0-9]{1,2})(?![0-9:]|\.[0-9])"
    r"(?: ?[日号]|(?! ?[年月个篇页位名场%点时A-Za-z]))"
    rf"(?:\x00*{_TO}\x00*(?P<last>[0-9]{{1,2}})(?: ?[日号]|(?=[ ,;)\n。]|$))"
    rf"|(?P<more>(?:\x00*{_AND}\x00*[0-9]{{1,2}} ?[日号]){{1,9}}))?"
)
_START = re.compile(
    rf"(?<![A-Za-z]){_MONTH}|(?<![A-Za-z0-9_$¥#+])[0-9]|今年|本年|明年|去年",
    re.ASCII | re.IGNORECASE,
)
_COUNTED = re.compile(
    r"\b(?:round|phase|cycle|stage|track|task|part|no\.?|day|week|batch|session|call"
    r"|version|v|volume|issue|wave)[ :#]*$",
    re.ASCII | re.IGNORECASE,
)


def find_days(text: str, today: date) -> list[Day | Days]:
    """Return the days that *text*, in normal spelling, writes, in its order.

    Numbers that may be something else are among them, marked weak.

    Args:
        text: without its zones and weekdays.
        today: what "this year" means.
    """
    return list(_found(text, today))


def _found(text: str, today: date) -> Iterator[Day | Days]:
    done = 0
    while start := _START.search(text, done):
        at = start.start()
        found = _at(text, at, today, done)
        if found:
            yield from found
            done = max(found[-1].end, at + 1)
        else:
            number = re.compile(r"[0-9]+|[^0-9]").match(text, at)
            done = number.end() if number else at + 1


def _at(text: str, at: int, today: date, done: int) -> tuple[Day | Days, ...]:
    """Return what is written from *at* on; nothing if it is no day."""
    if at > 1 and at != done + 1 and text[at - 1] in "-/.:" and text[at - 2].isdigit():
        return ()  # the rest of a longer number
    if text[at].isdigit() or text[at] in "今本明去":
        if found := _CHINESE.match(text, at):
            return _chinese(found, today)
        if found := _YEAR_FIRST.match(text, at):
            if _stands_first(text, at, found["link"]):
                return (_day(found, int(found["year"])),)
            return ()
        if numbers := numeric_day(text, at):
            return (numbers,)
        return _day_first(text, at)
    found = _MONTH_FIRST.match(text, at)
    return _month_first(found) if found else ()


def _stands_first(text: str, at: int, link: str) -> bool:
    """Whether a year before a month is its year, not the name of an edition."""
    before = text[max(0, at - 3) : at].rstrip(" (")
    return "-" in link or "/" in link or not before or not before[-1].isalnum()


def _day_first(text: str, at: int) -> tuple[Day | Days, ...]:
    found = _DAY_FIRST.match(text, at)
    if not found:
        return ()
    inner = _MONTH_FIRST.match(text, found.start("month"))
    counted = found["dot"] or _COUNTED.search(text[max(0, at - 16) : at])
    if inner and not found["year"] and (inner["year"] or counted):
        return ()  # "Round 2 May 5, 2026" is May 5
    if int(found["day"]) > 31 and not found["year"]:
        return ()
    year = _year(found["year"] or found["short"])
    last = _day(found, year)
    if found["early"]:
        first = replace(last, day=int(found["early"]))
        return (Days(*found.span(), first, last),)
    return (*_listed(last, found), replace(last, start=found.start("day")))


def _month_first(found: re.Match[str]) -> tuple[Day | Days, ...]:
    if int(found["day"]) > 31 and not found["year"]:
        return ()
    first = _day(found, _year(found["year"]))
    if found["last"]:
        last = replace(first, day=int(found["last"]))
        return (Days(*found.span(), first, last),)
    return _first_of(first, found)


def _chinese(found: re.Match[str], today: date) -> tuple[Day | Days, ...]:
    if found["near"]:
        year: int | None = today.year + _NEAR[found["near"]]
    else:
        year = _year(found["year"])
    first = Day(*found.span(), year, int(found["month"]), int(found["day"]))
    if found["last"]:
        last = replace(first, day=int(found["last"]))
        return (Days(*found.span(), first, last),)
    return _first_of(first, found)


def _first_of(first: Day, found: re.Match[str]) -> tuple[Day, ...]:
    """Return a day and those that a list adds to it: ``August 7, 14 and 21``."""
    if not found["more"]:
        return (first,)
    return replace(first, end=found.start("more")), *_listed(first, found)


def _listed(like: Day, found: re.Match[str]) -> Iterator[Day]:
    """Yield the bare numbers of a list as days of the same month and year."""
    base = found.start("more")
    for number in re.finditer("[0-9]{1,2}", found["more"] or ""):
        start, end = base + number.start(), base + number.end()
        yield replace(like, start=start, end=end, day=int(number[0]))


def _day(found: re.Match[str], year: int | None) -> Day:
    return Day(*found.span(), year, month_number(found["month"]), int(found["day"]))


def month_number(name: str) -> int:
    """Return 1 for ``jan``, ``Jan.``, ``January`` ..."""
    return next(i for i, m in enumerate(MONTHS, 1) if m[:3].lower() == name[:3].lower())


def _year(written: str | None) -> int | None:
    """Return 2026 for ``2026``, ``26`` and ``'26``."""
    if not written:
        return None
    digits = written.lstrip("'")
    return int(digits) if len(digits) == 4 else 2000 + int(digits)
