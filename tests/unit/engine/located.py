"""Locations to read, and archives to find there."""

from __future__ import annotations

from deadlinebot.engine.locations import (
    Wanted,
)
from tests.build import utc
from tests.unit.engine.conftest import CALL

NOW = utc("2026-05-01T00:00:00")
TEXT = CALL.format(series="EMNLP", date="2026-05-25 23:59")


def wanted(location: str, *, allow_private: bool = True) -> Wanted:
    return Wanted("lab", "native", location, allow_private=allow_private)
