"""Publish: join rendered components into feeds, and swap them in whole.

A component is rendered once per content: what did not change since the last time is
kept in memory by its deadline, and across restarts by its key in the store.
"""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from email.utils import format_datetime

from deadlinebot import registry
from deadlinebot.errors import Problem
from deadlinebot.model.deadline import Deadline
from deadlinebot.model.feed import FeedFormat, FeedOptions, FeedTitle, in_horizon
from deadlinebot.model.filter import Filter
from deadlinebot.wording.feeds import stale_title


@dataclass(frozen=True, slots=True)
class Feed:
    """A configured feed.

    Attributes:
        title: what it says of itself.
        filter: which deadlines are in it.
        options: how they are written.
        route: whose done deadlines have a tick; empty: what is done on every route.
    """

    title: FeedTitle
    filter: Filter
    options: FeedOptions
    route: str = ""


@dataclass(frozen=True, slots=True)
class Body:
    """The ready bytes of one feed.

    Attributes:
        identity: the feed itself.
        zipped: the same, gzip.
        etag: strong, quoted (RFC 9110 8.8.3).
        modified: when its content last changed, for Last-Modified.
        media_type: with its charset.
    """

    identity: bytes
    zipped: bytes
    etag: str
    modified: str
    media_type: str


Kept = Callable[[Collection[str]], Mapping[str, bytes]]
Keep = Callable[[Mapping[str, bytes], datetime], None]


@dataclass(frozen=True, slots=True)
class _Rendered:
    """One component, of which version of a deadline, under which content key."""

    of: Deadline
    key: str
    body: bytes


class Renderer:
    """Renders components of one feed format, each once per content."""

    def __init__(
        self,
        format_name: str = "ics",
        kept: Kept = lambda _keys: {},
        keep: Keep = lambda _new, _now: None,
    ) -> None:
        self.format: FeedFormat = registry.feed_format(format_name)
        self.problems: dict[str, Problem] = {}
        self._kept = kept
        self._keep = keep
        self._memory: dict[tuple[str, FeedOptions], _Rendered] = {}

    def render(
        self, deadlines: Sequence[Deadline], feed: Feed, now: datetime, past: timedelta
    ) -> bytes:
        """Return the bytes of *feed*.

        Args:
            deadlines: all there are, in order.
            feed: which of them, and how.
            now: for the horizon.
            past: how far back the horizon reaches.
        """
        chosen = [
            deadline
            for deadline in deadlines
            if in_horizon(deadline, now, past) and feed.filter.matches(deadline)
        ]
        return self.format.join(self._components(chosen, feed.options, now), feed.title)

    def _components(
        self, deadlines: Sequence[Deadline], options: FeedOptions, now: datetime
    ) -> list[bytes]:
        new = [d for d in deadlines if self._remembered(d, options) is None]
        if new:
            self._learn(new, options, now)
        found = (self._remembered(deadline, options) for deadline in deadlines)
        return [component for component in found if component]

    def _remembered(self, deadline: Deadline, options: FeedOptions) -> bytes | None:
        known = self._memory.get((deadline.id, options))
        return known.body if known and known.of is deadline else None

    def used(self, feeds: Iterable[Feed]) -> AbstractSet[str]:
        """Return the content keys of what was last rendered as *feeds* write it."""
        ways = {feed.options for feed in feeds}
        memory = self._memory.items()
        return {known.key for (_, options), known in memory if options in ways}

    def _learn(
        self, deadlines: Sequence[Deadline], options: FeedOptions, now: datetime
    ) -> None:
        keys = {d.id: self.format.key(d, options) for d in deadlines}
        kept = self._kept(set(keys.values()))
        fresh: dict[str, bytes] = {}
        for deadline in deadlines:
            key = keys[deadline.id]
            component = kept.get(key)
            if component is None:
                component = fresh[key] = self._rendered(deadline, options)
            self._memory[deadline.id, options] = _Rendered(deadline, key, component)
        if fresh:
            self._keep(fresh, now)

    def _rendered(self, deadline: Deadline, options: FeedOptions) -> bytes:
        """Render one component; one that fails never takes the feed with it."""
        self.problems.pop(deadline.id, None)
        try:
            return self.format.component(deadline, options)
        except Exception as error:  # noqa: BLE001 - whatever a plug-in raises, its neighbours stay published
            message = f"{deadline.id} cannot be written: {type(error).__name__}"
            self.problems[deadline.id] = Problem(deadline.stated.place, message)
            return b""


def titled(feed: Feed, deadlines: Sequence[Deadline], down: AbstractSet[str]) -> Feed:
    """Return *feed*; its title says so if one of its sources is *down*."""
    touched = down and any(
        feed.filter.matches(deadline)
        for deadline in deadlines
        if any(claim.via in down for claim in deadline.claims)
    )
    if not touched:
        return feed
    title = stale_title(feed.title.title, feed.options.lang)
    return replace(feed, title=replace(feed.title, title=title))


def as_body(identity: bytes, modified: datetime, media_type: str) -> Body:
    """Return ready bytes; equal bytes have equal ETags."""
    return Body(
        identity=identity,
        zipped=gzip.compress(identity, 6, mtime=0),
        etag=f'"{hashlib.sha256(identity).hexdigest()[:32]}"',
        modified=format_datetime(modified, usegmt=True),
        media_type=media_type,
    )
