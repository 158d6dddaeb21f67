"""Sources in time: how soon to look again, and what to log of a look."""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

from deadlinebot.engine.reports import SourceReport
from deadlinebot.model.change import Change

_log = logging.getLogger("deadlinebot")
_FIRST_PAUSE = timedelta(minutes=5)
_MOST_INTERVALS = 4
_MANY = 20  # a first import is one line, not two thousand
_SAY_EVERY_S = 2.0


def pause(every: timedelta, report: SourceReport) -> timedelta | None:
    """Return how long to leave a source alone after a look; None: as configured.

    One that fails is tried again after 5, 10, 20 ... minutes, at most four times its
    interval, and not before its server wants to be asked.
    """
    if not report.failures:
        return None
    most = _MOST_INTERVALS * every
    doublings = min(report.failures - 1, 20)  # beyond any interval
    growing = _FIRST_PAUSE * (1 << doublings)
    return max(min(growing, most), report.wait)


class Progress:
    """Logs how far a long import is, now and then."""

    def __init__(self) -> None:
        self._said = time.monotonic()

    def __call__(self, done: int, total: int) -> None:
        """Take note that *done* of *total* texts are read."""
        now = time.monotonic()
        if now - self._said >= _SAY_EVERY_S:
            self._said = now
            _log.info("reading", extra={"texts": done, "of": total})


def log_report(before: SourceReport | None, report: SourceReport) -> None:
    """Log how a source stands, and that it recovered if it did."""
    name = report.name
    if report.error:
        _log.warning(
            "source in trouble; what it said stays",
            extra={"source": name, "alarm": report.alarm, "reason": report.error},
        )
    elif before and before.error:
        _log.info("source recovered", extra={"source": name})
    for problem in report.all_problems:
        _log.warning(
            "held",
            extra={
                "source": name,
                "place": str(problem.place),
                "reason": problem.message,
            },
        )


def log_changes(changes: Sequence[Change]) -> None:
    """Log each of *changes*, or of many how many there are of each kind."""
    if len(changes) > _MANY:
        kinds = Counter(change.kind.value for change in changes)
        _log.info("changed", extra=dict(kinds))
        return
    for change in changes:
        _log.info(
            "changed", extra={"kind": change.kind.value, "deadline": change.after.id}
        )
