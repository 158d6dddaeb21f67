"""Headings: a call's name, kind, title and deadline out of one run of words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from deadlinebot.document import clean
from deadlinebot.model.call import Call, CallKind, Title, call_id
from deadlinebot.sources.listing import phrases
from deadlinebot.sources.listing.entries import Category, Entry, Line, fold

_KINDS = (
    (re.compile(r"期刊|专刊|专辑|专题"), CallKind.JOURNAL),
    (re.compile(r"研讨会|workshop", re.IGNORECASE), CallKind.WORKSHOP),
    (re.compile(r"会议|大会"), CallKind.CONFERENCE),
    (re.compile(r"[竞比大]赛|挑战"), CallKind.COMPETITION),
)
_CALL_FOR = re.compile(r"\s*(?:征稿|征文|征集|(?i:call for papers))(?:通知|启事)?$")
_YEAR_LAST = re.compile(r"(?P<series>.*\S)\s*((?:19|20)\d{2})\s*年?")
_YEAR_FIRST = re.compile(r"((?:19|20)\d{2})\s*年?\s*(?P<series>\S.*)")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)")
_ACRONYM = re.compile(r"[A-Z][A-Za-z0-9-]{1,14}")
_SOCIETY = re.compile(r"(?:(?:IEEE|ACM|CVF|AAAI|CCF|IFIP|SIAM)[/ &-]*)+(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class Heading:
    """What a heading says.

    Attributes:
        line: where it stands.
        facets: the end of the words before the deadline.
        when: begin and end of the deadline's text; None if there is no deadline.
        quoted: where the deadline's words begin.
        kind: what calls.
        name: the words before the deadline, for calls by name.
        title: the title as written.
    """

    line: Line
    facets: int
    when: tuple[int, int] | None
    quoted: int
    kind: CallKind
    name: str
    title: str


def heading(entry: Entry) -> Heading:
    """Return what the heading of *entry* says."""
    line = entry.heading
    begin = line.folded.index(entry.category) + len(entry.category)
    found = phrases.DEADLINE.search(line.folded, begin)
    found = found or phrases.UNDATED.search(line.folded, begin)
    if found is None:
        rest = clean(line.text[begin:]).text
        kind = _kind(entry.category, rest)
        return Heading(line, len(line.text), None, 0, kind, "", rest)
    return Heading(
        line,
        facets=found.start(),
        when=found.span("when"),
        quoted=found.start(),
        kind=_kind(entry.category, found["kind"] or ""),
        name=clean(line.folded[begin : found.start()]).text,
        title=clean(line.text[slice(*found.span("title"))]).text,
    )


def call(said: Heading, year: int | None, venue: str) -> Call | None:
    """Return the call that a heading announces.

    Args:
        said: the heading.
        year: the edition's year where its name has none.
        venue: where it takes place, in words.

    Returns:
        None if there is neither a year in its name nor *year*.
    """
    name = _name(said)
    series, own_year = _series(name)
    number = own_year or year
    if number is None:
        return None
    bare = _SOCIETY.sub("", series) if said.kind is CallKind.CONFERENCE else series
    known = bare if _ACRONYM.fullmatch(bare) else series
    return Call(
        id=call_id(known, number),
        series=known,
        year=number,
        title=Title(name if name.isascii() else said.title, said.title),
        kind=said.kind,
        venue=venue,
        aliases=(series,) if known != series else (),
    )


def _kind(category: Category, words: str) -> CallKind:
    for pattern, kind in _KINDS:
        if pattern.search(words):
            return kind
    competes = category is Category.COMPETITION
    return CallKind.COMPETITION if competes else CallKind.OTHER


def _name(said: Heading) -> str:
    """Return the words that name the call: before the deadline, or in the title."""
    title = _CALL_FOR.sub("", fold(said.title))
    if said.kind in {CallKind.CONFERENCE, CallKind.WORKSHOP} and said.name:
        return said.name if _YEAR.search(said.name) else title
    head = title.partition(":")[0].strip()
    short = _YEAR_LAST.fullmatch(head) or _ACRONYM.fullmatch(head)
    return head if short else title


def _series(name: str) -> tuple[str, int | None]:
    """Return a name without its year, and the year."""
    found = _YEAR_LAST.fullmatch(name) or _YEAR_FIRST.fullmatch(name)
    if found is not None:
        year = found[2] if found.re is _YEAR_LAST else found[1]
        return found["series"].strip(" -·"), int(year)
    inside = _YEAR.search(name)
    return name, int(inside[1]) if inside else None
