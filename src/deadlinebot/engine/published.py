"""What readers see: one snapshot, swapped in whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from deadlinebot.engine.publish import Body
from deadlinebot.engine.reports import SourceReport
from deadlinebot.model.deadline import Deadline

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Published:
    """What readers see; swapped in whole, never changed.

    Attributes:
        feeds: ready bytes by name.
        deadlines: all of them, the next one first.
        reports: how each source stands.
        at: when it was published.
    """

    feeds: Mapping[str, Body] = field(default_factory=dict)
    deadlines: tuple[Deadline, ...] = ()
    reports: Mapping[str, SourceReport] = field(default_factory=dict)
    at: datetime = _EPOCH
