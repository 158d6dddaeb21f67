"""The days of an event: machine-readable, or as people write them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from deadlinebot.document import Mapping, Scalar
from deadlinebot.errors import Problem
from deadlinebot.model.when import Moment, Reading, Span, Unreadable, read
from deadlinebot.sources._entries.values import words

LONGEST = timedelta(days=60)  # no event of this field is longer
_NAMES = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_MONTHS = {
    name: number
    for number, month in enumerate(_NAMES, start=1)
    for name in (month, month[:3])
} | {"Sept": 9}
_USUAL = re.compile(
    r"([A-Z][a-z]+) ([0-9]{1,2})(?: ?[-–] ?(?:([A-Z][a-z]+) )?([0-9]{1,2}))?"
    r"(?:, ([0-9]{4}))?"
)


def event_days(node: Mapping, year: int) -> Iterator[tuple[Scalar, Span] | Problem]:
    """Yield the days that ``start`` and ``end`` state, or ``date`` if these slipped.

    None if they are to be announced. What is wrong with them holds no deadline.

    Args:
        node: the entry.
        year: of the edition; days without a year are in it.
    """
    start, phrase = node.get("start"), node.get("date")
    span = _between(node)
    good = span is not None and year in {span.start.year, span.end.year}
    if start is not None and not good:
        message = f"the days of the event: 'start' and 'end' make no span in {year}"
        yield start.problem(message, holds=0)
    if isinstance(start, Scalar) and span and (good or phrase is None):
        yield start, span
    elif isinstance(phrase, Scalar):
        try:
            yield from ((phrase, each) for each in days(phrase.text or "", year))
        except Unreadable as error:
            place = phrase.place_of(error.offset)
            message = f"the days of the event: {error.message}"
            yield phrase.source.problem(place, message, holds=0)


def _between(node: Mapping) -> Span | None:
    """Return the days from ``start`` to ``end``, if they are days in order."""
    first = words(node, "start")
    last = words(node, "end") or first
    try:
        start, end = date.fromisoformat(first), date.fromisoformat(last)
    except ValueError:
        return None
    if not start <= end <= start + LONGEST:
        return None
    return Span(start, end, (), first if first == last else f"{first} - {last}")


def days(text: str, year: int) -> tuple[Span, ...]:
    """Return the days that *text* states; none if they are to be announced.

    Nearly all are written in one way, which costs a thirtieth of the grammar's time.

    Args:
        text: as written.
        year: of the edition; days without a year are in it, which is no guess.

    Raises:
        Unreadable: if the grammar cannot read it.
    """
    if (found := _USUAL.fullmatch(text)) and (usual := _usual(found, year)):
        return (usual,)
    readings = read(text, today=date(year, 1, 31))  # - 30 days: from 1 January on
    return tuple(span for each in readings if (span := _span(each)))


def _usual(found: re.Match[str], edition: int) -> Span | None:
    month, first, last_month, last, year = found.groups()
    try:
        start = date(int(year or edition), _MONTHS[month], int(first))
        end = date(start.year, _MONTHS[last_month or month], int(last or first))
    except (KeyError, ValueError):
        return None
    return Span(start, end, (), found[0]) if start <= end else None


def _span(reading: Reading) -> Span | None:
    match reading:
        case Span():
            return replace(reading, assumed=())
        case Moment(wall=wall, text=text):
            return Span(wall.day, wall.day, (), text)
        case _:
            return None
