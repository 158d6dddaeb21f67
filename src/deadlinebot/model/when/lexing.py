"""A text and what was found in it: zones first, then days, then times of day."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from deadlinebot.model.when.clocks import (
    beside_any,
    find_clocks,
    find_shifts,
    find_undated,
    find_weekdays,
    find_years,
)
from deadlinebot.model.when.days import find_days
from deadlinebot.model.when.labels import names_date
from deadlinebot.model.when.normal import blank
from deadlinebot.model.when.statements import touches
from deadlinebot.model.when.superseded import superseded
from deadlinebot.model.when.tokens import Clock, Day, Days, Token, ZoneWord
from deadlinebot.model.when.zonewords import find_zones, unknown

_UNKNOWN = re.compile(
    r"[ ,(\[]{0,2}(?P<name>[A-Z][A-Za-z]+/[A-Z][A-Za-z_]+|[A-Z]{2,5}"
    r"|[A-Z][a-z]+(?: [A-Z][a-z]+)? [Tt]ime)(?![A-Za-z0-9/]|[ -][A-Za-z0-9])"
)
_NO_ZONE = re.compile(
    r"(?:AM|PM|HRS|EOD|OK)$|.*\b(?:local|conference|venue|start|end|due|deadline)\b",
    re.ASCII | re.IGNORECASE,
)
_SAYS_ZONE = re.compile(
    r"(?:\b(?:in|are|is|use|uses|time ?zone|zone)\b|时区)[ :(]*$",
    re.ASCII | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Lexed:
    """A text with everything found in it taken out.

    Attributes:
        text: in normal spelling, its tokens blank.
        tokens: what was found and still holds, in order.
        past: the days that no longer hold.
    """

    text: str
    tokens: tuple[Token, ...]
    past: tuple[Day | Days, ...] = ()

    @property
    def days(self) -> list[Day | Days]:
        """The days among the tokens."""
        return [token for token in self.tokens if isinstance(token, Day | Days)]


def lexed(text: str, today: date) -> Lexed:
    """Return what *text*, in normal spelling, holds.

    Raises:
        Unreadable: if it names a zone that does not exist; its offset counts in the
            normal spelling.
    """
    found: list[Token] = []
    rest = _taken(text, find_zones(text), found)
    rest = _taken(rest, find_weekdays(rest), found)
    days = _certain(rest, find_days(rest, today))
    rest = _taken(rest, days, found)
    rest = _taken(rest, find_clocks(rest, beside_any(found, rest)), found)
    for find in (find_undated, find_shifts, find_years):
        rest = _taken(rest, find(rest), found)
    found.sort(key=lambda token: (token.start, token.end))
    _refuse_unknown_zones(rest, found)
    return _beside_dates(_without_past(Lexed(rest, tuple(found))))


def _taken(text: str, found: Sequence[Token], into: list[Token]) -> str:
    """Return *text* without what was *found*, which is added *into* the rest."""
    into += found
    for token in found:
        text = blank(text, token.start, token.end)
    return text


def _certain(text: str, days: list[Day | Days]) -> list[Day | Days]:
    """Return *days* without the numbers that are no dates here.

    ``6.17`` is a date if it begins or ends a range, if the words around name a
    stage or a deadline, or if nothing else in the text is a date.
    """
    strong = any(not _first(day).weak for day in days)
    kept: list[Day | Days] = []
    for at, day in enumerate(days):
        if _first(day).weak:
            low = days[at - 1].end if at else 0
            high = days[at + 1].start if at + 1 < len(days) else len(text)
            before, after = text[low : day.start], text[day.end : high]
            if _is_time(before, day, text, kept):
                continue
            ranged = re.match(r" ?(?:-|~|至|到)", after) or re.search(
                r"(?:-|~|至|到) ?$", before
            )
            if strong and not ranged and not names_date(before, after):
                continue
        kept.append(day)
    return kept


def _first(day: Day | Days) -> Day:
    return day if isinstance(day, Day) else day.first


def _is_time(before: str, day: Day | Days, text: str, kept: Sequence[Token]) -> bool:
    """Whether ``12.30`` right after a day is a time: 12:30."""
    digits = text[day.start : day.end]
    if not re.fullmatch(r"[0-9]{1,2}\.[0-9]{2}", digits):
        return False
    if re.match(r" ?[ap]\.?m\b", text[day.end : day.end + 6], re.ASCII | re.IGNORECASE):
        return True
    return bool(kept) and not before.strip(" ,\x00").replace("at", "")


def _refuse_unknown_zones(rest: str, tokens: Sequence[Token]) -> None:
    """Check that no unknown zone stands right after a time of day.

    Raises:
        Unreadable: if one does.
    """
    for token in tokens:
        if not isinstance(token, Clock) or token.problem:
            continue
        found = _UNKNOWN.match(rest, token.end)
        if found and not _NO_ZONE.match(found["name"]):
            raise unknown(found["name"], found.start("name"))


def _without_past(found: Lexed) -> Lexed:
    """Return *found* without the dates that no longer hold."""
    parts = superseded(found.text, found.tokens)
    if not parts:
        return found
    text = found.text
    for start, end in parts:
        text = blank(text, start, end)

    def is_past(token: Token) -> bool:
        return any(start <= token.start < end for start, end in parts)

    kept = tuple(token for token in found.tokens if not is_past(token))
    past = tuple(day for day in found.days if is_past(day))
    return Lexed(text, kept, past)


def _beside_dates(found: Lexed) -> Lexed:
    """Return *found* without letters that name a zone only beside a date or time."""
    kept: list[Token] = []
    tokens = found.tokens
    for at, token in enumerate(tokens):
        if isinstance(token, ZoneWord) and token.weak:
            near = (*tokens[max(0, at - 1) : at], *tokens[at + 1 : at + 2])
            says = _SAYS_ZONE.search(found.text[max(0, token.start - 16) : token.start])
            if not says and not any(
                touches(found.text, *sorted((token, one), key=lambda t: t.start))
                for one in near
            ):
                continue
        kept.append(token)
    return Lexed(found.text, tuple(kept), found.past)
