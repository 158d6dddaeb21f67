"""What reaches the terminal: results on standard output, talk on standard error."""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING, TextIO

import typer

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

_NO_TERMINAL_CELLS = 200  # a file or a pipe has no edge: tables take what they need
_PIPE_CLOSED = 141  # what a shell reports for SIGPIPE


def console(stream: TextIO) -> Console:
    """Return a console on *stream* that takes texts as they are: no markup, no guesses.

    It honours ``NO_COLOR``, ``TERM`` and ``COLUMNS``.
    """
    from rich.console import Console

    edge = None if stream.isatty() or "COLUMNS" in os.environ else _NO_TERMINAL_CELLS
    return Console(file=stream, width=edge, highlight=False, markup=False, emoji=False)


def show(result: RenderableType) -> None:
    """Print a result that knows how to lay itself out; no blanks at a file's edge."""
    screen = console(sys.stdout)
    if screen.is_terminal:
        screen.print(result)
        return
    with screen.capture() as captured:
        screen.print(result)
    for laid_out in captured.get().splitlines():
        line(laid_out.rstrip())


def line(text: str = "") -> None:
    """Print one line of a result, as it is.

    Raises:
        typer.Exit: if nobody reads any more (``| head``).
    """
    try:
        print(text)
    except BrokenPipeError:
        raise typer.Exit(silence()) from None


def silence() -> int:
    """Stop writing to a reader that has gone; return the exit code."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())  # else the interpreter complains at its end
    os.close(nowhere)
    return _PIPE_CLOSED


def show_json(data: object) -> None:
    """Print *data* as JSON; in ASCII where the terminal knows no Unicode."""
    unicode = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    line(json.dumps(data, ensure_ascii=not unicode, indent=2))


def talk(text: str) -> None:
    """Say something beside the result."""
    print(plain(text), file=sys.stderr, flush=True)


def plain(text: str) -> str:
    """Return *text* on one line, with what a terminal could obey made visible.

    Control characters, line breaks and bidirectional overrides are shown as escapes;
    a tab is four blanks.
    """
    if text.isprintable():
        return text
    shown = (c if c.isprintable() else _escape(c) for c in text.replace("\t", "    "))
    return "".join(shown)


def _escape(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")


def forgiving_streams() -> None:
    """Let a terminal that lacks a character show ``?`` instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(errors="replace")
