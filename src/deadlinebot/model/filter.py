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
from deadlinebot.model.predicate import (
    FIELDS,
    TAGS,
    Either,
    Every,
    Inverse,
    Predicate,
    containing,
    having,
)


class FilterError(UserError):
    """A filter that cannot be read.

    Attributes:
        offset: where in its text, in characters from 0.
    """

    def __init__(self, message: str, text: str, offset: int) -> None:
        super().__init__(f"filter column {offset + 1}: {message}", excerpt=text)
        self.offset = offset


_CHOICES: dict[str, tuple[str, ...]] = {
    "kind": tuple(CallKind),
    "milestone": tuple(Milestone),
    "status": tuple(Status),
}
KEYS = (*FIELDS, *TAGS)

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
        predicate: what it writes.
    """

    text: str
    keys: frozenset[str]
    predicate: Predicate

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Filter) and self.text == other.text

    def __hash__(self) -> int:
        return hash(self.text)

    def matches(self, deadline: Deadline) -> bool:
        """Whether *deadline* passes."""
        return self.predicate.matches(deadline)

    def why_not(self, deadline: Deadline) -> str:
        """Return the terms that *deadline* fails, as written; empty if it passes."""
        return self.predicate.why_not(deadline)


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
            return Filter("", frozenset(), Every())
        predicate = self.either()
        if self.at < len(self.tokens):
            token = self.tokens[self.at]
            raise self.wrong(f"'{token.text}' is one too many", token.offset)
        return Filter(self.text.strip(), frozenset(self.keys), predicate)

    def either(self) -> Predicate:
        parts = [self.both()]
        while self.taken("or"):
            parts.append(self.both())
        if len(parts) == 1:
            return parts[0]
        return Either(tuple(parts))

    def both(self) -> Predicate:
        parts = [self.inverse()]
        while self.taken("and") or self.begins_a_term():
            parts.append(self.inverse())
        if len(parts) == 1:
            return parts[0]
        return Every(tuple(parts))

    def inverse(self) -> Predicate:
        begun = self.at
        if self.taken("not"):
            self.ruling_out = not self.ruling_out
            inner = self.deeper(self.inverse)
            self.ruling_out = not self.ruling_out
            return Inverse(inner, self.written(begun))
        if self.taken("("):
            inner = self.deeper(self.either)
            if not self.taken(")"):
                raise self.wrong("a closing parenthesis is missing", len(self.text))
            return inner
        return self.term()

    def deeper(self, rule: Callable[[], Predicate]) -> Predicate:
        self.depth += 1
        if self.depth > 50:
            raise self.wrong(
                "nested more than 50 deep", self.tokens[self.at - 1].offset
            )
        predicate = rule()
        self.depth -= 1
        return predicate

    def term(self) -> Predicate:
        token = self.next()
        key, colon, rest = token.text.partition(":")
        if not colon or token.text.startswith('"'):
            return containing(token.text, _bare(token.text))
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
        return having(token.text, key, values)

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

    def written(self, begun: int) -> str:
        """Return what the tokens from *begun* up to here write, as it was written."""
        last = self.tokens[self.at - 1]
        return self.text[self.tokens[begun].offset : last.offset + len(last.text)]

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


def _nearest(word: str, choices: Iterable[str]) -> str:
    near = difflib.get_close_matches(word, list(choices), 1, 0.6)
    if near:
        return f" (did you mean '{near[0]}'?)"
    return f"; there are {', '.join(choices)}"
