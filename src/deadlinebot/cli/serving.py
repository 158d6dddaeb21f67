"""``serve``: the daemon, with its web, until it is told to stop."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

import typer

from deadlinebot.cli import options, screen
from deadlinebot.cli.clock import clock, watch

if TYPE_CHECKING:
    from deadlinebot.config import Settings
    from deadlinebot.daemon import Listening
    from deadlinebot.engine.clock import Clock


def serve(
    config: options.Config = None,
    now: options.Now = None,
    log: Annotated[
        str, typer.Option("--log", help="How log lines look: auto, text or json.")
    ] = "auto",
) -> None:
    """Serve feeds and page, and send what is due, until SIGTERM; SIGHUP reloads."""
    from deadlinebot.config import load_settings
    from deadlinebot.daemon import LogStyle, set_up_logs
    from deadlinebot.model.when import named

    if log not in tuple(LogStyle):
        raise typer.BadParameter("auto, text or json", param_hint="'--log'")
    set_up_logs(LogStyle(log))
    settings = load_settings(config)
    at = clock(now, named(settings.config.home))
    run(settings, at, lambda: load_settings(settings.path), lambda _where: None)


def run(
    settings: Settings,
    at: Clock,
    reload: Callable[[], Settings],
    ready: Callable[[Listening], None],
) -> None:
    """Run the daemon over *settings* until it is told to stop.

    Args:
        settings: the configuration in force at first.
        at: the clock.
        reload: reads the configuration again, at SIGHUP.
        ready: told where the web is, once it is served.
    """
    from deadlinebot.daemon import Daemon, serve
    from deadlinebot.engine.verbs import Engine
    from deadlinebot.net import Net
    from deadlinebot.store import Selection, open_store
    from deadlinebot.web import View, application

    with open_store(settings.database, owner=secrets.token_hex(8), now=at()) as store:
        over = watch(at, store)
        engine = Engine(settings, store, Net(), screen.line, watch=over)
        daemon = Daemon(engine, at, reload)
        view = View(
            published=lambda: engine.published,
            settings=lambda: engine.settings,
            deliveries=lambda key: store.deliveries(Selection(deadlines=(key,))),
            health=daemon.health,
            now=at,
        )
        serve(daemon, application(view), ready)
