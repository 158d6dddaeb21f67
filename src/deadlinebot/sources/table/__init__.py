"""Tables: CSV with a header, as spreadsheets write it, in English or Chinese.

One row is an edition, or a further round of it, with a column for each date::

    会议,年份,截稿（北京时间）,摘要,链接
    EMNLP,2026,2026-05-25 23:59,2026-05-18 23:59,https://2026.emnlp.org

or it is one date, with a column that says which::

    series,year,type,date,timezone
    EMNLP,2026,paper,2026-05-25 23:59,AoE

Headers are recognised by their words (`columns`). A column that we do not know is
said to be unread, unless dates stand in it: these are of no kind, under its name.
Comma, semicolon and tab separate cells. An *entry* is a row.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from deadlinebot.document import Scalar, Source
from deadlinebot.document.nodes import LINE_END
from deadlinebot.errors import Place, Problem
from deadlinebot.model.claim import Origin, Parsed, SourceFormat
from deadlinebot.model.milestone import Milestone
from deadlinebot.sources._entries import parsed
from deadlinebot.sources.table.cells import Row, rows
from deadlinebot.sources.table.columns import Column, column, dated
from deadlinebot.sources.table.shape import TableShape, entry, unread

DELIMITERS = ",;\t"


class Table:
    """The format of a table with a header."""

    name = "table"
    suffixes: tuple[str, ...] = (".csv", ".tsv")

    def parse(self, text: str, origin: Origin) -> Parsed:
        """Return the claims of every row in *text*.

        Raises:
            SourceError: if no header names a series and a date.
        """
        text = text.removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}")
        source = Source(origin.path, LINE_END.sub("\n", text))
        columns, body = _table(source)
        entries = [entry(row, columns, source) for row in body]
        wrong = [each for each in entries if isinstance(each, Problem)]
        nodes = [each for each in entries if not isinstance(each, Problem)]
        found = parsed(nodes, TableShape(origin.source, columns), origin)
        problems = (*unread(columns, source), *wrong, *found.problems)
        return replace(found, problems=problems, entries=len(body))


FORMAT: SourceFormat = Table()


def _table(source: Source) -> tuple[list[Column], list[Row]]:
    """Return the columns and the rows, by the delimiter that makes most of a header.

    Raises:
        SourceError: if none makes a table of it.
    """
    first = next((line for line in source.text.split("\n") if line.strip()), "")
    line = Source(source.path, first)
    known = {
        mark: sum(column(cell).known for row in rows(line, mark) for cell in row.cells)
        for mark in DELIMITERS
    }
    best = max(DELIMITERS, key=known.__getitem__)
    top, *body = [*rows(source, best)] or [Row(1, ())]
    columns = _with_dates([column(cell) for cell in top.cells], body)
    series = any(each.fact == "series" for each in columns)
    if not series or not any(each.milestone for each in columns):
        message = "no header of a table: expected 'series', 'year', 'deadline' ..."
        raise source.error(Place(source.path, top.line), message)
    return columns, body


def _with_dates(columns: list[Column], body: list[Row]) -> list[Column]:
    """Return the columns, with those of dates that no header alone tells.

    ``date`` is the date that ``type`` names, else the days of the event beside a
    column of deadlines, else the deadline. Dates under an unknown header are of no
    kind.
    """
    dates: Milestone | None = Milestone.PAPER
    if any(each.fact == "type" for each in columns):
        dates = Milestone.OTHER
    elif any(each.milestone for each in columns):
        dates = None
    return [
        replace(each, milestone=dates)
        if each.fact == "date"
        else _found_out(each, (row.cells[number : number + 1] for row in body))
        for number, each in enumerate(columns)
    ]


def _found_out(each: Column, cells: Iterable[tuple[Scalar, ...]]) -> Column:
    if each.known or not any(dated(cell) for some in cells for cell in some):
        return each
    return replace(each, milestone=Milestone.OTHER)
