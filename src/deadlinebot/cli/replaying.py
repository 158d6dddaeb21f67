"""replay: the history of a catalogue, and every change in it."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from deadlinebot.cli import options, screen
from deadlinebot.cli.view import View, view

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from deadlinebot.cli.rows import Row
    from deadlinebot.errors import Problem
    from deadlinebot.files import History, Version
    from deadlinebot.model.change import Change
    from deadlinebot.model.deadline import Deadline

_SHOWN = 5  # problems of a long history
_SAY_EVERY_S = 2.0


def replay(
    folder: Annotated[
        Path,
        typer.Argument(
            metavar="DIR",
            help="A git repository; or it holds a folder for each version, named by "
            "its time in UTC (20260605T034303Z), with the files written then; "
            "NAME.deleted removes NAME.",
        ),
    ],
    *,
    under: Annotated[
        str,
        typer.Option(
            metavar="FOLDER", help="The folder in it that is the catalogue; else all."
        ),
    ] = "",
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
    from deadlinebot import files, registry
    from deadlinebot.engine.replay import Replay

    seen = None if as_json else view(config, lang)
    history = files.history(folder, registry.source_format(format_).suffixes, under)
    run = Replay(format_)
    for version in _one_by_one(history):
        for change in run.apply(version):
            screen.line(_sentence(change, seen) if seen else json.dumps(_row(change)))
    _warn(run.problems)


def _one_by_one(history: History) -> Iterator[Version]:
    """Yield every version, and say now and then how far they are."""
    said = time.monotonic()
    for done, version in enumerate(history.versions, 1):
        yield version
        if time.monotonic() - said >= _SAY_EVERY_S:
            said = time.monotonic()
            screen.talk(f"{version.at:%Y-%m-%d}: {done} of {history.total} versions")


def _warn(problems: Sequence[Problem]) -> None:
    from deadlinebot.cli.failures import report_problem

    for problem in problems[:_SHOWN]:
        report_problem(problem)
    if problems:
        held = sum(problem.holds for problem in problems)
        shown = f", the first {_SHOWN} of them above" if len(problems) > _SHOWN else ""
        screen.talk(f"warning: problems: {len(problems)}{shown}; held back: {held}")


def _row(change: Change) -> Row:
    """Return *change* as other programs read it."""
    from deadlinebot.cli.rows import instant
    from deadlinebot.engine.replay import instants

    after = change.after
    old, new = instants(change)
    return {
        "at": instant(change.at),
        "kind": change.kind.value,
        "uid": after.uid,
        "series": after.call.series,
        "year": after.call.year,
        "milestone": after.milestone.value,
        "from": instant(old),
        "to": instant(new),
    }


def _sentence(change: Change, seen: View) -> str:
    """Return the day, the deadline and what became of it, on one line."""
    from deadlinebot import wording
    from deadlinebot.engine.replay import instants
    from deadlinebot.wording.bilingual import say
    from deadlinebot.wording.changes import Move, change_line, summary

    old, new = instants(change)
    day = change.at.astimezone(seen.zone).date()
    move = Move(change.kind, old, new, day)
    said = change_line(move, seen.zone, seen.lang)
    said = said or summary(move, seen.zone, seen.lang)
    if old is None and (date := _date(change.after, seen)):
        said += say(seen.lang, "：", ": ") + date
    title = wording.deadline_title(change.after, seen.lang)
    return screen.plain(f"{day}  {title}  {said}")


def _date(deadline: Deadline, seen: View) -> str:
    from deadlinebot import wording

    if deadline.due:
        return wording.clock(deadline.due, seen.zone, seen.lang)
    return wording.days(deadline.span, seen.lang) if deadline.span else ""
