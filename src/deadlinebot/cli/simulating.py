"""simulate: what goes out between two instants, played through by the real engine."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from deadlinebot.cli import options, screen
from deadlinebot.cli.clock import instant, present
from deadlinebot.cli.view import view_of

if TYPE_CHECKING:
    from deadlinebot.cli.holdings import Holdings
    from deadlinebot.config import Settings
    from deadlinebot.store import Store

_SPAN = timedelta(days=30)
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


def simulate(
    *,
    start: Annotated[
        str | None,
        typer.Option(
            "--from", metavar="INSTANT", help="From when; now if it is not said."
        ),
    ] = None,
    end: Annotated[
        str | None,
        typer.Option(
            "--to", metavar="INSTANT", help="Until when; 30 days if it is not said."
        ),
    ] = None,
    json: options.AsJson = False,
    config: options.Config = None,
    lang: options.Language = None,
    now: options.Now = None,
) -> None:
    """Play the sending through on a clock that jumps; nothing leaves this machine."""
    from deadlinebot.cli.holdings import holdings, mention
    from deadlinebot.cli.outlook import lines
    from deadlinebot.cli.rows import foreseen_row
    from deadlinebot.cli.tables import outlook
    from deadlinebot.config import load_settings
    from deadlinebot.engine.simulate import simulate as played

    settings = load_settings(config)
    seen = view_of(settings, lang)
    at = present(now, seen.zone)
    begin = instant(start, seen.zone, "--from") if start else at
    until = instant(end, seen.zone, "--to") if end else begin + _SPAN
    if until <= begin:
        raise typer.BadParameter(
            "the end is not after the beginning", param_hint="'--to'"
        )
    first = min(begin, at)  # what lies between is sent too, and not shown
    held = holdings(settings, None, first)
    mention(held.problems, "deadlinebot check")
    with _world(settings, held, first, at) as store:
        sent = played(settings, store, first, until)
    found = [each for each in sent if each.delivered_at and each.delivered_at >= begin]
    shown = lines(found, held.deadlines, held.plan(settings.config), seen.lang)
    if json:
        screen.show_json([foreseen_row(line) for line in shown])
        return
    screen.show(outlook(shown, seen))
    screen.talk(f"{len(found)} would be sent")


def _world(settings: Settings, held: Holdings, first: datetime, now: datetime) -> Store:
    """Return the store to play with: as it is, or as a first run at *first* finds it.

    What was sent since must not keep the past from being played again.
    """
    from deadlinebot.store import (
        read_store,
        scratch_copy,
        scratch_facts,
        scratch_store,
    )

    if held.stored:
        with read_store(settings.database) as store:
            goes_on = first == now or _latest(store) <= first
            return (scratch_copy if goes_on else scratch_facts)(store, first)
    fresh = scratch_store(first)
    fresh.apply(first, deadlines=held.deadlines)
    return fresh


def _latest(store: Store) -> datetime:
    """Return when anything was last sent, or else when the database was made."""
    return max(at for at in (store.installed_at(), store.last_ended(), _LONG_AGO) if at)
