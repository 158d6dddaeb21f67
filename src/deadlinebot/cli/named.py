"""What a command line names: a channel, a deadline."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from deadlinebot.errors import UserError

if TYPE_CHECKING:
    from deadlinebot.engine.post import Post
    from deadlinebot.model.deadline import Deadline

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


def deadline_of(name: str, deadlines: Sequence[Deadline]) -> Deadline:
    """Return the deadline of that id.

    Raises:
        UserError: if there is none, with the nearest one.
    """
    from deadlinebot.document import closest

    for deadline in deadlines:
        if deadline.id == name:
            return deadline
    near = closest(name, (deadline.id for deadline in deadlines))
    hint = f" (did you mean '{near}'?)" if near else ""
    raise UserError(f"no deadline '{name}'{hint}")


def _unknown(channel: str, known: Collection[str]) -> UserError:
    from deadlinebot.document import closest

    near = closest(channel, known)
    there = ", ".join(known) or "none: add one to the configuration"
    hint = f"did you mean '{near}'?" if near else f"there are: {there}"
    return UserError(f"no channel '{channel}' ({hint})")
