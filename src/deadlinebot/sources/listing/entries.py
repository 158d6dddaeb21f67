"""Entries: which lines of the page are headings, and which describe them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from deadlinebot.sources.listing.phrases import DEADLINE


class Category(StrEnum):
    """The word with which a heading begins."""

    PAPER = "论文"
    DATASET = "数据资源"
    COMPETITION = "技术竞赛"
    CALL = "征稿与合作"
    NONE = ""


CALLS = frozenset({Category.COMPETITION, Category.CALL})

_TYPICAL = {  # what a heading of the category has, and a sentence about it has not
    Category.PAPER: re.compile(r"\d{4} ?年"),
    Category.DATASET: re.compile(r"访问"),
    Category.COMPETITION: re.compile(r"截止"),
    Category.CALL: re.compile(r"截止"),
}
_SENTENCE_ENDS = ("。", ".", "!", "！", "；", ";")
_COURSE = re.compile(r".{2,40} / .{2,}")
_COURSE_WORDS = re.compile(r"MOOC|课程|公开课|\bcourse\b", re.IGNORECASE)
_LINE_END = re.compile(r"\r\n?|\n")
_ASCII: dict[int, int] = {  # U+FF01 ！ to U+FF5E ～; two wide spaces
    **{code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)},
    **dict.fromkeys((0x3000, 0xA0), 0x20),
}
LONGEST = 1_000  # characters of a heading; the longest known has 200


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the page.

    Attributes:
        number: from 1.
        text: as written.
        folded: the same with every full-width character in its ASCII form, so that
            one pattern reads both; character by character, so columns stay.
    """

    number: int
    text: str
    folded: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A heading and the lines that describe it."""

    category: Category
    heading: Line
    description: tuple[Line, ...] = ()

    @property
    def calls(self) -> bool:
        """Whether it calls for something: by its category, or by its deadline."""
        return self.category in CALLS or _has_deadline(self.heading)

    @property
    def kind(self) -> str:
        """What it is, for the count of the entries that are no calls."""
        if self.category is not Category.NONE:
            return self.category.name.lower()
        lines = (self.heading, *self.description)
        known = any(_COURSE_WORDS.search(line.text) for line in lines)
        return "course" if known else "other"


def entries(text: str) -> Iterator[Entry]:
    """Yield the entries of the page in their order.

    A heading is known by its category, or by a deadline with a title after it, or
    because nothing else can stand where it stands; a description may be missing.
    """
    entry: Entry | None = None
    for line in _lines(text):
        category = _category(line)
        if entry is None or category is not None:
            started = Entry(category or Category.NONE, line)
        elif _describes(line, entry):
            entry = replace(entry, description=(*entry.description, line))
            continue
        else:
            started = Entry(Category.NONE, line)
        if entry is not None:
            yield entry
        entry = started
    if entry is not None:
        yield entry


def _lines(text: str) -> Iterable[Line]:
    for number, line in enumerate(_LINE_END.split(text), 1):
        if line.strip():
            yield Line(number, line, fold(line))


def fold(text: str) -> str:
    """Return *text* with full-width forms as ASCII, of the same length."""
    return text.translate(_ASCII)


def _category(line: Line) -> Category | None:
    """Return the category if *line* is a heading that can be told by itself."""
    text = line.folded.strip()
    sentence = text.endswith(_SENTENCE_ENDS)
    for category, typical in _TYPICAL.items():
        if text.startswith(category) and (typical.search(text) or not sentence):
            return category
    return Category.NONE if _has_deadline(line) and not sentence else None


def _has_deadline(heading: Line) -> bool:
    if len(heading.text) > LONGEST:
        return False
    found = DEADLINE.search(heading.folded)
    return found is not None and bool(heading.folded[: found.start()].strip())


def _describes(line: Line, entry: Entry) -> bool:
    """Whether *line* goes on describing *entry*, or is a heading without category."""
    text = line.folded.strip()
    if text.endswith(_SENTENCE_ENDS):
        return True
    return not entry.description and not _COURSE.fullmatch(text)
