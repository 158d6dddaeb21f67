"""Readings as data: the objects of ``deadlinebot parse --json``."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from deadlinebot.model.when.window import Moment, Reading, Span, Tbd


def as_json(reading: Reading) -> dict[str, Any]:
    """Return *reading* as a JSON object.

    Every kind has ``kind``, ``zone``, ``precision``, ``assumed`` and ``text``; a moment
    has ``earliest`` and ``latest`` (UTC instants), a span ``start`` and ``end`` (days).
    """
    match reading:
        case Moment():
            return {
                "kind": "moment",
                "earliest": utc_text(reading.window.earliest),
                "latest": utc_text(reading.window.latest),
                "zone": reading.zone,
                "precision": reading.precision.value,
                "assumed": [one.value for one in reading.assumed],
                "text": reading.text,
            }
        case Span():
            return {
                "kind": "span",
                "start": reading.start.isoformat(),
                "end": reading.end.isoformat(),
                "zone": None,
                "precision": "day",
                "assumed": [one.value for one in reading.assumed],
                "text": reading.text,
            }
        case Tbd():
            return {
                "kind": "tbd",
                "zone": None,
                "precision": None,
                "assumed": [],
                "text": reading.text,
            }


def utc_text(instant: datetime) -> str:
    """Return *instant* as ``2026-05-26T11:59:59Z``."""
    return f"{instant.astimezone(UTC).replace(tzinfo=None).isoformat('T', 'seconds')}Z"
