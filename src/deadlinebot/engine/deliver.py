"""Deliver: every channel has its lane, and none waits for another.

A service that hangs for 20 seconds holds up its own channel only. One channel is never
sent to by two threads: a lane that is under way is left alone, also when a reload has
put another one in its place; that one takes over after the round in hand.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from datetime import datetime
from threading import Event

from deadlinebot.engine.alarms import deliveries, missed
from deadlinebot.engine.clock import Clock, Trust
from deadlinebot.engine.lane import Lane
from deadlinebot.model.delivery import Delivery
from deadlinebot.store import Store

_LANES = 32  # threads at most; systemd's unit allows 64 in all


class Deliverer:
    """Sends what is due, channel by channel. Its verbs belong to one thread."""

    def __init__(self, store: Store, watch: Trust) -> None:
        self._store = store
        self._watch = watch
        self._lanes: Mapping[str, Lane] = {}
        self._operators: Sequence[str] = ()
        self._workers = ThreadPoolExecutor(_LANES, "lane")
        self._under_way: dict[str, Future[None]] = {}

    def use(self, lanes: Mapping[str, Lane], operators: Sequence[str]) -> None:
        """Put *lanes* in force, by the names of their channels.

        Args:
            lanes: one for each channel of the configuration.
            operators: the channels that hear of what was missed.
        """
        self._lanes, self._operators = lanes, operators

    def dispatch(self, clock: Clock, stop: Event) -> None:
        """Let every idle lane on which something is due begin; do not wait for them.

        Args:
            clock: gives the current instant, in UTC.
            stop: when set, what is under way is finished and nothing else begun.

        Raises:
            Exception: what ended a lane since the last time; its channel goes on.
        """
        ended = self._ended()
        for name in self._awake(clock()):
            if name not in self._under_way:
                work = self._workers.submit(self._drain, name, clock, stop)
                self._under_way[name] = work
        _raise_first(ended)

    def deliver(self, clock: Clock, stop: Event) -> datetime | None:
        """Send all that is due and can go now, and wait until it is done.

        Returns:
            When to come back: the next delivery's time or the end of a pause.

        Raises:
            Exception: what ended a lane.
        """
        self.dispatch(clock, stop)
        wait(self._under_way.values())
        _raise_first(self._ended())
        return self.next_due()

    def next_due(self) -> datetime | None:
        """Return when something can next be sent; None: nothing waits, or may go."""
        if self._watch.doubt:
            return None
        return self._store.next_due(tuple(self._lanes))

    @property
    def busy(self) -> bool:
        """Whether a lane is under way."""
        return not all(work.done() for work in self._under_way.values())

    def close(self) -> None:
        """Wait until every lane has ended; nothing begins any more.

        Raises:
            Exception: what ended a lane.
        """
        self._workers.shutdown()
        _raise_first(self._ended())

    def _awake(self, now: datetime) -> Collection[str]:
        """Return on which channels something is due; end what is over by *now*."""

        def told(expired: Sequence[Delivery]) -> Iterator[Delivery]:
            return deliveries(missed(expired), self._operators, now)

        self._watch.look(now)
        if self._watch.doubt:
            return ()
        lanes = self._lanes
        held = [name for name, lane in lanes.items() if lane.holds]
        return self._store.wake(now, tuple(lanes), held, told)

    def _drain(self, name: str, clock: Clock, stop: Event) -> None:
        while not stop.is_set():
            lane = self._lanes.get(name)
            if lane is None or not lane.round(clock, stop):
                return

    def _ended(self) -> list[Future[None]]:
        ended = {name: work for name, work in self._under_way.items() if work.done()}
        for name in ended:
            del self._under_way[name]
        return list(ended.values())


def _raise_first(ended: Iterable[Future[None]]) -> None:
    for work in ended:
        work.result()
