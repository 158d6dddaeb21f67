"""Predicates: the terms of a filter and their joins, which can say why not."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

from deadlinebot.model.deadline import Deadline

TAGS = ("ccf", "core", "thcpl", "sub")
FIELDS: dict[str, Callable[[Deadline], Iterable[str]]] = {
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


class Predicate(Protocol):
    """What a deadline passes or not."""

    def matches(self, deadline: Deadline, /) -> bool:
        """Whether *deadline* passes."""
        ...

    def why_not(self, deadline: Deadline, /) -> str:
        """Return the terms that *deadline* fails, as written; empty if it passes."""
        ...


@dataclass(frozen=True, slots=True)
class Term:
    """One word or ``key:value`` of a filter.

    Attributes:
        text: as written.
        matches: whether a deadline passes.
    """

    text: str
    matches: Callable[[Deadline], bool]

    def why_not(self, deadline: Deadline) -> str:
        """Return the term itself if *deadline* fails it."""
        return "" if self.matches(deadline) else self.text


@dataclass(frozen=True, slots=True)
class Every:
    """What passes all of its parts; of none, everything does."""

    parts: tuple[Predicate, ...] = ()

    def matches(self, deadline: Deadline) -> bool:
        """Whether *deadline* passes every part."""
        return all(part.matches(deadline) for part in self.parts)

    def why_not(self, deadline: Deadline) -> str:
        """Return the parts that *deadline* fails, each with its own reason."""
        reasons = (part.why_not(deadline) for part in self.parts)
        return " and ".join(reason for reason in reasons if reason)


@dataclass(frozen=True, slots=True)
class Either:
    """What passes one of its parts."""

    parts: tuple[Predicate, ...]

    def matches(self, deadline: Deadline) -> bool:
        """Whether *deadline* passes a part."""
        return any(part.matches(deadline) for part in self.parts)

    def why_not(self, deadline: Deadline) -> str:
        """Return why *deadline* fails each of the parts, if it passes none."""
        if self.matches(deadline):
            return ""
        return " or ".join(part.why_not(deadline) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Inverse:
    """What fails another predicate.

    Attributes:
        part: the other.
        text: the whole as written, ``not`` included.
    """

    part: Predicate
    text: str

    def matches(self, deadline: Deadline) -> bool:
        """Whether *deadline* fails the other."""
        return not self.part.matches(deadline)

    def why_not(self, deadline: Deadline) -> str:
        """Return the whole if *deadline* passes what is ruled out."""
        return "" if self.matches(deadline) else self.text


def having(text: str, key: str, values: frozenset[str]) -> Term:
    """Return the term *text*, which asks for one of *values*, in lower case."""
    if key in TAGS:
        tags = frozenset(f"{key}:{value}" for value in values)
        return Term(text, lambda d: any(t.casefold() in tags for t in d.call.tags))
    field = FIELDS[key]
    return Term(text, lambda d: any(v.casefold() in values for v in field(d)))


def containing(text: str, word: str) -> Term:
    """Return the term *text*, which looks for *word* in names, titles and tags."""

    def found(deadline: Deadline) -> bool:
        call = deadline.call
        texts = (call.id, call.series, call.title.en, call.title.zh, *call.tags)
        return any(word in each.casefold() for each in texts)

    return Term(text, found)
