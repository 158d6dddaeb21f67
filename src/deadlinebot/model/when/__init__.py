"""When: from a date as written to the instants that it may mean."""

from deadlinebot.model.when.contract import as_json, utc_text
from deadlinebot.model.when.naming import named
from deadlinebot.model.when.phrases import read, zone_flaw
from deadlinebot.model.when.unreadable import Unreadable
from deadlinebot.model.when.window import (
    Assumption,
    Moment,
    Precision,
    Reading,
    Span,
    Tbd,
    WallTime,
    Window,
)
from deadlinebot.model.when.zones import database_version, instants, window

__all__ = [
    "Assumption",
    "Moment",
    "Precision",
    "Reading",
    "Span",
    "Tbd",
    "Unreadable",
    "WallTime",
    "Window",
    "as_json",
    "database_version",
    "instants",
    "named",
    "read",
    "utc_text",
    "window",
    "zone_flaw",
]
