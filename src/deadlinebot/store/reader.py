"""What a store can be asked; it changes nothing."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import ExitStack
from datetime import datetime
from typing import Self

from deadlinebot.model.change import Change
from deadlinebot.model.deadline import Deadline
from deadlinebot.model.delivery import Delivery
from deadlinebot.model.mute import Mute
from deadlinebot.store import (
    channels,
    components,
    facts,
    instructions,
    marks,
    mutes,
    selection,
    sources,
)
from deadlinebot.store._database import Database
from deadlinebot.store.channels import ChannelState
from deadlinebot.store.facts import Applied
from deadlinebot.store.selection import EVERYTHING, Attempt, Selection
from deadlinebot.store.sources import SourceState
from deadlinebot.store.traffic import Traffic, traffic


class Reader:
    """The questions; each method sees one state of everything.

    Attributes:
        owner: the name under which this process holds deliveries.
    """

    def __init__(self, database: Database, owner: str, closing: ExitStack) -> None:
        self.owner = owner
        self._db = database
        self._closing = closing

    @property
    def shared(self) -> bool:
        """Whether other processes may write it at the same time."""
        return self._db.shared

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the database and drop the lock; twice is once."""
        self._closing.close()

    def deadlines(self) -> tuple[Deadline, ...]:
        """Return every deadline, by id."""
        with self._db.read() as tx:
            rows = facts.payloads(tx)
        return facts.decoded(rows)

    def facts(self) -> int:
        """Return how often deadlines, sources or mutes changed: a version of all."""
        with self._db.read() as tx:
            return marks.facts(tx)

    def plan_key(self) -> str | None:
        """Return the key that `replan` was last given."""
        with self._db.read() as tx:
            return marks.plan_key(tx)

    def mutes(self) -> tuple[Mute, ...]:
        """Return what people said of deadlines and routes, the oldest word first."""
        with self._db.read() as tx:
            return mutes.said(tx)

    def obeyed(self, instruction: str) -> Applied | None:
        """Return what an instruction did, by its name; None: it was not obeyed yet."""
        with self._db.read() as tx:
            return instructions.obeyed(tx, instruction)

    def changes(
        self,
        deadline_id: str | None = None,
        since: datetime | None = None,
        limit: int = 100,
    ) -> tuple[Change, ...]:
        """Return the newest *limit* changes, the oldest of them first."""
        with self._db.read() as tx:
            rows = facts.history(tx, deadline_id, since, limit)
        return facts.changes(rows)

    def source_states(self) -> dict[str, SourceState]:
        """Return what is known of each source, by its name."""
        with self._db.read() as tx:
            return sources.states(tx)

    def next_due(self, names: Collection[str]) -> datetime | None:
        """Return when something on the channels *names* can first be claimed.

        May lie in the past. Paused channels count from the end of their pause, dead
        ones never. None: nothing waits.
        """
        with self._db.read() as tx:
            return channels.next_due(tx, names)

    def deliveries(self, wanted: Selection = EVERYTHING) -> tuple[Delivery, ...]:
        """Return the deliveries that *wanted* selects, the earliest due first."""
        with self._db.read() as tx:
            rows = selection.rows(tx, wanted)
        return selection.values(rows)

    def attempts(self, delivery_id: str) -> tuple[Attempt, ...]:
        """Return the attempts of one delivery, the first first."""
        with self._db.read() as tx:
            return selection.attempts(tx, delivery_id)

    def channel_states(self) -> dict[str, ChannelState]:
        """Return every channel that was ever used, by name; others are up."""
        with self._db.read() as tx:
            return channels.states(tx)

    def traffic(self) -> dict[str, Traffic]:
        """Return what waits for each channel that was ever used, and what it took."""
        with self._db.read() as tx:
            return traffic(tx)

    def components(self, keys: Collection[str]) -> dict[str, bytes]:
        """Return the kept bytes by content key; keys that are not kept are absent."""
        with self._db.read() as tx:
            return components.kept(tx, keys)

    def installed_at(self) -> datetime | None:
        """Return when this database was made."""
        with self._db.read() as tx:
            return marks.read(tx, marks.Instant.INSTALLED)

    def high_water(self) -> datetime | None:
        """Return the latest instant that `note_clock` was ever told."""
        with self._db.read() as tx:
            return marks.read(tx, marks.Instant.HIGH_WATER)

    def last_ended(self) -> datetime | None:
        """Return when a delivery was last sent, or called off; None: none ever was."""
        with self._db.read() as tx:
            return selection.last_ended(tx)

    def held_clock(self) -> datetime | None:
        """Return what `hold_clock` was told; None once a clock was accepted."""
        with self._db.read() as tx:
            return marks.read(tx, marks.Instant.HELD)

    def accepted_clock(self) -> datetime | None:
        """Return what the clock showed that was accepted last."""
        with self._db.read() as tx:
            return marks.read(tx, marks.Instant.ACCEPTED)
