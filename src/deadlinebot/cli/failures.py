"""Failures: what went wrong, where, and what to do, in plain words on one screen."""

from __future__ import annotations

import os
import shutil
import sys
import traceback
from collections.abc import Iterable
from pathlib import Path

from deadlinebot.cli import screen
from deadlinebot.cli.screen import plain
from deadlinebot.errors import Problem, UserError

INTERNAL = 70  # EX_SOFTWARE of sysexits.h


def report(error: UserError) -> int:
    """Say what *error* says, with a caret; return the exit code."""
    sys.stdout.flush()
    screen.talk(f"error: {error}")
    at = error.place.column - 1 if error.place else getattr(error, "offset", 0)
    if error.excerpt:
        _talk_lines(pointed(error.excerpt, at))
    return error.exit_code


def report_problem(problem: Problem) -> None:
    """Say what is wrong in an input, with a caret."""
    _talk_lines(described(problem))


def described(problem: Problem) -> list[str]:
    """Return *problem* in lines: where and what, the excerpt, a caret."""
    lines = [plain(str(problem))]
    if problem.excerpt.strip():
        lines += pointed(problem.excerpt, problem.place.column - 1)
    return lines


def report_bug(error: Exception) -> int:
    """Say that this program is wrong, without what *error* may quote: secrets.

    With ``DEADLINEBOT_DEBUG=1`` the whole traceback is shown.
    """
    if os.environ.get("DEADLINEBOT_DEBUG") == "1":
        traceback.print_exception(error)
        return INTERNAL
    frames = traceback.extract_tb(error.__traceback__)
    where = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "?"
    screen.talk(
        f"error: this is a bug in deadlinebot: {type(error).__name__} at {where}; "
        "please report it with the output of the same command under "
        "DEADLINEBOT_DEBUG=1"
    )
    return INTERNAL


def pointed(excerpt: str, offset: int, cells: int | None = None) -> list[str]:
    """Return *excerpt* and, below it, a caret under its character *offset*.

    Wide characters count as the two cells that they take. A long line is cut on both
    sides around the caret.

    Args:
        excerpt: one line of a text.
        offset: in characters from 0.
        cells: the width to keep to; the terminal's if None.
    """
    from rich.cells import cell_len, set_cell_size

    room = (cells or shutil.get_terminal_size((100, 24)).columns) - 4
    head, tail = plain(excerpt[:offset]), plain(excerpt[offset:])
    if cell_len(head) > room * 2 // 3:
        head = head[-room:]
        while cell_len(head) > room * 2 // 3:
            head = head[1:]
        head = f"…{head}"
    if cell_len(head + tail) > room:
        tail = set_cell_size(tail, room - cell_len(head) - 1).rstrip() + "…"
    return [f"    {head}{tail}", f"    {' ' * cell_len(head)}^"]


def _talk_lines(lines: Iterable[str]) -> None:
    print("\n".join(lines), file=sys.stderr, flush=True)
