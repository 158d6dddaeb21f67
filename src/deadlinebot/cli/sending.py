"""plan, deliveries: what goes out, when and where, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from deadlinebot.cli import options, screen
from deadlinebot.cli.clock import clock
from deadlinebot.cli.view import View, view_of
from deadlinebot.model.delivery import Delivery, State

if TYPE_CHECKING:
    from deadlinebot.cli.holdings import Holdings
    from deadlinebot.config import Settings

_OPEN = (State.PLANNED, State.RETRY, State.CLAIMED, State.SENDING, State.HELD)
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
    from deadlinebot.cli.rows import delivery_row
    from deadlinebot.config import load_settings

    settings = load_settings(config)
    seen = view_of(settings, lang)
    at = clock(now, seen.zone)()
    held = holdings(settings, None, at)
    mention(held.problems, "deadlinebot check")
    found = _planned(settings, held, at, at + timedelta(days=days))
    if json:
        screen.show_json([delivery_row(delivery) for delivery in found])
        return
    _show_plan(found, held, seen)
    if not found:
        screen.talk(f"nothing will be sent within {days} days")


def _planned(
    settings: Settings, held: Holdings, now: datetime, until: datetime
) -> list[Delivery]:
    """Return what will be sent: of the database, else as the routes would plan it."""
    from deadlinebot.engine import setup
    from deadlinebot.store import Selection, read_store

    if held.stored:
        with read_store(settings.state) as store:
            found = store.deliveries(Selection(states=_OPEN, due_until=until))
        return [delivery for delivery in found if delivery.not_after > now]
    fresh = setup.plan(settings.config).reminders(held.deadlines, now)
    return sorted((d for d in fresh if d.due < until), key=lambda d: (d.due, d.id))


def _show_plan(found: Sequence[Delivery], held: Holdings, seen: View) -> None:
    from deadlinebot import wording
    from deadlinebot.cli.tables import table_of
    from deadlinebot.wording.bilingual import say

    names = {d.id: wording.deadline_title(d, seen.lang) for d in held.deadlines}
    table = table_of(
        wording.zone_label(seen.zone, seen.lang),
        say(seen.lang, "通道", "Channel"),
        say(seen.lang, "提前", "Lead"),
        say(seen.lang, "截止事项", "Deadline"),
        say(seen.lang, "状态", "State"),
    )
    for delivery in found:
        table.add_row(
            wording.clock(delivery.due, seen.zone, seen.lang),
            delivery.channel,
            delivery.lead,
            screen.plain(names.get(delivery.deadline, delivery.deadline)),
            delivery.state,
        )
    screen.show(table)


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
    with read_store(settings.state) as store:
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
