"""Follow: what is to be told and stored after a look at some sources."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from deadlinebot.engine import alarms, missing
from deadlinebot.engine.alarms import News
from deadlinebot.engine.board import Board
from deadlinebot.engine.refresh import Reading
from deadlinebot.engine.reports import SourceReport
from deadlinebot.model.change import Change, Diff
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
        report, was = reading.report, before[reading.report.name]
        if not report.failures:
            counts = missing.counted(
                was.vanished, report.name, found.deadlines, board, now
            )
            overdue = missing.overdue(was.vanished, counts)
            late += overdue
            news += alarms.vanished(report.name, overdue)
            report = replace(report, vanished=counts)
        news += alarms.turn(was, report)
        reports[report.name] = report
    told = {key: n for report in before.values() for key, n in report.vanished.items()}
    changes = (
        *missing.tellable(found.changes, told),
        *missing.announced(late, board, now),
    )
    states = tuple(
        report.as_state()
        for name, report in reports.items()
        if report.says_more_than(before[name])
    )
    return Learnt(reports, states, changes, tuple(news))
