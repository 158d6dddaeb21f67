"""What people said of deadlines, and which instructions were obeyed; no more feeds.

What stands here is history and never changes; `_schema` is the present.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create two tables, and drop one that nothing ever wrote."""
    op.create_table(
        "mute",
        sa.Column("deadline_id", sa.Text, nullable=False),
        sa.Column("route", sa.Text, nullable=False),
        sa.Column("until_ms", sa.BigInteger),
        sa.Column("at_ms", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("deadline_id", "route", name="pk_mute"),
        sa.ForeignKeyConstraint(
            ["deadline_id"], ["deadline.id"], name="fk_mute_deadline_id"
        ),
    )
    op.create_table(
        "instruction",
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("at_ms", sa.BigInteger, nullable=False),
        sa.Column("planned", sa.Integer, nullable=False),
        sa.Column("cancelled", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_instruction"),
    )
    op.drop_table("feed")
