"""A history in folders: each is named by its time and holds what was written then."""

from __future__ import annotations

from pathlib import Path

import pytest

from deadlinebot.errors import UserError
from deadlinebot.files import Version, history
from tests.build import utc

SUFFIXES = (".yml",)


def versions(folder: Path, under: str = "") -> list[Version]:
    return list(history(folder, SUFFIXES, under).versions)


def put(folder: Path, name: str, text: str = "- title: A\n  confs: []\n") -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_versions_are_read_in_the_order_of_their_times(tmp_path: Path) -> None:
    put(tmp_path, "20260102T000000Z/b.yml")
    put(tmp_path, "20260101T235959Z/a/a.yml")
    put(tmp_path, "notes/c.yml")
    put(tmp_path, "20260103T000000Z", "a file is no version")

    found = versions(tmp_path)

    assert [v.at for v in found] == [
        utc("2026-01-01T23:59:59"),
        utc("2026-01-02T00:00"),
    ]
    assert [text.path for v in found for text in v.written] == ["a/a.yml", "b.yml"]
    assert found[0].written[0].modified == found[0].at


def test_a_version_may_only_remove(tmp_path: Path) -> None:
    put(tmp_path, "20260101T000000Z/conference/AI/a.yml.deleted", "")

    (found,) = versions(tmp_path)

    assert found.written == ()
    assert found.removed == {"conference/AI/a.yml"}


def test_a_text_that_is_none_is_a_problem_beside_its_neighbours(tmp_path: Path) -> None:
    put(tmp_path, "20260101T000000Z/good.yml")
    (tmp_path / "20260101T000000Z/bad.yml").write_bytes(b"\xff\x00")

    (found,) = versions(tmp_path)

    assert [text.path for text in found.written] == ["good.yml"]
    assert "UTF-8" in found.problems[0].message


@pytest.mark.parametrize(
    ("name", "reason"), [("nowhere", "cannot read"), ("empty", "no version in")]
)
def test_a_folder_without_versions_says_what_it_lacks(
    tmp_path: Path, name: str, reason: str
) -> None:
    (tmp_path / "empty").mkdir()

    with pytest.raises(UserError, match=reason):
        versions(tmp_path / name)


def test_a_folder_inside_may_be_the_catalogue(tmp_path: Path) -> None:
    put(tmp_path, "20260101T000000Z/conference/AI/a.yml")
    put(tmp_path, "20260101T000000Z/.github/b.yml")
    put(tmp_path, "20260101T000000Z/other/c.yml.deleted", "")
    put(tmp_path, "20260102T000000Z/other/c.yml")

    first, second = versions(tmp_path, "conference")

    assert [text.path for text in first.written] == ["conference/AI/a.yml"]
    assert (first.removed, second.written) == (frozenset(), ())


def test_it_is_known_how_many_versions_there_are(tmp_path: Path) -> None:
    put(tmp_path, "20260101T000000Z/a.yml")
    put(tmp_path, "20260102T000000Z/a.yml")

    assert history(tmp_path, SUFFIXES).total == 2
