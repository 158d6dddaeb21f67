"""Mutes: the last word of people on each deadline and route."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, select

from deadlinebot.model.mute import Mute
from deadlinebot.store._dialect import insert_or_replace
from deadlinebot.store._rows import from_ms, maybe_from_ms, maybe_ms, to_ms
from deadlinebot.store._schema import mute


def said(tx: Connection) -> tuple[Mute, ...]:
    """Return all that was said, the oldest word first."""
    rows = tx.execute(select(mute).order_by(mute.c.at_ms, *mute.primary_key))
    return tuple(
        Mute(
            row.deadline_id, row.route, maybe_from_ms(row.until_ms), from_ms(row.at_ms)
        )
        for row in rows
    )


def say(tx: Connection, words: Iterable[Mute]) -> None:
    """Put *words* in the place of what was said of the same deadlines and routes."""
    rows = [
        {
            "deadline_id": word.deadline,
            "route": word.route,
            "until_ms": maybe_ms(word.until),
            "at_ms": to_ms(word.at),
        }
        for word in words
    ]
    if rows:
        tx.execute(insert_or_replace(tx, mute), rows)
