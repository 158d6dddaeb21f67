"""lint and check --strict: suspicious dates, each with its reason."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.unit.cli.conftest import Run

SUSPICIOUS = """\
calls:
  - series: ABC
    year: 2026
    milestones:
      - {kind: abstract, date: 2026-06-10 23:59 UTC-8}
      - {kind: paper, date: 2026-06-20 23:59 AoE}
"""


@pytest.fixture
def suspicious(folder: Path) -> str:
    """Return a catalogue with one date that can be read and was hardly meant."""
    (folder / "calls.yaml").write_text(SUSPICIOUS, encoding="utf-8")
    return "native:calls.yaml"


def test_a_finding_names_place_reason_and_rule_and_is_exit_1(
    run: Run, suspicious: str
) -> None:
    ended = run("--lang", "en", "lint", "--from", suspicious)

    first, last = ended.out.splitlines()
    assert ended.code == 1
    assert first.startswith("calls.yaml:5:32: UTC-8 on 2026-06-10: Pacific clocks")
    assert first.endswith("[winter-offset]")
    assert last == "2 dates, 1 suspicious; winter-offset 1"


@pytest.mark.parametrize("how", [("--json",), ("--format", "json")])
def test_programs_get_each_finding_as_an_object(
    run: Run, suspicious: str, how: tuple[str, ...]
) -> None:
    ended = run("lint", "--from", suspicious, *how)

    (row,) = json.loads(ended.out)
    assert ended.code == 1
    assert row.pop("message").startswith("UTC-8 on 2026-06-10")
    assert row == {
        "rule": "winter-offset",
        "deadline": "abc-2026-abstract",
        "place": "calls.yaml:5:32",
    }


def test_github_gets_a_warning_at_the_line(run: Run, suspicious: str) -> None:
    ended = run("lint", "--from", suspicious, "--format", "github")

    assert ended.out.startswith("::warning file=calls.yaml,line=5,col=32::UTC-8 on")


def test_a_catalogue_without_suspicion_is_exit_0(run: Run, folder: Path) -> None:
    good = SUSPICIOUS.replace("UTC-8", "PT")
    (folder / "good.yaml").write_text(good, encoding="utf-8")

    ended = run("lint", "good.yaml", "--json")

    assert (ended.code, json.loads(ended.out)) == (0, [])


def test_what_is_held_back_is_said_beside_the_findings(run: Run, folder: Path) -> None:
    bad = SUSPICIOUS.replace("2026-06-20", "2026-06-31")
    (folder / "bad.yaml").write_text(bad, encoding="utf-8")

    ended = run("lint", "bad.yaml", "--json")

    assert ended.code == 1
    assert "1 held back, see: deadlinebot check" in ended.err


def test_check_passes_what_is_only_suspicious(run: Run, suspicious: str) -> None:
    ended = run("check", "--from", suspicious, "--format", "json")

    assert ended.code == 0
    assert "findings" not in json.loads(ended.out)


def test_check_strict_fails_on_what_is_suspicious(run: Run, suspicious: str) -> None:
    ended = run("check", "--strict", "--from", suspicious, "--format", "json")

    (row,) = json.loads(ended.out)["findings"]
    assert ended.code == 1
    assert row["rule"] == "winter-offset"


def test_check_strict_shows_findings_to_people(run: Run, suspicious: str) -> None:
    ended = run("--lang", "en", "check", "--strict", "--from", suspicious)

    assert "[winter-offset]" in ended.out
    assert "2 deadlines read (2 dated, 0 undated, 0 held)" in ended.out
