"""The verbs: refresh, plan, deliver and publish, over one store."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from threading import Event, Lock

from deadlinebot.config import Settings
from deadlinebot.engine import alarms, setup
from deadlinebot.engine.board import Board
from deadlinebot.engine.catalogue import Progress, silent
from deadlinebot.engine.clock import Clock, Trust
from deadlinebot.engine.deliver import Deliverer
from deadlinebot.engine.follow import follow
from deadlinebot.engine.hearing import Hearing
from deadlinebot.engine.lane import Lane
from deadlinebot.engine.post import Post
from deadlinebot.engine.publish import Renderer
from deadlinebot.engine.published import Published, published
from deadlinebot.engine.refresh import Reading, compare, look
from deadlinebot.engine.reports import SourceReport, stored
from deadlinebot.engine.speaker import Speaker, history_in
from deadlinebot.model.change import Change
from deadlinebot.model.digests import PLANNED_AHEAD
from deadlinebot.model.estimate import estimated
from deadlinebot.model.mute import Mute, Mutes, by_deadline, heard
from deadlinebot.net import Net
from deadlinebot.store import Applied, Health, Store
from deadlinebot.wording import Pages

_LOOK_AGAIN = timedelta(hours=1)
_UNUSED = timedelta(days=7)  # a feed that is taken back within costs no rendering


class Engine:
    """The four verbs over one store: refresh, plan, deliver, publish."""

    def __init__(
        self,
        settings: Settings,
        store: Store,
        net: Net,
        say: Callable[[str], None],
        posts: Callable[[Settings], Mapping[str, Post]] = setup.posts,
        *,
        watch: Trust | None = None,
    ) -> None:
        self.store = store
        self._facts = store.facts()  # first: what changes meanwhile is read again
        self.board = Board(store.deadlines())
        self.reports = stored(store.source_states())
        self.published = Published()
        self._net = net
        self._say = say
        self._posts = posts
        self._lock = Lock()
        self._looked: datetime | None = None
        self._watch = watch or Trust()
        self._deliverer = Deliverer(store, self._watch)
        self._fetching = Hearing(net, self._watch.hear)
        self._reading = Lock()
        self._renderer = Renderer("ics", store.components, store.keep_components)
        self.use(settings)

    def use(self, settings: Settings) -> None:
        """Put *settings* in force, from the next verb on, or none of them."""
        with self._lock:
            mutes, plan = by_deadline(self.store.mutes()), setup.plan(settings.config)
            self.settings = settings
            self._sources = setup.sources(settings)
            self.reports = {n: r for n, r in self.reports.items() if n in self._sources}
            self._plan = replace(plan, mutes=mutes)
            self._feeds = setup.feeds(settings.config)
            self._deliverer.use(
                self._lanes(settings), settings.config.operator.channels
            )

    def _lanes(self, settings: Settings) -> Mapping[str, Lane]:
        speaker = Speaker(
            self.board,
            Pages(settings.config.web.base_url or None),
            self.catch_up,
            plan=lambda: self._plan,
            history=history_in(self.store),
        )
        return {
            name: Lane(
                post,
                self.store,
                speaker,
                net=self._net,
                say=self._say,
                operators=settings.config.operator.channels,
                watch=self._watch,
            )
            for name, post in self._posts(settings).items()
        }

    def refresh(
        self,
        now: datetime,
        names: Iterable[str] | None = None,
        progress: Progress = silent,
    ) -> tuple[Change, ...]:
        """Read sources again; store and plan what changed, and return it.

        What is read is read outside of the lock: a slow server keeps nobody waiting
        but other sources. Processes that share the store take turns; each begins with
        what the others have learnt.

        Args:
            now: when we learn of it.
            names: the sources to read; all if None.
            progress: told after each text of a source.
        """
        now = self._watch.best(now)
        with self._reading, self.store.turn() as turn:
            self.catch_up()
            sources = self._sources
            wanted = [sources[name] for name in names or sources if name in sources]
            before = {
                each.source: self.reports.get(each.source, SourceReport(each.source))
                for each in wanted
            }
            readings = [
                look(each, before[each.source], self._fetching, now, progress)
                for each in wanted
            ]
            with self._lock:  # the settings may have lost a source meanwhile
                kept = [r for r in readings if r.report.name in self._sources]
                return self._learn(turn, before, kept, now)

    def _learn(
        self,
        turn: Store,
        before: Mapping[str, SourceReport],
        readings: Sequence[Reading],
        now: datetime,
    ) -> tuple[Change, ...]:
        """Store what *readings* found and all that follows from it, if anything."""
        found = compare(self.board, readings, tuple(self._sources), now)
        learnt = follow(before, readings, found, self.board, now)
        news = (*learnt.news, *alarms.unrouted(found.changes, self._plan, now))
        plan = (
            *self._plan.reminders(found.deadlines, now),
            *self._plan.announcements(learnt.changes, now),
            *alarms.deliveries(news, self.settings.config.operator.channels, now),
        )
        if found.deadlines or found.changes or plan or learnt.states:
            applied = turn.apply(
                now,
                deadlines=found.deadlines,
                changes=found.changes,
                plan=plan,
                sources=learnt.states,
            )
            self._count(applied)
        self.board.put(found.deadlines)
        self.reports |= learnt.reports
        return found.changes

    def _count(self, applied: Applied) -> None:
        """Note the version of the facts, if all that is new in it is our own."""
        if applied.facts == self._facts + 1:
            self._facts = applied.facts

    def catch_up(self) -> bool:
        """Take over what other processes learnt; return whether there was anything."""
        if not self.store.shared:
            return False
        with self._lock:
            version = self.store.facts()
            if version == self._facts:
                return False
            held = self.store.deadlines()
            self.board.put(d for d in held if d != self.board.get(d.id))
            for name, told in stored(self.store.source_states()).items():
                mine = self.reports.get(name)
                if name in self._sources and (not mine or told.says_more_than(mine)):
                    self.reports[name] = told
            self._plan = replace(self._plan, mutes=by_deadline(self.store.mutes()))
            self._facts = version
            return True

    def replan(self, now: datetime) -> None:
        """Plan every deadline anew if the routes are not those of the last time."""
        now, key = self._watch.best(now), setup.plan_key(self.settings.config)
        with self.store.turn() as turn:
            self.catch_up()
            with self._lock:
                if turn.plan_key() != key:
                    every = self.board.all()
                    late = {each.id for each in self._plan.late(every, now)}
                    turn.replan(now, self._plan.whole(every, now), key, late)

    def mute(self, now: datetime, words: Iterable[Mute], instruction: str) -> Applied:
        """Let what people say of deadlines on the board count, and plan these anew.

        Once for each *instruction*: it returns what that did then.
        """
        now, said = self._watch.best(now), tuple(words)
        with self.store.turn() as turn:
            self.catch_up()
            with self._lock:
                plan = replace(self._plan, mutes=heard(self._plan.mutes, said))
                of = [d for d in map(self.board.get, {w.deadline for w in said}) if d]
                applied = turn.mute(
                    now,
                    said,
                    plan=plan.reminders(of, now),
                    kept={each.id for each in plan.late(of, now)},
                    instruction=instruction,
                )
                self._plan = replace(plan, mutes=by_deadline(turn.mutes()))
                self._count(applied)
        return applied

    @property
    def mutes(self) -> Mutes:
        """What people said of deadlines, by their ids."""
        return self._plan.mutes

    def revive(self, now: datetime) -> None:
        """Give every dead channel another chance: its address may have been mended.

        What it held is planned again; if the service still refuses, it is dead again
        after one message.
        """
        now = self._watch.best(now)
        for name, state in self.store.channel_states().items():
            if state.health is Health.DEAD:
                self.store.revive(name, now)

    def deliver(self, clock: Clock, stop: Event) -> datetime | None:
        """Send what is due; return when to come back, or None if nothing waits."""
        self._look_ahead(self._watch.best(clock()))
        return self._deliverer.deliver(clock, stop)

    def dispatch(self, clock: Clock, stop: Event) -> None:
        """Let what is due begin to be sent, and do not wait for it."""
        self._look_ahead(self._watch.best(clock()))
        self._deliverer.dispatch(clock, stop)

    @property
    def doubt(self) -> str:
        """Why the clock is not believed and nothing is sent; empty if it is."""
        return self._watch.doubt

    @property
    def sending(self) -> bool:
        """Whether something is being sent."""
        return self._deliverer.busy

    def next_due(self) -> datetime | None:
        """Return when something can next be sent; None if nothing waits."""
        return self._deliverer.next_due()

    def _look_ahead(self, now: datetime) -> None:
        """Plan the digests of the days ahead, once an hour."""
        if self._looked and abs(now - self._looked) < _LOOK_AGAIN:
            return
        coming = tuple(self._plan.digests(now, now + PLANNED_AHEAD))
        if coming:
            self.store.apply(now, plan=coming)
        self._looked = now

    def close(self) -> None:
        """Wait for what is being sent; nothing is sent any more.

        Raises:
            Exception: what ended it, if it did not end by itself.
        """
        self._deliverer.close()

    def tidy(self, now: datetime) -> None:
        """Drop what nobody will ask for again."""
        now = self._watch.best(now)
        self.store.tidy(now)
        with self._lock:
            used = self._renderer.used(self._feeds.values())
        self.store.drop_components(used, now - _UNUSED)

    def publish(self, now: datetime) -> Published:
        """Join the feeds anew, and swap them in whole."""
        now = self._watch.best(now)
        with self._lock:
            content = Published(
                deadlines=estimated(self.board.all()),
                reports=dict(self.reports),
                mutes=self.mutes,
                at=now,
            )
            past = self.settings.config.horizon
            self.published = published(
                content, self._feeds, self._renderer, past, self.published
            )
            return self.published
