"""Deliveries for tests of the store, and the steps that bring one somewhere."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from sqlalchemy import update

from deadlinebot.model.channel import Pace
from deadlinebot.model.deadline import Deadline
from deadlinebot.model.delivery import (
    Delivery,
    DeliveryKind,
    Outcome,
    State,
    Verdict,
    delivery_id,
)
from deadlinebot.store import (
    Ending,
    Selection,
    Store,
    channels,
    lapses,
    open_store,
    outbox,
)
from deadlinebot.store._schema import delivery
from tests.build import DUE, SEEN, a_deadline, utc

NOW = utc("2026-05-23T12:00:00")
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
PAPER = a_deadline()
OK = Verdict(Outcome.DELIVERED, "ok")
LATER = Verdict(Outcome.RETRY, "503")
CHAT = {"chat": 10}

Opener = Callable[[str], Store]
"""Opens the database under test for an owner, again and again."""


def a_reminder(
    lead: str = "3d",
    due: datetime = NOW,
    *,
    channel: str = "chat",
    of: Deadline = PAPER,
    kind: DeliveryKind = DeliveryKind.REMINDER,
) -> Delivery:
    """Return a delivery of EMNLP's paper deadline, due now."""
    assert of.due
    return Delivery(
        id=delivery_id(channel, of.id, kind, lead, of.sequence),
        channel=channel,
        deadline=of.id,
        sequence=of.sequence,
        kind=kind,
        lead=lead,
        due=due,
        not_after=of.due,
    )


def moved(deadline: Deadline = PAPER, days: int = 7) -> Deadline:
    """Return the next version of *deadline*, *days* later."""
    later = a_deadline(DUE + days * DAY)
    return replace(later, id=deadline.id, sequence=deadline.sequence + 1)


def state(store: Store, planned: Delivery) -> State:
    """Return where *planned* stands."""
    (row,) = store.deliveries(Selection(ids=(planned.id,)))
    return row.state


def states(store: Store) -> dict[str, State]:
    """Return where each lead stands."""
    return {row.lead: row.state for row in store.deliveries()}


def claimed(store: Store, now: datetime = NOW) -> Delivery:
    """Claim the one that is due."""
    (one,) = store.claim(now, 10, CHAT)
    return one


def marked(store: Store, now: datetime = NOW) -> Delivery:
    """Claim and mark the one that is due."""
    sent = mark(store, claimed(store, now), now)
    assert sent is not None
    return sent


def mark(store: Store, claimed: Delivery, now: datetime) -> Delivery | None:
    """Mark one by itself, whatever the pace."""
    with store._db.write() as tx:
        return outbox.mark(tx, store.owner, claimed, now)


def finish(
    store: Store,
    sent: Delivery,
    now: datetime,
    state: State,
    *,
    verdict: Verdict,
    next_at: datetime | None = None,
    maybe_sent: bool = False,
) -> bool:
    """Finish one by itself, whatever that means for its channel."""
    ending = Ending(state, verdict, next_at, maybe_sent)
    with store._db.write() as tx:
        return outbox.finish(tx, store.owner, sent, now, ending)


def recover(store: Store, now: datetime) -> int:
    """Free what is held beyond its lease."""
    with store._db.write() as tx:
        return lapses.recover(tx, now)


def expire(store: Store, now: datetime) -> int:
    """End what may no longer be sent."""
    with store._db.write() as tx:
        return len(lapses.expire(tx, store.owner, now))


def pause(store: Store, name: str, until: datetime, reason: str) -> None:
    """Let nothing go to a channel for a while."""
    with store._db.write() as tx:
        channels.pause(tx, name, until, reason)


def set_dead(store: Store, name: str, reason: str) -> bool:
    """Let nothing go to a channel any more."""
    with store._db.write() as tx:
        return channels.set_dead(tx, name, reason)


def take(store: Store, name: str, now: datetime, pace: Pace) -> datetime | None:
    """Take a token from a channel's bucket."""
    with store._db.write() as tx:
        return channels.take(tx, name, now, pace)


def pass_by(store: Store, time: timedelta) -> None:
    """Let *time* pass for every lease: on a server its own clock ends them."""
    ms = time // timedelta(milliseconds=1)
    with store._db.write() as tx:
        tx.execute(update(delivery).values(lease_ms=delivery.c.lease_ms - ms))


@cache
def empty_store() -> Path:
    """Return the file of an empty store, made once: migrations cost more than tests."""
    path = Path(tempfile.mkdtemp(prefix="deadlinebot-")) / "state.db"
    open_store(path, owner="maker", now=SEEN).close()
    return path


def opened(path: Path) -> Store:
    """Open the store in the file *path*, alone."""
    return open_store(path, owner="me", now=SEEN)


def a_store_at(path: Path) -> Path:
    """Make a store with one deadline in the file *path*; return that."""
    with opened(path) as store:
        store.apply(SEEN, deadlines=[a_deadline()])
    return path
