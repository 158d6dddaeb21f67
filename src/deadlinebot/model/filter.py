"""Filters: one predicate over deadlines, for feeds, routes, the page and the API.

Grammar, loosest first::

    either  = both { "or" both }
    both    = inverse { "and" inverse }
    inverse = "not" inverse | "(" either ")" | term
    term    = key ":" value { "," value } | word

``ccf:A,B and (tag:nlp or kind:competition) and not milestone:notification``.
A word alone is looked for in names, titles and tags. Case does not matter. A value
with blanks, commas or parentheses goes in double quotes. Full-width ``：，（）“”``
count as their ASCII forms. Nothing at all is every deadline.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from deadlinebot.errors import UserError
from deadlinebot.model.call import CallKind
from deadlinebot.model.deadline import Deadline, Status
from deadlinebot.model.milestone import Milestone


class FilterError(UserError):
    """A filter that cannot be read.

    Attributes:
        offset: where in its text, in characters from 0.
    """

    def __init__(self, message: str, text: str, offset: int) -> None:
        super().__init__(f"filter column {offset + 1}: {message}", excerpt=text)
        self.offset = offset


_TAGS = ("ccf", "core", "thcpl", "sub")
_FIELDS: dict[str, Callable[[Deadline], Iterable[str]]] = {
    "tag": lambda d: d.call.tags,
    "kind": lambda d: (d.call.kind,),
    "milestone": lambda d: (d.milestone,),
    "status": lambda d: (d.status,),
    "series": lambda d: (d.call.series, *d.call.aliases),
    "call": lambda d: (d.call.id,),
    "id": lambda d: (d.id, d.uid),
    "year": lambda d: (str(d.call.year),),
    "track": lambda d: (d.call.track,),
    "source": lambda d: (name for c in d.claims for name in (c.source, c.via)),
}
_CHOICES: dict[str, tuple[str, ...]] = {
    "kind": tuple(CallKind),
    "milestone": tuple(Milestone),
    "status": tuple(Status),
}
KEYS = (*_FIELDS, *_TAGS)

_Predicate = Callable[[Deadline], bool]
_TOKEN = re.compile(
    r"""\s*(?:
        (?P<mark>[()])
      | (?P<term>(?:[^\s()",]|"[^"]*"|,(?=\S))+)
    )""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Filter:
    """A predicate and the text that it was read from.

    Attributes:
        text: as written, without blanks around it.
        keys: the keys that it asks for, not only rules out with ``not``.
        matches: whether a deadline passes.
    """

    text: str
    keys: frozenset[str]
    matches: _Predicate

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Filter) and self.text == other.text

    def __hash__(self) -> int:
        return hash(self.text)


def read_filter(text: str) -> Filter:
    """Return the predicate that *text* writes.

    Raises:
        FilterError: names the column, and what was probably meant.
    """
    return _Reader(text).read()


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    offset: int


class _Reader:
    """A recursive descent over the tokens of one filter."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = list(_tokens(text.translate(_ASCII)))
        self.at = 0
        self.keys: set[str] = set()
        self.depth = 0
        self.ruling_out = False

    def read(self) -> Filter:
        if not self.tokens:
            return Filter("", frozenset(), lambda _deadline: True)
        predicate = self.either()
        if self.at < len(self.tokens):
            token = self.tokens[self.at]
            raise self.wrong(f"'{token.text}' is one too many", token.offset)
        return Filter(self.text.strip(), frozenset(self.keys), predicate)

    def either(self) -> _Predicate:
        parts = [self.both()]
        while self.taken("or"):
            parts.append(self.both())
        if len(parts) == 1:
            return parts[0]
        return lambda deadline: any(part(deadline) for part in parts)

    def both(self) -> _Predicate:
        parts = [self.inverse()]
        while self.taken("and") or self.begins_a_term():
            parts.append(self.inverse())
        if len(parts) == 1:
            return parts[0]
        return lambda deadline: all(part(deadline) for part in parts)

    def inverse(self) -> _Predicate:
        if self.taken("not"):
            self.ruling_out = not self.ruling_out
            inner = self.deeper(self.inverse)
            self.ruling_out = not self.ruling_out
            return lambda deadline: not inner(deadline)
        if self.taken("("):
            inner = self.deeper(self.either)
            if not self.taken(")"):
                raise self.wrong("a closing parenthesis is missing", len(self.text))
            return inner
        return self.term()

    def deeper(self, rule: Callable[[], _Predicate]) -> _Predicate:
        self.depth += 1
        if self.depth > 50:
            raise self.wrong(
                "nested more than 50 deep", self.tokens[self.at - 1].offset
            )
        predicate = rule()
        self.depth -= 1
        return predicate

    def term(self) -> _Predicate:
        token = self.next()
        key, colon, rest = token.text.partition(":")
        if not colon or token.text.startswith('"'):
            return _containing(_bare(token.text))
        key = key.casefold()
        if key not in KEYS:
            hint = _nearest(key, KEYS)
            raise self.wrong(f"unknown key '{key}'{hint}", token.offset)
        if not self.ruling_out:
            self.keys.add(key)
        values = frozenset(_bare(v) for v in _VALUES.findall(rest) if _bare(v))
        if not values:
            raise self.wrong(f"'{key}:' needs a value", token.offset)
        self.check(key, values, token)
        return _having(key, values)

    def check(self, key: str, values: frozenset[str], token: _Token) -> None:
        for value in sorted(values):
            if key in _CHOICES and value not in _CHOICES[key]:
                hint = _nearest(value, _CHOICES[key])
                raise self.wrong(f"unknown {key} '{value}'{hint}", token.offset)

    def next(self) -> _Token:
        if self.at >= len(self.tokens):
            raise self.wrong("a term is missing at the end", len(self.text))
        token = self.tokens[self.at]
        if token.text == ")" or token.text.casefold() in {"and", "or"}:
            raise self.wrong(f"a term is missing before '{token.text}'", token.offset)
        self.at += 1
        return token

    def taken(self, word: str) -> bool:
        if self.at < len(self.tokens) and self.tokens[self.at].text.casefold() == word:
            self.at += 1
            return True
        return False

    def begins_a_term(self) -> bool:
        if self.at >= len(self.tokens):
            return False
        return self.tokens[self.at].text.casefold() not in {"or", "and", ")"}

    def wrong(self, message: str, offset: int) -> FilterError:
        return FilterError(message, self.text, offset)


_ASCII = str.maketrans("：，（）“”＂　", ':,()""" ')
_VALUES = re.compile(r'"[^"]*"|[^,"]+')


def _tokens(text: str) -> Iterable[_Token]:
    at = 0
    end = len(text.rstrip())
    while at < end:
        found = _TOKEN.match(text, at)
        if not found:
            offset = len(text) - len(text[at:].lstrip())
            raise FilterError(f"'{text[offset]}' does not belong here", text, offset)
        kind = found.lastgroup or ""
        yield _Token(found[kind], found.start(kind))
        at = found.end()


def _bare(value: str) -> str:
    return value.strip().replace('"', "").casefold()


def _having(key: str, values: frozenset[str]) -> _Predicate:
    if key in _TAGS:
        tags = frozenset(f"{key}:{value}" for value in values)
        return lambda deadline: any(t.casefold() in tags for t in deadline.call.tags)
    field = _FIELDS[key]
    return lambda deadline: any(v.casefold() in values for v in field(deadline))


def _containing(word: str) -> _Predicate:
    def found(deadline: Deadline) -> bool:
        call = deadline.call
        texts = (call.id, call.series, call.title.en, call.title.zh, *call.tags)
        return any(word in text.casefold() for text in texts)

    return found


def _nearest(word: str, choices: Iterable[str]) -> str:
    near = difflib.get_close_matches(word, list(choices), 1, 0.6)
    if near:
        return f" (did you mean '{near[0]}'?)"
    return f"; there are {', '.join(choices)}"
