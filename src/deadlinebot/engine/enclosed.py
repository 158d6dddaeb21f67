"""What a message encloses: its deadlines as a calendar, for who takes files."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from deadlinebot import registry
from deadlinebot.engine.board import Board
from deadlinebot.model.channel import Channel
from deadlinebot.model.feed import FeedFormat, FeedOptions, FeedTitle
from deadlinebot.model.notice import Notice
from deadlinebot.wording.feeds import feed_title


def calendar(notice: Notice, board: Board, name: str, channel: Channel) -> bytes:
    """Return the deadlines of *notice* as the feed format *name* writes them.

    These are the feed's own components, with its UIDs: who opens the file and
    subscribes as well has one entry of each in each calendar.

    Args:
        notice: names them by its items.
        board: holds them.
        name: of the feed format.
        channel: its language and zone.

    Returns:
        The file; empty if there is nothing that a calendar could show.
    """
    components = list(_components(notice, board, registry.feed_format(name), channel))
    if not components:
        return b""
    title = FeedTitle("deadlines", feed_title("all", channel.lang), method="PUBLISH")
    return registry.feed_format(name).join(components, title)


def _components(
    notice: Notice, board: Board, feed: FeedFormat, channel: Channel
) -> Iterator[bytes]:
    options = FeedOptions(channel.lang, channel.zone)
    for item in notice.items:
        deadline = board.get(item.id)
        if deadline is None:
            continue
        with contextlib.suppress(OverflowError):  # at the very end of time
            if component := feed.component(deadline, options):
                yield component
