"""The application: every command in the order of its help, and how a run ends."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from deadlinebot import __version__
from deadlinebot.cli import (
    accepting,
    channels,
    checking,
    comparing,
    deadlines,
    deliveries,
    demo,
    doctoring,
    explaining,
    failures,
    linting,
    muting,
    notifying,
    once,
    options,
    planning,
    publishing,
    reading,
    replaying,
    screen,
    serving,
    simulating,
    starting,
)
from deadlinebot.errors import UserError

_START, _LOOK, _SAY, _RUN = "Start", "Look", "Say", "Run"

app = typer.Typer(
    name="deadlinebot",
    no_args_is_help=True,
    pretty_exceptions_enable=False,  # a traceback could show a secret
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        screen.line(f"deadlinebot {__version__}")
        raise typer.Exit


@app.callback()
def everywhere(
    config: options.Config = None,
    lang: options.Language = None,
    now: options.Now = None,
    version: Annotated[
        bool,
        typer.Option(
            "--version", help="Show the version.", callback=_version, is_eager=True
        ),
    ] = False,
) -> None:
    """Every deadline at the right instant: a calendar feed, and reminders in chat."""


app.command(rich_help_panel=_START)(demo.demo)
app.command(rich_help_panel=_START)(starting.init)
app.command("next", rich_help_panel=_LOOK)(deadlines.next_)
app.command("list", rich_help_panel=_LOOK)(deadlines.list_)
app.command(rich_help_panel=_LOOK)(deadlines.show)
app.command(rich_help_panel=_LOOK)(checking.check)
app.command(rich_help_panel=_LOOK)(linting.lint)
app.command(rich_help_panel=_LOOK)(reading.parse)
app.command(rich_help_panel=_LOOK)(reading.convert)
app.command(rich_help_panel=_LOOK)(comparing.compare)
app.command(rich_help_panel=_LOOK)(replaying.replay)
app.command(rich_help_panel=_SAY)(muting.done)
app.command(rich_help_panel=_SAY)(muting.snooze)
app.command(rich_help_panel=_SAY)(muting.undo)
app.command(rich_help_panel=_RUN)(serving.serve)
app.command("run-once", rich_help_panel=_RUN)(once.run_once)
app.command(rich_help_panel=_RUN)(publishing.publish)
app.command(rich_help_panel=_RUN)(doctoring.doctor)
app.command(rich_help_panel=_LOOK)(explaining.explain)
app.command(rich_help_panel=_RUN)(planning.plan)
app.command(rich_help_panel=_RUN)(simulating.simulate)
app.command(rich_help_panel=_RUN)(channels.channels)
app.add_typer(deliveries.deliveries, rich_help_panel=_RUN)
app.add_typer(notifying.notify, rich_help_panel=_RUN)
app.add_typer(accepting.clock, rich_help_panel=_RUN)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command line and return its exit code; nothing is raised.

    Args:
        arguments: without the program's name; those of the process if None.
    """
    screen.forgiving_streams()
    try:
        code = _run(arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        return screen.silence()
    except UserError as error:
        return failures.report(error)
    except Exception as error:  # noqa: BLE001 - the last resort: one line, no traceback
        return failures.report_bug(error)
    return code


def _run(arguments: Sequence[str] | None) -> int:
    try:
        app(args=arguments, prog_name="deadlinebot")
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0
    return 0
