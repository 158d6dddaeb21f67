"""Rows of the outbox to values and back; instants to milliseconds and back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final, TypeAlias

from sqlalchemy import Row

from deadlinebot.model.delivery import Delivery, DeliveryKind, State

AnyRow: TypeAlias = "Row[*tuple[Any, ...]]"
"""A row whose columns are known by name."""

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MS: Final = timedelta(milliseconds=1)


def to_ms(at: datetime) -> int:
    """Return *at* in whole milliseconds since 1970 in UTC, rounded down."""
    return (at - _EPOCH) // _MS


def from_ms(ms: int) -> datetime:
    """Return the instant of *ms*, in UTC."""
    return _EPOCH + timedelta(milliseconds=ms)


def maybe_ms(at: datetime | None) -> int | None:
    """Return `to_ms` of *at*, if there is one."""
    return None if at is None else to_ms(at)


def maybe_from_ms(ms: int | None) -> datetime | None:
    """Return `from_ms` of *ms*, if there is one."""
    return None if ms is None else from_ms(ms)


def delivery_row(planned: Delivery) -> dict[str, object]:
    """Return *planned* as the columns of a fresh row; the rest are defaults."""
    due = to_ms(planned.due)
    return {
        "id": planned.id,
        "channel": planned.channel,
        "deadline_id": planned.deadline or None,
        "sequence": planned.sequence,
        "kind": planned.kind.value,
        "lead": planned.lead,
        "due_ms": due,
        "not_after_ms": to_ms(planned.not_after),
        "detail": planned.detail,
        "next_ms": to_ms(planned.next_at) if planned.next_at else due,
    }


def delivery_value(row: AnyRow) -> Delivery:
    """Return the row of the table ``delivery`` as a value."""
    state = State(row.state)
    return Delivery(
        id=row.id,
        channel=row.channel,
        deadline=row.deadline_id or "",
        sequence=row.sequence,
        kind=DeliveryKind(row.kind),
        lead=row.lead,
        due=from_ms(row.due_ms),
        not_after=from_ms(row.not_after_ms),
        state=state,
        detail=row.detail,
        attempts=row.attempts,
        next_at=from_ms(row.next_ms),
        maybe_sent=row.maybe_sent,
        owner=row.owner,
        epoch=row.epoch,
        error=row.error,
        delivered_at=maybe_from_ms(row.done_ms) if state is State.DELIVERED else None,
    )


def chunks(items: Sequence[str], size: int = 500) -> list[Sequence[str]]:
    """Return *items* in runs that fit into one statement's parameters."""
    return [items[at : at + size] for at in range(0, len(items), size)]
