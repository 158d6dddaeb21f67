"""The clock by which everything is sent, and whether it can be believed.

A clock that jumps would send reminders too early, or end them as too late, and neither
can be taken back. So a jump that no machine makes by itself stops the sending until the
clock is back, two servers of sources show the same, or a person says that it is right.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from deadlinebot.store import Store

Clock = Callable[[], datetime]
"""Gives the current instant, in UTC."""

_log = logging.getLogger("deadlinebot")
_log.addHandler(logging.NullHandler())  # a command says it in its own words
_STEP = timedelta(seconds=5)  # further than time servers slew a clock
_AHEAD = timedelta(hours=6)
_BEHIND = timedelta(hours=1)
_NOTED = timedelta(minutes=1)
_AGREES = timedelta(minutes=5)
_WITNESSES = 2
_MEND = "set it right, or say that it is: deadlinebot clock accept"


class Trust:
    """Believes every clock: one that a person has set, or a virtual one."""

    doubt = ""
    """Why nothing is sent; empty if the clock is believed."""

    def look(self, now: datetime) -> None:
        """Take note that the clock shows *now*."""

    def hear(self, host: str, shown: datetime) -> None:
        """Take note that the clock of *host* shows *shown* at this moment."""

    def believes(self, now: datetime) -> bool:
        """Return whether the clock, which shows *now*, is believed."""
        del now
        return True

    def best(self, now: datetime) -> datetime:
        """Return what time it is, as far as is known, if the clock shows *now*."""
        return now


class Watch(Trust):
    """Compares the clock with the one of this boot, and with the latest ever seen.

    The clock of the boot counts the time asleep and cannot be set. How far it and the
    wall's clock part between two looks is the step that the wall's has made.
    """

    def __init__(self, store: Store, boot: Callable[[], float]) -> None:
        """Go on where the last process was, also if it held.

        Args:
            store: keeps the latest instant that was believed, over restarts.
            boot: gives the seconds since this machine was booted.
        """
        self._store = store
        self._boot = boot
        self._high = store.high_water()
        held = store.held_clock()
        self._accepted = store.accepted_clock()
        self._holds = held is not None  # for a step ahead; the store knows it
        self._last = (max(held, self._high or held), boot()) if held else None
        self._noted: datetime | None = None
        self._heard: dict[str, tuple[datetime, float]] = {}

    def look(self, now: datetime) -> None:
        """Begin to doubt the clock, or to believe it again; say so, once each."""
        if self.doubt:
            self._accept_if_confirmed(now)
            self._ask_whether_accepted(now)
        doubt, step = self._doubt(now), self._step(now)
        if doubt and not self.doubt:
            _log.error("the clock is not believed", extra={"reason": doubt})
        elif self.doubt and not doubt:
            _log.info("the clock is believed again", extra={"shows": str(now)})
        elif abs(step) > _STEP and not doubt:
            _log.warning("the clock was set", extra={"by": str(step)})
        if not doubt:
            self._believe(now)
        elif step > _AHEAD and not self._holds:
            self._store.hold_clock(self.best(now))
            self._holds = True
        self.doubt = doubt

    def hear(self, host: str, shown: datetime) -> None:
        """Take note of another clock; it goes on by the clock of the boot."""
        self._heard[host] = (shown, self._boot())

    def believes(self, now: datetime) -> bool:
        """Return whether *now* is no step away from what was believed last."""
        return not self.doubt and not self._doubt(now)

    def best(self, now: datetime) -> datetime:
        """Return *now*, or what it would be if the clock had not been set."""
        if not self._doubt(now):
            return now
        step = self._step(now)
        return now - step if step > _AHEAD else max(now, self._high or now)

    def _doubt(self, now: datetime) -> str:
        """Return what is wrong with *now*, and what to do about it."""
        step = self._step(now)
        if step > _AHEAD:
            return f"it went forward by {_said(step)} at once; {_MEND}"
        if self._high and now < self._high - _BEHIND:
            return f"it is {_said(self._high - now)} behind what it was; {_MEND}"
        return ""

    def _step(self, now: datetime) -> timedelta:
        """Return by how much the clock was set since it was believed."""
        if self._last is None:
            return timedelta(0)
        believed, boot_s = self._last
        return now - believed - timedelta(seconds=self._boot() - boot_s)

    def _believe(self, now: datetime) -> None:
        self._last = (now, self._boot())
        fresh = self._noted and abs(now - self._noted) < _NOTED
        if not fresh or self.doubt:
            self._high = self._store.note_clock(now)
            self._noted = now
        if self._holds:
            self._store.hold_clock(None)
            self._holds = False

    def _accept_if_confirmed(self, now: datetime) -> None:
        """Say that the clock is right if the servers of two hosts say so."""
        boot_s = self._boot()
        agreeing = [
            host
            for host, (shown, at_s) in tuple(self._heard.items())
            if abs(now - shown - timedelta(seconds=boot_s - at_s)) < _AGREES
        ]
        if len(agreeing) >= _WITNESSES:
            self._store.accept_clock(now, instruction=f"confirmed at {now.isoformat()}")
            _log.info("the clock is confirmed", extra={"by": ", ".join(agreeing)})

    def _ask_whether_accepted(self, now: datetime) -> None:
        """See in the store whether a person said that the clock is right.

        This one, that is: replicas share the store, and the clock of another may be
        right while this one is not.
        """
        self._high, before = self._store.high_water(), self._accepted
        self._accepted = self._store.accepted_clock()
        if self._accepted != before and abs(now - (self._accepted or now)) < _BEHIND:
            self._last = None


def _said(step: timedelta) -> str:
    hours = int(step.total_seconds()) // 3600
    return f"{hours // 24} days {hours % 24} hours" if hours >= 24 else f"{hours} hours"
