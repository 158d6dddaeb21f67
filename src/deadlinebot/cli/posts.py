"""The channel that a command line names, and how it is spoken to."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Annotated

import typer

from deadlinebot.errors import UserError

if TYPE_CHECKING:
    from deadlinebot.engine.post import Post

Channel = Annotated[
    str, typer.Argument(metavar="CHANNEL", help="A channel of the configuration.")
]


def post_of(channel: str, posts: Mapping[str, Post]) -> Post:
    """Return how *channel* is spoken to.

    Raises:
        UserError: if there is none of that name, with the nearest one.
    """
    if channel not in posts:
        raise _unknown(channel, posts)
    return posts[channel]


def _unknown(channel: str, known: Collection[str]) -> UserError:
    from deadlinebot.document import closest

    near = closest(channel, known)
    there = ", ".join(known) or "none: add one to the configuration"
    hint = f"did you mean '{near}'?" if near else f"there are: {there}"
    return UserError(f"no channel '{channel}' ({hint})")
