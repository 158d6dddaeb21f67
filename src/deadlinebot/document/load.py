"""From text to a tree: one guarded walk over libyaml's events.

libyaml's composer recurses and dies by SIGSEGV on 60 KB of ``[[[[``; its events do
not. So the walk counts the depth itself and stops before anything can hurt.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

import yaml

from deadlinebot.document.nodes import (
    Mapping,
    Node,
    Scalar,
    Sequence,
    Source,
    whole_line,
)
from deadlinebot.document.syntax import syntax_error
from deadlinebot.document.text import clean
from deadlinebot.errors import Place, Problem, SourceError

MAX_DEPTH = 30
MAX_NODES = 100_000
MAX_CHARACTERS = 4 * 1024 * 1024

# What libyaml refuses or takes for a line end (which no editor counts as one), and
# escapes of half characters: one of these must not cost us the whole file, so each
# becomes U+FFFD, which `clean` drops and says so.
_FOREIGN = re.compile(
    r"[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd"
    r"\U00010000-\U0010ffff]"
)
_HALF_ESCAPE = re.compile(r"\\u[dD][89a-fA-F][0-9a-fA-F]{2}")
_NULL = frozenset({"", "~", "null", "Null", "NULL"})


def load(text: str, path: str, shown: Callable[[str], str] = whole_line) -> Node:
    """Return the tree of a YAML document.

    Args:
        text: the document; a byte order mark and CRLF are fine.
        path: the file's path, for places.
        shown: what of an offending line may be shown; `keys_only` for files that
            hold secrets.

    Raises:
        SourceError: if it is unreadable as a whole: wrong syntax, nothing in it,
            several documents, too deep (`MAX_DEPTH`), too much (`MAX_NODES`).
    """
    source = Source(path, _readable(text), shown)
    if len(source.text) > MAX_CHARACTERS:
        raise source.error(Place(path), "the file is larger than 4 MB")
    builder = _Builder(source)
    try:
        next_event = yaml.CSafeLoader(source.text).get_event
        while (event := next_event()) is not None:
            builder.take(event)
    except yaml.YAMLError as error:
        raise syntax_error(error, source) from None
    return builder.root()


def _readable(text: str) -> str:
    text = text.removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}")
    return _HALF_ESCAPE.sub(r"\\ufffd", _FOREIGN.sub("\N{REPLACEMENT CHARACTER}", text))


@dataclass(slots=True)
class _Open:
    """A collection whose end has not come yet."""

    line: int
    column: int
    items: list[Node] = field(default_factory=list)
    values: dict[str, Node] | None = None  # None: it is a sequence
    keys: dict[str, tuple[int, int]] = field(default_factory=dict)
    wants_key: bool = False
    key: str | None = None  # whose value comes next; None: that of a refused key
    flaws: list[Problem] = field(default_factory=list)


class _Builder:
    """Takes events one by one; holds the open collections, innermost last."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._open: list[_Open] = []
        self._nodes = 0
        self._documents = 0
        self._root: Node | None = None

    def root(self) -> Node:
        if self._root is None:
            raise self._source.error(Place(self._source.path), "the file is empty")
        return self._root

    def take(self, event: yaml.Event) -> None:
        """Take the next event; most are scalars, so these come first."""
        if isinstance(event, yaml.ScalarEvent):
            self._scalar(event)
        elif isinstance(event, yaml.CollectionStartEvent):
            self._start(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            self._end()
        elif isinstance(event, yaml.AliasEvent):
            flaw = self._refuse(event, f"the alias '*{event.anchor}': write it out")
            self._place(Scalar(self._source, *_spot(event), "", (flaw,)))
        elif isinstance(event, yaml.DocumentStartEvent):
            self._document(event)

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        flaws = self._properties(event) if event.anchor or event.tag else ()
        text = None if event.value in _NULL and not event.style else event.value
        if self._open and (top := self._open[-1]).wants_key:
            self._key(event, top, text)
            return
        self._count(event)
        self._place(Scalar(self._source, *_spot(event), text, flaws))

    def _key(self, event: yaml.ScalarEvent, top: _Open, key: str | None) -> None:
        top.wants_key = False
        if key is None:
            self._refuse(event, "a value without a key")
        elif key == "<<" and not event.style:
            self._refuse(event, "the merge key '<<': write the keys out")
        elif key in top.keys:
            line = top.keys[key][0]
            name = clean(key).text[:40]
            self._refuse(event, f"the key '{name}' stands twice, first in line {line}")
        else:
            top.key = key
            top.keys[key] = _spot(event)

    def _start(self, event: yaml.CollectionStartEvent) -> None:
        self._count(event)
        if len(self._open) == MAX_DEPTH:
            raise self._error(event, f"nested deeper than {MAX_DEPTH} levels")
        opened = _Open(*_spot(event))
        if event.anchor or event.tag:
            opened.flaws.extend(self._properties(event))
        if isinstance(event, yaml.MappingStartEvent):
            opened.values = {}
            opened.wants_key = True
        self._open.append(opened)

    def _end(self) -> None:
        done = self._open.pop()
        flaws = tuple(done.flaws)
        if done.values is None:
            items = tuple(done.items)
            self._place(Sequence(self._source, done.line, done.column, items, flaws))
            return
        self._place(
            Mapping(self._source, done.line, done.column, done.values, done.keys, flaws)
        )

    def _place(self, node: Node) -> None:
        if not self._open:
            self._root = node
            return
        top = self._open[-1]
        if top.values is None:
            top.items.append(node)
        elif top.wants_key:
            self._flaw(node.problem("a key must be a word, not a list or a mapping"))
            top.wants_key = False
        else:
            if top.key is not None:
                top.values[top.key] = node
            top.key = None
            top.wants_key = True

    def _document(self, event: yaml.DocumentStartEvent) -> None:
        self._documents += 1
        if self._documents > 1:
            raise self._error(event, "a second document begins: one file, one document")

    def _count(self, event: yaml.Event) -> None:
        self._nodes += 1
        if self._nodes > MAX_NODES:
            raise self._error(event, f"more than {MAX_NODES} values: split the file")

    def _properties(
        self, event: yaml.ScalarEvent | yaml.CollectionStartEvent
    ) -> tuple[Problem, ...]:
        """Refuse the anchor and the tag of a node, if it has them."""
        refused = []
        if event.anchor:
            refused.append(f"the anchor '&{event.anchor}': write it out each time")
        if event.tag:
            refused.append("a tag ('!...'): every value here is plain text")
        return tuple(self._refuse(event, what) for what in refused)

    def _refuse(self, event: yaml.Event, what: str) -> Problem:
        place = Place(self._source.path, *_spot(event))
        flaw = self._source.problem(place, f"{what} (not accepted here)")
        self._flaw(flaw)
        return flaw

    def _flaw(self, flaw: Problem) -> None:
        if not self._open:
            raise SourceError(flaw.message, flaw.place, flaw.excerpt)
        for each in self._open:
            each.flaws.append(flaw)

    def _error(self, event: yaml.Event, message: str) -> SourceError:
        return self._source.error(Place(self._source.path, *_spot(event)), message)


def _spot(event: yaml.Event) -> tuple[int, int]:
    mark = event.start_mark
    assert mark is not None  # libyaml's events all have one
    return mark.line + 1, mark.column + 1
