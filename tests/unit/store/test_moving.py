"""A state in a file moves to an empty server, once and whole."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from deadlinebot.errors import BusyError
from deadlinebot.model.change import Change, ChangeKind
from deadlinebot.model.database import Postgres
from deadlinebot.model.delivery import State
from deadlinebot.model.mute import Mute
from deadlinebot.store import Selection, SourceState, Store, open_store
from tests.build import SEEN, an_event
from tests.postgres import Server
from tests.stored import DAY, NOW, OK, PAPER, a_reminder, claimed, finish, marked, moved


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file with a history, a message sent, one on its way, one to come."""
    path = tmp_path / "state.db"
    with open_store(path, owner="before", now=SEEN) as store:
        news = [
            Change(ChangeKind.ADDED, None, PAPER, SEEN),
            Change(ChangeKind.EXTENDED, PAPER, moved(), NOW),
        ]
        plan = [a_reminder("3d", of=moved()), a_reminder("1d", NOW + DAY, of=moved())]
        store.apply(
            NOW,
            deadlines=[moved(), an_event()],
            changes=news,
            plan=plan,
            sources=[SourceState("ccf", "abc", '"e1"', "", SEEN, "", 0, {"held": 1})],
        )
        finish(store, marked(store), NOW, State.DELIVERED, verdict=OK)
        store.mute(
            NOW,
            [Mute(an_event().id, "", None, NOW)],
            plan=(),
            kept=(),
            instruction="done",
        )
        store.keep_components({"a": b"\0A"}, NOW)
        store.note_clock(NOW)
    return path


@pytest.fixture
def empty(server: Server, file: Path) -> Postgres:
    """An empty database in the place of the file."""
    return replace(server.database(), former=file)


def contents(store: Store) -> tuple[object, ...]:
    """Return all that a store knows."""
    sent = store.deliveries(Selection())
    return (
        store.deadlines(),
        store.changes(),
        store.source_states(),
        sent,
        [store.attempts(one.id) for one in sent],
        store.mutes(),
        store.obeyed("done"),
        store.channel_states(),
        store.components(["a"]),
        (store.installed_at(), store.high_water(), store.facts(), store.plan_key()),
    )


def test_an_empty_server_takes_over_all_that_the_file_holds(
    file: Path, empty: Postgres
) -> None:
    with open_store(empty, owner="after", now=NOW) as store:
        found = contents(store)

    with open_store(file, owner="before", now=NOW) as store:
        assert found == contents(store)


def test_what_was_sent_is_not_sent_again_and_the_history_goes_on(
    empty: Postgres,
) -> None:
    with open_store(empty, owner="after", now=NOW) as store:
        store.apply(NOW, plan=[a_reminder("3d", of=moved())])
        assert store.claim(NOW, 10, {"chat": 10}) == ()

        store.apply(
            NOW, changes=[Change(ChangeKind.EXTENDED, moved(), moved(moved()), NOW)]
        )

        assert len(store.changes(PAPER.id)) == 3
        assert claimed(store, NOW + DAY).lead == "1d"


def test_a_server_that_holds_something_is_left_as_it_is(
    file: Path, empty: Postgres
) -> None:
    open_store(empty, owner="after", now=NOW).close()
    with open_store(file, owner="before", now=NOW) as store:
        store.apply(NOW, deadlines=[moved(moved())])

    with open_store(empty, owner="after", now=NOW) as store:
        assert moved() in store.deadlines()


def test_a_file_that_a_process_has_open_is_not_moved(
    file: Path, empty: Postgres
) -> None:
    with (
        open_store(file, owner="before", now=NOW),
        pytest.raises(BusyError, match="is in use by process"),
    ):
        open_store(empty, owner="after", now=NOW)

    with open_store(empty, owner="after", now=NOW) as store:
        assert store.deadlines()


def test_the_file_stays_as_it_was(file: Path, empty: Postgres) -> None:
    with closing(sqlite3.connect(file)) as database:
        before = list(database.iterdump())

    open_store(empty, owner="after", now=NOW).close()

    with closing(sqlite3.connect(file)) as database:
        assert list(database.iterdump()) == before
