"""The tree of a document: mappings, sequences and scalars that know their place."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from deadlinebot.errors import Place, Problem, SourceError

LINE_END = re.compile(r"\r\n?|\n")
EXCERPT_LENGTH = 240
_KEY = re.compile(r"\s*(?:- +)*(?:[\w.-]+:(?=\s|$))?")
_UNPRINTABLE = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)

Plain = str | list["Plain"] | dict[str, "Plain"] | None


def whole_line(line: str) -> str:
    """Return *line*: what a catalogue's excerpt shows."""
    return line


def keys_only(line: str) -> str:
    """Return *line* with its value masked: what a file with secrets shows."""
    end = m.end() if (m := _KEY.match(line)) else 0
    return line[:end] + (" …" if line[end:].strip() else "")


@dataclass(frozen=True)  # no slots: cached_property needs somewhere to live
class Source:
    """The text that a tree was read from.

    Attributes:
        path: the file's path, for places.
        text: the whole text as it was parsed.
        shown: turns an offending line into what may be shown of it.
    """

    path: str
    text: str
    shown: Callable[[str], str] = whole_line

    @cached_property
    def _lines(self) -> list[str]:
        return LINE_END.split(self.text)

    def line(self, number: int) -> str:
        """Return line *number*, from 1; empty if there is none."""
        lines = self._lines
        return lines[number - 1] if 0 < number <= len(lines) else ""

    def excerpt(self, place: Place) -> str:
        """Return the line at *place*, fit to be printed with a caret under it.

        Columns stay what they are: tabs and control characters become one
        character each. A spot far out on an endless line has no excerpt.
        """
        line = self.shown(self.line(place.line)[:EXCERPT_LENGTH])
        if place.column > EXCERPT_LENGTH:
            return ""
        return _UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", line.replace("\t", " "))

    def problem(self, place: Place, message: str, holds: int = 1) -> Problem:
        """Return a problem at *place*, with its excerpt."""
        return Problem(place, message, holds, self.excerpt(place))

    def error(self, place: Place, message: str) -> SourceError:
        """Return the error that the whole text is unreadable because of *place*."""
        return SourceError(message, place, self.excerpt(place))


@dataclass(frozen=True, slots=True)
class _Placed:
    """Something in a text; line and column count from 1, columns in characters."""

    source: Source
    line: int
    column: int

    @property
    def place(self) -> Place:
        """Where it begins."""
        return Place(self.source.path, self.line, self.column)

    def problem(self, message: str, holds: int = 1) -> Problem:
        """Return a problem at this place, with its excerpt."""
        return self.source.problem(self.place, message, holds)


@dataclass(frozen=True, slots=True)
class Scalar(_Placed):
    """A value, as text.

    Attributes:
        text: what is written, never converted; None if nothing is (an empty value,
            ``~`` or ``null`` without quotes).
        flaws: what we refuse to interpret: its anchor, its tag; or it is an alias.
    """

    text: str | None
    flaws: tuple[Problem, ...] = ()

    def place_of(self, offset: int) -> Place:
        """Return where the character *offset* (from 0) of the text stands.

        The start of the scalar, where escapes, folding or several lines make the
        text differ from what the file shows.
        """
        text = self.text or ""
        rest = self.source.line(self.line)[self.column - 1 :]
        quote = 1 if rest[:1] in {"'", '"'} else 0
        if not rest.startswith(text, quote):
            return self.place
        return Place(self.source.path, self.line, self.column + quote + offset)


@dataclass(frozen=True, slots=True)
class Sequence(_Placed):
    """A list.

    Attributes:
        items: its nodes.
        flaws: everything in it, at any depth, that we refuse to interpret.
    """

    items: tuple[Node, ...]
    flaws: tuple[Problem, ...] = ()

    def __iter__(self) -> Iterator[Node]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)


@dataclass(frozen=True, slots=True)
class Mapping(_Placed):
    """Keys and values, in the file's order.

    Attributes:
        values: the nodes by key; of a repeated key the first, the other is a flaw.
        keys: line and column of each key.
        flaws: everything in it, at any depth, that we refuse to interpret:
            repeated keys, anchors, aliases, tags, merges, keys that are no text.
            Who uses such a mapping nonetheless may be reading something else than
            its author meant; its neighbours are not concerned.
    """

    values: dict[str, Node]
    keys: dict[str, tuple[int, int]]
    flaws: tuple[Problem, ...] = ()

    def __contains__(self, key: str) -> bool:
        return key in self.values

    def get(self, key: str) -> Node | None:
        """Return the value of *key*; None if it is absent or null."""
        node = self.values.get(key)
        return None if isinstance(node, Scalar) and node.text is None else node

    def text(self, key: str) -> str | None:
        """Return the text of *key*; None if it is absent, null or no scalar."""
        node = self.values.get(key)
        return node.text if isinstance(node, Scalar) else None

    def key_place(self, key: str) -> Place:
        """Return where *key* stands; the mapping's place if it has no such key."""
        line, column = self.keys.get(key, (self.line, self.column))
        return Place(self.source.path, line, column)

    def without(self, *keys: str) -> Mapping:
        """Return this mapping as if *keys*, and all flaws in them, were not there."""
        gone = {id(f) for k in keys if (n := self.values.get(k)) for f in n.flaws}
        return Mapping(
            self.source,
            self.line,
            self.column,
            {k: v for k, v in self.values.items() if k not in keys},
            {k: v for k, v in self.keys.items() if k not in keys},
            tuple(f for f in self.flaws if id(f) not in gone),
        )


Node = Mapping | Sequence | Scalar


def plain(node: Node) -> Plain:
    """Return *node* as Python data: dict, list, text and None.

    Raises:
        SourceError: if something in it is refused (`Mapping.flaws`).
    """
    if node.flaws:
        flaw = node.flaws[0]
        raise SourceError(flaw.message, flaw.place, flaw.excerpt)
    match node:
        case Scalar():
            return node.text
        case Sequence():
            return [plain(item) for item in node.items]
        case Mapping():
            return {key: plain(value) for key, value in node.values.items()}
