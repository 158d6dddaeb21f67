"""publish: feeds as files, for a web server or an object store."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from deadlinebot.cli import options, screen
from deadlinebot.cli.clock import clock
from deadlinebot.cli.view import view_of
from deadlinebot.model.call import Lang

if TYPE_CHECKING:
    from deadlinebot.config import Settings
    from deadlinebot.engine.publish import Renderer

_BEGINNING = datetime(1, 1, 2, tzinfo=UTC)


def publish(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="Where NAME.ics is written.")
    ],
    *,
    from_: options.From = None,
    every: Annotated[
        bool, typer.Option("--all", help="The past too, however far back.")
    ] = False,
    config: options.Config = None,
    lang: options.Language = None,
    now: options.Now = None,
) -> None:
    """Write every feed as DIR/NAME.ics: whole, and only if its bytes changed."""
    from deadlinebot.cli.holdings import holdings, mention, settings_for

    settings = _spoken(settings_for(config, from_), lang)
    at = clock(now, view_of(settings, lang).zone)()
    held = holdings(settings, from_, at)
    how = f"deadlinebot check --from {from_}" if from_ else "deadlinebot check"
    mention(held.problems, how)
    past = at - _BEGINNING if every else settings.config.horizon
    renderer = _renderer(settings, stored=held.stored)
    from deadlinebot.engine import setup

    for name, feed in setup.feeds(settings.config).items():
        body = renderer.render(held.shown(feed.route), feed, at, past)
        path = folder / f"{name}{renderer.format.suffix}"
        screen.line(f"{_put(path, body)} {path}")
    for problem in renderer.problems.values():
        screen.talk(f"warning: {problem}")


def _spoken(settings: Settings, lang: Lang | None) -> Settings:
    """Return *settings* with *lang* as the language of feeds that name none."""
    if lang is None:
        return settings
    return replace(
        settings, config=settings.config.model_copy(update={"language": lang})
    )


def _renderer(settings: Settings, *, stored: bool) -> Renderer:
    """Return a renderer that knows the components kept in the database, if any."""
    from deadlinebot.engine.publish import Renderer
    from deadlinebot.store import read_store

    if not stored:
        return Renderer()

    def kept(keys: Iterable[str]) -> Mapping[str, bytes]:
        with read_store(settings.database) as store:
            return store.components(tuple(keys))

    return Renderer(kept=kept)


def _put(path: Path, body: bytes) -> str:
    """Write *body* if *path* holds anything else; return what was done."""
    from deadlinebot import files

    with suppress(OSError):  # whatever is wrong with it, `write` says it better
        if path.read_bytes() == body:
            return "unchanged"
    files.write(path, body)
    return "written"
