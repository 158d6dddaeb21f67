"""compare: two catalogues side by side, each with its own words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from deadlinebot.cli import options, screen
from deadlinebot.cli.clock import clock
from deadlinebot.cli.view import view
from deadlinebot.errors import UserError

if TYPE_CHECKING:
    from deadlinebot.engine.catalogue import Wanted


def compare(
    left: Annotated[
        str, typer.Argument(metavar="A", help="FORMAT:PATH, such as ccfddl:conference.")
    ],
    right: Annotated[
        str, typer.Argument(metavar="B", help="Another one: ai_deadlines:conferences.")
    ],
    *,
    as_json: options.AsJson = False,
    config: options.Config = None,
    lang: options.Language = None,
    now: options.Now = None,
) -> None:
    """Compare what two catalogues say: where they differ, and by which words."""
    from deadlinebot.cli.comparisons import comparison_row, side_by_side
    from deadlinebot.cli.holdings import mention
    from deadlinebot.engine.catalogue import read_catalogue
    from deadlinebot.model.comparison import compare as laid_out

    seen = view(config, lang)
    at = clock(now, seen.zone)()
    if left == right:
        raise UserError(f"A and B are the same: {left}; name two catalogues")
    catalogue = read_catalogue([_wanted("A", left), _wanted("B", right)], at)
    found = laid_out(catalogue.deadlines, left, right)
    if as_json:
        screen.show_json({"a": left, "b": right, **comparison_row(found)})
    else:
        screen.show(side_by_side(found, seen))
    mention(catalogue.problems, "deadlinebot check --from FORMAT:PATH")


def _wanted(name: str, stated: str) -> Wanted:
    """Return the catalogue that is meant; its claims are told by what was typed."""
    from deadlinebot.cli.holdings import wanted

    try:
        return replace(wanted(stated), source=stated)
    except typer.BadParameter as error:
        error.param_hint = f"'{name}'"
        raise
