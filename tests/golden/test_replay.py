"""A history of seven days whose every change was written down by hand."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
import yaml

from deadlinebot.cli.app import main

FOLDER = Path(__file__).parent / "replay"
HISTORY = FOLDER / "history"
MILESTONES = {"abstract_deadline": "abstract", "deadline": "paper"}
OFFSETS = {"UTC-12": -12, "AoE": -12, "UTC+9": 9}


def replayed(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    assert main(["replay", str(HISTORY), "--json"]) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def last_texts() -> dict[str, str]:
    """Return the files of the last version, by a reading that knows nothing of ours."""
    texts: dict[str, str] = {}
    for version in sorted(HISTORY.glob("2*Z")):
        for path in sorted(version.rglob("*.yml*")):
            name = path.relative_to(version).as_posix()
            if name.endswith(".deleted"):
                del texts[name.removesuffix(".deleted")]
            else:
                texts[name] = path.read_text(encoding="utf-8")
    return texts


def stated(texts: dict[str, str]) -> list[tuple[str, int, str, str]]:
    """Return series, year, milestone and instant of every dated deadline."""
    return sorted(
        (series["title"], edition["year"], MILESTONES[key], instant(text, edition))
        for content in texts.values()
        for series in yaml.safe_load(content)
        for edition in series["confs"]
        for round_ in edition["timeline"]
        for key, text in round_.items()
        if key in MILESTONES and text != "TBD"
    )


def instant(text: str, edition: dict[str, Any]) -> str:
    zone = timezone(timedelta(hours=OFFSETS[edition["timezone"]]))
    at = datetime.strptime(text, "%Y-%m-%d %H:%M:%S").replace(tzinfo=zone)
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def test_the_changes_are_those_written_down(capsys: pytest.CaptureFixture[str]) -> None:
    golden = (FOLDER / "changes.jsonl").read_text(encoding="utf-8")

    changes = replayed(capsys)

    assert changes == [json.loads(line) for line in golden.splitlines()]


def test_the_changes_applied_give_the_last_version(
    capsys: pytest.CaptureFixture[str],
) -> None:
    dates: dict[str, tuple[str, int, str, str | None]] = {}

    for row in replayed(capsys):
        *_, held = dates.get(row["uid"], (None,))
        assert row["from"] == held
        dates[row["uid"]] = row["series"], row["year"], row["milestone"], row["to"]

    assert sorted(date for date in dates.values() if date[3]) == stated(last_texts())
