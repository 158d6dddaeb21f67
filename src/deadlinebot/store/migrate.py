"""Bringing the tables of a database to the version of this program."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from sqlalchemy import Connection, inspect, text

from deadlinebot.errors import UnavailableError, UserError
from deadlinebot.store._dialect import AFRESH
from deadlinebot.store._schema import REVISIONS

MIGRATIONS: Final = Path(__file__).parent / "migrations"
HEAD: Final = REVISIONS[-1]


def is_made(tx: Connection) -> bool:
    """Return whether any version of this program has made its tables."""
    return inspect(tx).has_table("alembic_version")


def revision(tx: Connection, name: str) -> str:
    """Return the version of the tables in the database *name*.

    Raises:
        UserError: if a newer version of this program wrote it.
        UnavailableError: if another program wrote it.
    """
    if not is_made(tx):
        raise UnavailableError(f"{name} belongs to another program. {AFRESH}")
    found = tx.execute(text("SELECT version_num FROM alembic_version")).scalar()
    if found not in REVISIONS:
        raise UserError(
            f"{name} was written by a newer version of this program (tables {found}, "
            f"known up to {HEAD}): install that version again, or put back a copy "
            "from before the upgrade"
        )
    return str(found)


def upgrade(tx: Connection) -> None:
    """Bring the tables to `HEAD`, inside the transaction *tx*."""
    from alembic import command  # noqa: PLC0415  # 100 ms that no usual start pays
    from alembic.config import Config  # noqa: PLC0415  # the same

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = tx
    command.upgrade(config, "head")
