"""Readings as JSON objects."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from deadlinebot.model.when import as_json, read

TODAY = date(2026, 5, 3)


def only(text: str) -> dict[str, Any]:
    """Return the one object that *text* gives."""
    (reading,) = read(text, today=TODAY)
    return as_json(reading)


def test_a_moment_has_its_two_ends_in_utc() -> None:
    assert only("papers due 2026-05-25 UTC-12") == {
        "kind": "moment",
        "earliest": "2026-05-26T11:59:59Z",
        "latest": "2026-05-26T11:59:59Z",
        "zone": "UTC-12",
        "precision": "day",
        "assumed": ["time"],
        "text": "2026-05-25 UTC-12",
    }


def test_a_moment_without_a_zone_says_that_the_zone_is_assumed() -> None:
    found = only("7月20日 17:00")

    assert (found["zone"], found["assumed"]) == (None, ["zone", "year"])


def test_a_span_has_its_two_days() -> None:
    assert only("6.17-8.7 初赛") == {
        "kind": "span",
        "start": "2026-06-17",
        "end": "2026-08-07",
        "zone": None,
        "precision": "day",
        "assumed": ["year"],
        "text": "6.17-8.7",
    }


def test_what_is_still_to_come_has_no_date() -> None:
    assert only("待定") == {
        "kind": "tbd",
        "zone": None,
        "precision": None,
        "assumed": [],
        "text": "待定",
    }


def test_every_object_is_json() -> None:
    readings = read("Abstract 2026-05-01 AoE; paper TBD; June 1-4, 2026", today=TODAY)

    assert len(json.loads(json.dumps([as_json(one) for one in readings]))) == 3


def test_an_early_year_has_four_digits() -> None:
    assert only("0099-01-01 12:00 UTC")["earliest"] == "0099-01-01T12:00:00Z"
