# ruff: noqa: INP001 - Alembic loads it by its path; it is part of no package
"""Where Alembic finds the connection: the caller's, inside the caller's transaction."""

from __future__ import annotations

from alembic import context

context.configure(
    connection=context.config.attributes["connection"],
    transactional_ddl=True,  # SQLite can, once BEGIN is sent by us (`_dialect`)
)
with context.begin_transaction():
    context.run_migrations()
