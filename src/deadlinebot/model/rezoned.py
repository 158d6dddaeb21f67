"""Rezoned: the same words, another instant, for a zone's rules changed."""

from __future__ import annotations

from deadlinebot.model.deadline import Deadline
from deadlinebot.model.when.window import Moment

_FIXED = "UTC"  # how the names of offsets begin; they have no rules


def zone_rules_changed(before: Deadline | None, after: Deadline) -> bool:
    """Whether only the tz database can have moved a deadline.

    The source says word for word what it said, on the same wall clock of the same
    named zone; yet it is another instant.
    """
    if before is None or before.window == after.window:
        return False
    old, new = before.stated, after.stated
    if (old.text, old.zone) != (new.text, new.zone):
        return False
    match old.reading, new.reading:
        case Moment(zone=str(zone)) as was, Moment() as now:
            same = (zone, was.wall) == (now.zone, now.wall)
            return same and not zone.startswith(_FIXED) and was.window != now.window
        case _:
            return False
