"""Cells of a table (RFC 4180), each with its line and column.

The csv module knows neither columns nor, in a quoted cell of several lines, lines; and
one quote that is never closed swallows the rest of the file without a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from deadlinebot.document import Scalar, Source
from deadlinebot.errors import Problem

MOST_CELLS = 200  # of a row
_QUOTED = re.compile(r'"([^"]*+(?:""[^"]*+)*+)"')
_LINE = re.compile(r"[^\n]*")


@dataclass(frozen=True, slots=True)
class Row:
    """One row that has something in it.

    Attributes:
        line: where it begins, from 1.
        cells: in order; an empty one has no text.
        flaw: why its cells cannot be told apart, if so.
    """

    line: int
    cells: tuple[Scalar, ...]
    flaw: Problem | None = None


def rows(source: Source, delimiter: str) -> Iterator[Row]:
    """Yield the rows of a table, empty lines left out.

    Args:
        source: the text; its line ends are LF.
        delimiter: between two cells.
    """
    reader = _Reader(source, delimiter)
    while reader.at < len(source.text):
        row = reader.row()
        if row.flaw or any(cell.text for cell in row.cells):
            yield row


class _Reader:
    """Walks over a text; every character once."""

    def __init__(self, source: Source, delimiter: str) -> None:
        self.at = 0
        self._source = source
        self._text = source.text
        self._bare = re.compile(rf"[^{re.escape(delimiter)}\n]*")
        self._delimiter = delimiter
        self._line = 1
        self._begin = 0  # of the line

    def row(self) -> Row:
        first, begin = self._line, self._begin
        cells: list[Scalar] = []
        while True:
            cell = self._cell()
            if isinstance(cell, Problem):
                return self._broken(first, begin, cell)
            cells.append(cell)
            if len(cells) > MOST_CELLS:
                problem = cell.problem(f"more than {MOST_CELLS} cells in a row")
                return self._broken(first, begin, problem)
            if not self._text.startswith(self._delimiter, self.at):
                break
            self.at += 1
        self._next_line()
        return Row(first, tuple(cells))

    def _cell(self) -> Scalar | Problem:
        """Return the next cell, up to its delimiter or the end of its line."""
        line, column = self._line, self.at - self._begin + 1
        quoted = _QUOTED.match(self._text, self.at)
        if not quoted:
            bare = self._bare.match(self._text, self.at)
            assert bare is not None  # it matches nothing as well
            self.at = bare.end()
            text = bare[0].strip()
            indent = len(bare[0]) - len(bare[0].lstrip())
            cell = Scalar(self._source, line, column + indent, text or None)
            if text.startswith('"'):
                return cell.problem(
                    "this quote is never closed, or not around the cell"
                )
            return cell
        inside = quoted[1]
        self.at = quoted.end()
        if breaks := inside.count("\n"):
            self._line += breaks
            self._begin = self._text.rindex("\n", 0, self.at) + 1
        cell = Scalar(self._source, line, column, inside.replace('""', '"') or None)
        rest = self._bare.match(self._text, self.at)
        if rest and rest[0].strip():
            return cell.problem(
                'text after the closing quote: double a quote inside ""'
            )
        self.at = rest.end() if rest else self.at
        return cell

    def _broken(self, first: int, begin: int, problem: Problem) -> Row:
        """Give a row up: its neighbours begin in the line after its first."""
        self._line, self.at = first, begin
        self._next_line()
        return Row(first, (), problem)

    def _next_line(self) -> None:
        found = _LINE.match(self._text, self.at)
        assert found is not None
        self.at = self._begin = found.end() + 1
        self._line += 1
