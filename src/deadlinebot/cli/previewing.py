"""notify preview: the body of a message, for eyes only."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from email import message_from_bytes, policy
from typing import TYPE_CHECKING, Annotated

import typer

from deadlinebot.cli import options, posts, screen
from deadlinebot.cli.clock import present
from deadlinebot.cli.view import view_of
from deadlinebot.model.delivery import DeliveryKind

if TYPE_CHECKING:
    from deadlinebot.cli.holdings import Holdings
    from deadlinebot.config import Settings
    from deadlinebot.engine.speaker import History
    from deadlinebot.model.change import Change
    from deadlinebot.model.channel import Request
    from deadlinebot.model.deadline import Deadline

Id = Annotated[
    str | None,
    typer.Argument(
        metavar="[ID]", help="A deadline or a call; the next one if missing."
    ),
]
Kind = Annotated[DeliveryKind, typer.Option("--kind", help="What the message says.")]


def preview(
    channel: posts.Channel,
    deadline: Id = None,
    *,
    kind: Kind = DeliveryKind.REMINDER,
    config: options.Config = None,
    now: options.Now = None,
) -> None:
    """Print the body of a message as it would be sent, and send nothing."""
    from deadlinebot.cli.holdings import holdings
    from deadlinebot.config import load_settings
    from deadlinebot.engine import setup
    from deadlinebot.engine.preview import Preview
    from deadlinebot.wording import Pages

    settings = load_settings(config)
    post = posts.post_of(channel, setup.posts(settings))
    at = present(now, view_of(settings, None).zone)
    held = holdings(settings, None, at)
    shown = Preview(
        post,
        held.plan(settings.config),
        held.deadlines,
        Pages(settings.config.web.base_url or None),
        _history(settings, held),
    )
    about = _named(deadline, held.deadlines, at) if deadline else None
    for line in body_lines(shown.request(kind, about, at)):
        screen.line(line)


def body_lines(request: Request) -> Iterator[str]:
    """Yield the body of *request* as people read it: JSON laid out, mail decoded."""
    if "rcpt-to" in request.headers:
        yield from _mail_lines(request.body)
        return
    text = request.body.decode()
    if request.url:
        text = json.dumps(json.loads(text), ensure_ascii=False, indent=2)
    yield from text.splitlines()


def _mail_lines(body: bytes) -> Iterator[str]:
    """Yield the headers of a mail, then each of its parts under its media type."""
    message = message_from_bytes(body, policy=policy.SMTP)
    for name, value in message.items():
        yield f"{name}: {value}"
    for part in message.walk():
        if not part.is_multipart():
            content = part.get_payload(decode=True)
            assert isinstance(content, bytes)
            yield f"--- {part.get_content_type()} {part.get_filename() or ''}".rstrip()
            yield from content.decode("utf-8", "replace").splitlines()


def _named(name: str, deadlines: Sequence[Deadline], now: datetime) -> Deadline:
    """Return the deadline of that id, or the next one of the call of that id."""
    from deadlinebot.cli.holdings import named

    found = named(name, deadlines)
    return next((each for each in found if each.due and each.due > now), found[0])


def _history(settings: Settings, held: Holdings) -> History:
    """Return what gives the changes since an instant; without a database none."""
    from deadlinebot.engine.speaker import history_in
    from deadlinebot.store import read_store

    if not held.stored:
        return lambda _since: ()

    def history(since: datetime) -> Sequence[Change]:
        with read_store(settings.database) as store:
            return history_in(store)(since)

    return history
