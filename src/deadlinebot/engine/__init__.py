"""The engine: the four verbs, and the only room that joins deciding with doing.

::

    source -> files.read -> text
           -> sources.X.parse  -> claims + problems     pure from the text on
           -> reconcile        -> deadlines             windows, conflicts, identity
           -> diff             -> changes               a shrunken source: a problem
           -> Plan             -> deliveries            reminders, announcements
           -> store.apply                               one transaction
    tick:  store.claim -> wording -> notifiers.Y.request
           -> store.mark -> net.post -> notifiers.Y.verdict -> store.finish
    read:  board -> filter, horizon -> feeds.Z.component -> join -> bytes

``refresh`` and ``plan`` are one step: what a refresh changes is planned in the same
transaction, so a crash leaves either both or neither.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Event, Lock

from deadlinebot.config import Settings
from deadlinebot.engine import setup
from deadlinebot.engine.board import Board
from deadlinebot.engine.deliver import Clock, Deliverer
from deadlinebot.engine.publish import Body, Renderer, as_body
from deadlinebot.engine.refresh import compare, look
from deadlinebot.engine.reports import SourceReport
from deadlinebot.model.change import Change
from deadlinebot.model.deadline import Deadline
from deadlinebot.model.estimate import estimated
from deadlinebot.net import Net
from deadlinebot.store import Store
from deadlinebot.wording import Pages

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Published:
    """What readers see; swapped in whole, never changed.

    Attributes:
        feeds: ready bytes by name.
        deadlines: all of them, the next one first.
        reports: how each source stands.
        at: when it was published.
    """

    feeds: Mapping[str, Body] = field(default_factory=dict)
    deadlines: tuple[Deadline, ...] = ()
    reports: Mapping[str, SourceReport] = field(default_factory=dict)
    at: datetime = _EPOCH


class Engine:
    """The four verbs over one store: refresh, plan, deliver, publish."""

    def __init__(
        self, settings: Settings, store: Store, net: Net, say: Callable[[str], None]
    ) -> None:
        self.store = store
        self.board = Board(store.deadlines())
        self.reports = {
            name: SourceReport.from_state(state)
            for name, state in store.source_states().items()
        }
        self.published = Published()
        self._net = net
        self._say = say
        self._lock = Lock()
        self._renderer = Renderer("ics", store.components, store.keep_components)
        self.use(settings)

    def use(self, settings: Settings) -> None:
        """Put *settings* in force, from the next verb on."""
        with self._lock:
            self.settings = settings
            self._sources = setup.sources(settings)
            self._plan = setup.plan(settings.config)
            self._feeds = setup.feeds(settings.config)
            self._deliverer = Deliverer(
                self.store,
                self.board,
                posts=setup.posts(settings),
                net=self._net,
                pages=Pages(settings.config.web.base_url or None),
                say=self._say,
            )

    def refresh(
        self, now: datetime, names: Iterable[str] | None = None
    ) -> tuple[Change, ...]:
        """Read sources again; store and plan what changed, and return it.

        Args:
            now: when we learn of it.
            names: the sources to read; all if None.
        """
        with self._lock:
            wanted = [self._sources[name] for name in names or self._sources]
            readings = [
                look(
                    each, self.reports.get(each.source, SourceReport(each.source)), now
                )
                for each in wanted
            ]
            found = compare(self.board, readings, tuple(self._sources), now)
            reports = {reading.report.name: reading.report for reading in readings}
            self.store.apply(
                now,
                deadlines=found.deadlines,
                changes=found.changes,
                plan=(
                    *self._plan.reminders(found.deadlines, now),
                    *self._plan.announcements(found.changes, now),
                ),
                sources=[report.as_state() for report in reports.values()],
            )
            self.board.put(found.deadlines)
            self.reports |= reports
            return found.changes

    def replan(self, now: datetime) -> None:
        """Plan every deadline anew if the routes are not those of the last time."""
        key = setup.plan_key(self.settings.config)
        with self._lock:
            if self.store.plan_key() != key:
                reminders = self._plan.reminders(self.board.all(), now)
                self.store.replan(now, reminders, key)

    def deliver(self, clock: Clock, stop: Event) -> datetime | None:
        """Send what is due; return when to come back, or None if nothing waits."""
        return self._deliverer.deliver(clock, stop)

    def publish(self, now: datetime) -> Published:
        """Join the feeds anew, and swap them in whole."""
        with self._lock:
            deadlines = estimated(self.board.all())
            past = self.settings.config.horizon
            media_type = self._renderer.format.media_type
            modified = max((d.changed or _EPOCH for d in deadlines), default=_EPOCH)
            feeds: dict[str, Body] = {}
            for name, feed in self._feeds.items():
                identity = self._renderer.render(deadlines, feed, now, past)
                known = self.published.feeds.get(name)
                if known is None or known.identity != identity:
                    known = as_body(identity, modified, media_type)
                feeds[name] = known
            self.published = Published(feeds, deadlines, dict(self.reports), now)
            return self.published


__all__ = ["Body", "Clock", "Engine", "Published"]
