"""The guard: a source in trouble keeps its last good word, and trouble has an end.

An episode begins with the first trouble after a good reading, whatever follows, and
ends with the next good one: the operator hears once of each end.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from deadlinebot.engine.locations import Wanted, shown
from deadlinebot.engine.reports import SourceReport
from deadlinebot.wording import Alarm

_SMALL = 4  # a source of fewer claims may lose some as it likes
_LOST_CONNECTIONS = 2  # one is no news


def damage(
    wanted: Wanted, before: SourceReport, after: SourceReport
) -> tuple[Alarm, str] | None:
    """Return what makes the new texts of a source look damaged, if anything does.

    Args:
        wanted: the source.
        before: how it stood.
        after: how it would stand if its new texts counted.
    """
    was, count = before.claims, _readable(after)
    where = shown(wanted.location)
    if not was or (count and (was < _SMALL or count * 2 > was)):
        return None
    kept = [report for report in after.files.values() if report.kept]
    if kept:
        problems = [*(p for r in kept for p in r.problems), *after.problems]
        reason = f"only {count} of {was} dates can be read"
        return Alarm.SOURCE_FAILED, f"{where}: {reason}: {problems[0]}"
    if wanted.may_shrink:
        return None
    mend = "kept as it was; if that is right, set may_shrink: true for this source"
    if not count:
        return Alarm.SOURCE_EMPTY, f"{where} holds no date, it had {was}: {mend}"
    return Alarm.SOURCE_SHRUNK, f"{where} shrank from {was} to {count} dates: {mend}"


def _readable(report: SourceReport) -> int:
    return sum(file.claims for file in report.files.values() if not file.kept)


def failed(
    before: SourceReport, alarm: Alarm, reason: str, now: datetime
) -> SourceReport:
    """Return how a source stands of which nothing new can be used.

    The operator is to hear of it unless it never worked: then whoever configured it
    sees it, and nothing is lost.
    """
    return _troubled(before, alarm, reason, now, down=before.last_ok is not None)


def unfetched(
    before: SourceReport, reason: str, wait: timedelta, now: datetime
) -> SourceReport:
    """Return how a source stands whose address gave nothing usable."""
    again = before.failures + 1 >= _LOST_CONNECTIONS and before.last_ok is not None
    report = _troubled(before, Alarm.SOURCE_FAILED, reason, now, down=again)
    return replace(report, wait=wait)


def worked(
    wanted: Wanted, before: SourceReport, after: SourceReport, now: datetime
) -> SourceReport:
    """Return how a source stands that was read well; it may be suspiciously old."""
    same = before.moved and before.mark.content == after.mark.content
    moved = before.moved if same else now
    good = replace(
        after, last_ok=now, failures=0, wait=timedelta(0), moved=moved, error=""
    )
    old = wanted.stale_after and moved and now - moved >= wanted.stale_after
    if old:
        reason = f"{shown(wanted.location)} has not changed since {moved:%Y-%m-%d}"
        stale = _troubled(good, Alarm.SOURCE_STALE, reason, now, down=True)
        return replace(stale, failures=0)
    turned = now if before.down else before.turned
    return replace(good, alarm=None, since=None, down=False, turned=turned)


def _troubled(
    before: SourceReport, alarm: Alarm, reason: str, now: datetime, *, down: bool
) -> SourceReport:
    is_down = before.down or down
    return replace(
        before,
        failures=before.failures + 1,
        error=reason,
        alarm=alarm,
        since=before.since or now,
        down=is_down,
        turned=now if is_down and not before.down else before.turned,
        wait=timedelta(0),
    )
