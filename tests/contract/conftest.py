"""The databases on which the store keeps its promises."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from deadlinebot.model.database import Postgres
from deadlinebot.model.delivery import Delivery
from deadlinebot.store import Store, open_store
from tests.build import SEEN
from tests.stored import NOW, PAPER, Opener, a_reminder


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an empty database, made once: migrations cost more than the tests."""
    path = tmp_path_factory.mktemp("made") / "state.db"
    open_store(path, owner="maker", now=SEEN).close()
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Path | Postgres:
    """Return the database under test, empty."""
    if request.param == "sqlite":
        path = tmp_path / "state.db"
        shutil.copy(request.getfixturevalue("made"), path)
        return path
    postgres: Postgres = request.getfixturevalue("postgres")
    return postgres


@pytest.fixture
def opened(place: Path | Postgres) -> Opener:
    """Return how an owner opens the database under test, again and again."""
    return lambda owner: open_store(place, owner=owner, now=NOW)


@pytest.fixture
def store(opened: Opener) -> Iterator[Store]:
    """Return the store of the first owner."""
    with opened("first") as held:
        yield held


@pytest.fixture
def due(store: Store) -> Delivery:
    """Return a reminder that is planned and due."""
    store.apply(NOW, deadlines=[PAPER], plan=[a_reminder()])
    return a_reminder()
