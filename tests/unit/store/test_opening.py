"""The store opens whole, alone, and never over something that it does not know."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from deadlinebot.errors import BusyError, UnavailableError
from deadlinebot.store import read_store
from tests.build import SEEN, a_deadline
from tests.stored import a_store_at, opened

HOLD = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from deadlinebot.store import open_store
with open_store(Path(sys.argv[1]), owner="other", now=datetime(2026, 5, 1, tzinfo=UTC)):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return where a store with one deadline lies."""
    return a_store_at(tmp_path / "state.db")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_folder_and_file_are_for_their_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "state" / "state.db"

    with opened(path):
        files = {file.name: mode(file) for file in path.parent.iterdir()}

    assert mode(path.parent) == 0o700
    assert set(files) == {"state.db", "state.db-wal", "state.db-shm", "state.db.lock"}
    assert set(files.values()) == {0o600}


def test_what_is_stored_survives_closing(path: Path) -> None:
    with opened(path) as store:
        assert store.deadlines() == (a_deadline(),)


def test_odd_letters_in_the_path_mean_nothing(tmp_path: Path) -> None:
    path = tmp_path / "50% a?b#c 状态" / "state.db"

    with opened(path) as store:
        store.apply(SEEN, deadlines=[a_deadline()])

    with read_store(path) as reader:
        assert len(reader.deadlines()) == 1


def test_every_commit_reaches_the_disk(path: Path) -> None:
    with opened(path) as store, store._db.read() as tx:
        pragmas = {
            name: tx.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }

    assert pragmas == {
        "journal_mode": "wal",
        "synchronous": 2,  # FULL
        "foreign_keys": 1,
        "busy_timeout": 5000,
    }


# one process


@contextmanager
def another_process(path: Path) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-c", HOLD, str(path), "--config", "a b.yaml"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_a_second_process_is_told_who_holds_the_store(path: Path) -> None:
    with another_process(path) as process, pytest.raises(BusyError) as refused:
        opened(path)

    said = str(refused.value)
    assert refused.value.exit_code == os.EX_TEMPFAIL
    assert f"process {process.pid} (-c " in said
    assert "--config 'a b.yaml'" in said
    assert "since 2026-05-01T00:00:00+00:00" in said


def test_a_reader_needs_no_lock(path: Path) -> None:
    with another_process(path), read_store(path) as reader:
        assert reader.deadlines() == (a_deadline(),)


def test_the_lock_of_a_killed_process_is_free(path: Path) -> None:
    with another_process(path) as process:
        process.kill()
        process.wait()

        opened(path).close()


def test_a_closed_store_is_free_for_the_next(path: Path) -> None:
    first = opened(path)
    first.close()
    first.close()

    opened(path).close()


def test_a_lock_file_that_says_nothing_is_no_riddle(path: Path) -> None:
    lock = path.with_name("state.db.lock")

    with opened(path):
        lock.write_text("")
        with pytest.raises(BusyError, match="another process"):
            opened(path)


def test_reading_where_nothing_was_ever_written_says_what_to_run(
    tmp_path: Path,
) -> None:
    with pytest.raises(UnavailableError, match="run-once"):
        read_store(tmp_path / "state.db")

    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_process_left_in_the_journal_is_read(path: Path) -> None:
    dead = path.with_name("dead.db")
    with opened(path) as store:
        store.apply(SEEN, deadlines=[a_deadline(id="acl-2026-paper")])
        for suffix in ("", "-wal"):  # as a machine leaves them that lost its power
            shutil.copy(f"{path}{suffix}", f"{dead}{suffix}")

    with opened(dead) as store:
        assert len(store.deadlines()) == 2
