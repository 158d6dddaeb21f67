"""doctor: what an operator needs to know, whatever is broken."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from deadlinebot import __version__
from deadlinebot.model.when import database_version
from deadlinebot.store import open_store
from deadlinebot.store.migrate import HEAD
from tests.build import utc
from tests.stored import set_dead
from tests.unit.cli.conftest import Ended, Run

CONFIG = """\
language: en
home: Asia/Shanghai
state: state
sources:
  lab: {format: native, location: calls.yaml}
channels:
  desk: {notifier: console}
routes:
  nlp: {filter: "tag:nlp", leads: [3d], channels: [desk]}
"""
NOW = "2026-05-20T01:00:00Z"


@pytest.fixture
def config(folder: Path, catalogue: str) -> Path:
    """Return a configuration over the small catalogue."""
    assert catalogue == "native:calls.yaml"
    path = folder / "config.yaml"
    path.write_text(CONFIG, encoding="utf-8")
    return path


def asked(run: Run, config: Path, now: str = NOW) -> tuple[Ended, dict[str, Any]]:
    ended = run("--config", str(config), "doctor", "--json", "--now", now)
    row: dict[str, Any] = json.loads(ended.out)
    return ended, row


def test_before_the_first_run_there_is_no_state_and_nothing_wrong(
    run: Run, config: Path
) -> None:
    ended, row = asked(run, config)

    assert ended.code == 0
    assert (row["version"], row["tz_database"]) == (__version__, database_version())
    assert row["config"] == {"path": str(config), "valid": True}
    assert row["state"]["exists"] is False
    assert row["complaints"] == []


def test_after_a_run_it_says_what_is_held_and_what_nobody_hears_of(
    run: Run, config: Path
) -> None:
    assert run("--config", str(config), "run-once", "--now", NOW).code == 0

    ended, row = asked(run, config)

    assert ended.code == 0
    assert (row["state"]["deadlines"], row["state"]["schema"]) == (6, HEAD)
    assert row["state"]["bytes"] > 0
    assert row["sources"] == [
        {"name": "lab", "last_ok": NOW, "failures": 0, "error": ""}
    ]
    assert [c["health"] for c in row["channels"]] == ["up"]
    assert row["unrouted"] == 1
    assert row["namesakes"] == []


def test_a_dead_channel_and_a_failing_source_are_complaints(
    run: Run, config: Path, folder: Path
) -> None:
    assert run("--config", str(config), "run-once", "--now", NOW).code == 0
    (folder / "calls.yaml").unlink()
    run("--config", str(config), "run-once", "--now", NOW)
    path = folder / "state" / "deadlinebot.sqlite"
    with open_store(path, owner="test", now=utc("2026-05-20T01:00:00")) as store:
        set_dead(store, "desk", "revoked")

    ended, row = asked(run, config)

    source, channel = row["complaints"]
    assert ended.code == 1
    assert source.startswith("source lab: ")
    assert channel == "channel desk is dead: revoked"


def test_a_clock_that_went_back_is_a_complaint(run: Run, config: Path) -> None:
    assert run("--config", str(config), "run-once", "--now", NOW).code == 0

    ended, row = asked(run, config, "2026-05-18T00:30:00Z")

    (complaint,) = row["complaints"]
    assert ended.code == 1
    assert complaint.startswith("the clock is 2 days behind")
    assert row["clock"]["behind_s"] // 86_400 == 2


def test_a_broken_configuration_is_said_and_the_versions_all_the_same(
    run: Run, config: Path
) -> None:
    config.write_text("languag: en\n", encoding="utf-8")

    ended, row = asked(run, config)

    assert ended.code == 1
    assert row["config"]["valid"] is False
    assert row["tz_database"] == database_version()
    assert f"{config}:1:1" in row["complaints"][0]


def test_a_state_that_is_none_is_said(run: Run, config: Path, folder: Path) -> None:
    (folder / "state").mkdir()
    (folder / "state" / "deadlinebot.sqlite").write_text("hello", encoding="utf-8")

    ended, row = asked(run, config)

    assert ended.code == 1
    assert row["complaints"][0].startswith("state: ")
    assert row["config"]["valid"] is True


def test_people_get_a_line_for_each_and_no_secret(run: Run, config: Path) -> None:
    run("--config", str(config), "run-once", "--now", NOW)

    ended = run("--config", str(config), "doctor", "--now", NOW)

    assert ended.code == 0
    assert f"tz database      {database_version()}" in ended.out
    assert f"source lab       read {NOW}" in ended.out
    assert "channel desk     up" in ended.out
    assert "1 dates to act by" in ended.out
