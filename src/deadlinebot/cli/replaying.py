"""replay: the history of a catalogue, and every change in it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from deadlinebot.cli import options, screen
from deadlinebot.cli.view import View, view

if TYPE_CHECKING:
    from deadlinebot.cli.rows import Row
    from deadlinebot.model.change import Change


def replay(
    folder: Annotated[
        Path,
        typer.Argument(
            metavar="DIR",
            help="Holds a folder for each version, named by its time in UTC "
            "(20260605T034303Z), with the files written then; NAME.deleted removes "
            "NAME.",
        ),
    ],
    *,
    format_: Annotated[
        str, typer.Option("--format", metavar="NAME", help="The catalogue's format.")
    ] = "ccfddl",
    as_json: options.AsJson = False,
    config: options.Config = None,
    lang: options.Language = None,
) -> None:
    """Read every version of a catalogue in turn and print what changed, when.

    With --json: one line of JSON for each change.
    """
    from deadlinebot import registry
    from deadlinebot.cli.holdings import mention
    from deadlinebot.engine.replay import Replay, versions

    seen = None if as_json else view(config, lang)
    run = Replay(format_)
    for version in versions(folder, registry.source_format(format_).suffixes):
        for change in run.apply(version):
            if seen is None:
                screen.line(json.dumps(_row(change), ensure_ascii=False))
            else:
                screen.line(_sentence(change, seen))
    mention(run.problems, f"deadlinebot check --from {format_}:{folder}/VERSION")


def _row(change: Change) -> Row:
    """Return *change* as other programs read it; days beside instants for events."""
    from deadlinebot.cli.rows import instant
    from deadlinebot.engine.replay import instants

    after = change.after
    was, now = instants(change)
    return {
        "at": instant(change.at),
        "kind": change.kind.value,
        "uid": after.uid,
        "series": after.call.series,
        "year": after.call.year,
        "milestone": after.milestone.value,
        "from": instant(was),
        "to": instant(now),
    }


def _sentence(change: Change, seen: View) -> str:
    """Return ``2026-06-05  NLPCC 2026 paper  Extended by 25 days: ...``."""
    from deadlinebot import wording

    return ""
