"""Reading an entry's dates: what they mean, or what is wrong and where."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from deadlinebot.document import Source
from deadlinebot.errors import Place, Problem
from deadlinebot.model.claim import Origin
from deadlinebot.model.milestone import Milestone
from deadlinebot.model.when import (
    Assumption,
    Moment,
    Reading,
    Span,
    Tbd,
    Unreadable,
    read,
)
from deadlinebot.sources.listing import phrases
from deadlinebot.sources.listing.entries import LONGEST, Entry, Line
from deadlinebot.sources.listing.heading import Heading
from deadlinebot.sources.listing.mentions import Mention

LONGEST_LINE = 20_000  # characters of a description; the longest known has 900
_BACK = timedelta(days=152)  # + the rule's 30 days: half a year before and after


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the dates of one entry.

    Attributes:
        origin: where we read.
        page: the whole text, for excerpts.
        checked: the day on which the portal says that it checked the entry.
        reference: the reference day for dates without a year: the day of the check;
            without one, half a year before the entry's first full date, so that the
            nearest year counts and nothing depends on when we read; None if the
            entry has neither.
    """

    origin: Origin
    page: Source
    checked: date | None
    reference: date | None

    @classmethod
    def of(cls, entry: Entry, origin: Origin, page: Source) -> Reader:
        """Return the reader of *entry*."""
        lines = [
            line
            for line in (entry.heading, *entry.description)
            if len(line.text) <= LONGEST_LINE
        ]
        checks = (phrases.CHECKED.search(line.folded) for line in lines)
        checked = next((_day(found["day"], origin) for found in checks if found), None)
        if checked is not None:
            return cls(origin, page, checked, checked)
        deadline = phrases.DEADLINE.search(entry.heading.folded[:LONGEST])
        texts = [deadline["when"]] if deadline else []
        texts += [line.folded for line in lines]
        dates = (m[0] for text in texts for m in phrases.FULL_DATE.finditer(text))
        first = next((day for found in dates if (day := _day(found, origin))), None)
        return cls(origin, page, None, first - _BACK if first else None)

    def too_long(self, entry: Entry) -> Problem | None:
        """Return the problem that a line of *entry* is no line, if one is not."""
        limits = [(entry.heading, LONGEST)]
        limits += [(line, LONGEST_LINE) for line in entry.description]
        for line, limit in limits:
            if len(line.text) > limit:
                message = f"{len(line.text)} characters in a line: at most {limit}"
                return self.problem(line, 0, message)
        return None

    def deadline(self, said: Heading) -> Moment | Tbd | Problem | None:
        """Return what the deadline in a heading means; None if it has none."""
        if said.when is None:
            return None
        start, end = said.when
        reading = self._read(said.line, start, end)
        if isinstance(reading, Span):
            return self.problem(said.line, start, "expected one day, not several")
        return reading

    def mention(self, mention: Mention, milestone: Milestone) -> Reading | Problem:
        """Return what a mention means: days for events and stages, else a moment."""
        if not mention.dated:
            return Tbd(mention.text)
        line, start, end = mention.line, mention.start, mention.end
        if milestone is Milestone.EVENT or mention.staged:
            reading = self._read(line, start, end)
            return _days(reading, milestone, self.origin)
        if mention.last is not None:  # from ... to ...: the second is the deadline
            last = self._read(line, mention.last, end)
            if not isinstance(last, Problem):
                return last
        reading = self._read(line, start, end)
        if isinstance(reading, Span):
            return self._parsed(reading.end.isoformat())
        return reading

    def place(self, line: Line, offset: int) -> Place:
        """Return where the character *offset* (from 0) of *line* stands."""
        return Place(self.origin.path, line.number, offset + 1)

    def problem(self, line: Line, offset: int, message: str, holds: int = 1) -> Problem:
        """Return a problem at the character *offset* (from 0) of *line*."""
        return self.page.problem(self.place(line, offset), message, holds)

    def _read(self, line: Line, start: int, end: int) -> Reading | Problem:
        try:
            return self._parsed(line.text[start:end])
        except Unreadable as error:
            return self.problem(line, start + error.offset, error.message)

    def _parsed(self, text: str) -> Reading:
        readings = read(
            text,
            today=self.reference or self.origin.today,
            unstated_zones=self.origin.unstated_zones,
        )
        if len(readings) != 1:
            raise Unreadable("expected one date here, not several")
        return readings[0]


def day_of(reading: Reading | None) -> date | None:
    """Return the day that people read in a reading; of several days the last."""
    match reading:
        case Moment(wall=wall):
            return wall.day
        case Span(end=end):
            return end
        case _:
            return None


def begin_of(reading: Reading | None) -> date | None:
    """Return the same day; of several days the first."""
    return reading.start if isinstance(reading, Span) else day_of(reading)


def _day(text: str, origin: Origin) -> date | None:
    try:
        return day_of(read(text, today=origin.today)[0])
    except Unreadable:
        return None


def _days(
    reading: Reading | Problem, milestone: Milestone, origin: Origin
) -> Reading | Problem:
    """Return a single day as the days of an event, or of a stage without a time."""
    if not isinstance(reading, Moment):
        return reading
    event = milestone is Milestone.EVENT
    if event or (reading.wall.at is None and reading.zone is None):
        year = tuple(a for a in reading.assumed if a is Assumption.YEAR)
        day, zones = reading.wall.day, origin.unstated_zones
        return Span(day, day, year, reading.text, zones)
    return reading
