"""A history in git: read as the commits made it, and nothing of it is run."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from deadlinebot.errors import UserError
from deadlinebot.files import Version, history
from tests.build import utc
from tests.needs import needs
from tests.repository import Repository

pytestmark = needs("git", apt="git")

SUFFIXES = (".yml",)
EVIL = """\
#!/bin/sh
touch {ran}
cat > /dev/null
echo '-----BEGIN PGP SIGNATURE-----'
echo '-----END PGP SIGNATURE-----'
echo '[GNUPG:] SIG_CREATED ' >&2
"""


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "catalogue")


def versions(folder: Path, under: str = "") -> list[Version]:
    return list(history(folder, SUFFIXES, under).versions)


def written(found: list[Version]) -> list[dict[str, str]]:
    return [{text.path: text.text for text in each.written} for each in found]


def test_each_commit_is_a_version_at_the_time_it_was_committed(
    repository: Repository,
) -> None:
    repository.commit("2026-01-01T08:00:00", {"AI/a.yml": "one", "AI/b.yml": "b"})
    name = repository.commit("2026-02-01T08:00:00", {"AI/a.yml": "two"})

    found = versions(repository.folder)

    assert written(found) == [{"AI/a.yml": "one", "AI/b.yml": "b"}, {"AI/a.yml": "two"}]
    assert [v.at for v in found] == [utc("2026-01-01T08:00"), utc("2026-02-01T08:00")]
    assert found[1].written[0].modified == found[1].at
    assert found[1].name == f"{repository.folder}@{name[:10]}"
    assert history(repository.folder, SUFFIXES).total == 2


def test_a_file_that_is_renamed_is_gone_and_written(repository: Repository) -> None:
    repository.commit("2026-01-01T00:00:00", {"a.yml": "one"})
    repository.git("mv", "a.yml", "会议 b.yml")
    repository.commit("2026-01-02T00:00:00", {})

    _, moved = versions(repository.folder)

    assert written([moved]) == [{"会议 b.yml": "one"}]
    assert moved.removed == {"a.yml"}


def test_what_is_no_text_of_the_catalogue_is_no_version(
    repository: Repository,
) -> None:
    repository.commit("2026-01-01T00:00:00", {"a.yml": "one"})
    repository.commit("2026-01-02T00:00:00", {"README.md": "x", ".github/b.yml": "x"})
    (repository.folder / "link.yml").symlink_to("a.yml")
    repository.commit("2026-01-03T00:00:00", {})

    assert written(versions(repository.folder)) == [{"a.yml": "one"}]


def test_a_text_that_becomes_a_link_is_gone(repository: Repository) -> None:
    repository.commit("2026-01-01T00:00:00", {"a.yml": "one", "b.yml": "b"})
    (repository.folder / "a.yml").unlink()
    (repository.folder / "a.yml").symlink_to("b.yml")
    repository.commit("2026-01-02T00:00:00", {})

    assert versions(repository.folder)[1].removed == {"a.yml"}


def test_a_merge_is_what_it_brought(repository: Repository) -> None:
    repository.commit("2026-01-01T00:00:00", {"a.yml": "one"})
    repository.git("switch", "--quiet", "--create", "side")
    repository.commit("2026-01-02T00:00:00", {"b.yml": "first try"})
    repository.commit("2026-01-03T00:00:00", {"b.yml": "b"})
    repository.git("switch", "--quiet", "main")
    repository.commit("2026-01-04T00:00:00", {"a.yml": "two"})
    repository.git("merge", "--quiet", "--no-ff", "side", at="2026-01-05T00:00:00")

    found = versions(repository.folder)

    assert written(found) == [{"a.yml": "one"}, {"a.yml": "two"}, {"b.yml": "b"}]
    assert found[-1].at == utc("2026-01-05T00:00")


def test_time_does_not_go_back(repository: Repository) -> None:
    repository.commit("2026-01-02T00:00:00", {"a.yml": "one"})
    repository.commit("2026-01-01T00:00:00", {"a.yml": "two"})

    assert [v.at for v in versions(repository.folder)] == [utc("2026-01-02T00:00")] * 2


@pytest.mark.parametrize(
    ("inside", "under"), [("", "conference"), ("conference", ""), ("conference", "AI")]
)
def test_a_folder_of_the_repository_may_be_the_catalogue(
    repository: Repository, inside: str, under: str
) -> None:
    texts: dict[str, str | None] = {"conference/AI/a.yml": "a", "other.yml": "other"}
    repository.commit("2026-01-01T00:00:00", texts)

    found = versions(repository.folder / inside, under)

    assert written(found) == [{"conference/AI/a.yml": "a"}]


def test_a_pattern_is_a_name(repository: Repository) -> None:
    repository.commit("2026-01-01T00:00:00", {"a/a.yml": "a", "[a]/b.yml": "b"})

    assert written(versions(repository.folder, "[a]")) == [{"[a]/b.yml": "b"}]


def test_a_bare_repository_is_read(repository: Repository, tmp_path: Path) -> None:
    repository.commit("2026-01-01T00:00:00", {"AI/a.yml": "one"})
    bare = tmp_path / "bare.git"
    repository.git("clone", "--quiet", "--bare", str(repository.folder), str(bare))

    assert written(versions(bare)) == [{"AI/a.yml": "one"}]


def test_what_lies_there_uncommitted_does_not_count(repository: Repository) -> None:
    repository.commit("2026-01-01T00:00:00", {"a.yml": "one"})
    (repository.folder / "a.yml").write_text("not yet")
    before = sorted(repository.folder.rglob("*"))

    assert written(versions(repository.folder)) == [{"a.yml": "one"}]
    assert sorted(repository.folder.rglob("*")) == before


def test_a_text_that_is_none_is_a_problem_beside_its_neighbours(
    repository: Repository,
) -> None:
    (repository.folder / "bad.yml").write_bytes(b"\xff\x00")
    (repository.folder / "huge.yml").write_bytes(b"#" * (4 * 2**20 + 1))
    repository.commit("2026-01-01T00:00:00", {"z.yml": "good"})

    (found,) = versions(repository.folder)

    assert written([found]) == [{"z.yml": "good"}]
    assert ["not UTF-8" in p.message for p in found.problems] == [True, False]
    assert found.problems[1].message == "larger than 4 MB"


def test_a_text_that_is_missing_is_a_problem(repository: Repository) -> None:
    repository.commit("2026-01-01T00:00:00", {"a.yml": "one", "b.yml": "two"})
    name = repository.git("rev-parse", "HEAD:a.yml")
    (repository.folder / ".git/objects" / name[:2] / name[2:]).unlink()

    (found,) = versions(repository.folder)

    assert written([found]) == [{"b.yml": "two"}]
    assert "the clone is partial, or damaged" in found.problems[0].message


def test_nothing_of_a_hostile_repository_is_run(
    repository: Repository, tmp_path: Path
) -> None:
    ran = tmp_path / "ran"
    evil = tmp_path / "evil"
    evil.write_text(EVIL.format(ran=ran))
    evil.chmod(0o755)
    repository.git("config", "gpg.program", str(evil))
    repository.git("config", "commit.gpgSign", "true")
    repository.commit("2026-01-01T00:00:00", {"a.yml": "one", "gone.yml": "x"})
    name = repository.git("rev-parse", "HEAD:gone.yml")
    ran.unlink()
    for key in (
        *("core.fsmonitor", "core.pager", "core.sshCommand", "core.editor"),
        *("diff.external", "diff.evil.textconv", "filter.evil.smudge"),
        *("pager.log", "uploadpack.packObjectsHook", "alias.log", "alias.cat-file"),
    ):
        repository.git("config", key, f"!{evil}" if "alias" in key else str(evil))
    for key, value in (
        *(("log.showSignature", "true"), ("core.hooksPath", str(tmp_path))),
        *(("extensions.partialClone", "origin"), ("remote.origin.promisor", "true")),
        *(("remote.origin.url", f"ext::{evil}"), ("protocol.ext.allow", "always")),
        ("core.repositoryFormatVersion", "1"),
    ):
        repository.git("config", key, value)
    (repository.folder / ".git/info/attributes").write_text("*.yml diff=evil\n")
    (repository.folder / ".git/objects" / name[:2] / name[2:]).unlink()

    found = versions(repository.folder)

    assert written(found) == [{"a.yml": "one"}]
    assert not ran.exists()


def test_the_surroundings_of_another_git_are_not_ours(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.commit("2026-01-01T00:00:00", {"a.yml": "one"})
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))

    assert written(versions(repository.folder)) == [{"a.yml": "one"}]


def shallow(repository: Repository) -> Path:
    repository.commit("2026-01-01T00:00:00", {"a.yml": "one"})
    repository.commit("2026-01-02T00:00:00", {"a.yml": "two"})
    clone = repository.folder.parent / "shallow"
    url = f"file://{repository.folder}"
    repository.git("clone", "--quiet", "--depth=1", url, str(clone))
    return clone


def empty(repository: Repository) -> Path:
    return repository.folder


def damaged(repository: Repository) -> Path:
    name = repository.commit("2026-01-01T00:00:00", {"a.yml": "one"})
    (repository.folder / ".git/objects" / name[:2] / name[2:]).unlink()
    return repository.folder


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (shallow, "lacks its older commits: .* git fetch --unshallow"),
        (empty, "git cannot read .*HEAD"),
        (damaged, "git cannot read"),
    ],
)
def test_a_repository_that_cannot_be_replayed_says_why(
    repository: Repository, make: Callable[[Repository], Path], reason: str
) -> None:
    folder = make(repository)

    with pytest.raises(UserError, match=reason):
        versions(folder)


def test_without_git_only_folders_can_be_replayed(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.commit("2026-01-01T00:00:00", {"a.yml": "one"})
    monkeypatch.setenv("PATH", "")

    assert shutil.which("git") is None
    with pytest.raises(UserError, match="git is not installed"):
        versions(repository.folder)
