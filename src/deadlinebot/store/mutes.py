"""Mutes: the last word of people on each deadline and route."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, select

from deadlinebot.model.delivery import Delivery
from deadlinebot.model.mute import Mute
from deadlinebot.store import facts, marks
from deadlinebot.store._dialect import insert_or_replace
from deadlinebot.store._rows import from_ms, maybe_from_ms, maybe_ms, to_ms
from deadlinebot.store._schema import mute
from deadlinebot.store.facts import Applied


def said(tx: Connection) -> tuple[Mute, ...]:
    """Return all that was said, the oldest word first."""
    rows = tx.execute(select(mute).order_by(mute.c.at_ms, *mute.primary_key))
    return tuple(
        Mute(
            row.deadline_id, row.route, maybe_from_ms(row.until_ms), from_ms(row.at_ms)
        )
        for row in rows
    )


def say(
    tx: Connection,
    now: datetime,
    words: Sequence[Mute],
    plan: Sequence[Delivery],
    kept: Collection[str],
) -> Applied:
    """Put *words* in force, and *plan* for their deadlines; see `Store.mute`."""
    if not words:
        return Applied()
    _keep(tx, words)
    of = sorted({word.deadline for word in words})
    applied = facts.replan(tx, now, plan, kept, of)
    return replace(applied, facts=marks.count_facts(tx))


def _keep(tx: Connection, words: Sequence[Mute]) -> None:
    rows = [
        {
            "deadline_id": word.deadline,
            "route": word.route,
            "until_ms": maybe_ms(word.until),
            "at_ms": to_ms(word.at),
        }
        for word in words
    ]
    tx.execute(insert_or_replace(tx, mute), rows)
