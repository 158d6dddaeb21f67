"""next, list, show: deadlines as they stand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from deadlinebot.cli import options, screen
from deadlinebot.cli.clock import clock
from deadlinebot.cli.view import view_of
from deadlinebot.model.call import Lang

if TYPE_CHECKING:
    from deadlinebot.config import Settings
    from deadlinebot.model.change import Change
    from deadlinebot.model.deadline import Deadline
    from deadlinebot.model.filter import Filter

Count = Annotated[int, typer.Option("-n", "--count", min=1, help="How many.")]


def next_(
    *,
    count: Count = 10,
    query: options.Query = "",
    from_: options.From = None,
    json: options.AsJson = False,
    config: options.Config = None,
    lang: options.Language = None,
    now: options.Now = None,
) -> None:
    """Show what is due next, the nearest first."""
    from deadlinebot.cli.holdings import holdings, mention, settings_for
    from deadlinebot.model.filter import read_filter

    chosen = read_filter(query)
    settings = settings_for(config, from_)
    seen = view_of(settings, lang)
    at = clock(now, seen.zone)()
    held = holdings(settings, from_, at)
    mention(held.problems, "deadlinebot check")
    found = [d for d in held.shown() if _ahead(d, at) and _wanted(d, chosen)][:count]
    _print(found, settings, lang, at, json=json)


def list_(
    *,
    every: Annotated[
        bool, typer.Option("--all", help="The past too, however far back.")
    ] = False,
    query: options.Query = "",
    from_: options.From = None,
    json: options.AsJson = False,
    config: options.Config = None,
    lang: options.Language = None,
    now: options.Now = None,
) -> None:
    """List deadlines: the future and the last 60 days, or --all.

    With --from the whole catalogue is listed.
    """
    from deadlinebot.cli.holdings import holdings, mention, settings_for
    from deadlinebot.model.feed import in_horizon
    from deadlinebot.model.filter import read_filter

    chosen = read_filter(query)
    settings = settings_for(config, from_)
    at = clock(now, view_of(settings, lang).zone)()
    held = holdings(settings, from_, at)
    mention(held.problems, "deadlinebot check")
    found = [d for d in held.shown() if chosen.matches(d)]
    if not (every or from_):
        past = settings.config.horizon
        found = [d for d in found if in_horizon(d, at, past) or _undated(d, at)]
    _print(found, settings, lang, at, json=json)


def show(
    id_: Annotated[
        str,
        typer.Argument(metavar="ID", help="A deadline's id or UID, or a call's id."),
    ],
    *,
    from_: options.From = None,
    json: options.AsJson = False,
    config: options.Config = None,
    lang: options.Language = None,
    now: options.Now = None,
) -> None:
    """Show one deadline or call: claims, clocks of the world, history."""
    from deadlinebot.cli.details import details
    from deadlinebot.cli.holdings import holdings, named, settings_for
    from deadlinebot.cli.rows import change_row, deadline_row

    settings = settings_for(config, from_)
    seen = view_of(settings, lang)
    at = clock(now, seen.zone)()
    held = holdings(settings, from_, at)
    found = named(id_, held.shown())
    history = _history(settings, found) if held.stored else {}
    if json:
        rows = [
            deadline_row(d)
            | {"history": [change_row(c) for c in history.get(d.id, ())]}
            for d in found
        ]
        screen.show_json(rows)
        return
    for deadline in found:
        screen.show(details(deadline, history.get(deadline.id, ()), seen, at))


def _print(
    deadlines: Sequence[Deadline],
    settings: Settings,
    lang: Lang | None,
    now: datetime,
    *,
    json: bool,
) -> None:
    from deadlinebot.cli.rows import deadline_row
    from deadlinebot.cli.tables import Agenda

    if json:
        screen.show_json([deadline_row(deadline) for deadline in deadlines])
        return
    screen.show(Agenda(deadlines, view_of(settings, lang), now))
    if not deadlines:
        screen.talk("nothing matches")


def _ahead(deadline: Deadline, now: datetime) -> bool:
    from deadlinebot.model.deadline import Status

    return (
        deadline.due is not None
        and deadline.due > now
        and deadline.status is not Status.WITHDRAWN
    )


def _wanted(deadline: Deadline, chosen: Filter) -> bool:
    """Whether it passes; without a word on milestones, those that ask for action."""
    acts = "milestone" in chosen.keys or "id" in chosen.keys or deadline.milestone.acts
    return acts and chosen.matches(deadline)


def _undated(deadline: Deadline, now: datetime) -> bool:
    """Whether it has no date yet, and its edition is not over."""
    dated = deadline.window is not None or deadline.span is not None
    return not dated and deadline.call.year >= now.year


def _history(
    settings: Settings, deadlines: Sequence[Deadline]
) -> dict[str, tuple[Change, ...]]:
    from deadlinebot.store import read_store

    with read_store(settings.database) as store:
        return {d.id: store.changes(d.id) for d in deadlines}
