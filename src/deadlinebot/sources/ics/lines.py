"""Content lines (RFC 5545 3.1): unfolded, each with the line where it begins."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from icalendar.parser import Contentline

from deadlinebot.document import Source
from deadlinebot.document.nodes import LINE_END
from deadlinebot.errors import Place, Problem

LONGEST = 20_000  # characters of a property that we read; descriptions we do not
READ = frozenset((
    "BEGIN", "END", "UID", "DTSTART", "DTEND", "DUE", "DURATION", "SUMMARY", "URL",
    "STATUS", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID", "SEQUENCE", "CATEGORIES",
    "LOCATION", "TZID", "TZOFFSETFROM", "TZOFFSETTO", "NAME", "X-WR-CALNAME", "METHOD",
))  # fmt: skip
_ESCAPE = re.compile(r"\\(.)")
_NAME = re.compile(r"[ \t]*([A-Za-z0-9-]+)[ \t]*[;:]")


@dataclass(frozen=True, slots=True)
class Property:
    """One property of a component.

    Attributes:
        name: in capitals.
        value: raw, with its escapes.
        parameters: by their names in capitals.
        source: the whole text.
        line: where it begins, from 1.
    """

    name: str
    value: str
    parameters: dict[str, str]
    source: Source
    line: int

    @property
    def place(self) -> Place:
        """Where it begins."""
        return Place(self.source.path, self.line)

    @property
    def text(self) -> str:
        """Its value without escapes (RFC 5545 3.3.11)."""
        return _ESCAPE.sub(lambda e: "\n" if e[1] in "nN" else e[1], self.value)

    def problem(self, message: str, holds: int = 1) -> Problem:
        """Return a problem at this place, with its excerpt."""
        return self.source.problem(self.place, message, holds)


def properties(source: Source) -> Iterator[Property | Problem]:
    """Yield the properties of `READ`, in order, and what is wrong with such lines."""
    for number, text in _unfolded(source.text):
        name = found[1].upper() if (found := _NAME.match(text)) else ""
        if name not in READ:
            continue
        if len(text) > LONGEST:
            place = Place(source.path, number)
            yield source.problem(place, f"{name}: longer than {LONGEST} characters")
            continue
        yield _property(name, text, source, number)


def _property(name: str, text: str, source: Source, number: int) -> Property | Problem:
    try:
        _, found, value = Contentline(text).raw_parts()  # type: ignore[no-untyped-call]  # half typed
    except ValueError:
        message = f"{name}: not a content line: 'NAME;PARAMETER=x:value'"
        return source.problem(Place(source.path, number), message)
    parameters = {
        str(key).upper(): value[0] if isinstance(value, list) else str(value)
        for key, value in found.items()
    }
    return Property(name, value, parameters, source, number)


def _unfolded(text: str) -> Iterator[tuple[int, str]]:
    """Yield each content line with its number; a blank continues the line before."""
    parts: list[str] = []
    begin = 1
    for number, line in enumerate(LINE_END.split(text), 1):
        if line[:1] in {" ", "\t"} and parts:
            parts.append(line[1:])
            continue
        if parts:
            yield begin, "".join(parts)
        parts, begin = [line], number
    yield begin, "".join(parts)
