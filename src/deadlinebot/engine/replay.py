"""Replay: a catalogue's history, refreshed version by version, and every change told.

The work follows the change: of each version only the files written are parsed, and
only the calls that they speak of are reconciled. Nothing is guarded or folded here: a
history has happened, so a source that shrank did shrink.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from deadlinebot.engine.board import Board, FileKey
from deadlinebot.engine.catalogue import Wanted, parse
from deadlinebot.engine.refresh import Reading, compare
from deadlinebot.engine.reports import FileReport, SourceReport, digest
from deadlinebot.engine.stirred import stirred
from deadlinebot.errors import Problem
from deadlinebot.files import TextFile, Version
from deadlinebot.model.change import Change, ChangeKind
from deadlinebot.model.claim import Claim, Parsed
from deadlinebot.model.deadline import Deadline, Status

_CONFLICTS = frozenset({ChangeKind.CONFLICT_FOUND, ChangeKind.CONFLICT_RESOLVED})
_MOVES = frozenset(
    {
        ChangeKind.EXTENDED,
        ChangeKind.BROUGHT_FORWARD,
        ChangeKind.RESTATED,
        ChangeKind.CONFIRMED,
    }
)


class Replay:
    """One catalogue in memory, as its versions make it, one after the other."""

    def __init__(self, format_name: str) -> None:
        self.board = Board()
        self.problems: list[Problem] = []
        self._wanted = Wanted(format_name, format_name, "")
        self._reports: dict[str, FileReport] = {}

    def apply(self, version: Version) -> tuple[Change, ...]:
        """Read what *version* wrote; return what it changed, each fact once."""
        claims: list[Claim] = []
        changed: set[FileKey] = set()
        for path in version.removed & self._reports.keys():
            del self._reports[path]
            changed.add((self._wanted.source, path))
        for text in version.written:
            parsed = self._news(text, version)
            if parsed is not None:
                claims.extend(parsed.claims)
                changed.add((self._wanted.source, text.path))
        self.problems += version.problems
        held, claims = stirred(*self.board.touched(changed, claims))
        report = SourceReport(self._wanted.source, self._reports)
        reading = Reading(report, frozenset(changed), tuple(claims))
        trust = (self._wanted.source,)
        found = compare(Board(held), [reading], trust, version.at)
        self.board.put(found.deadlines)
        return tuple(told(found.changes))

    def _news(self, text: TextFile, version: Version) -> Parsed | None:
        """Return what *text* states, None if it says nothing new.

        A text that is unreadable as a whole takes nothing back.
        """
        key = digest(text.text, self._wanted, version.at)
        known = self._reports.get(text.path)
        if known and known.digest == key:
            return None
        parsed = parse(text, self._wanted, version.at)
        self.problems += (_in(version, problem) for problem in parsed.problems)
        if known and parsed.problems and not parsed.claims:
            self._reports[text.path] = replace(known, digest=key)
            return None
        self._reports[text.path] = FileReport.of(key, parsed)
        return parsed


def _in(version: Version, problem: Problem) -> Problem:
    """Return *problem* at the one place where it can be seen."""
    place = problem.place
    where = replace(place, path=f"{version.name}/{place.path}")
    return replace(problem, place=where)


def told(changes: Iterable[Change]) -> Iterator[Change]:
    """Yield *changes*, one for each date: what comes back has not also moved."""
    back: set[str] = set()
    for change in changes:
        if change.kind is ChangeKind.RESTORED:
            back.add(change.after.id)
        elif change.after.id in back and change.kind in _MOVES:
            continue
        yield change


def instants(change: Change) -> tuple[datetime | None, datetime | None]:
    """Return the safe instants between which *change* moves a date.

    What is not listed has none: so applying every second instant to the dates of one
    version gives those of the next. A conflict found or resolved moves nothing that
    another change does not tell.
    """
    after = _listed(change.after)
    if change.kind in _CONFLICTS:
        return after, after
    return _listed(change.before), after


def _listed(deadline: Deadline | None) -> datetime | None:
    if deadline is None or deadline.status is Status.VANISHED:
        return None
    return deadline.due
