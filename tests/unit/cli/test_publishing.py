"""publish: equal facts give equal bytes, and only new bytes are written."""

from __future__ import annotations

import re
from pathlib import Path

from tests.unit.cli.conftest import Run


def uids(path: Path) -> list[str]:
    """Return the UIDs of a feed."""
    return re.findall(r"(?m)^UID:(.+?)\r?$", path.read_text(encoding="utf-8"))


def test_all_deadlines_within_the_horizon_are_written(
    run: Run, catalogue: str, folder: Path
) -> None:
    ended = run("publish", "out", "--from", catalogue, "--now", "2026-05-20T00:00Z")

    assert ended.out == "written out/all.ics\n"
    assert sorted(uids(folder / "out" / "all.ics")) == [
        "abc-2026-camera-ready@deadlinebot",
        "abc-2026-event@deadlinebot",
        "abc-2026-paper@deadlinebot",
        "医学竞赛-2026-paper@deadlinebot",
    ]


def test_all_leaves_nothing_dated_out(run: Run, catalogue: str, folder: Path) -> None:
    run("publish", "out", "--all", "--from", catalogue, "--now", "2026-05-20T00:00Z")

    assert "abc-2026-abstract@deadlinebot" in uids(folder / "out" / "all.ics")


def test_another_time_within_the_horizon_gives_the_same_file_untouched(
    run: Run, catalogue: str, folder: Path
) -> None:
    run("publish", "out", "--from", catalogue, "--now", "2026-05-20T00:00Z")
    before = (folder / "out" / "all.ics").stat()

    ended = run("publish", "out", "--from", catalogue, "--now", "2026-05-21T09:30Z")

    assert ended.out == "unchanged out/all.ics\n"
    assert (folder / "out" / "all.ics").stat().st_ino == before.st_ino


def test_the_language_of_the_titles_can_be_chosen(
    run: Run, catalogue: str, folder: Path
) -> None:
    at = ("--from", catalogue, "--now", "2026-05-20T00:00Z")
    run("publish", "zh", *at)
    run("publish", "en", *at, "--lang", "en")

    assert "论文截稿" in (folder / "zh" / "all.ics").read_text(encoding="utf-8")
    assert "paper deadline" in (folder / "en" / "all.ics").read_text(encoding="utf-8")


def test_a_named_configuration_gives_its_feeds_to_another_catalogue(
    run: Run, catalogue: str, folder: Path
) -> None:
    config = folder / "feeds.yaml"
    config.write_text("feeds: {nlp: {filter: 'tag:nlp and milestone:paper'}}\n")

    ended = run(
        *("publish", "out", "--from", catalogue, "--config", str(config)),
        *("--now", "2026-05-20T00:00Z"),
    )

    assert ended.out == "written out/all.ics\nwritten out/nlp.ics\n"
    assert uids(folder / "out" / "nlp.ics") == ["abc-2026-paper@deadlinebot"]


def test_a_broken_entry_is_said_and_its_neighbours_are_published(
    run: Run, folder: Path
) -> None:
    text = (
        "calls:\n"
        "  - {series: X, year: 2026, milestones: [{kind: paper, date: 2026-02-30}]}\n"
        "  - {series: Y, year: 2026, milestones: [{kind: paper, date: 2026-06-01 AoE}]}\n"
    )
    (folder / "half.yaml").write_text(text, encoding="utf-8")

    ended = run(
        "publish", "out", "--from", "native:half.yaml", "--now", "2026-05-20T00:00Z"
    )

    assert ended.code == 0
    assert "half.yaml:2:" in ended.err
    assert uids(folder / "out" / "all.ics") == ["y-2026-paper@deadlinebot"]


def test_a_folder_that_cannot_be_made_is_said_in_words(
    run: Run, catalogue: str, folder: Path
) -> None:
    (folder / "file").write_text("in the way")

    ended = run("publish", "file/out", "--from", catalogue)

    assert ended.code == 1
    assert ended.err.startswith("error: ")
    assert "file/out" in ended.err
