"""Components (RFC 5545 3.4): what stands between BEGIN and END; broken ones apart."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from deadlinebot.document import Source
from deadlinebot.errors import Place, Problem, SourceError
from deadlinebot.sources.ics.lines import Property, properties

DEADLINES = frozenset({"VEVENT", "VTODO"})
DEEPEST = 10
_OTHERS = {"VJOURNAL": "journal entry", "VFREEBUSY": "busy time"}
_SIBLINGS = DEADLINES | _OTHERS.keys() | {"VTIMEZONE"}


@dataclass(slots=True)
class Component:
    """A component, while it is read and after.

    Attributes:
        name: ``VEVENT``, in capitals.
        source: the whole text.
        line: where it begins, from 1.
        properties: by name, in order.
        parts: the components in it.
        flaw: what is wrong with one of its lines, if anything is.
    """

    name: str
    source: Source
    line: int
    properties: dict[str, list[Property]] = field(default_factory=dict)
    parts: list[Component] = field(default_factory=list)
    flaw: Problem | None = None

    @property
    def place(self) -> Place:
        """Where it begins."""
        return Place(self.source.path, self.line)

    def first(self, name: str) -> Property | None:
        """Return the first property of that name, if there is one."""
        return next(iter(self.properties.get(name, ())), None)

    def text(self, name: str) -> str:
        """Return the text of a property, empty if there is none."""
        found = self.first(name)
        return found.text.strip() if found else ""

    def problem(self, message: str, holds: int = 1) -> Problem:
        """Return a problem at its beginning, with its excerpt."""
        return self.source.problem(self.place, message, holds)


@dataclass(slots=True)
class Feed:
    """What a text holds.

    Attributes:
        calendars: its calendars, and components outside of any.
        problems: what is wrong with lines and nesting; events that never end.
        entries: components that could be of interest, broken ones included.
        ignored: how many of them are other things, by kind.
    """

    calendars: list[Component] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    entries: int = 0
    ignored: dict[str, int] = field(default_factory=dict)


def feed(source: Source) -> Feed:
    """Return the components of a text.

    Raises:
        SourceError: if no calendar begins in it, or its nesting is hopeless.
    """
    reader = _Reader(source)
    reader.take(properties(source))
    if not any(calendar.name == "VCALENDAR" for calendar in reader.feed.calendars):
        message = "no calendar: expected BEGIN:VCALENDAR"
        raise SourceError(message, Place(source.path), source.line(1)[:240])
    return reader.feed


class _Reader:
    """Takes properties one by one; holds the open components, innermost last."""

    def __init__(self, source: Source) -> None:
        self.feed = Feed()
        self._source = source
        self._open: list[Component] = []

    def take(self, lines: Iterable[Property | Problem]) -> None:
        for line in lines:
            if isinstance(line, Problem):
                self._flawed(line)
            elif line.name == "BEGIN":
                self._begin(line)
            elif line.name == "END":
                self._end(line)
            elif self._open:
                self._open[-1].properties.setdefault(line.name, []).append(line)
        while self._open:
            self._never_ended()

    def _flawed(self, problem: Problem) -> None:
        """Charge a line that cannot be read to its component."""
        if self._open and self._open[-1].name in DEADLINES:
            self._open[-1].flaw = self._open[-1].flaw or problem
        else:
            self.feed.problems.append(
                Problem(problem.place, problem.message, 0, problem.excerpt)
            )

    def _begin(self, line: Property) -> None:
        name = line.value.strip().upper()
        if name in _SIBLINGS:  # they do not nest: the one before was never ended
            while self._open and self._open[-1].name != "VCALENDAR":
                self._never_ended()
        if len(self._open) == DEEPEST:
            message = f"nested deeper than {DEEPEST} components"
            raise self._source.error(line.place, message)
        self._open.append(Component(name, self._source, line.line))
        if name in DEADLINES or name in _OTHERS:
            self.feed.entries += 1
        if kind := _OTHERS.get(name):
            self.feed.ignored[kind] = self.feed.ignored.get(kind, 0) + 1

    def _end(self, line: Property) -> None:
        name = line.value.strip().upper()
        if all(component.name != name for component in self._open):
            self.feed.problems.append(line.problem(f"END:{name[:40]} without BEGIN", 0))
            return
        while self._open[-1].name != name:
            self._never_ended()
        self._close()

    def _never_ended(self) -> None:
        broken = self._open[-1]
        holds = int(broken.name in DEADLINES)
        message = f"BEGIN:{broken.name[:40]} is never ended"
        self.feed.problems.append(broken.problem(message, holds))
        if broken.name == "VCALENDAR":  # what it holds is whole nonetheless
            self._close()
        else:
            self._open.pop()

    def _close(self) -> None:
        done = self._open.pop()
        around = self._open[-1].parts if self._open else self.feed.calendars
        around.append(done)
