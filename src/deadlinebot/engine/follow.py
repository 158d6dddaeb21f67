"""Follow: what is to be told and stored after a look at some sources."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime

from deadlinebot.engine import alarms, missing
from deadlinebot.engine.alarms import News
from deadlinebot.engine.board import Board
from deadlinebot.engine.refresh import Reading
from deadlinebot.engine.reports import SourceReport
from deadlinebot.model.change import Change, ChangeKind, Diff
from deadlinebot.store import SourceState


@dataclass(frozen=True, slots=True)
class Learnt:
    """What follows from some readings.

    Attributes:
        reports: how the sources stand now, by name.
        states: of those, what the store does not know yet.
        changes: what is to be announced.
        news: what the operator must hear of.
    """

    reports: Mapping[str, SourceReport]
    states: tuple[SourceState, ...]
    changes: tuple[Change, ...]
    news: tuple[News, ...]


def follow(
    before: Mapping[str, SourceReport],
    readings: Sequence[Reading],
    found: Diff,
    board: Board,
    now: datetime,
) -> Learnt:
    """Return what follows from *readings* and from what they *found*.

    Args:
        before: how the sources stood, by name.
        readings: of the sources just looked at.
        found: what they change; not on the *board* yet.
        board: what is held.
        now: the present.
    """
    reports = {}
    news: list[News] = []
    late: list[str] = []
    for reading in readings:
        was = before[reading.report.name]
        report = _counted(reading.report, was, found, board, now)
        overdue = missing.overdue(was.vanished, report.vanished)
        late += overdue
        news += alarms.vanished(report.name, overdue)
        news += alarms.turn(was, report)
        reports[report.name] = report
    told = {key: n for report in before.values() for key, n in report.vanished.items()}
    new = {name for name, report in before.items() if report.last_ok is None}
    changes = (
        change
        for change in missing.tellable(found.changes, told)
        if not _first_sight(change, new)
    )
    return Learnt(
        reports,
        tuple(r.as_state() for n, r in reports.items() if r.says_more_than(before[n])),
        (*changes, *missing.announced(late, board, now)),
        tuple(news),
    )


def _first_sight(change: Change, new: AbstractSet[str]) -> bool:
    """Whether *change* only says what sources list that were never read before.

    The first reading of a catalogue brings hundreds of dates and no news.
    """
    added = change.kind is ChangeKind.ADDED
    return added and all(claim.via in new for claim in change.after.claims)


def _counted(
    report: SourceReport, was: SourceReport, found: Diff, board: Board, now: datetime
) -> SourceReport:
    """Return *report* with what is missing counted, if its source was read well."""
    if report.failures:
        return report
    new = found.deadlines
    counts = missing.counted(was.vanished, report.name, new, board, now)
    return replace(report, vanished=counts)
