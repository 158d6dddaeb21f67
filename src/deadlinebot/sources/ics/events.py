"""One VEVENT or VTODO: its dates, and the call that they are about."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta

from deadlinebot.document import clean, web_link
from deadlinebot.errors import Problem
from deadlinebot.model.call import UNNAMED, Call, CallKind, Title, call_id, slug
from deadlinebot.model.claim import Claim, Origin
from deadlinebot.model.milestone import Milestone
from deadlinebot.model.when import Moment, Reading, Span, Tbd, Unreadable
from deadlinebot.sources.ics.components import Component
from deadlinebot.sources.ics.lines import Property
from deadlinebot.sources.ics.naming import Named, named
from deadlinebot.sources.ics.recurring import dates, duration, start
from deadlinebot.sources.ics.times import Stamp, Zones, stamp

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
        replaced: the dates that entries of their own replace, by UID.
        items: how many dates of a milestone each edition has stated so far.
    """

    source: str
    zones: Zones
    origin: Origin
    cancelled: bool = False
    replaced: Mapping[str, Sequence[Stamp]] = field(default_factory=dict)
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
        which = entry.first("RECURRENCE-ID")
        if which and "RANGE" in which.parameters:
            yield which.problem("RANGE is not read: those after it are where they were")
        try:
            yield from self._claims(entry, found)
        except Unreadable as error:
            yield _date(entry).problem(error.message)

    def _claims(self, entry: Component, found: Named) -> Iterator[Claim | Problem]:
        uid = "" if entry.first("RECURRENCE-ID") else entry.text("UID")
        replaced = self.replaced.get(uid, ())
        for each in dates(entry, self.zones, self.origin, replaced):
            if isinstance(each, Problem):
                yield each
                continue
            if each is None and found.milestone is None:
                return  # a to-do of any time that is no deadline
            stated = each.at if each else None
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
                label=_label(found, kind, each.name if each else ""),
                withdrawn=self.cancelled or entry.text("STATUS").upper() == "CANCELLED",
            )

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


def _last_day(entry: Component, stated: Stamp) -> date:
    """Return the last day of an event: what is written is the end, no part of it.

    An end that is not after the start, as many write it, is no end. Further dates
    of an event take as long as the first.

    Raises:
        Unreadable: if the end is wrong.
    """
    end, length, first = entry.first("DTEND"), entry.first("DURATION"), start(entry)
    if entry.name == "VTODO" or first is None or not (end or length):
        return stated.wall.day
    if end:
        until = stamp(end.value, end)
    else:
        assert length is not None
        until = first.later(duration(length))
    whole = until.wall.at is None or until.wall.at == time()
    last = until.wall.day - timedelta(days=1) if whole else until.wall.day
    more = max(last - first.wall.day, timedelta())
    return stated.later(more).wall.day


def _said(reading: Reading, stated: Stamp | None) -> str:
    if isinstance(reading, Span):
        return reading.text
    return stated.text if stated else "no date"


def _date(entry: Component) -> Property | Component:
    """Return where the date of an entry stands, the entry if it has none."""
    names = ("DUE", "DTSTART") if entry.name == "VTODO" else ("DTSTART",)
    return next((found for name in names if (found := entry.first(name))), entry)


def _label(found: Named, kind: Milestone, name: str) -> Title:
    """Return what tells a date apart: of a kind we do not know, of a rule by *name*."""
    rest = ""
    if kind in {Milestone.STAGE_START, Milestone.STAGE_END}:
        rest = _BOUNDS.sub("", found.rest)
    elif kind is Milestone.OTHER and found.milestone is None:
        rest = found.rest
    label = f"{rest} {name}".strip()
    return Title(label, label) if label else UNNAMED


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
