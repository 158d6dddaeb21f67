"""check: read = published + held, and every problem with its place."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.unit.cli.conftest import Run

BAD = """\
calls:
  - series: 医学
    year: 2026
    milestones:
      - {kind: paper, label: 第一轮, date: 2026-02-30 23:59 UTC}
      - {kind: abstract, date: 2026-03-01 23:59 UTC}
"""


@pytest.fixture
def bad(folder: Path) -> str:
    """Return a catalogue with one impossible date."""
    (folder / "bad.yaml").write_text(BAD, encoding="utf-8")
    return "native:bad.yaml"


def test_a_good_catalogue_is_counted_in_full(run: Run, catalogue: str) -> None:
    ended = run("check", "--from", catalogue, "--format", "json")

    assert ended.code == 0
    assert json.loads(ended.out) == {
        "entries": 2,
        "read": 5,
        "dated": 4,
        "undated": 1,
        "held": 0,
        "events": 1,
        "ignored": {},
        "problems": [],
    }


def test_what_is_held_is_exit_1_and_does_not_hide_its_neighbour(
    run: Run, bad: str
) -> None:
    ended = run("check", "--from", bad, "--format", "json")

    found = json.loads(ended.out)
    assert ended.code == 1
    assert (found["read"], found["dated"], found["held"]) == (2, 1, 1)
    (problem,) = found["problems"]
    assert problem["place"].startswith("bad.yaml:5:")
    assert "February" in problem["message"]


def test_people_get_the_line_and_a_caret_under_the_wrong_part(
    run: Run, bad: str
) -> None:
    ended = run("check", "--from", bad, "--lang", "en")

    place, excerpt, caret, summary = ended.out.splitlines()
    line = BAD.splitlines()[4]
    assert place.startswith(f"bad.yaml:5:{line.index('2026') + 1}: ")
    assert excerpt == "    " + line
    wide = 3  # the characters of 第一轮 take two cells each
    assert caret == "    " + " " * (line.index("2026") + wide) + "^"
    assert summary.startswith(
        "1 entries: 2 deadlines read (1 dated, 0 undated, 1 held)"
    )


def test_github_gets_annotations_and_people_the_summary(run: Run, folder: Path) -> None:
    name = "a,b%.yaml"
    (folder / name).write_text(BAD, encoding="utf-8")

    ended = run("check", name, "--format", "github")

    (annotation,) = ended.out.splitlines()
    assert annotation.startswith("::error file=a%2Cb%25.yaml,line=5,col=")
    assert ended.err.count("\n") == 1


def test_paths_are_read_in_our_own_format(run: Run, catalogue: str, bad: str) -> None:
    del catalogue, bad

    ended = run("check", "calls.yaml", "bad.yaml", "--format", "json")

    assert json.loads(ended.out)["read"] == 7


def test_a_file_that_is_no_text_is_a_finding_like_others(
    run: Run, folder: Path
) -> None:
    (folder / "photo.yaml").write_bytes(b"\xff\xd8\xff\xe0")

    ended = run("check", "--from", "native:photo.yaml", "--format", "json")

    assert ended.code == 1
    assert json.loads(ended.out)["held"] == 1


def test_a_missing_file_is_said_in_words(run: Run) -> None:
    ended = run("check", "--from", "native:nowhere.yaml")

    assert ended.code == 1
    assert "nowhere.yaml" in ended.err


def test_an_unknown_format_is_answered_with_the_nearest(run: Run) -> None:
    ended = run("check", "--from", "nativ:calls.yaml")

    assert ended.code == 1
    assert "did you mean native?" in ended.err


def test_without_a_source_the_configured_ones_are_checked(run: Run) -> None:
    ended = run("check", "--format", "json")

    assert ended.code == 0, ended.out
    assert json.loads(ended.out)["held"] == 0


def test_one_id_in_two_files_is_said_with_both_places(run: Run, folder: Path) -> None:
    call = (
        "calls:\n  - {series: ABC, year: 2026, milestones: [{kind: paper, date: TBD}]}"
    )
    for name in ("a.yaml", "b.yaml"):
        (folder / "data").mkdir(exist_ok=True)
        (folder / "data" / name).write_text(call, encoding="utf-8")

    ended = run("check", "data", "--format", "json")

    assert json.loads(ended.out)["problems"] == [
        {
            "place": "data/b.yaml:2:5",
            "message": "the id 'abc-2026' is taken by the call at data/a.yaml:2:5: "
            "give one of them another 'id'",
        }
    ]
