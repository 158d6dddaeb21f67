"""plan, deliveries: what goes out, when and where, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from deadlinebot.cli import options, screen
from deadlinebot.cli.clock import present
from deadlinebot.cli.view import View, view_of
from deadlinebot.model.delivery import Delivery, State

if TYPE_CHECKING:
    from deadlinebot.cli.holdings import Holdings
    from deadlinebot.config import Settings

_LAST, _NEXT = 30, 10  # how many past and coming ones a table shows
Days = Annotated[int, typer.Option("--days", min=1, max=3660, help="How far ahead.")]


def plan(
    *,
    days: Days = 30,
    json: options.AsJson = False,
    config: options.Config = None,
    lang: options.Language = None,
    now: options.Now = None,
) -> None:
    """Show what will be sent, when and where."""
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


def deliveries(
    *,
    json: options.AsJson = False,
    config: options.Config = None,
    lang: options.Language = None,
) -> None:
    """Show what was sent, what waits, and why; all of it with --json."""
    from deadlinebot.cli.rows import delivery_row
    from deadlinebot.config import load_settings
    from deadlinebot.store import read_store

    settings = load_settings(config)
    with read_store(settings.database) as store:
        found = store.deliveries()
    if json:
        screen.show_json([delivery_row(delivery) for delivery in found])
        return
    waiting = [d for d in found if d.state is State.PLANNED][:_NEXT]
    past = [d for d in found if d.state is not State.PLANNED][-_LAST:]
    _show_deliveries([*past, *waiting], view_of(settings, lang))
    rest = len(found) - len(past) - len(waiting)
    if rest:
        screen.talk(f"and {rest} more; --json gives all")


def _show_deliveries(found: Sequence[Delivery], seen: View) -> None:
    from deadlinebot import wording
    from deadlinebot.cli.tables import table_of
    from deadlinebot.wording.bilingual import say

    table = table_of(
        wording.zone_label(seen.zone, seen.lang),
        say(seen.lang, "状态", "State"),
        say(seen.lang, "通道", "Channel"),
        say(seen.lang, "截止事项", "Deadline"),
        say(seen.lang, "提前", "Lead"),
        say(seen.lang, "尝试", "Tries"),
        say(seen.lang, "原因", "Reason"),
    )
    for delivery in found:
        table.add_row(
            wording.clock(delivery.due, seen.zone, seen.lang),
            delivery.state,
            delivery.channel,
            screen.plain(delivery.deadline),
            delivery.lead,
            str(delivery.attempts),
            screen.plain(delivery.error),
        )
    screen.show(table)
