"""explain: every reminder of a deadline, with when, where, and why not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from deadlinebot.cli import options, screen
from deadlinebot.cli.clock import present
from deadlinebot.cli.view import view_of

if TYPE_CHECKING:
    from deadlinebot.cli.holdings import Holdings
    from deadlinebot.config import Settings
    from deadlinebot.engine.explain import Explained
    from deadlinebot.model.deadline import Deadline
    from deadlinebot.store import Attempt


def explain(
    id_: Annotated[
        str,
        typer.Argument(metavar="ID", help="A deadline's id or UID, or a call's id."),
    ],
    *,
    json: options.AsJson = False,
    config: options.Config = None,
    lang: options.Language = None,
    now: options.Now = None,
) -> None:
    """Show every reminder of a deadline: when, where, what came of it, why not."""
    from deadlinebot.cli.holdings import holdings, named
    from deadlinebot.cli.reasons import reasons
    from deadlinebot.config import load_settings

    settings = load_settings(config)
    seen = view_of(settings, lang)
    at = present(now, seen.zone)
    held = holdings(settings, None, at)
    found = _explained(settings, held, named(id_, held.deadlines), at)
    if json:
        from deadlinebot.cli.rows import explained_row

        rows = [explained_row(each, tries) for each, tries in found]
        screen.show_json(rows)
        return
    for each, _ in found:
        screen.show(reasons(each, settings.config, seen, at))


def _explained(
    settings: Settings, held: Holdings, deadlines: Sequence[Deadline], now: datetime
) -> Sequence[tuple[Explained, Mapping[str, tuple[Attempt, ...]]]]:
    """Return what is known of *deadlines*, each with the attempts by delivery id."""
    from deadlinebot.engine.explain import explain as why
    from deadlinebot.store import Selection, read_store

    plan = held.plan(settings.config)
    if not held.stored:
        return [(why(each, plan, (), now), {}) for each in deadlines]
    with read_store(settings.database) as store:
        found = []
        for each in deadlines:
            stored = store.deliveries(Selection(deadlines=(each.id,)))
            tries = {d.id: store.attempts(d.id) for d in stored if d.attempts}
            found.append((why(each, plan, stored, now), tries))
    return found
