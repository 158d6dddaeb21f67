"""One VEVENT or VTODO: its dates, and the call that they are about."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, time, timedelta

from icalendar.prop import vDuration

from deadlinebot.document import clean, web_link
from deadlinebot.errors import Problem
from deadlinebot.model.call import UNNAMED, Call, CallKind, Title, call_id, slug
from deadlinebot.model.claim import Claim, Origin
from deadlinebot.model.milestone import Milestone
from deadlinebot.model.when import Moment, Reading, Span, Tbd, Unreadable, WallTime
from deadlinebot.sources.ics.components import Component
from deadlinebot.sources.ics.lines import Property
from deadlinebot.sources.ics.naming import Named, named
from deadlinebot.sources.ics.times import Stamp, Zones, stamp

MOST_DATES = 366  # of one entry with a list of them
_RANK = re.compile(r"(ccf|core|thcpl)[:-]([a-e]\*?)", re.IGNORECASE)
_BOUNDS = re.compile(r" ?(?:deadline|ends?|closes?|starts?|begins?|opens?|截止|开始)$")
_KINDS = {
    "conference": CallKind.CONFERENCE, "会议": CallKind.CONFERENCE,
    "journal": CallKind.JOURNAL, "期刊": CallKind.JOURNAL,
    "competition": CallKind.COMPETITION, "竞赛": CallKind.COMPETITION,
    "workshop": CallKind.WORKSHOP, "研讨会": CallKind.WORKSHOP,
}  # fmt: skip


@dataclass(slots=True)
class Reader:
    """Reads the entries of one file.

    Attributes:
        source: what the calendar calls itself.
        zones: those of its calendars.
        origin: where we read.
        cancelled: the calendar is a cancellation as a whole (RFC 5546 3.2.5).
        replaced: occurrences that entries of their own replace, by UID.
        items: how many dates of a milestone each edition has stated so far.
    """

    source: str
    zones: Zones
    origin: Origin
    cancelled: bool = False
    replaced: frozenset[tuple[str, str]] = frozenset()
    items: Counter[tuple[str, Milestone]] = field(default_factory=Counter)

    def statements(self, entry: Component) -> Iterator[Claim | Problem]:
        """Yield what an entry states, its problems beside its claims."""
        if entry.flaw:
            yield entry.flaw
            return
        title = entry.first("SUMMARY")
        if title is None or not clean(title.text).text:
            yield entry.problem("it has no SUMMARY: nobody knows what it is about")
            return
        if dropped := clean(title.text).dropped:
            yield title.problem(f"dropped from SUMMARY: {', '.join(dropped)}", 0)
        found = named(title.text)
        page = entry.text("URL")
        if page and not web_link(page):
            yield entry.properties["URL"][0].problem("dropped: not a web link", 0)
        if rule := entry.first("RRULE"):
            message = "it repeats by a rule: only its first date is read"
            yield rule.problem(message)
        try:
            yield from self._claims(entry, found)
        except Unreadable as error:
            yield _date(entry).problem(error.message)

    def _claims(self, entry: Component, found: Named) -> Iterator[Claim]:
        for stated in self._dates(entry):
            if stated is None and found.milestone is None:
                return  # a to-do of any time that is no deadline
            reading, kind = self._meaning(entry, found, stated)
            on = stated.wall.day if stated else self.origin.today
            year = found.year or on.year
            call = _call(entry, found.series, year)
            record = slug(f"{found.series} {year}")
            item = self.items[record, kind]
            self.items[record, kind] += 1
            yield Claim(
                call=call,
                milestone=kind,
                text=_said(reading, stated),
                zone=stated.zone if stated and isinstance(reading, Moment) else None,
                reading=reading,
                source=self.source,
                via=self.origin.source,
                record=record,
                place=stated.written.place if stated else entry.place,
                item=item,
                label=_label(found, kind),
                withdrawn=self.cancelled or entry.text("STATUS").upper() == "CANCELLED",
            )

    def _dates(self, entry: Component) -> Iterator[Stamp | None]:
        """Yield every date of an entry but those excepted; None for a to-do without.

        Raises:
            Unreadable: if one is wrong.
        """
        first = _start(entry)
        gone = {
            stamp(value, more).wall
            for more in entry.properties.get("EXDATE", ())
            for value in _values(more)
        }
        uid = entry.text("UID")
        if first is None or not self._excepted(uid, first, gone):
            yield first
        for more in entry.properties.get("RDATE", ()):
            for value in _values(more):
                found = stamp(value.partition("/")[0], more)  # a period has an end
                if not self._excepted(uid, found, gone):
                    yield found

    def _excepted(self, uid: str, stated: Stamp, gone: set[WallTime]) -> bool:
        return stated.wall in gone or (uid, stated.text) in self.replaced

    def _meaning(
        self, entry: Component, found: Named, stated: Stamp | None
    ) -> tuple[Reading, Milestone]:
        """Return what a date means, and which date it is."""
        kind = found.milestone
        if stated is None:
            return Tbd("no date"), kind or Milestone.OTHER
        start, last = stated.wall.day, _last_day(entry, stated)
        event = kind in {None, Milestone.EVENT}
        whole = stated.wall.at is None
        if (whole or event) and (last > start or (whole and event)):
            text = f"{start}" if start == last else f"{start} - {last}"
            return Span(start, last, (), text), kind or Milestone.EVENT
        return self.zones.moment(stated, self.origin), kind or Milestone.OTHER


def occurrence(entry: Component) -> str | None:
    """Return which occurrence an entry replaces, None if it is the whole of its UID.

    An unreadable one is its own, which is found out when it is read.
    """
    replaced = entry.first("RECURRENCE-ID")
    if replaced is None:
        return None
    try:
        return stamp(replaced.value, replaced).text
    except Unreadable:
        return replaced.value


def _start(entry: Component) -> Stamp | None:
    """Return the date of an entry: when a to-do is due, when an event begins.

    Raises:
        Unreadable: if it is wrong, or missing where it must not be.
    """
    todo = entry.name == "VTODO"
    start = (entry.first("DUE") if todo else None) or entry.first("DTSTART")
    if start is None:
        if todo:
            return None
        raise Unreadable("the event has no DTSTART")
    found = stamp(start.value, start)
    length = entry.first("DURATION") if todo and start.name == "DTSTART" else None
    return found.later(_length(length)) if length else found


def _values(written: Property) -> list[str]:
    """Return the dates of a list.

    Raises:
        Unreadable: if there are more than anybody would write.
    """
    values = written.value.split(",")
    if len(values) > MOST_DATES:
        raise Unreadable(f"{written.name}: more than {MOST_DATES} dates")
    return values


def _last_day(entry: Component, stated: Stamp) -> date:
    """Return the last day of an event: what is written is the end, no part of it.

    An end that is not after the start, as many write it, is no end.

    Raises:
        Unreadable: if the end is wrong.
    """
    end, length = entry.first("DTEND"), entry.first("DURATION")
    if entry.name == "VTODO" or not (end or length):
        return stated.wall.day
    if end:
        until = stamp(end.value, end)
    else:
        assert length is not None
        until = stated.later(_length(length))
    whole = until.wall.at is None or until.wall.at == time()
    last = until.wall.day - timedelta(days=1) if whole else until.wall.day
    return max(last, stated.wall.day)


def _length(written: Property) -> timedelta:
    try:
        length: timedelta = vDuration.from_ical(written.value.strip())  # type: ignore[no-untyped-call]  # half typed
    except (ValueError, OverflowError):
        shown = written.value[:40]
        raise Unreadable(f"DURATION: '{shown}' is no length of time: P3D") from None
    return length


def _said(reading: Reading, stated: Stamp | None) -> str:
    if isinstance(reading, Span):
        return reading.text
    return stated.text if stated else "no date"


def _date(entry: Component) -> Property | Component:
    """Return where the date of an entry stands, the entry if it has none."""
    names = ("DUE", "DTSTART") if entry.name == "VTODO" else ("DTSTART",)
    return next((found for name in names if (found := entry.first(name))), entry)


def _label(found: Named, kind: Milestone) -> Title:
    """Return what tells a date apart that is none of the kinds we know."""
    if kind in {Milestone.STAGE_START, Milestone.STAGE_END}:
        stage = _BOUNDS.sub("", found.rest)
        return Title(stage, stage)
    plain = kind is Milestone.OTHER and found.milestone is None
    return Title(found.rest, found.rest) if plain and found.rest else UNNAMED


def _call(entry: Component, series: str, year: int) -> Call:
    names = [
        name.strip()
        for line in entry.properties.get("CATEGORIES", ())
        for name in clean(line.text).text.split(",")
    ]
    kinds = [_KINDS[name.casefold()] for name in names if name.casefold() in _KINDS]
    tags = (_tag(name) for name in names if name.casefold() not in _KINDS)
    return Call(
        id=call_id(series, year),
        series=series,
        year=year,
        title=Title(series, series),
        kind=kinds[0] if kinds else CallKind.CONFERENCE,
        tags=tuple(dict.fromkeys(filter(None, tags))),
        link=web_link(entry.text("URL")),
        venue=clean(entry.text("LOCATION")).text,
    )


def _tag(name: str) -> str:
    rank = _RANK.fullmatch(name)
    return f"{rank[1].lower()}:{rank[2].upper()}" if rank else slug(name)
