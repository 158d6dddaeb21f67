"""check: what can be read of catalogues, what cannot, and where."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from deadlinebot.cli import options, screen
from deadlinebot.cli.clock import clock
from deadlinebot.cli.failures import described
from deadlinebot.cli.view import View, view_of
from deadlinebot.errors import Problem, SourceError
from deadlinebot.model.call import Lang

if TYPE_CHECKING:
    from deadlinebot.config import Settings
    from deadlinebot.engine.catalogue import Catalogue, Tally


class Format(StrEnum):
    """How the answer is written."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"


FormatOption = Annotated[
    Format, typer.Option("--format", help="github: annotations of a workflow.")
]
Paths = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[PATHS]...",
        help="Files and folders in our own format; else the configured sources.",
    ),
]


def check(
    paths: Paths = None,
    *,
    from_: options.From = None,
    format_: FormatOption = Format.TEXT,
    strict: Annotated[
        bool, typer.Option("--strict", help="Fail on what 'lint' finds, too.")
    ] = False,
    config: options.Config = None,
    lang: options.Language = None,
    now: options.Now = None,
) -> None:
    """Check catalogues; exit 1 if a stated deadline is held back."""
    from deadlinebot.cli.linting import as_problem, finding_row
    from deadlinebot.model.lint import lint

    found, seen = read(paths or [], from_, config, lang, now)
    findings = lint(found.deadlines) if strict else ()
    if format_ is Format.JSON:
        lints = {"findings": [finding_row(each) for each in findings]}
        screen.show_json(_row(found) | (lints if strict else {}))
    else:
        problems = (*found.problems, *map(as_problem, findings))
        summary = _summary(found.tally, seen.lang)
        show_problems(problems, summary, format_)
    if found.tally.held or findings:
        raise typer.Exit(1)


def show_problems(problems: Sequence[Problem], summary: str, format_: Format) -> None:
    """Print *problems* for people, or for a workflow with the summary beside them."""
    if format_ is Format.GITHUB:
        for problem in problems:
            screen.line(_annotation(problem))
        screen.talk(summary)
        return
    for problem in problems:
        screen.line("\n".join(described(problem)))
    screen.line(summary)


def read(
    paths: Sequence[str],
    from_: str | None,
    config: Path | None,
    lang: Lang | None,
    now: str | None,
) -> tuple[Catalogue, View]:
    """Read what is to be checked, as its options say; see `options`."""
    from deadlinebot.cli.holdings import settings_for

    alone = from_ or (f"native:{paths[0]}" if paths else None)
    settings = settings_for(config, alone)
    seen = view_of(settings, lang)
    return _catalogue(settings, paths, from_, clock(now, seen.zone)()), seen


def _catalogue(
    settings: Settings, paths: Sequence[str], from_: str | None, now: datetime
) -> Catalogue:
    """Read catalogues; what is unreadable as a whole is a finding too."""
    from deadlinebot.cli.holdings import wanted
    from deadlinebot.engine import setup
    from deadlinebot.engine.catalogue import (
        Catalogue,
        Tally,
        Wanted,
        as_problem,
        read_catalogue,
    )

    catalogues = [Wanted(path, "native", path) for path in paths]
    if from_:
        catalogues.append(wanted(from_))
    try:
        return read_catalogue(catalogues or [*setup.sources(settings).values()], now)
    except SourceError as error:
        where = error.place.path if error.place else from_ or " ".join(paths)
        tally = Tally(entries=1, dated=0, undated=0, held=1, events=0, ignored={})
        return Catalogue((), (as_problem(error, where),), tally)


def _row(found: Catalogue) -> dict[str, object]:
    tally = found.tally
    return {
        "entries": tally.entries,
        "read": tally.read,
        "dated": tally.dated,
        "undated": tally.undated,
        "held": tally.held,
        "events": tally.events,
        "ignored": tally.ignored,
        "problems": [
            {"place": str(problem.place), "message": problem.message}
            for problem in found.problems
        ],
    }


def _summary(tally: Tally, lang: Lang) -> str:
    from deadlinebot.wording.bilingual import say

    said = say(
        lang,
        f"读到 {tally.entries} 条记录：{tally.read} 个截止日期"
        f"（{tally.dated} 个有日期，{tally.undated} 个待定，{tally.held} 个未采用），"
        f"{tally.events} 个会期",
        f"{tally.entries} entries: {tally.read} deadlines read ({tally.dated} dated, "
        f"{tally.undated} undated, {tally.held} held), {tally.events} event spans",
    )
    if not tally.ignored:
        return said
    others = ", ".join(f"{kind} {count}" for kind, count in tally.ignored.items())
    return said + say(lang, f"；另有：{others}", f"; other things: {others}")


def _annotation(problem: Problem) -> str:
    """Return a workflow command of GitHub Actions, escaped as its toolkit does."""
    place = problem.place
    level = "error" if problem.holds else "warning"
    file = _escaped(place.path).replace(":", "%3A").replace(",", "%2C")
    spot = f"file={file},line={place.line},col={place.column}"
    return f"::{level} {spot}::{_escaped(problem.message)}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
