"""What is no store of ours, or cannot be had, is refused in plain words and left."""

from __future__ import annotations

import errno
import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from deadlinebot.errors import BusyError, UnavailableError, UserError
from deadlinebot.store import Store, read_store
from tests.build import SEEN, a_deadline
from tests.stored import a_store_at, opened


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return where a store with one deadline lies."""
    return a_store_at(tmp_path / "state.db")


# files that are no store


def damaged(kind: str, path: Path) -> None:
    whole = path.read_bytes()
    match kind:
        case "empty":
            path.write_bytes(b"")
        case "zeroed":
            path.write_bytes(bytes(len(whole)))
        case "text":
            path.write_text("deadlines: []\n" * 50)
        case "cut":
            path.write_bytes(whole[: len(whole) // 2 // 4096 * 4096])
        case "head alone":
            path.write_bytes(whole[:100])
        case "scribbled":
            path.write_bytes(whole[:4096] + b"\xa5" * (len(whole) - 4096))
        case "foreign":
            path.unlink()
            with closing(sqlite3.connect(path)) as other:
                other.execute("CREATE TABLE notes (text)")


@pytest.mark.parametrize(
    "kind", ["empty", "zeroed", "text", "cut", "head alone", "scribbled", "foreign"]
)
@pytest.mark.parametrize("open_it", [opened, read_store])
def test_what_is_no_whole_store_is_refused_and_left_as_it_was(
    path: Path, kind: str, open_it: Any
) -> None:
    damaged(kind, path)
    before = path.read_bytes()

    with pytest.raises(UnavailableError, match="start afresh") as refused:
        open_it(path).deadlines()

    assert str(path) in str(refused.value)
    assert path.read_bytes() == before


def test_a_deadline_that_cannot_be_read_is_named(path: Path) -> None:
    with closing(sqlite3.connect(path)) as other:
        other.execute("UPDATE deadline SET payload = '{}'")
        other.commit()

    with opened(path) as store, pytest.raises(UnavailableError, match="emnlp-2026-pap"):
        store.deadlines()


def test_a_folder_is_not_a_store(tmp_path: Path) -> None:
    with pytest.raises(UnavailableError, match="not a file"):
        opened(tmp_path)


def test_a_journal_without_its_database_is_not_replayed_into_a_new_one(
    tmp_path: Path,
) -> None:
    path = tmp_path / "state.db"
    path.with_name("state.db-wal").write_bytes(b"left over")

    with pytest.raises(UnavailableError, match=r"state\.db-wal is there"):
        opened(path)


def test_a_start_that_was_killed_half_way_is_begun_anew(tmp_path: Path) -> None:
    path = tmp_path / "state.db"
    for suffix in ("", "-wal", "-shm"):
        (tmp_path / f"state.db.new{suffix}").write_bytes(b"half")

    with opened(path) as store:
        assert store.deadlines() == ()


# versions


def set_revision(path: Path, revision: str) -> None:
    with closing(sqlite3.connect(path)) as other:
        other.execute("UPDATE alembic_version SET version_num = ?", (revision,))
        other.commit()


@pytest.mark.parametrize("open_it", [opened, read_store])
def test_a_store_of_a_newer_version_is_refused(path: Path, open_it: Any) -> None:
    set_revision(path, "9999")

    with pytest.raises(UserError, match="newer version") as refused:
        open_it(path)

    assert not isinstance(refused.value, UnavailableError)


# a world that refuses


def test_a_folder_that_cannot_be_made_is_said_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(UnavailableError, match="the state cannot be kept in"):
        opened(tmp_path / "file" / "state.db")


def limit_pages(store: Store) -> None:
    """Let the database not grow any more, as on a full disk."""
    with store._db.read() as tx:
        pages = tx.exec_driver_sql("PRAGMA page_count").scalar()
        tx.exec_driver_sql(f"PRAGMA max_page_count = {pages}")


def test_a_full_disk_is_said_in_words_and_loses_nothing(path: Path) -> None:
    many = [a_deadline(id=f"call-{n}") for n in range(500)]

    with opened(path) as store:
        limit_pages(store)
        with pytest.raises(UnavailableError, match="disk is full"):
            store.apply(SEEN, deadlines=many)
        assert store.deadlines() == (a_deadline(),)
        store.apply(SEEN, deadlines=many)  # there is room again
        assert len(store.deadlines()) == 501


def test_a_file_that_became_read_only_is_said_in_words(path: Path) -> None:
    with opened(path) as store:
        with store._db.read() as tx:
            tx.exec_driver_sql("PRAGMA query_only = ON")
        with pytest.raises(UnavailableError, match="read-only"):
            store.note_clock(SEEN)


def test_a_program_that_locks_the_file_is_not_waited_for_without_end(
    path: Path,
) -> None:
    with opened(path) as store, closing(sqlite3.connect(path)) as other:
        with store._db.read() as tx:
            tx.exec_driver_sql("PRAGMA busy_timeout = 1")
        other.execute("BEGIN IMMEDIATE")

        with pytest.raises(BusyError, match="another program"):
            store.note_clock(SEEN)

        other.rollback()
        assert store.note_clock(SEEN) == SEEN


def test_a_folder_without_room_for_a_lock_is_said_in_words(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_space(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "pwrite", no_space)

    with pytest.raises(UnavailableError, match="No space left"):
        opened(path)
