"""Channels as they stand: up or dead, paused until when, and how full their bucket."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from math import ceil
from typing import Final

from sqlalchemy import Connection, Update, case, exists, or_, select, update

from deadlinebot.model.channel import Pace
from deadlinebot.model.delivery import State
from deadlinebot.store._dialect import insert_or_keep
from deadlinebot.store._rows import from_ms, to_ms
from deadlinebot.store._schema import channel, delivery, is_pending

PACE: Final = "pace"
"""Why a channel pauses whose bucket is empty."""


class Health(StrEnum):
    """Whether a channel takes messages."""

    UP = "up"
    DEAD = "dead"  # until the operator says otherwise


@dataclass(frozen=True, slots=True)
class ChannelState:
    """How one channel stands.

    Attributes:
        name: as configured.
        health: up or dead.
        paused_until: nothing goes before this instant; None: not paused.
        reason: the service's word on why; empty if nothing is wrong.
    """

    name: str
    health: Health = Health.UP
    paused_until: datetime | None = None
    reason: str = ""


def states(tx: Connection) -> dict[str, ChannelState]:
    """Return every channel that was ever planned for, by its name."""
    return {
        row.name: ChannelState(
            row.name,
            Health(row.state),
            from_ms(row.pause_ms) if row.pause_ms else None,
            row.reason,
        )
        for row in tx.execute(select(channel))
    }


def ready(tx: Connection, names: Collection[str], t: int) -> list[str]:
    """Return those of *names* that are up and not paused at *t* ms, sorted."""
    wanted = (
        select(channel.c.name)
        .where(channel.c.name.in_(sorted(names)))
        .where(channel.c.state == Health.UP.value, channel.c.pause_ms <= t)
        .order_by(channel.c.name)
    )
    return list(tx.execute(wanted).scalars())


def due(tx: Connection, names: Collection[str], now: datetime) -> tuple[str, ...]:
    """Return those of *names* on which something can be claimed; see `Store.wake`."""
    t = to_ms(now)
    waits = (
        exists()
        .where(delivery.c.channel == channel.c.name, is_pending())
        .where(delivery.c.next_ms <= t, delivery.c.not_after_ms > t)
    )
    wanted = (
        select(channel.c.name)
        .where(channel.c.name.in_(sorted(names)))
        .where(channel.c.state == Health.UP.value, channel.c.pause_ms <= t, waits)
    )
    return tuple(tx.execute(wanted).scalars())


def pause(tx: Connection, name: str, until: datetime, reason: str) -> None:
    """Let nothing go to *name* before *until*; never shortens a pause."""
    end = to_ms(until)
    longest = case((channel.c.pause_ms > end, channel.c.pause_ms), else_=end)
    _know(tx, name)
    tx.execute(_of(name).values(pause_ms=longest, reason=reason))


def set_dead(tx: Connection, name: str, reason: str) -> bool:
    """Let nothing go to *name* until `revive`; return whether it went until now."""
    _know(tx, name)
    dying = _of(name).where(channel.c.state == Health.UP.value)
    died = tx.execute(dying.values(state=Health.DEAD.value, reason=reason))
    return died.rowcount == 1


def revive(tx: Connection, name: str, now: datetime) -> int:
    """Let *name* take messages again; return how many held ones wait again."""
    tx.execute(_of(name).values(state=Health.UP.value, reason="", pause_ms=0))
    freed = (
        update(delivery)
        .where(delivery.c.channel == name, delivery.c.state == State.HELD.value)
        .values(state=State.PLANNED.value, next_ms=to_ms(now))
    )
    return tx.execute(freed).rowcount


def revive_dead(tx: Connection, names: Collection[str], now: datetime) -> int:
    """Let the dead among *names* take messages again; count what was held."""
    dead = select(channel.c.name).where(channel.c.name.in_(sorted(names)))
    dead = dead.where(channel.c.state == Health.DEAD.value)
    return sum(revive(tx, name, now) for name in tx.execute(dead).scalars().all())


def take(tx: Connection, name: str, now: datetime, pace: Pace) -> datetime | None:
    """Take one token from the bucket of *name*: None means go.

    Else nothing is taken, and the answer is when there will be one.

    The generic cell rate algorithm (ITU-T I.371): one stored instant, at which the
    bucket will be full, stands for the tokens and for when they were counted.
    """
    t, step = to_ms(now), ceil(pace.per_s * 1000)
    room = step * (pace.burst - 1)
    full = channel.c.full_ms
    # later than any take could make it: the clock was set back, which must not stop
    # the channel for as long as the step
    beyond = full > t + room + step
    after = case((beyond, t + room + step), (full > t, full + step), else_=t + step)
    _know(tx, name)
    taken = tx.execute(
        _of(name).where(or_(full <= t + room, beyond)).values(full_ms=after)
    )
    if taken.rowcount:
        return None
    held = tx.execute(select(full).where(channel.c.name == name)).scalar_one()
    return from_ms(held - room)


def next_due(tx: Connection, names: Collection[str]) -> datetime | None:
    """Return when the first delivery of *names* may be claimed; see `Store`."""
    first = (
        select(delivery.c.next_ms)
        .where(delivery.c.channel == channel.c.name, is_pending())
        .order_by(delivery.c.next_ms)
        .limit(1)
        .correlate(channel)
        .scalar_subquery()
    )
    wanted = (
        select(channel.c.pause_ms, first.label("first"))
        .where(channel.c.name.in_(sorted(names)))
        .where(channel.c.state == Health.UP.value)
    )
    times = [
        max(row.first, row.pause_ms)
        for row in tx.execute(wanted)
        if row.first is not None
    ]
    return from_ms(min(times)) if times else None


def _know(tx: Connection, name: str) -> None:
    tx.execute(insert_or_keep(tx, channel), {"name": name})


def _of(name: str) -> Update:
    return update(channel).where(channel.c.name == name)
