"""clock accept: a person's word that the machine's clock is right."""

from __future__ import annotations

import typer

from deadlinebot.cli import options, screen
from deadlinebot.cli.clock import wall
from deadlinebot.cli.view import view_of

clock = typer.Typer(name="clock", help="The machine's clock.", no_args_is_help=True)


@clock.callback()
def _group() -> None:
    """Keep ``accept`` a word of its own: typer drops the only command's name."""


@clock.command("accept")
def accept(config: options.Config = None, lang: options.Language = None) -> None:
    """Say that the clock is right, if it has moved too far to be believed."""
    from deadlinebot import wording
    from deadlinebot.config import load_settings
    from deadlinebot.engine.instructions import instruct
    from deadlinebot.model.instruction import AcceptClock

    settings, now = load_settings(config), wall()
    instruct(settings, AcceptClock(), now)
    seen = view_of(settings, lang)
    screen.talk(f"believed: it is {wording.clock(now, seen.zone, seen.lang)}")
