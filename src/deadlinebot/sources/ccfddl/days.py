"""The days of a conference, as they are written by hand: ``May 29- June 2, 2023``."""

from __future__ import annotations

import re
from datetime import date

from deadlinebot.model.when import Assumption, Moment, Reading, Span, read

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
    r"([A-Z][a-z]+) ([0-9]{1,2})(?: ?- ?(?:([A-Z][a-z]+) )?([0-9]{1,2}))?, ([0-9]{4})"
)


def days(text: str, year: int) -> tuple[Span, ...]:
    """Return the days that *text* states; none if they are to be announced.

    Nearly all of the catalogue's thousand are written in one way, which costs a
    thirtieth of the whole grammar's time; all others, and all wrong ones, are for
    the grammar.

    Args:
        text: the days as written.
        year: of the edition; days without a year are in it.

    Raises:
        Unreadable: if the grammar cannot read it.
    """
    if (found := _USUAL.fullmatch(text)) and (usual := _usual(found)):
        return (usual,)
    readings = read(text, today=date(year, 1, 31))  # - 30 days: from 1 January on
    return tuple(span for each in readings if (span := _span(each)))


def _usual(found: re.Match[str]) -> Span | None:
    month, first, last_month, last, year = found.groups()
    try:
        start = date(int(year), _MONTHS[month], int(first))
        end = date(start.year, _MONTHS[last_month or month], int(last or first))
    except (KeyError, ValueError):
        return None
    return Span(start, end, (), found[0]) if start <= end else None


def _span(reading: Reading) -> Span | None:
    match reading:
        case Span():
            return reading
        case Moment(wall=wall, assumed=assumed, text=text):
            year = tuple(each for each in assumed if each is Assumption.YEAR)
            return Span(wall.day, wall.day, year, text)
        case _:
            return None
