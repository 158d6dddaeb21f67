"""The options that several commands share, before and after the command's name."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, TypeVar

import typer

from deadlinebot.model.call import Lang

T = TypeVar("T")


def _inherited(
    ctx: typer.Context, param: typer.CallbackParam, value: T | None
) -> T | None:
    """Return what stands after the command, else what stands before it."""
    if value is not None:
        return value
    before: T | None = ctx.find_root().params.get(param.name)
    return before


Config = Annotated[
    Path | None,
    typer.Option(
        "--config",
        metavar="PATH",
        help="The configuration file; else the first one found is used.",
        callback=_inherited,
    ),
]
Language = Annotated[
    Lang | None,
    typer.Option("--lang", help="The language of the output.", callback=_inherited),
]
Now = Annotated[
    str | None,
    typer.Option(
        "--now",
        metavar="INSTANT",
        help="Set the clock: 2026-05-20T09:00+08:00; without a zone, home time.",
        callback=_inherited,
    ),
]
From = Annotated[
    str | None,
    typer.Option(
        "--from",
        metavar="FORMAT:PATH",
        help="Read this catalogue alone: ccfddl:conference, native:data. "
        "Neither configuration nor state is touched.",
    ),
]
Query = Annotated[
    str,
    typer.Option(
        "--query",
        "-q",
        metavar="FILTER",
        help="Only these: 'ccf:A,B and tag:nlp', 'kind:competition'.",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
