"""iCalendar (RFC 5545): any calendar's events and to-dos.

An event is a deadline at its start, or the days that it takes; a to-do is due. UTC
counts as such; a TZID means its VTIMEZONE, else what the name means; a floating time
names no zone. What a title says of call and milestone is read by plain rules
(`naming`). An *entry* is a VEVENT or a VTODO; others are counted by kind.

icalendar reads the values here, not the file: it takes a file as a whole or not at
all, knows no lines, and lets one file's zones and endless rules spill over.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from deadlinebot.document import Source, clean
from deadlinebot.errors import Problem
from deadlinebot.model.claim import Claim, Origin, Parsed, SourceFormat
from deadlinebot.sources.ics.components import DEADLINES, Component, Feed, feed
from deadlinebot.sources.ics.events import Reader
from deadlinebot.sources.ics.recurring import replaces
from deadlinebot.sources.ics.times import Stamp, Zones


class Ics:
    """The format of any iCalendar file."""

    name = "ics"
    suffixes: tuple[str, ...] = (".ics",)

    def parse(self, text: str, origin: Origin) -> Parsed:
        """Return the claims of every event and to-do in *text*.

        Raises:
            SourceError: if no calendar begins in it.
        """
        text = text.removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}")
        found = feed(Source(origin.path, text))
        claims: list[Claim] = []
        problems = list(found.problems)
        ignored = Counter(found.ignored)
        for calendar, entries in _calendars(found):
            current = _current(entries, ignored)
            reader = _reader(calendar, current, found, origin)
            for entry in current:
                stated = [*reader.statements(entry)]
                ignored["without a date"] += not stated
                claims.extend(each for each in stated if isinstance(each, Claim))
                problems.extend(each for each in stated if isinstance(each, Problem))
        return Parsed(tuple(claims), tuple(problems), found.entries, dict(+ignored))


FORMAT: SourceFormat = Ics()


def _calendars(found: Feed) -> Iterable[tuple[Component, list[Component]]]:
    """Return each calendar with its entries; stray entries are as good as theirs."""
    stray = [part for part in found.calendars if part.name in DEADLINES]
    for calendar in found.calendars:
        if calendar.name == "VCALENDAR":
            parts = [part for part in calendar.parts if part.name in DEADLINES]
            yield calendar, parts + stray
            stray = []


def _reader(
    calendar: Component, entries: list[Component], found: Feed, origin: Origin
) -> Reader:
    names = (clean(calendar.text(name)).text for name in ("NAME", "X-WR-CALNAME"))
    replaced: dict[str, list[Stamp]] = defaultdict(list)
    for entry in entries:
        if which := replaces(entry):
            replaced[entry.text("UID")].append(which)
    return Reader(
        source=next(filter(None, names), origin.source),
        zones=Zones(found.calendars),
        origin=origin,
        cancelled=calendar.text("METHOD").upper() == "CANCEL",
        replaced=replaced,
    )


def _current(entries: list[Component], ignored: Counter[str]) -> list[Component]:
    """Return the entries that count: an older SEQUENCE of one is superseded.

    Two of one UID that claim to be equally new are two all the same, unless they
    say the same: some calendars have one UID for everything.
    """
    newest: dict[tuple[str, str], int] = {}
    for entry in entries:
        newest[_key(entry)] = max(_sequence(entry), newest.get(_key(entry), 0))
    kept: dict[object, Component] = {}
    for number, entry in enumerate(entries):
        uid = entry.text("UID")
        if uid and _sequence(entry) < newest[_key(entry)]:
            ignored["superseded"] += 1
        elif uid and (same := _said(entry)) in kept:
            ignored["repeated"] += 1
        else:
            kept[same if uid else number] = entry
    return list(kept.values())


def _key(entry: Component) -> tuple[str, str]:
    return entry.text("UID"), entry.text("RECURRENCE-ID")


def _sequence(entry: Component) -> int:
    text = entry.text("SEQUENCE")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _said(entry: Component) -> tuple[str, ...]:
    names = ("UID", "SUMMARY", "DTSTART", "DUE", "RECURRENCE-ID")
    return (entry.name, *(entry.text(name) for name in names))
