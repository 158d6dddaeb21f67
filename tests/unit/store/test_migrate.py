"""Migrations lead to the tables that the code speaks to."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from deadlinebot.store import open_store
from deadlinebot.store._schema import REVISIONS, metadata
from deadlinebot.store.migrate import HEAD, MIGRATIONS
from tests.build import SEEN


@pytest.fixture
def migrated(tmp_path: Path) -> Path:
    path = tmp_path / "migrated.db"
    open_store(path, owner="me", now=SEEN).close()
    return path


def definitions(path: Path) -> dict[str, str]:
    """Return the SQL of each table and index, without layout."""
    with closing(sqlite3.connect(path)) as database:
        rows = database.execute(
            "SELECT name, sql FROM sqlite_master "
            "WHERE sql IS NOT NULL AND name != 'alembic_version'"
        )
        return {name: " ".join(sql.split()) for name, sql in rows}


def parts(sql: str) -> set[str]:
    """Return columns and constraints of one definition, in no order."""
    return {part.strip(" ()") for part in sql.replace(" CONSTRAINT", ",").split(",")}


def test_migrations_make_exactly_the_tables_of_the_code(
    migrated: Path, tmp_path: Path
) -> None:
    direct = tmp_path / "direct.db"
    engine = create_engine(f"sqlite:///{direct}")
    metadata.create_all(engine)
    engine.dispose()

    by_code, by_migrations = definitions(direct), definitions(migrated)

    assert by_migrations.keys() == by_code.keys()
    for name, sql in by_code.items():
        assert parts(by_migrations[name]) == parts(sql)


def test_alembic_finds_nothing_left_to_migrate(migrated: Path) -> None:
    engine = create_engine(f"sqlite:///{migrated}")

    with engine.connect() as connection:
        left = compare_metadata(MigrationContext.configure(connection), metadata)

    engine.dispose()
    assert left == []


def test_the_code_knows_every_migration_in_order() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")

    scripts = ScriptDirectory.from_config(config).walk_revisions()

    assert tuple(script.revision for script in scripts)[::-1] == REVISIONS
    assert REVISIONS[-1] == HEAD
