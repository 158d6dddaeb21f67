"""Writing: a reader sees the old content or the new, never a part."""

from __future__ import annotations

import errno
import os
import stat
import threading
from pathlib import Path

import pytest

from deadlinebot.errors import UserError
from deadlinebot.files import write

SIZE = 300_000


def test_what_is_written_can_be_read(tmp_path: Path) -> None:
    path = tmp_path / "feeds/all.ics"

    write(path, b"first")
    write(path, b"second")

    assert path.read_bytes() == b"second"
    assert [entry.name for entry in path.parent.iterdir()] == ["all.ics"]


def test_a_reader_never_sees_a_part(tmp_path: Path) -> None:
    path = tmp_path / "all.ics"
    write(path, b"a" * SIZE)
    done = threading.Event()
    seen: set[tuple[int, frozenset[int]]] = set()

    def watch() -> None:
        while not done.is_set():
            data = path.read_bytes()
            seen.add((len(data), frozenset(data)))

    watcher = threading.Thread(target=watch)
    watcher.start()
    for letter in b"bcdefgh" * 4:
        write(path, bytes([letter]) * SIZE)
    done.set()
    watcher.join(timeout=30)

    assert all(size == SIZE and len(letters) == 1 for size, letters in seen)
    assert seen


def test_the_content_reaches_the_disk_before_its_name_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "all.ics"
    log: list[tuple[str, bool]] = []
    sync, rename = os.fsync, os.replace

    def fsync(descriptor: int) -> None:
        is_folder = stat.S_ISDIR(os.fstat(descriptor).st_mode)
        log.append(("folder" if is_folder else "file", path.exists()))
        sync(descriptor)

    def replace(source: Path, target: Path) -> None:
        log.append(("rename", path.exists()))
        rename(source, target)

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(os, "replace", replace)
    write(path, b"content")

    assert log == [("file", False), ("rename", False), ("folder", True)]


def test_a_full_disk_leaves_the_old_content_and_no_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "all.ics"
    write(path, b"old")

    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)

    with pytest.raises(UserError, match=r"cannot write .*No space left on device"):
        write(path, b"new")

    assert path.read_bytes() == b"old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["all.ics"]


def test_a_private_file_stays_private(tmp_path: Path) -> None:
    path = tmp_path / "all.ics"
    write(path, b"old")
    path.chmod(0o600)

    write(path, b"new")

    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_folder_that_cannot_be_made_is_said_in_plain_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")

    with pytest.raises(UserError, match="cannot write "):
        write(tmp_path / "file/all.ics", b"new")
