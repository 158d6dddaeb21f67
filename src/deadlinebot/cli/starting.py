"""init: a configuration and data of one's own, ready to be edited."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from deadlinebot.cli import screen
from deadlinebot.errors import UserError

_CONFIG = Path("config", "deadlinebot.yaml")
_SCHEMA = Path("config", "deadlinebot.schema.json")
_BUNDLED = "location: bundled:data "
_OWN = "location: ../data      "  # as long, so that the comments stay in line


def init(
    folder: Annotated[
        Path, typer.Argument(metavar="[DIR]", help="Where; else here.")
    ] = Path(),
) -> None:
    """Write a commented configuration and the curated calls, to be edited."""
    from deadlinebot import files

    written = dict(_contents())
    there = [str(folder / path) for path in written if (folder / path).exists()]
    if there:
        raise UserError(f"{there[0]} is there already: nothing was written")
    for path, data in written.items():
        files.write(folder / path, data)
        screen.line(str(folder / path))
    _say_what_next(folder)


def _contents() -> Iterator[tuple[Path, bytes]]:
    """Yield every file to write, by its path in the folder."""
    from deadlinebot.config import bundled, schema

    text = (bundled("config") / _CONFIG.name).read_text(encoding="utf-8")
    yield _CONFIG, text.replace(_BUNDLED, _OWN).encode()
    yield _SCHEMA, json.dumps(schema(), ensure_ascii=False, indent=2).encode() + b"\n"
    data = bundled("data")
    for path in sorted(data.rglob("*")):
        if path.is_file():
            yield Path("data") / path.relative_to(data), path.read_bytes()


def _say_what_next(folder: Path) -> None:
    inside = "" if folder == Path() else f"cd {folder} && "
    screen.talk("")
    screen.talk("next:")
    screen.talk(f"  {inside}deadlinebot check    # every mistake with line and column")
    screen.talk("  deadlinebot next     # what is due")
    screen.talk(f"  edit {_CONFIG}: add a channel, then: deadlinebot notify test NAME")
    screen.talk("  deadlinebot serve    # feed, page and reminders")
