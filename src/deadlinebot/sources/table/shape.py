"""Rows as entries: what each cell says of the call, and which of them are dates."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from deadlinebot.document import Mapping, Node, Scalar, Source
from deadlinebot.errors import Place, Problem
from deadlinebot.model.call import UNNAMED, Call, CallKind, Title, call_id
from deadlinebot.model.milestone import Milestone
from deadlinebot.model.when import Tbd
from deadlinebot.sources._entries import Stated, both, tags, words
from deadlinebot.sources.table.cells import Row
from deadlinebot.sources.table.columns import FACTS, Column, milestone

_CANCELLED = frozenset({"cancelled", "canceled", "withdrawn", "取消", "已取消"})
_YEAR = re.compile(r"(?<![0-9])(?:19|20|21)[0-9]{2}(?![0-9])")
_RANK = re.compile(r"(?:CCF)?[ -]?([ABC])类?", re.IGNORECASE)
_KINDS = {
    "conference": CallKind.CONFERENCE, "会议": CallKind.CONFERENCE,
    "journal": CallKind.JOURNAL, "期刊": CallKind.JOURNAL,
    "competition": CallKind.COMPETITION, "竞赛": CallKind.COMPETITION,
    "比赛": CallKind.COMPETITION, "workshop": CallKind.WORKSHOP,
    "研讨会": CallKind.WORKSHOP, "other": CallKind.OTHER, "其他": CallKind.OTHER,
}  # fmt: skip


class TableShape:
    """The shape of one table, as its header tells."""

    name = "series"
    record: str | None = None
    zone: str | None = None

    def __init__(self, source: str, columns: Sequence[Column]) -> None:
        """Take the columns of a table; *source* is its name for people."""
        self.source = source
        self._dates = {_key(n): c for n, c in enumerate(columns) if c.milestone}
        self._often = Counter(column.milestone for column in self._dates.values())
        self.dates = frozenset(self._dates)
        self.keys = frozenset(FACTS)

    def call(self, node: Mapping, series: str, year: int) -> Call:
        """Return the call that a row describes."""
        name = series.removesuffix(str(year)).rstrip() or series  # "EMNLP 2026"
        kind = words(node, "kind").casefold()
        rank = _RANK.fullmatch(words(node, "ccf"))
        ranked = (f"ccf:{rank[1].upper()}",) if rank else ()
        return Call(
            id=call_id(name, year),
            series=name,
            year=year,
            title=both(words(node, "full_name") or name),
            kind=_KINDS.get(kind, CallKind.CONFERENCE),
            tags=(*ranked, *tags(node, "tags")),
            venue=words(node, "place"),
        )

    def stated(self, node: Mapping, year: int) -> Iterator[Stated | Problem]:
        """Yield the dates of a row, column by column; an empty cell states none."""
        del year
        for key, column in self._dates.items():
            value = node.get(key)
            if not isinstance(value, Scalar):
                continue
            kind, label = self._kind(node, column)
            text = value.text or ""
            gone = Tbd(text) if text.strip().casefold() in _CANCELLED else None
            yield Stated(value, kind, label, zone=column.zone, withdrawn=gone)

    def _kind(self, node: Mapping, column: Column) -> tuple[Milestone, Title]:
        """Return which date a cell states, and what tells it apart."""
        assert column.milestone is not None
        said = words(node, "label")
        header = " ".join((column.header.text or "").split())
        if column.fact == "date" and (type_ := words(node, "type")):
            kind = milestone(type_) or Milestone.OTHER
            label = type_ if kind is Milestone.OTHER and not said else said
            return kind, both(label) if label else UNNAMED
        if self._often[column.milestone] > 1 or column.milestone is Milestone.OTHER:
            return column.milestone, both(f"{said} {header}".strip())
        return column.milestone, both(said) if said else UNNAMED


def entry(row: Row, columns: Sequence[Column], source: Source) -> Node | Problem:
    """Return a row as an entry, or why its cells cannot be trusted."""
    if row.flaw:
        return row.flaw
    more = [cell for cell in row.cells[len(columns) :] if cell.text]
    if more:
        message = "more cells than the header: put a cell with a delimiter in quotes"
        return more[0].problem(message)
    values: dict[str, Node] = {}
    for number, (cell, column) in enumerate(zip(row.cells, columns, strict=False)):
        key = _key(number) if column.milestone else _fact(column)
        if key and cell.text:
            values.setdefault(key, cell)
    _add_year(values)
    places = {key: (node.line, node.column) for key, node in values.items()}
    return Mapping(source, row.line, 1, values, places)


def unread(columns: Sequence[Column], source: Source) -> Iterator[Problem]:
    """Yield which columns are not read; no dates are in them."""
    seen: set[str] = set()
    for each in columns:
        header, key = each.header, _fact(each)
        if not header.text:
            continue
        place = Place(source.path, header.line, header.column)
        if not each.known:
            yield source.problem(
                place, f"the column '{header.text[:40]}' is not read", 0
            )
        elif key and each.milestone is None and key in seen:
            message = f"the column '{header.text[:40]}' says again what another says"
            yield source.problem(place, message, 0)
        if key:
            seen.add(key)


def _key(number: int) -> str:
    return f"date {number}"


def _fact(column: Column) -> str | None:
    """Return the key of a fact in an entry, in the words that all shapes share."""
    return "date" if column.fact in {"date", "days"} else column.fact


def _add_year(values: dict[str, Node]) -> None:
    """Take the year from the name, where no cell of its own has it."""
    name = values.get("series")
    if "year" in values or not isinstance(name, Scalar):
        return
    if found := _YEAR.search(name.text or ""):
        values["year"] = Scalar(name.source, name.line, name.column, found[0])
