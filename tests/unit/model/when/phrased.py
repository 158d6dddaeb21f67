"""Readings, in short."""

from __future__ import annotations

from datetime import UTC, date

from deadlinebot.model.when import (
    Moment,
    Reading,
    Span,
    Tbd,
    read,
)

TODAY = date(2026, 5, 3)


def said(text: str, zone: str | None = None) -> list[str]:
    """Return the readings of *text* in short: UTC instants, days, ``tbd``."""
    return [short(one) for one in read(text, today=TODAY, zone=zone)]


def short(one: Reading) -> str:
    """Return ``2026-05-26T11:59:59``, ``2026-06-01/2026-06-04`` or ``tbd``."""
    match one:
        case Moment():
            ends = (one.window.earliest, one.window.latest)
            shown = [f"{end.astimezone(UTC):%Y-%m-%dT%H:%M:%S}" for end in ends]
            return shown[0] if one.window.exact else "..".join(shown)
        case Span():
            return f"{one.start}/{one.end}"
        case Tbd():
            return "tbd"
