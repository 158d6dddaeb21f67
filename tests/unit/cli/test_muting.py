"""done, snooze, undo: said on the command line while nothing runs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.unit.cli.conftest import Run

NOW = ("--now", "2026-05-01T09:00+08:00")
CALLS = """\
calls:
  - series: EMNLP
    year: 2025
    milestones: [{kind: paper, date: 2025-05-25 23:59, zone: UTC-12}]
  - series: EMNLP
    year: 2026
    milestones:
      - {kind: abstract, date: 2026-05-18 23:59, zone: UTC-12}
      - {kind: paper, date: 2026-05-25 23:59, zone: UTC-12}
"""
CONFIG = """\
language: en
state: state
sources: {own: {format: native, location: calls.yaml}}
channels: {screen: {notifier: console}}
routes:
  lab: {leads: [14d, 3d], channels: [screen]}
  late: {leads: [6h], channels: [screen]}
feeds: {late: {route: late}}
"""
PAPER = "emnlp-2026-paper"


@pytest.fixture(autouse=True)
def installed(folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """An installation that has planned its reminders."""
    (folder / "calls.yaml").write_text(CALLS, encoding="utf-8")
    (folder / "lab.yaml").write_text(CONFIG, encoding="utf-8")
    monkeypatch.setenv("DEADLINEBOT_CONFIG", "lab.yaml")
    assert run("run-once", *NOW).code == 0


def waiting(run: Run, deadline: str = PAPER) -> list[str]:
    """Return the leads of *deadline* that wait."""
    rows = json.loads(run("deliveries", "--json").out)
    mine = [row for row in rows if row["deadline"] == deadline]
    return [row["lead"] for row in mine if row["state"] == "planned"]


def mutes(run: Run, *arguments: str) -> list[dict[str, Any]]:
    """Say something, and return what holds of the first deadline then."""
    ended = run(*arguments, "--json", *NOW)
    assert ended.code == 0, ended.err
    found: list[dict[str, Any]] = json.loads(ended.out)["deadlines"][0]["mutes"]
    return found


def test_done_says_what_it_did(run: Run) -> None:
    ended = run("done", PAPER, *NOW)

    assert ended.code == 0
    assert ended.out == "EMNLP 2026 paper deadline: done; 3 reminders called off\n"
    assert waiting(run) == []


def test_done_says_it_in_chinese_too(run: Run) -> None:
    ended = run("done", PAPER, "--route", "lab", "--lang", "zh", *NOW)

    assert ended.out == "EMNLP 2026 论文截稿：已办（路由 lab），取消 2 条提醒\n"
    assert waiting(run) == ["6h"]


def test_a_call_is_all_of_its_deadlines(run: Run) -> None:
    ended = run("done", "EMNLP-2026", *NOW)

    assert ended.out.startswith("EMNLP 2026 (2 deadlines): done; 6 reminders")


def test_what_holds_is_told_to_programs(run: Run) -> None:
    assert mutes(run, "done", PAPER) == [
        {"route": None, "until": None, "at": "2026-05-01T01:00:00Z"}
    ]
    assert mutes(run, "undo", PAPER) == []


@pytest.mark.parametrize(
    ("how", "until"),
    [
        (("--for", "2d"), "2026-05-03T01:00:00Z"),
        (("--for", "1 w"), "2026-05-08T01:00:00Z"),
        (("--for", "90m"), "2026-05-01T02:30:00Z"),
        (("--until", "2026-05-20T09:00"), "2026-05-20T01:00:00Z"),
        (("--until", "2026-05-20T09:00Z"), "2026-05-20T09:00:00Z"),
    ],
)
def test_snooze_ends_when_it_is_told_to(
    run: Run, how: tuple[str, str], until: str
) -> None:
    (held,) = mutes(run, "snooze", PAPER, "--route", "lab", *how)

    assert (held["route"], held["until"]) == ("lab", until)


def test_a_day_is_one_of_the_wall_clock_where_clocks_change(
    run: Run, folder: Path
) -> None:
    config = CONFIG + "home: Europe/Berlin\n"
    (folder / "lab.yaml").write_text(config, encoding="utf-8")

    ended = run("snooze", PAPER, "--for", "1d", "--now", "2026-03-28T12:00")

    assert "Sun 2026-03-29 12:00" in ended.out


def test_snooze_says_when_it_speaks_again(run: Run) -> None:
    ended = run("snooze", PAPER, "--until", "2026-05-20T09:00", *NOW)

    assert ended.out == (
        "EMNLP 2026 paper deadline: snoozed until Wed 2026-05-20 09:00; "
        "1 reminder called off, 1 reminder planned\n"
    )
    assert waiting(run) == ["snooze", "3d", "6h"]


@pytest.mark.parametrize(
    ("how", "code", "reason"),
    [
        ((), 2, "--for 2d"),
        (("--for", "2d", "--until", "2026-05-20"), 2, "--for 2d"),
        (("--for", "soon"), 2, "no length of time"),
        (("--for", "0d"), 2, "no length of time"),
        (("--until", "2026-04-20"), 2, "has passed"),
        (("--until", "when it suits"), 2, "'--until'"),
        (("--for", "60d"), 1, "deadlinebot done emnlp-2026-paper"),
    ],
)
def test_a_snooze_that_cannot_be_is_refused_with_the_reason(
    run: Run, how: tuple[str, ...], code: int, reason: str
) -> None:
    ended = run("snooze", PAPER, *how, *NOW)

    assert ended.code == code
    assert reason in ended.err
    assert waiting(run) == ["14d", "3d", "6h"]


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("emnlp-2026-papr", "emnlp-2026-paper"),
        ("EMNLP", "emnlp-2026"),
        ("emnlp 2026", "emnlp-2026"),
    ],
)
@pytest.mark.parametrize("command", ["done", "undo", "show"])
def test_an_unknown_name_is_refused_with_what_was_probably_meant(
    run: Run, command: str, name: str, meant: str
) -> None:
    ended = run(command, name)

    assert ended.code == 1
    assert f"did you mean '{meant}'?" in ended.err


def test_an_unknown_route_is_refused_with_what_was_probably_meant(run: Run) -> None:
    ended = run("done", PAPER, "--route", "labs")

    assert ended.code == 1
    assert "no route 'labs' (did you mean 'lab'?)" in ended.err


def test_without_a_state_there_is_nothing_to_speak_of(run: Run, folder: Path) -> None:
    config = CONFIG.replace("state: state", "state: elsewhere")
    (folder / "lab.yaml").write_text(config, encoding="utf-8")

    ended = run("done", PAPER)

    assert ended.code == 69
    assert "run-once" in ended.err
    assert not (folder / "elsewhere").exists()


def test_lists_show_what_is_done(run: Run) -> None:
    run("done", PAPER, *NOW)

    shown = run("next", *NOW).out
    rows = json.loads(run("list", "--json", *NOW).out)

    assert "✓ EMNLP 2026 paper deadline" in shown
    assert "✓ EMNLP 2026 abstract" not in shown
    assert {row["id"] for row in rows if row.get("done")} == {PAPER}


def test_published_feeds_show_the_ticks_that_the_served_ones_show(
    run: Run, folder: Path
) -> None:
    run("done", PAPER, "--route", "late", *NOW)

    run("publish", "out", *NOW)

    tick = "SUMMARY:✓ EMNLP 2026 paper deadline"
    assert tick in (folder / "out" / "late.ics").read_text(encoding="utf-8")
    assert tick not in (folder / "out" / "all.ics").read_text(encoding="utf-8")
