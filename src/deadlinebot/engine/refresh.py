"""Refresh: read the sources, and let what changed change what is held.

The work follows the change: a text that did not change is not parsed, a call of
which nothing changed is neither reconciled nor planned nor written.
"""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime

from deadlinebot import files, registry
from deadlinebot.engine.board import Board, FileKey
from deadlinebot.engine.catalogue import Wanted, parse
from deadlinebot.engine.reports import FileReport, SourceReport, digest
from deadlinebot.errors import UserError
from deadlinebot.model.change import Diff, diff
from deadlinebot.model.claim import Claim
from deadlinebot.model.deadline import Deadline
from deadlinebot.model.reconcile import reconcile

_SMALL = 10  # a source of fewer claims may shrink as it likes


@dataclass(frozen=True, slots=True)
class Reading:
    """What one look at a source found.

    Attributes:
        report: how the source stands now.
        changed: the files whose text is new or gone.
        claims: what the new texts claim.
    """

    report: SourceReport
    changed: frozenset[FileKey] = frozenset()
    claims: tuple[Claim, ...] = ()


def look(wanted: Wanted, before: SourceReport, now: datetime) -> Reading:
    """Read what is new in one source; if it fails, it stays as it was.

    A source that lost more than half of its claims at once is taken for broken: what
    it said before stays until it recovers or a person looks at it.
    """
    try:
        suffixes = registry.source_format(wanted.format).suffixes
        contents = files.read(wanted.location, suffixes)
    except UserError as error:
        return _failed(before, str(error))
    found = _Texts(wanted, before)
    for file in contents.files:
        found.add(file, now)
    found.pass_over({problem.place.path for problem in contents.problems})
    after = SourceReport(wanted.source, found.reports, contents.problems, now)
    if before.claims >= _SMALL and after.claims * 2 < before.claims:
        shrunk = f"shrank from {before.claims} to {after.claims} claims"
        return _failed(before, f"{wanted.location} {shrunk}: kept as it was")
    return Reading(after, frozenset(found.changed), tuple(found.claims))


class _Texts:
    """The texts of one source, compared with what was known of them."""

    def __init__(self, wanted: Wanted, before: SourceReport) -> None:
        self.reports: dict[str, FileReport] = {}
        self.claims: list[Claim] = []
        self.changed: set[FileKey] = set()
        self._wanted = wanted
        self._before = before

    def add(self, file: files.TextFile, now: datetime) -> None:
        """Parse a text that is new; what is unreadable as a whole changes nothing."""
        key = digest(file.text, self._wanted)
        known = self._before.files.get(file.path)
        if known and known.digest == key:
            self.reports[file.path] = known
            return
        parsed = parse(file, self._wanted, now)
        if known and parsed.problems and not parsed.claims:
            held = replace(known, digest=key, problems=parsed.problems)
            self.reports[file.path] = held
            return
        self.reports[file.path] = FileReport.of(key, parsed)
        self.claims.extend(parsed.claims)
        self.changed.add((self._wanted.source, file.path))

    def pass_over(self, unread: AbstractSet[str]) -> None:
        """Note which known texts are gone; those that are there but closed stay."""
        for path, known in self._before.files.items():
            if path in unread:
                self.reports[path] = known
            elif path not in self.reports:
                self.changed.add((self._wanted.source, path))


def _failed(before: SourceReport, error: str) -> Reading:
    return Reading(replace(before, failures=before.failures + 1, error=error))


def compare(
    board: Board, readings: Sequence[Reading], trust: Sequence[str], now: datetime
) -> Diff:
    """Return what the *readings* change of what is on the *board*.

    Args:
        board: what is held; it is not changed.
        readings: of the sources just looked at; others keep what they claimed.
        trust: the names of all sources, the most trusted first; what a source
            claimed that is not among them counts no more.
        now: when we learn of it.
    """
    changed = {file for reading in readings for file in reading.changed}
    changed |= {file for file in board.files() if file[0] not in trust}
    fresh = [claim for reading in readings for claim in reading.claims]
    if not changed:
        return Diff((), ())
    held, claims = board.touched(changed, fresh)
    found = reconcile(claims, held, trust)
    kept = {deadline.id for deadline in found}
    unsure = _unsure(readings)
    return diff((d for d in held if d.id in kept or not _speaks(d, unsure)), found, now)


def _unsure(readings: Sequence[Reading]) -> set[FileKey]:
    """Return the files of which something is held back.

    What is missing from them may be just what cannot be read: it has not vanished.
    """
    return {
        (reading.report.name, path)
        for reading in readings
        for path, report in reading.report.files.items()
        if report.tally.held
    }


def _speaks(deadline: Deadline, files_: AbstractSet[FileKey]) -> bool:
    return any((c.via, c.place.path) in files_ for c in deadline.claims)
