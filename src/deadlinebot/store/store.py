"""The one class of the store: each method is one transaction of one concept's room."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import datetime
from functools import partial

from deadlinebot.model.change import Change
from deadlinebot.model.channel import Pace
from deadlinebot.model.deadline import Deadline
from deadlinebot.model.delivery import Delivery
from deadlinebot.model.mute import Mute
from deadlinebot.store import (
    channels,
    claiming,
    components,
    facts,
    instructions,
    lapses,
    marks,
    mutes,
    outbox,
    selection,
)
from deadlinebot.store.facts import Applied
from deadlinebot.store.outbox import Ending
from deadlinebot.store.reader import Reader
from deadlinebot.store.selection import Selection
from deadlinebot.store.sources import SourceState, keep_states


class Store(Reader):
    """What outlives the process; safe to use from several threads.

    Every method is one transaction, on the disk when it returns, and raises
    UnavailableError in plain words if the database cannot do it: then nothing of it
    happened. A store opened by `read_store` refuses to write with a UserError.
    """

    def apply(
        self,
        now: datetime,
        *,
        deadlines: Iterable[Deadline] = (),
        changes: Iterable[Change] = (),
        plan: Iterable[Delivery] = (),
        sources: Iterable[SourceState] = (),
    ) -> Applied:
        """Store what changed and what follows from it, all or nothing.

        Writes *deadlines* over their older versions; adds *changes* to the history;
        calls off reminders of older sequences, every reminder of a withdrawn
        deadline, and announcements that *plan* replaces by newer ones; plans what is
        not planned yet (a delivery whose id is known is left as it is); overwrites
        the states of *sources*. Rows of other deadlines are not touched.
        """
        held, news, planned = tuple(deadlines), tuple(changes), tuple(plan)
        states = tuple(sources)
        with self._db.write() as tx:
            applied = facts.apply(tx, now, held, news, planned)
            keep_states(tx, states)
            if not held and not states:
                return applied
            return replace(applied, facts=marks.count_facts(tx))

    @contextmanager
    def turn(self) -> Iterator[Store]:
        """Give this store while no other process has its turn to change facts.

        What the block writes by it is written only while the turn lasts. Other
        processes claim and send meanwhile.

        Raises:
            BusyError: if another process keeps its turn for too long.
        """
        with self._db.turn() as database:
            yield Store(database, self.owner, ExitStack())

    def replan(
        self,
        now: datetime,
        plan: Iterable[Delivery],
        key: str,
        kept: Collection[str] = (),
    ) -> Applied:
        """Put other routes in force, all or nothing.

        Calls off every reminder that waits and is neither in *plan* nor among the ids
        *kept*; plans what is not planned yet or was called off before it was tried;
        notes *key*, which names the routes.
        """
        planned = tuple(plan)
        with self._db.write() as tx:
            applied = facts.replan(tx, now, planned, kept)
            marks.set_plan_key(tx, key)
        return applied

    def mute(
        self,
        now: datetime,
        words: Iterable[Mute],
        *,
        plan: Iterable[Delivery],
        kept: Collection[str],
        instruction: str,
    ) -> Applied:
        """Put in force what people say, once for each *instruction*, all or nothing.

        Each of *words* replaces what was said of the same deadline and route. The
        reminders of their deadlines are planned anew, as `replan` does it.
        """
        said, planned = tuple(words), tuple(plan)
        with self._db.write() as tx:
            muted = partial(mutes.say, tx, now, said, planned, kept)
            return instructions.once(tx, instruction, now, muted)

    def claim(
        self, now: datetime, limit: int, free: Mapping[str, int]
    ) -> tuple[Delivery, ...]:
        """Take up to *limit* due deliveries, the most urgent first.

        Due: planned or retry, ``next_at`` <= *now* < ``not_after``, on a channel that
        is up and not paused. Most urgent: by ``not_after``, ``due``, id. Of several
        due leads of one deadline on one channel only the nearest is claimed; the
        others are superseded, as is one that may have arrived when the next is due
        within an hour. A claim lasts 60 s.

        Args:
            now: the present.
            limit: at most so many in all.
            free: the configured channels, each with how many it can take now.
        """
        with self._db.write() as tx:
            return claiming.claim(tx, self.owner, now, limit, free)

    def mark_together(
        self, group: Sequence[Delivery], now: datetime, pace: Pace
    ) -> tuple[Delivery, ...]:
        """Mark all of *group*, which one message says; return those to be sent.

        Takes one token from the bucket of their channel. If there is none, all are
        planned again, and the channel is paused until there will be one.
        """
        with self._db.write() as tx:
            return outbox.mark_together(tx, self.owner, group, now, pace)

    def finish_together(
        self, group: Sequence[Delivery], now: datetime, ending: Ending
    ) -> int:
        """Note what became of one message, and of its channel; count what was noted."""
        with self._db.write() as tx:
            return outbox.finish_together(tx, self.owner, group, now, ending)

    def release(self, *claims: Delivery, next_at: datetime | None = None) -> int:
        """Give *claims* back unmarked, to go not before *next_at*; count them."""
        with self._db.write() as tx:
            return outbox.release(tx, self.owner, claims, next_at)

    def wake(
        self,
        now: datetime,
        names: Collection[str],
        held: Collection[str],
        missed: Callable[[Sequence[Delivery]], Iterable[Delivery]],
    ) -> tuple[str, ...]:
        """Return those of the channels *names* on which something can be claimed.

        Before that frees what is held beyond its lease, ends what has reached its
        ``not_after``, and plans what *missed* has to say of that. On the
        channels *held* what may have arrived is held.
        """
        with self._db.write() as tx:
            lapses.recover(tx, now)
            lapses.hold(tx, held, now)
            if expired := lapses.expire(tx, self.owner, now):
                facts.put(tx, tuple(missed(expired)))
            return channels.due(tx, names, now)

    def retry(self, wanted: Selection, now: datetime, *, instruction: str) -> Applied:
        """Plan again, for *now*, what is dead or held and not too late.

        Once for each *instruction*. The channels that it waits for are up again, and
        so are those that *wanted* names.
        """
        with self._db.write() as tx:
            retried = partial(selection.retry, tx, wanted, now)
            return instructions.once(tx, instruction, now, retried)

    def revive(self, name: str, now: datetime) -> int:
        """Let channel *name* take messages again, from *now*; ends pauses too.

        Returns:
            How many held deliveries are planned again.
        """
        with self._db.write() as tx:
            return channels.revive(tx, name, now)

    def keep_components(self, bodies: Mapping[str, bytes], now: datetime) -> None:
        """Keep rendered components by content key."""
        with self._db.write() as tx:
            components.keep(tx, bodies, now)

    def drop_components(self, used: Collection[str], before: datetime) -> int:
        """Forget components kept before *before* and not among *used*; count them."""
        with self._db.write() as tx:
            return components.drop(tx, used, before)

    def note_clock(self, now: datetime) -> datetime:
        """Raise the high-water mark to *now* if that is later.

        Returns:
            The mark.
        """
        with self._db.write() as tx:
            return marks.rise(tx, now)

    def hold_clock(self, believed: datetime | None) -> None:
        """Note what the clock would be if it had not gone ahead; None: it is back."""
        with self._db.write() as tx:
            marks.hold(tx, believed)

    def accept_clock(self, now: datetime, *, instruction: str) -> Applied:
        """Note that a clock which shows *now* is right, however high the mark was.

        Once for each *instruction*.
        """
        with self._db.write() as tx:
            accepted = partial(marks.accept, tx, now)
            return instructions.once(tx, instruction, now, accepted)

    def tidy(self, now: datetime) -> int:
        """Forget what ended 400 days ago; return how many deliveries that were."""
        with self._db.write() as tx:
            instructions.forget(tx, now - selection.KEPT)
            return selection.tidy(tx, now)
