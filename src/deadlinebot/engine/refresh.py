"""Refresh: read the sources, and let what changed change what is held.

The work follows the change: a text that did not change is not parsed, a call of
which nothing changed is neither reconciled nor planned nor written.
"""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime

from deadlinebot import files
from deadlinebot.engine import guard
from deadlinebot.engine.board import Board, FileKey
from deadlinebot.engine.catalogue import Progress, silent, twins
from deadlinebot.engine.locations import UnfetchedError, Wanted, obtain, parse
from deadlinebot.engine.reports import FileReport, SourceReport, digest
from deadlinebot.errors import UserError
from deadlinebot.model.change import Diff, diff
from deadlinebot.model.claim import Claim
from deadlinebot.model.deadline import Deadline
from deadlinebot.model.reconcile import reconcile
from deadlinebot.net import Net
from deadlinebot.wording import Alarm


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


def look(
    wanted: Wanted,
    before: SourceReport,
    net: Net,
    now: datetime,
    progress: Progress = silent,
) -> Reading:
    """Read what is new in one source; if it fails, it stays as it was.

    A source that lost half of its claims at once, or all, is taken for broken: what
    it said before stays until it recovers or a person says that it may shrink.
    """
    try:
        found = obtain(wanted, net, before.mark, now=now)
        if found is None:
            return Reading(guard.worked(wanted, before, before, now))
        contents = found.contents()
    except UnfetchedError as error:
        return Reading(guard.unfetched(before, str(error), error.wait, now))
    except UserError as error:
        return Reading(guard.failed(before, Alarm.SOURCE_FAILED, str(error), now))
    texts = _Texts(wanted, before)
    for done, file in enumerate(contents.files, 1):
        texts.add(file, now)
        progress(done, len(contents.files))
    texts.pass_over({problem.place.path for problem in contents.problems})
    twice = twins(texts.reports[path].names for path in sorted(texts.reports))
    after = replace(
        before,
        files=texts.reports,
        problems=(*contents.problems, *twice),
        mark=found.mark,
    )
    damage = guard.damage(wanted, before, after)
    if damage:
        return Reading(guard.failed(before, *damage, now))
    report = guard.worked(wanted, before, after, now)
    return Reading(report, frozenset(texts.changed), tuple(texts.claims))


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
        key = digest(file.text, self._wanted, now)
        known = self._before.files.get(file.path)
        if known and known.digest == key:
            self.reports[file.path] = known
            return
        parsed = parse(file, self._wanted, now)
        if known and parsed.problems and not parsed.claims:
            self.reports[file.path] = replace(
                known, digest=key, problems=parsed.problems, kept=True
            )
            return
        self.reports[file.path] = FileReport.of(key, parsed)
        self.claims.extend(parsed.claims)
        self.changed.add((self._wanted.source, file.path))

    def pass_over(self, unread: AbstractSet[str]) -> None:
        """Note which known texts are gone; those that are there but closed stay."""
        for path, known in self._before.files.items():
            if path in unread:
                self.reports[path] = replace(known, digest="", kept=True)
            elif path not in self.reports:
                self.changed.add((self._wanted.source, path))


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
