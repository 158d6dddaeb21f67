"""Pulse: the daemon's tick, by a clock that nobody can set.

APScheduler counts by the clock on the wall. Set ahead by a year, an interval of one
second is worked out 31 million times; set back by a day, it sleeps for a day.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Event, Thread

_STEP_S = 60.0


class Pulse:
    """Calls the same thing every so often, until it is told to stop."""

    def __init__(self, beat: Callable[[], None], every_s: float, stop: Event) -> None:
        self._beat = beat
        self._every_s = every_s
        self._stop = stop
        self._thread = Thread(target=self._run, name="tick", daemon=True)

    def start(self) -> None:
        """Begin, in a thread of its own."""
        self._thread.start()

    def join(self) -> None:
        """Wait for the last beat, after the stop; nothing if it never began."""
        if self._thread.ident is not None:
            self._thread.join()

    def _run(self) -> None:
        while not self._stop.wait(self._every_s):
            self._beat()


def ahead_s() -> float:
    """Return how far the clock on the wall is ahead of the one that cannot be set."""
    return time.clock_gettime(time.CLOCK_REALTIME) - time.monotonic()


class StepsBack:
    """Notices when the clock on the wall is set back by a minute or more."""

    def __init__(self, ahead_s: Callable[[], float] = ahead_s) -> None:
        self._now_s = ahead_s
        self._before_s = ahead_s()

    def one(self) -> bool:
        """Return whether there was one since the last question."""
        before_s, self._before_s = self._before_s, self._now_s()
        return self._before_s <= before_s - _STEP_S
