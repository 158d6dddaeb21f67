"""A call: one edition of a conference, journal issue or competition."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache


class Lang(StrEnum):
    """The languages in which we speak."""

    ZH = "zh"
    EN = "en"


@dataclass(frozen=True, slots=True)
class Title:
    """A name in both languages; one stands in for the other where it is missing."""

    en: str
    zh: str

    def said(self, lang: Lang) -> str:
        """Return the name in *lang*."""
        return self.zh if lang is Lang.ZH else self.en


UNNAMED = Title("", "")


class CallKind(StrEnum):
    """What sort of thing calls for submissions."""

    CONFERENCE = "conference"
    JOURNAL = "journal"
    COMPETITION = "competition"
    WORKSHOP = "workshop"
    OTHER = "other"


@lru_cache(maxsize=16_384)  # the same few names again and again: half of all the time
def slug(text: str) -> str:
    """Return *text* as a name for ids: lower case, words joined by ``-``.

    Letters of every script stay (``医学`` does); accents, case and width do not
    matter, so one name written in two ways gives one slug.
    """
    folded = unicodedata.normalize("NFKD", text).casefold()
    bare = "".join(c for c in folded if not unicodedata.combining(c))
    return "-".join(re.findall(r"\w+", bare.replace("_", " ")))


@dataclass(frozen=True, slots=True)
class Call:
    """One edition.

    Attributes:
        id: ``emnlp-2026``: what people type and what UIDs start with.
        series: the acronym or short name of the series, as its source writes it.
        year: the edition's year.
        title: the full name.
        kind: conference, journal, competition ...
        track: tells calls of one series and year apart; mostly empty.
        tags: ``ccf:B``, ``nlp`` ... in the source's order, without repeats.
        link: its page (http or https).
        venue: where it takes place, in words.
        aliases: other names of the series; a renamed call keeps its UIDs.
    """

    id: str
    series: str
    year: int
    title: Title
    kind: CallKind = CallKind.CONFERENCE
    track: str = ""
    tags: tuple[str, ...] = ()
    link: str | None = None
    venue: str = ""
    aliases: tuple[str, ...] = ()

    @property
    def keys(self) -> frozenset[tuple[str, int, str]]:
        """Every (series, year, track) by which a source may name this call."""
        names = (self.series, *self.aliases)
        slugs = {slug(name) for name in names} - {""}  # signs alone name nothing
        return frozenset((name, self.year, slug(self.track)) for name in slugs)


def call_id(series: str, year: int, track: str = "") -> str:
    """Return the id of the edition *year* of *series*: ``emnlp-2026``."""
    return slug(f"{series} {year} {track}")
