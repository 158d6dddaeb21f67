"""explain: why a reminder comes, and why not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.unit.cli.conftest import Run

BEFORE = "2026-05-24T09:00:00Z"
DUE = "2026-05-24T10:00:01Z"  # a day before the competition's deadline


@pytest.fixture
def config(folder: Path, catalogue: str) -> str:
    """Return a configuration with a route for competitions and one for ranks."""
    del catalogue
    path = folder / "mine.yaml"
    path.write_text(
        "language: en\n"
        "state: state\n"
        "sources: {own: {format: native, location: calls.yaml}}\n"
        "channels:\n"
        "  con: {notifier: console}\n"
        "  utc: {notifier: console, zone: UTC}\n"
        "routes:\n"
        "  all: {leads: [14d, 1d, 6h], channels: [con]}\n"
        "  ranked: {filter: 'ccf:A', leads: [2d], channels: [utc]}\n",
        encoding="utf-8",
    )
    return str(path)


def test_people_see_every_reminder_and_why_a_route_is_silent(
    run: Run, config: str
) -> None:
    ended = run("explain", "医学竞赛-2026", "--config", config, "--now", BEFORE)

    assert ended.code == 0
    assert "✗ fails ccf:A" in ended.out
    past, planned, _ = (line for line in ended.out.splitlines() if " con " in line)
    assert past.split("  ")[0] == "Mon 2026-05-11 18:00 Beijing time"
    assert past.endswith("was over when this date became known; it is not sent late")
    assert planned.endswith("will be sent")


def test_a_channel_has_its_own_clock(run: Run, config: str) -> None:
    ended = run("explain", "abc-2026-paper", "--config", config, "--now", BEFORE)

    (line,) = (line for line in ended.out.splitlines() if " utc " in line)
    assert line.startswith("Fri 2026-06-19 11:59 UTC")


def test_a_date_that_leaves_something_open_says_what_it_may_mean(
    run: Run, config: str
) -> None:
    ended = run("explain", "abc-2026-camera-ready", "--config", config, "--now", BEFORE)

    assert "may be any instant from Sun 2026-08-30 17:59" in ended.out
    assert "to Mon 2026-08-31 19:59; the earliest counts" in ended.out


def test_it_speaks_chinese(run: Run, config: str) -> None:
    chinese = ("--lang", "zh", "--now", BEFORE)

    ended = run("explain", "医学竞赛-2026", "--config", config, *chinese)

    assert "✗ 不符合 ccf:A" in ended.out
    assert "得知这个日期时已过，不补发" in ended.out


def test_what_was_sent_says_when_and_by_how_many_attempts(
    run: Run, config: str
) -> None:
    run("run-once", "--config", config, "--now", BEFORE)
    run("run-once", "--config", config, "--now", DUE)

    ended = run("explain", "医学竞赛-2026", "--json", "--config", config, "--now", DUE)

    (row,) = json.loads(ended.out)
    past, sent, waiting = row["rungs"]
    assert (past["fate"], past["delivery"]) == ("past", None)
    assert sent["delivery"]["state"] == "delivered"
    assert [each["outcome"] for each in sent["delivery"]["log"]] == ["delivered"]
    assert (waiting["fate"], waiting["delivery"]["state"]) == ("planned", "planned")
    assert row["routes"] == [
        {"route": "all", "takes": True, "why_not": ""},
        {"route": "ranked", "takes": False, "why_not": "ccf:A"},
    ]


def test_a_date_that_moved_shows_what_its_old_one_became(
    run: Run, config: str, folder: Path
) -> None:
    run("run-once", "--config", config, "--now", BEFORE)
    calls = folder / "calls.yaml"
    moved = calls.read_text(encoding="utf-8").replace("2026-05-25 18", "2026-05-28 18")
    calls.write_text(moved, encoding="utf-8")
    run("run-once", "--config", config, "--now", "2026-05-24T09:10:00Z")

    ended = run("explain", "医学竞赛-2026", "--json", "--config", config, "--now", DUE)

    (row,) = json.loads(ended.out)
    assert {(each["kind"], each["state"]) for each in row["others"]} == {
        ("reminder", "cancelled"),
        ("change", "delivered"),
    }


@pytest.mark.parametrize(
    ("deadline", "words"),
    [
        ("abc-2026-event", "no route takes it"),
        ("abc-2026-notification", "no route takes it"),
    ],
)
def test_what_reminds_nobody_says_why(
    run: Run, config: str, deadline: str, words: str
) -> None:
    ended = run("explain", deadline, "--config", config, "--now", BEFORE)

    assert words in ended.out


def test_an_unknown_id_says_what_was_probably_meant(run: Run, config: str) -> None:
    ended = run("explain", "abc-2026-papr", "--config", config, "--now", BEFORE)

    assert (ended.code, ended.out) == (1, "")
    assert "did you mean 'abc-2026-paper'?" in ended.err
