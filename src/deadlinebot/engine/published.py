"""What readers see: one snapshot, swapped in whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from deadlinebot.engine.publish import Body, Feed, Renderer, as_body, titled
from deadlinebot.engine.reports import SourceReport
from deadlinebot.model.deadline import Deadline
from deadlinebot.model.mute import Mutes, ticked

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Published:
    """What readers see; swapped in whole, never changed.

    Attributes:
        feeds: ready bytes by name.
        deadlines: all of them, the next one first; those that are done on every route
            say so.
        reports: how each source stands.
        at: when it was published.
        mutes: what people said of deadlines.
    """

    feeds: Mapping[str, Body] = field(default_factory=dict)
    deadlines: tuple[Deadline, ...] = ()
    reports: Mapping[str, SourceReport] = field(default_factory=dict)
    at: datetime = _EPOCH
    mutes: Mutes = field(default_factory=dict)


def published(
    content: Published,
    feeds: Mapping[str, Feed],
    renderer: Renderer,
    past: timedelta,
    before: Published,
) -> Published:
    """Return *content* as readers see it: with ticks, and with every feed.

    Args:
        content: what is held, without feeds.
        feeds: those that are wanted, by name.
        renderer: knows what was rendered before.
        past: how far back feeds reach.
        before: what readers saw until now; a feed that is the same keeps its bytes.
    """
    modified = max(_stamps(content), default=_EPOCH)
    down = {name for name, report in content.reports.items() if report.down}
    bodies: dict[str, Body] = {}
    for name, feed in feeds.items():
        shown = tuple(ticked(content.deadlines, content.mutes, feed.route))
        said = titled(feed, shown, down)
        identity = renderer.render(shown, said, content.at, past)
        known = before.feeds.get(name)
        if known is None or known.identity != identity:
            known = as_body(identity, modified, renderer.format.media_type)
        bodies[name] = known
    deadlines = tuple(ticked(content.deadlines, content.mutes))
    return replace(content, feeds=bodies, deadlines=deadlines)


def _stamps(content: Published) -> Iterator[datetime]:
    """Yield when anything that feeds show was said or changed."""
    yield from (d.changed for d in content.deadlines if d.changed)
    yield from (r.turned for r in content.reports.values() if r.turned)
    yield from (word.at for words in content.mutes.values() for word in words)
