"""Archives: read like folders, never unpacked, bombs and tricks included."""

from __future__ import annotations

import io
import os
import tarfile
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from deadlinebot.errors import SourceError
from deadlinebot.files import archives as archives_module
from deadlinebot.files import read, unpacked
from tests.unit.files.written import MEGABYTE, WRITTEN, YML, messages, paths


def zipped(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def tarred(path: Path, members: list[tuple[tarfile.TarInfo, bytes]]) -> Path:
    mode = "w:gz" if path.name.endswith("gz") else "w:"
    with tarfile.open(path, mode) as archive:  # type: ignore[call-overload]  # a str
        for member, data in members:
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return path


@pytest.mark.parametrize("suffix", [".zip", ".tar", ".tar.gz", ".tgz"])
def test_an_archive_is_read_like_a_folder(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"all{suffix}"
    names = [
        "top/conference/b.yml",
        "top/conference/a.yml",
        "top/other/c.yml",
        "top/x.txt",
    ]
    if suffix == ".zip":
        zipped(path, {name: name.encode() for name in names})
    else:
        tarred(path, [(tarfile.TarInfo(name), name.encode()) for name in names])

    assert paths(read(path, YML)) == [f"{path}!{name}" for name in sorted(names[:3])]
    for part in ("!top/conference", "!conference", "//top/conference/", "//conference"):
        found = read(f"{path}{part}", YML)
        assert [file.text for file in found.files] == sorted(names[:2])


def test_the_age_of_an_archived_text_is_what_the_archive_says(tmp_path: Path) -> None:
    member = tarfile.TarInfo("a.yml")
    member.mtime = 1_780_000_000
    tar = tarred(tmp_path / "a.tar", [(member, b"a")])
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(zipfile.ZipInfo("a.yml", (2026, 5, 4, 3, 2, 0)), b"a")
        archive.writestr(zipfile.ZipInfo("b.yml", (2026, 0, 0, 0, 0, 0)), b"b")

    ages = [file.modified for file in read(tmp_path / "a.zip", YML).files]

    assert ages == [
        datetime(2026, 5, 4, 3, 2, tzinfo=UTC),
        datetime(1970, 1, 1, tzinfo=UTC),
    ]
    assert read(tar, YML).files[0].modified == datetime.fromtimestamp(
        1_780_000_000, UTC
    )


def test_a_name_that_climbs_out_is_only_a_name(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"../../evil.yml": b"text", "/etc/b.yml": b"b"})
    before = sorted(tmp_path.parent.rglob("*"))

    found = read(path, YML)

    assert {file.text for file in found.files} == {"text", "b"}
    assert sorted(tmp_path.parent.rglob("*")) == before


def test_a_name_cannot_steer_the_terminal(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"\x1b[2Ja.yml": b"text"})

    assert paths(read(path, YML)) == [f"{path}!\ufffd[2Ja.yml"]


def test_links_in_archives_are_skipped(tmp_path: Path) -> None:
    link = tarfile.TarInfo("a.yml")
    link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
    tar = tarred(tmp_path / "a.tar", [(link, b"")])
    entry = zipfile.ZipInfo("a.yml")
    entry.external_attr = 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(entry, "/etc/passwd")

    assert messages(read(tar, YML)) == ["skipped: a link or a device inside an archive"]
    assert messages(read(tmp_path / "a.zip", YML)) == [
        "skipped: a link inside an archive"
    ]


def test_a_zip_bomb_is_a_problem_and_its_neighbours_stay(tmp_path: Path) -> None:
    path = zipped(
        tmp_path / "a.zip", {"bomb.yml": b"\0" * (64 * MEGABYTE), "good.yml": b"good"}
    )
    assert path.stat().st_size < MEGABYTE

    found = read(path, YML)

    assert [file.text for file in found.files] == ["good"]
    assert messages(found) == ["larger than 4 MB"]


def test_a_tar_bomb_ends_the_reading_even_if_nobody_wants_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives_module, "UNPACKED_LIMIT", MEGABYTE)
    bomb = (tarfile.TarInfo("bomb.bin"), b"\0" * (8 * MEGABYTE))
    path = tarred(tmp_path / "a.tgz", [bomb, (tarfile.TarInfo("a.yml"), b"a")])

    with pytest.raises(SourceError, match="unpacks to more than 1 MB"):
        read(path, YML)


@pytest.mark.parametrize("suffix", [".zip", ".tar", ".tar.gz"])
@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"\x1f\x8b\x08\0", b"junk" * 400])
def test_a_damaged_archive_is_an_error_as_a_whole(
    tmp_path: Path, suffix: str, data: bytes
) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_bytes(data)

    with pytest.raises(SourceError, match=r"cannot read |no file ending in"):
        read(path, YML)


def test_half_an_archive_is_not_taken_for_a_small_one(tmp_path: Path) -> None:
    members = [
        (tarfile.TarInfo(f"{n}.yml"), os.urandom(3000).hex().encode()) for n in range(9)
    ]
    path = tarred(tmp_path / "a.tgz", members)
    path.write_bytes(path.read_bytes()[:20_000])

    with pytest.raises(SourceError, match="cannot read "):
        read(path, YML)


def test_an_archive_from_elsewhere_is_known_by_its_content(tmp_path: Path) -> None:
    data = zipped(tmp_path / "x", {"repo/a.yml": b"a", "repo/b.txt": b"no"})

    found = unpacked(data.read_bytes(), "https://example.org/x", "", YML, WRITTEN)

    assert paths(found) == ["https://example.org/x!repo/a.yml"]


def test_an_empty_archive_from_elsewhere_holds_nothing(tmp_path: Path) -> None:
    data = zipped(tmp_path / "x", {})

    with pytest.raises(SourceError, match=r"no file ending in \.yml or \.yaml"):
        unpacked(data.read_bytes(), "https://example.org/x", "", YML, WRITTEN)
