"""A portal's listing, as the plain text of its page: no markup, two lines an entry.

The first line runs the category, some facets, the deadline, the sort of the call and
the title together, the second describes it::

    征稿与合作EMNLP 2026截止 北京时间 2026-05-25会议征稿 EMNLP 2026 征稿
    CCF-Deadlines lists EMNLP 2026 with papers due 2026-05-25 UTC-12 and ...

Both state dates, and often not the same: the heading is the portal's word
(`Authority.PORTAL`), the description quotes the organiser's or a catalogue's. Papers,
data sets and courses are counted by kind. An *entry* is a heading.
"""

from __future__ import annotations

from collections import Counter

from deadlinebot.document import Source
from deadlinebot.errors import Place, Problem, SourceError
from deadlinebot.model.claim import Claim, Origin, Parsed, SourceFormat
from deadlinebot.sources.listing.calls import statements
from deadlinebot.sources.listing.entries import Category, Entry, entries


class Listing:
    """The format of a portal's page, copied as plain text."""

    name = "listing"
    suffixes: tuple[str, ...] = (".txt",)

    def parse(self, text: str, origin: Origin) -> Parsed:
        """Return the claims of every call in *text*, and count the other entries.

        Raises:
            SourceError: if no line begins with one of the categories.
        """
        text = text.removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}")
        page = Source(origin.path, text)
        found = list(entries(text))
        if not any(map(_known, found)):
            known = ", ".join(c for c in Category if c)
            message = f"no entry found: a heading begins with {known}"
            raise SourceError(message, Place(origin.path), page.line(1))
        claims: list[Claim] = []
        problems: list[Problem] = []
        for entry in found:
            for statement in statements(entry, origin, page) if entry.calls else ():
                if isinstance(statement, Claim):
                    claims.append(statement)
                else:
                    problems.append(statement)
        ignored = Counter(entry.kind for entry in found if not entry.calls)
        return Parsed(tuple(claims), tuple(problems), len(found), dict(ignored))


FORMAT: SourceFormat = Listing()


def _known(entry: Entry) -> bool:
    return entry.calls or entry.category is not Category.NONE
