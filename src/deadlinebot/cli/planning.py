"""plan: what will be sent, when, where and by which route."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from deadlinebot.cli import options, screen
from deadlinebot.cli.clock import present
from deadlinebot.cli.view import view_of

if TYPE_CHECKING:
    from deadlinebot.cli.holdings import Holdings
    from deadlinebot.config import Settings
    from deadlinebot.model.delivery import Delivery

Days = Annotated[int, typer.Option("--days", min=1, max=3660, help="How far ahead.")]


def plan(
    *,
    days: Days = 30,
    json: options.AsJson = False,
    config: options.Config = None,
    lang: options.Language = None,
    now: options.Now = None,
) -> None:
    """Show exactly what will be sent, when, where and why, if no service fails."""
    from deadlinebot.cli.holdings import holdings, mention
    from deadlinebot.cli.outlook import lines
    from deadlinebot.cli.rows import foreseen_row
    from deadlinebot.cli.tables import outlook
    from deadlinebot.config import load_settings

    settings = load_settings(config)
    seen = view_of(settings, lang)
    at = present(now, seen.zone)
    held = holdings(settings, None, at)
    mention(held.problems, "deadlinebot check")
    until = at + timedelta(days=days)
    found = _foreseen(settings, held, at, until)
    _mention_dead(settings)
    routes = held.plan(settings.config)
    shown = lines(found, held.deadlines, routes, seen.lang)
    if json:
        screen.show_json([foreseen_row(line) for line in shown])
        return
    screen.show(outlook(shown, seen))
    if not found:
        screen.talk(f"nothing will be sent within {days} days")


def _foreseen(
    settings: Settings, held: Holdings, now: datetime, until: datetime
) -> tuple[Delivery, ...]:
    from deadlinebot.engine.foresee import from_facts, from_store
    from deadlinebot.store import read_store

    if not held.stored:
        return from_facts(settings.config, held.deadlines, now, until)
    with read_store(settings.database) as store:
        return from_store(settings.config, store, now, until)


def _mention_dead(settings: Settings) -> None:
    """Say why a channel is missing from the plan."""
    from deadlinebot.cli.channels import standings

    for channel in standings(settings):
        if channel.dead:
            screen.talk(
                f"warning: channel {channel.name} is dead, so nothing will be sent to "
                "it; see: deadlinebot channels"
            )
