"""demo: everything at once, with the bundled calls and a state to throw away."""

from __future__ import annotations

import json
import secrets
import sys
import tempfile
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from deadlinebot.cli import options, screen
from deadlinebot.cli.clock import Clock, clock
from deadlinebot.cli.view import View, view_of
from deadlinebot.model.call import Lang
from deadlinebot.model.delivery import Delivery, DeliveryKind

if TYPE_CHECKING:
    from deadlinebot.config import Settings
    from deadlinebot.daemon import Listening
    from deadlinebot.engine.published import Published
    from deadlinebot.model.deadline import Deadline

_OPEN_CALLS = "2026-05-20T09:00+08:00"  # a moment when the bundled calls are open
_ADDRESSES = {  # in the form of the real ones; nothing is sent to them
    "slack": "https://hooks.slack.com/services/T000/B000/XXXX",
    "wecom": "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=KEY",
}
_SHOWN = 8


def demo(
    *,
    once: Annotated[
        bool, typer.Option("--once", help="Only print; do not serve page and feed.")
    ] = False,
    lang: options.Language = None,
    now: options.Now = None,
) -> None:
    """Show everything: nothing is needed, nothing is kept, nothing is sent."""
    with tempfile.TemporaryDirectory(prefix="deadlinebot-demo-") as folder:
        settings = _settings(Path(folder))
        at = clock(now or _OPEN_CALLS, view_of(settings, None).zone)
        langs = (lang,) if lang else (Lang.ZH, Lang.EN)
        begun = at()  # one moment for all that is printed
        published = _published(settings, begun)
        for each in langs:
            _tell(published.deadlines, view_of(settings, each), begun)
        if once or not sys.stdout.isatty():
            _say_feed(published)
            return
        _serve(settings, at)


def _settings(folder: Path) -> Settings:
    """Return settings of nobody's: the bundled calls, loopback, a free port."""
    from deadlinebot.config import Config, Settings

    config = Config.model_validate(
        {"state": str(folder), "web": {"port": 0}, "channels": {}, "routes": {}}
    )
    return Settings(config, None, folder)


def _published(settings: Settings, now: datetime) -> Published:
    from deadlinebot.engine.verbs import Engine
    from deadlinebot.net import Net
    from deadlinebot.store import open_store

    with open_store(settings.database, owner=secrets.token_hex(8), now=now) as store:
        engine = Engine(settings, store, Net(), screen.line)
        engine.refresh(now)
        return engine.publish(now)


def _tell(deadlines: Sequence[Deadline], seen: View, now: datetime) -> None:
    """Print the table and one reminder, in one language."""
    from deadlinebot import wording
    from deadlinebot.cli.tables import Agenda
    from deadlinebot.wording.bilingual import say

    shown = wording.clock(now, seen.zone, seen.lang)
    ahead = [d for d in deadlines if d.due and d.due > now and d.milestone.acts]
    screen.line(
        say(
            seen.lang,
            f"演示：随附的真实征稿；演示时钟拨到 {shown}，不是现在。",
            "A demonstration with the real calls that come along. The demo's clock is "
            f"set to {shown}: it is not the present.",
        )
    )
    screen.show(Agenda(ahead[:_SHOWN], seen, now))
    screen.line()
    if ahead:
        _remind(ahead[0], seen, now)


def _remind(deadline: Deadline, seen: View, now: datetime) -> None:
    """Print one reminder as people and as the services would get it."""
    from deadlinebot import registry, wording
    from deadlinebot.wording.bilingual import say

    notice = wording.reminder(
        _delivery(deadline, now),
        deadline,
        now,
        lang=seen.lang,
        zone=seen.zone,
        links=wording.Pages(),
    )
    console = registry.notifier("console").request(notice, "", {})
    screen.line(say(seen.lang, "── 一条提醒，在终端", "── One reminder, in a terminal"))
    screen.line(console.body.decode())
    for name, url in _ADDRESSES.items():
        request = registry.notifier(name).request(notice, url, {})
        title = say(seen.lang, f"── {name} 收到的正文", f"── What {name} gets")
        screen.line(f"{title}: POST {url}")
        screen.show_json(json.loads(request.body))
        screen.line()


def _delivery(deadline: Deadline, now: datetime) -> Delivery:
    return Delivery(
        id="demo",
        channel="demo",
        deadline=deadline.id,
        sequence=deadline.sequence,
        kind=DeliveryKind.REMINDER,
        lead="7d",
        due=now,
        not_after=deadline.due or now + timedelta(days=1),
    )


def _say_feed(published: Published) -> None:
    size = len(published.feeds["all"].identity)
    screen.line(
        f"feed: {size} bytes; in a terminal the demo serves it, and the page; "
        "as a file: deadlinebot publish DIR"
    )


def _serve(settings: Settings, at: Clock) -> None:
    from deadlinebot.cli.serving import run

    def ready(where: Listening) -> None:
        screen.line(f"页面 / page: {where.url}")
        screen.line(f"日历 / feed: {where.url}feeds/all.ics")
        screen.line("Ctrl-C 结束 / ends the demo")

    run(settings, at, lambda: settings, ready)
