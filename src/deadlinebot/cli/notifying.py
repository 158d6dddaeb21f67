"""notify: one message to one channel, and what came of it, or how it would look."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import TYPE_CHECKING

import typer

from deadlinebot.cli import options, posts, previewing, screen
from deadlinebot.cli.clock import clock
from deadlinebot.cli.view import view_of
from deadlinebot.errors import BusyError, UnavailableError
from deadlinebot.model.call import Lang
from deadlinebot.model.delivery import DeliveryKind, Outcome, Verdict

if TYPE_CHECKING:
    from deadlinebot.config import Settings
    from deadlinebot.engine.post import Post
    from deadlinebot.model.notice import Notice

_OUTCOMES = {
    Outcome.RETRY: "not delivered, for now",
    Outcome.WAIT: "not delivered: the service wants a pause",
    Outcome.UNKNOWN: "no clear answer, it may have arrived: look into the chat",
    Outcome.REJECT_MESSAGE: "the service refused the message",
    Outcome.CHANNEL_DEAD: "the channel cannot be used until you mend it",
}

notify = typer.Typer(name="notify", help="Speak to a channel.", no_args_is_help=True)
notify.command("preview")(previewing.preview)


@notify.command("test")
def notify_test(
    channel: posts.Channel,
    *,
    config: options.Config = None,
    lang: options.Language = None,
    now: options.Now = None,
) -> None:
    """Send one test message, and say what the service answered."""
    from deadlinebot.config import load_settings
    from deadlinebot.engine import setup

    settings = load_settings(config)
    post = posts.post_of(channel, setup.posts(settings))
    at = clock(now, view_of(settings, lang).zone)()
    notice = _test_notice(channel, lang or post.channel.lang, at)
    verdict = _attempt(post, notice, at)
    if verdict.outcome is not Outcome.DELIVERED:
        raise UnavailableError(
            f"{channel}: {_OUTCOMES[verdict.outcome]}: {verdict.reason}"
        )
    screen.talk(f"{channel}: delivered ({verdict.reason})")
    _revive(channel, settings, at)


def _revive(channel: str, settings: Settings, now: datetime) -> None:
    """Let what is held for *channel* go, now that it is known to work."""
    from deadlinebot.store import Health, open_store, read_store

    if not settings.stored:
        return
    with read_store(settings.database) as store:
        state = store.channel_states().get(channel)
    if state is None or state.health is not Health.DEAD:
        return
    try:
        owner = secrets.token_hex(8)
        with open_store(settings.database, owner=owner, now=now) as store:
            count = store.revive(channel, now)
    except BusyError as error:
        raise BusyError(
            f"{channel} works, but is still held for dead: {error.message}; "
            "stop that process, test again, start it"
        ) from None
    screen.talk(f"{channel}: {count} held messages will be sent by the next run")


def _test_notice(channel: str, lang: Lang, now: datetime) -> Notice:
    from deadlinebot.model.notice import Notice, Tone
    from deadlinebot.wording.bilingual import say

    return Notice(
        id=f"test-{secrets.token_hex(8)}",  # a receiver drops an id that it knows
        kind=DeliveryKind.ALARM,
        due=now,
        lang=lang,
        tone=Tone.CALM,
        headline=say(lang, "✅ deadlinebot 测试消息", "✅ deadlinebot test message"),
        body=say(
            lang,
            f"通道 {channel} 可以使用，截止提醒会发到这里。",
            f"Channel {channel} works: reminders will arrive here.",
        ),
    )


def _attempt(post: Post, notice: Notice, now: datetime) -> Verdict:
    """Send *notice* once, without a repeat."""
    from deadlinebot.model.channel import Response
    from deadlinebot.net import Net

    request = post.notifier.request(notice, post.url, post.channel.options)
    if not request.url:
        screen.line(request.body.decode())
        return post.notifier.verdict(Response(200))
    return post.exchange(request, Net(), now)
