"""Simulate: the real engine, deliverer and store under a clock that jumps.

Only two things are not real: the clock, which goes from one due instant to the next,
and the services behind the channels, which take everything at once. Every message is
worded and built as it would be sent, then dropped.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from threading import Event

from deadlinebot.config import Config, Settings
from deadlinebot.engine import setup
from deadlinebot.engine.post import Post
from deadlinebot.engine.verbs import Engine
from deadlinebot.model.channel import Notifier, Option, Pace, Request, Response
from deadlinebot.model.delivery import Delivery, Outcome, State, Verdict
from deadlinebot.model.notice import Notice
from deadlinebot.net import Net
from deadlinebot.store import Selection, Store

_LEAST = timedelta(milliseconds=1)  # what the store can tell apart
_SENT = Selection(states=(State.DELIVERED,))


def simulate(
    settings: Settings, store: Store, start: datetime, end: datetime
) -> tuple[Delivery, ...]:
    """Return what is sent from *start* on of what was planned for before *end*.

    Args:
        settings: the configuration in force.
        store: a scratch store that holds the facts; it is written to.
        start: where the clock begins.
        end: where it stops.

    Returns:
        The deliveries in the order of their planned instants.
    """
    before = {each.id for each in store.deliveries(_SENT)}
    engine = Engine(_untroubled(settings), store, Net(), _unheard, willing_posts)
    engine.replan(start)
    with closing(engine):
        now: datetime | None = start
        while now is not None and now < end:
            now = _next(engine, now)
    sent = store.deliveries(replace(_SENT, due_until=end))
    return tuple(each for each in sent if each.id not in before)


def _next(engine: Engine, now: datetime) -> datetime | None:
    again = engine.deliver(lambda: now, Event())
    return again and max(again, now + _LEAST)


def _untroubled(settings: Settings) -> Settings:
    """Return *settings* without an operator.

    What ends unsent on a dead channel is noticed by a real clock within a second, and
    by one that jumps at whatever comes next: no alarm of it would be true.
    """
    nobody = {"operator": Config().operator}
    return replace(settings, config=settings.config.model_copy(update=nobody))


def _unheard(_text: str) -> None:
    """Drop what a console channel would print."""


def willing_posts(settings: Settings) -> Mapping[str, Post]:
    """Return the posts of *settings*, each before a service that takes everything."""
    return {
        name: replace(post, notifier=Willing(post.notifier))
        for name, post in setup.posts(settings).items()
    }


class Willing:
    """A notifier whose service takes everything at once.

    The real request is built, so a message that cannot be written fails here too; what
    is handed on is an empty one for the console, where nothing leaves the machine.
    """

    def __init__(self, real: Notifier) -> None:
        self.name = real.name
        self.hosts = real.hosts
        self.options: Mapping[str, Option] = real.options
        self.pace = Pace(burst=1, per_s=0)
        self._real = real

    def check(self, url: str) -> str | None:
        """Return what the real one says."""
        return self._real.check(url)

    def request(self, notice: Notice, url: str, options: Mapping[str, str]) -> Request:
        """Build the real request, and return an empty one."""
        self._real.request(notice, url, options)
        return Request("", b"")

    def fits(self, notice: Notice, options: Mapping[str, str]) -> int:
        """Return what the real one carries."""
        return self._real.fits(notice, options)

    def simpler(
        self, _notice: Notice, _url: str, _options: Mapping[str, str]
    ) -> Request | None:
        """Return None: nothing is ever refused."""
        return None

    def verdict(self, _response: Response) -> Verdict:
        """Say that it arrived."""
        return Verdict(Outcome.DELIVERED)
