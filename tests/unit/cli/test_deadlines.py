"""next, list and show."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from freezegun import freeze_time

from tests.unit.cli.conftest import Run

NOW = ("--now", "2026-05-20T01:00:00Z")


def rows(run: Run, *arguments: str) -> list[dict[str, Any]]:
    """Return what a command prints as JSON."""
    ended = run(*arguments, "--json")
    assert ended.code == 0, ended.err
    found: list[dict[str, Any]] = json.loads(ended.out)
    return found


def test_list_gives_every_key_of_the_contract(run: Run, catalogue: str) -> None:
    found = rows(run, "list", "--all", "--from", catalogue)

    paper = next(row for row in found if row["id"] == "abc-2026-paper")
    claims = paper.pop("claims")
    assert paper == {
        "id": "abc-2026-paper",
        "uid": "abc-2026-paper@deadlinebot",
        "call": "abc-2026",
        "series": "ABC",
        "year": 2026,
        "kind": "conference",
        "milestone": "paper",
        "round": 1,
        "rounds": 1,
        "label": {"en": "", "zh": ""},
        "title": {"en": "Conference on Everything", "zh": "万物会议"},
        "due": "2026-06-21T11:59:59Z",
        "earliest": "2026-06-21T11:59:59Z",
        "latest": "2026-06-21T11:59:59Z",
        "exact": True,
        "zone": "UTC-12",
        "precision": "second",
        "assumed": [],
        "status": "conflicting",
        "conflict": {
            "cause": "zone",
            "source": "Portal",
            "text": "截止 北京时间 2026-06-20",
            "apart_s": 72000,
        },
        "estimate": None,
        "tags": ["ccf:A", "nlp"],
        "link": "https://abc2026.example.org/",
        "sequence": 0,
    }
    assert [(c["source"], c["zone"], c["checked"]) for c in claims] == [
        ("Organiser", "UTC-12", "2026-05-01"),
        ("Portal", None, None),
    ]
    assert claims[0]["text"] == "2026-06-20 23:59:59"
    assert claims[0]["place"] == "calls.yaml:11:39"


def test_a_span_has_its_days_and_no_instant(run: Run, catalogue: str) -> None:
    found = rows(run, "list", "--all", "--from", catalogue)

    event = next(row for row in found if row["milestone"] == "event")
    assert (event["start"], event["end"]) == ("2026-07-25", "2026-07-30")
    assert (event["due"], event["earliest"], event["latest"]) == (None, None, None)


def test_an_open_window_is_not_exact_and_due_at_its_start(
    run: Run, catalogue: str
) -> None:
    found = rows(run, "list", "--all", "--from", catalogue)

    final = next(row for row in found if row["milestone"] == "camera_ready")
    assert final["due"] == final["earliest"] == "2026-08-30T09:59:59Z"
    assert final["latest"] == "2026-08-31T11:59:59Z"
    assert (final["exact"], final["assumed"]) == (False, ["zone", "time"])


def test_deadlines_come_in_the_order_of_time_and_undated_ones_last(
    run: Run, catalogue: str
) -> None:
    found = rows(run, "list", "--all", "--from", catalogue)

    assert [row["milestone"] for row in found] == [
        "abstract",
        "paper",
        "paper",
        "event",
        "camera_ready",
        "notification",
    ]
    assert found[-1]["due"] is None


@pytest.fixture
def configured(folder: Path, catalogue: str) -> Path:
    """Return a configuration over the small catalogue, in English."""
    del catalogue
    path = folder / "mine.yaml"
    path.write_text(
        "language: en\nstate: state\n"
        "sources: {own: {format: native, location: calls.yaml}}\n",
        encoding="utf-8",
    )
    return path


def test_without_all_the_far_past_is_left_out_and_the_undated_are_not(
    run: Run, configured: Path
) -> None:
    everything = rows(run, "list", "--config", str(configured), "--all", *NOW)
    horizon = rows(run, "list", "--config", str(configured), *NOW)

    gone = {row["id"] for row in everything} - {row["id"] for row in horizon}
    assert gone == {"abc-2026-abstract"}


@pytest.mark.parametrize("order", ["before", "after"])
def test_shared_options_stand_before_or_after_the_command(
    run: Run, configured: Path, order: str
) -> None:
    shared = ("--config", str(configured), *NOW)
    arguments = (*shared, "next") if order == "before" else ("next", *shared)

    found = rows(run, *arguments, "-n", "1")

    assert [row["id"] for row in found] == ["医学竞赛-2026-paper"]


def test_an_option_after_the_command_goes_before_one_in_front(
    run: Run, catalogue: str
) -> None:
    ended = run("--lang", "zh", "next", "--lang", "en", "--from", catalogue, *NOW)

    assert "Countdown" in ended.out


def test_next_shows_what_asks_for_action_unless_milestones_are_named(
    run: Run, catalogue: str
) -> None:
    later = ("--now", "2026-06-22T00:00:00Z", "--from", catalogue)

    assert [r["milestone"] for r in rows(run, "next", *later)] == ["camera_ready"]
    assert rows(run, "next", *later, "-q", "milestone:paper") == []


def test_next_counts_by_the_worlds_clock(run: Run, catalogue: str) -> None:
    with freeze_time("2026-05-24T10:00:00"):
        ended = run("next", "--from", catalogue, "--lang", "zh")

    assert "还有 1 天  " in ended.out
    assert "2026-05-25（周一）18:00" in ended.out
    assert "医学竞赛 2026 提交截止" in ended.out


def test_a_wide_terminal_gets_columns_and_a_narrow_one_lines(
    run: Run, catalogue: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    narrow = run("next", "--from", catalogue, "--lang", "en", *NOW)
    monkeypatch.setenv("COLUMNS", "160")
    wide = run("next", "--from", catalogue, "--lang", "en", *NOW)

    assert "As stated" in wide.out.splitlines()[2]
    assert "  ✗ sources disagree" in narrow.out.splitlines()
    assert max(map(len, narrow.out.splitlines())) <= 60


def test_a_wrong_filter_is_refused_with_a_caret_under_it(
    run: Run, catalogue: str
) -> None:
    ended = run("list", "--from", catalogue, "-q", "ccf:A and milstone:paper")

    assert ended.code == 1
    assert ended.err.splitlines()[-1] == " " * 4 + " " * 10 + "^"


def test_a_source_that_is_not_format_and_path_is_a_wrong_use(run: Run) -> None:
    ended = run("list", "--from", "calls.yaml")

    assert ended.code == 2
    assert "FORMAT:PATH" in ended.err


def test_from_reads_neither_configuration_nor_state(
    run: Run, catalogue: str, monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    broken = folder / "broken.yaml"
    broken.write_text("nonsense: true", encoding="utf-8")
    monkeypatch.setenv("DEADLINEBOT_CONFIG", str(broken))

    ended = run("list", "--from", catalogue)

    assert ended.code == 0
    assert not (folder / "state").exists()


def test_a_broken_configuration_is_exit_78_with_place_and_caret(
    run: Run, folder: Path
) -> None:
    path = folder / "broken.yaml"
    path.write_text("language: en\nhorizn: 60d\n", encoding="utf-8")

    ended = run("list", "--config", str(path))

    assert ended.code == 78
    first, _excerpt, caret = ended.err.splitlines()
    assert first.startswith(f"error: {path}:2:1: unknown key 'horizn'")
    assert caret == "    ^"


@pytest.mark.parametrize("name", ["abc-2026-paper", "ABC-2026-paper@deadlinebot"])
def test_show_tells_claims_clocks_and_the_conflict(
    run: Run, catalogue: str, name: str
) -> None:
    ended = run("show", name, "--from", catalogue, "--lang", "en", *NOW)

    assert "America/New_York" in ended.out
    assert "2026-06-20 23:59:59 UTC-12" in ended.out
    assert "same wall clock, another zone, 20 hours apart" in ended.out
    assert "calls.yaml:11:39" in ended.out


def test_show_of_a_call_shows_each_of_its_deadlines(run: Run, catalogue: str) -> None:
    found = rows(run, "show", "abc-2026", "--from", catalogue)

    assert len(found) == 5


def test_show_of_an_unknown_name_says_what_was_probably_meant(
    run: Run, catalogue: str
) -> None:
    ended = run("show", "abc-2026-papr", "--from", catalogue)

    assert ended.code == 1
    assert "did you mean 'abc-2026-paper'?" in ended.err


def test_what_is_held_back_is_said_beside_the_result(run: Run, folder: Path) -> None:
    text = "calls:\n  - {series: X, year: 2026, milestones: [{kind: paper, date: 2026-02-30}]}\n"
    (folder / "bad.yaml").write_text(text, encoding="utf-8")

    ended = run("list", "--from", "native:bad.yaml", "--json")

    assert json.loads(ended.out) == []
    assert ended.err.startswith("warning: bad.yaml:2:")
    assert "1 held back" in ended.err


SERIES = """\
calls:
  - {series: ABC, year: 2025, milestones: [{kind: paper, date: 2025-01-20 AoE}]}
  - {series: ABC, year: 2026, milestones: [{kind: paper, date: 2026-01-14 AoE}]}
  - {series: ABC, year: 2027, milestones: [{kind: paper, date: TBD}]}
"""


def test_an_undated_milestone_has_an_estimate_and_no_instant(
    run: Run, folder: Path
) -> None:
    (folder / "series.yaml").write_text(SERIES, encoding="utf-8")

    found = rows(run, "list", "--all", "--from", "native:series.yaml")

    undated = next(row for row in found if row["id"] == "abc-2027-paper")
    assert undated["estimate"] == {
        "day": "2027-01-14",
        "start": "2027-01-14",
        "end": "2027-01-20",
        "from": [2025, 2026],
    }
    assert (undated["due"], undated["earliest"]) == (None, None)
    assert undated["status"] == "tentative"


def test_next_never_shows_an_estimate(run: Run, folder: Path) -> None:
    (folder / "series.yaml").write_text(SERIES, encoding="utf-8")

    found = rows(run, "next", "--from", "native:series.yaml", "--now", "2026-05-20Z")

    assert found == []
