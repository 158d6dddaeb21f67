"""The first tables: facts, outbox, channels, components.

What stands here is history and never changes; `_schema` is the present.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

PENDING = "state = 'planned' OR state = 'retry'"
OPEN = PENDING + " OR state = 'held' OR state = 'claimed'"
IN_HAND = "state = 'claimed' OR state = 'sending'"


def upgrade() -> None:
    """Create them."""
    _facts()
    _outbox()
    _kept()


def _facts() -> None:
    op.create_table(
        "meta",
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_meta"),
    )
    op.create_table(
        "deadline",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("payload", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_deadline"),
    )
    op.create_table(
        "change",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("deadline_id", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("at_ms", sa.BigInteger, nullable=False),
        sa.Column("before", sa.Text),
        sa.Column("after", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_change"),
        sa.ForeignKeyConstraint(
            ["deadline_id"], ["deadline.id"], name="fk_change_deadline_id"
        ),
    )
    op.create_index("ix_change_at", "change", ["at_ms"])
    op.create_index("ix_change_deadline", "change", ["deadline_id", "at_ms"])
    op.create_table(
        "source",
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.Column("etag", sa.Text, nullable=False),
        sa.Column("last_modified", sa.Text, nullable=False),
        sa.Column("last_ok_ms", sa.BigInteger),
        sa.Column("last_error", sa.Text, nullable=False),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("report", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_source"),
    )


def _outbox() -> None:
    op.create_table(
        "channel",
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False, server_default="up"),
        sa.Column("reason", sa.Text, nullable=False, server_default=""),
        sa.Column("pause_ms", sa.BigInteger, nullable=False, server_default="0"),
        sa.Column("full_ms", sa.BigInteger, nullable=False, server_default="0"),
        sa.PrimaryKeyConstraint("name", name="pk_channel"),
        sa.CheckConstraint(
            "state = 'up' OR state = 'dead'", name="ck_channel_state_known"
        ),
    )
    op.create_table(
        "delivery",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("deadline_id", sa.Text),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("lead", sa.Text, nullable=False),
        sa.Column("due_ms", sa.BigInteger, nullable=False),
        sa.Column("not_after_ms", sa.BigInteger, nullable=False),
        sa.Column("state", sa.Text, nullable=False, server_default="planned"),
        sa.Column("detail", sa.Text, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
        sa.Column("next_ms", sa.BigInteger, nullable=False),
        sa.Column("maybe_sent", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("owner", sa.Text),
        sa.Column("epoch", sa.Integer, nullable=False, server_default="0"),
        sa.Column("error", sa.Text, nullable=False, server_default=""),
        sa.Column("lease_ms", sa.BigInteger),
        sa.Column("done_ms", sa.BigInteger),
        sa.PrimaryKeyConstraint("id", name="pk_delivery"),
        sa.ForeignKeyConstraint(
            ["channel"], ["channel.name"], name="fk_delivery_channel"
        ),
        sa.ForeignKeyConstraint(
            ["deadline_id"], ["deadline.id"], name="fk_delivery_deadline_id"
        ),
        sa.CheckConstraint(
            "state = 'planned' OR state = 'claimed' OR state = 'sending' "
            "OR state = 'retry' OR state = 'held' OR state = 'delivered' "
            "OR state = 'superseded' OR state = 'cancelled' OR state = 'expired' "
            "OR state = 'dead'",
            name="ck_delivery_state_known",
        ),
        sa.CheckConstraint(
            "kind = 'reminder' OR kind = 'change' OR kind = 'digest' "
            "OR kind = 'alarm'",
            name="ck_delivery_kind_known",
        ),
        sa.CheckConstraint(
            f"({IN_HAND}) = (owner IS NOT NULL)", name="ck_delivery_owned_in_hand"
        ),
        sa.CheckConstraint(
            "(owner IS NULL) = (lease_ms IS NULL)", name="ck_delivery_leased_if_owned"
        ),
    )
    op.create_index("ix_delivery_deadline", "delivery", ["deadline_id", "channel"])
    _partial("ix_delivery_pending", ["channel", "next_ms"], PENDING)
    _partial("ix_delivery_open", ["not_after_ms"], OPEN)
    _partial("ix_delivery_in_hand", ["lease_ms"], IN_HAND)
    op.create_table(
        "attempt",
        sa.Column("delivery_id", sa.Text, nullable=False),
        sa.Column("n", sa.Integer, nullable=False),
        sa.Column("started_ms", sa.BigInteger, nullable=False),
        sa.Column("ended_ms", sa.BigInteger),
        sa.Column("outcome", sa.Text),
        sa.Column("code", sa.Text, nullable=False, server_default=""),
        sa.Column("reason", sa.Text, nullable=False, server_default=""),
        sa.PrimaryKeyConstraint("delivery_id", "n", name="pk_attempt"),
        sa.ForeignKeyConstraint(
            ["delivery_id"],
            ["delivery.id"],
            name="fk_attempt_delivery_id",
            ondelete="CASCADE",
        ),
        sa.CheckConstraint(
            "outcome = 'delivered' OR outcome = 'retry' OR outcome = 'wait' "
            "OR outcome = 'unknown' OR outcome = 'reject_message' "
            "OR outcome = 'channel_dead'",
            name="ck_attempt_outcome_known",
        ),
    )


def _partial(name: str, columns: list[str], where: str) -> None:
    op.create_index(
        name,
        "delivery",
        columns,
        sqlite_where=sa.text(where),
        postgresql_where=sa.text(where),
    )


def _kept() -> None:
    op.create_table(
        "component",
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("kept_ms", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_component"),
    )
    op.create_table(
        "feed",
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("etag", sa.Text, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_feed"),
    )
