"""What some hundred phrases mean; the reference day is 3 May 2026.

The table's ``error`` is the offset of the caret and the message.
"""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from deadlinebot.model.when import Unreadable, as_json, read

TABLE = Path(__file__).parent / "when" / "phrases.tsv"
TODAY = date(2026, 5, 3)


def rows() -> list[dict[str, str]]:
    """Return the table, one mapping a row."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def answer(text: str) -> dict[str, str]:
    """Return the row of the table that *text* gives."""
    empty = dict.fromkeys(("earliest", "latest", "zone", "precision", "assumed"), "")
    try:
        (reading,) = read(text, today=TODAY)
    except Unreadable as problem:
        error = f"{problem.offset}: {problem.message}"
        return {"text": text, "kind": "error", **empty, "error": error}
    data = as_json(reading)
    return {
        "text": text,
        "kind": data["kind"],
        "earliest": data.get("earliest", data.get("start", "")),
        "latest": data.get("latest", data.get("end", "")),
        "zone": data["zone"] or "",
        "precision": data["precision"] or "",
        "assumed": " ".join(data["assumed"]),
        "error": "",
    }


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["text"])
def test_a_phrase_means_what_the_golden_table_says(row: dict[str, str]) -> None:
    found = answer(row["text"])

    assert found == row
