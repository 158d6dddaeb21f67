"""Python Deadlines: calls for proposals (``_data/conferences.yml``).

The shape::

    - conference: PyData Global
      year: 2026
      link: https://pydata.org/global2026/
      cfp: '2026-08-03 23:59:00'
      cfp_ext: '2026-08-24 23:59:00'
      tutorial_deadline: '2026-08-03 23:59:00'
      timezone: Europe/Berlin
      place: Online
      start: 2026-12-08
      end: 2026-12-10
      sub: DATA

A date without a zone is AoE: that is the format's rule, and no guess. ``cfp_ext`` is
the date to which ``cfp`` was extended: one date, its history is kept in its words.
``cfp`` may be TBA, None (no call at all) or Cancelled. An *entry* is an edition.
"""

from __future__ import annotations

from collections.abc import Iterator

from deadlinebot.document import Mapping, Scalar, load
from deadlinebot.errors import Problem
from deadlinebot.model.call import UNNAMED, Call, CallKind, Title, call_id
from deadlinebot.model.claim import Origin, Parsed, SourceFormat
from deadlinebot.model.milestone import Milestone
from deadlinebot.model.when import Tbd
from deadlinebot.sources._entries import Stated, both, listed, parsed, tags, words

FURTHER = {
    "workshop_deadline": Title("workshops", "工作坊"),
    "tutorial_deadline": Title("tutorials", "教程"),
}
_TALKS = Title("talks", "报告")
_CANCELLED = frozenset({"cancelled", "canceled"})
_NO_CALL = frozenset({"none", "n/a"})


class _Shape:
    source = "Python Deadlines"
    name = "conference"
    record: str | None = None
    zone: str | None = "AoE"
    dates = frozenset({"cfp", "cfp_ext", *FURTHER})
    keys = frozenset((
        "conference", "alt_name", "year", "link", "cfp_link", "timezone", "place",
        "start", "end", "sponsor", "finaid", "twitter", "mastodon", "bluesky",
        "youtube", "sub", "note", "location",
    ))  # fmt: skip

    def call(self, node: Mapping, series: str, year: int) -> Call:
        other = words(node, "alt_name")
        return Call(
            id=call_id(series, year),
            series=series,
            year=year,
            title=both(series),
            kind=CallKind.CONFERENCE,
            tags=tags(node, "sub"),
            venue=words(node, "place"),
            aliases=(other,) if other and other != series else (),
        )

    def stated(self, node: Mapping, year: int) -> Iterator[Stated | Problem]:
        del year
        further = {key: value for key in FURTHER if (value := node.get(key))}
        yield from _talks(node, _TALKS if further else UNNAMED)
        for key, value in further.items():
            if _said(value) not in _NO_CALL:
                yield Stated(value, Milestone.PAPER, FURTHER[key])


class PythonDeadlines:
    """The format of Python Deadlines."""

    name = "python_deadlines"
    suffixes: tuple[str, ...] = (".yml", ".yaml")

    def parse(self, text: str, origin: Origin) -> Parsed:
        """Return the claims of every entry in *text*.

        Raises:
            SourceError: if it is no YAML, or no list of entries.
        """
        shape = _Shape()
        return parsed(listed(load(text, origin.path), shape), shape, origin)


FORMAT: SourceFormat = PythonDeadlines()


def _talks(node: Mapping, label: Title) -> Iterator[Stated | Problem]:
    """Yield the date of the call for talks, as it now stands."""
    first, extended = node.get("cfp"), node.get("cfp_ext")
    said = _said(first)
    if said in _CANCELLED and isinstance(first, Scalar):
        gone = Tbd(first.text or "")
        yield Stated(first, Milestone.PAPER, label, withdrawn=gone)
    elif extended is not None:
        before = words(node, "cfp") if said[:1].isdigit() else None
        yield Stated(extended, Milestone.PAPER, label, before=before)
    elif first is None:
        spot = node.values.get("cfp", node)
        yield spot.problem("the entry states no 'cfp': a date, TBA, None or Cancelled")
    elif said not in _NO_CALL:
        yield Stated(first, Milestone.PAPER, label)


def _said(value: object) -> str:
    text = value.text if isinstance(value, Scalar) else None
    return (text or "").strip().casefold()
