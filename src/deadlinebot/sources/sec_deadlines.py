"""sec-deadlines: conferences of security and privacy (``_data/conferences.yml``).

The shape::

    - name: PETS
      year: 2026
      description: Privacy Enhancing Technologies Symposium
      link: https://petsymposium.org/
      deadline:
        - "%Y-05-31 23:59"
        - "%y-02-28 23:59"
      date: July 20-25
      place: Calgary, Canada
      tags: [PRIV, CONF]
      timezone: Etc/UTC

In a deadline ``%y`` stands for the year, ``%Y`` for the year before it. A date
without a zone is AoE: that is the format's rule, and no guess. Several deadlines are
rounds. An *entry* is an edition; abstract deadlines stand in its comment, as prose,
and are not read.
"""

from __future__ import annotations

from collections.abc import Iterator

from deadlinebot.document import Mapping, Node, Scalar, Sequence, load
from deadlinebot.errors import Problem
from deadlinebot.model.call import Call, CallKind, call_id
from deadlinebot.model.claim import Origin, Parsed, SourceFormat
from deadlinebot.model.milestone import Milestone
from deadlinebot.sources._entries import Stated, both, listed, parsed, tags, words

_KINDS = {"conf": CallKind.CONFERENCE, "shop": CallKind.WORKSHOP}


class _Shape:
    source = "sec-deadlines"
    name = "name"
    record: str | None = None
    zone: str | None = "AoE"
    dates = frozenset({"deadline"})
    keys = frozenset((
        "name", "year", "description", "link", "dblp", "date", "place", "tags",
        "comment", "timezone", "id",
    ))  # fmt: skip

    def call(self, node: Mapping, series: str, year: int) -> Call:
        found = tags(node, "tags")
        kinds = [_KINDS[tag] for tag in found if tag in _KINDS]
        return Call(
            id=call_id(series, year),
            series=series,
            year=year,
            title=both(words(node, "description") or series),
            kind=kinds[0] if kinds else CallKind.CONFERENCE,
            tags=tuple(tag for tag in found if tag not in _KINDS),
            venue=words(node, "place"),
        )

    def stated(self, node: Mapping, year: int) -> Iterator[Stated | Problem]:
        value = node.get("deadline")
        if value is None:
            spot = node.values.get("deadline", node)
            yield spot.problem("the entry states no 'deadline': a date, or TBA")
            return
        for date in _flat(value):
            if isinstance(date, Mapping):
                yield date.problem("expected a date: '2026-05-25 23:59'")
            else:
                yield Stated(date, Milestone.PAPER, text=_filled(date, year))


class SecDeadlines:
    """The format of sec-deadlines."""

    name = "sec_deadlines"
    suffixes: tuple[str, ...] = (".yml", ".yaml")

    def parse(self, text: str, origin: Origin) -> Parsed:
        """Return the claims of every entry in *text*.

        Raises:
            SourceError: if it is no YAML, or no list of entries.
        """
        shape = _Shape()
        return parsed(listed(load(text, origin.path), shape), shape, origin)


FORMAT: SourceFormat = SecDeadlines()


def _flat(value: Node) -> Iterator[Mapping | Scalar]:
    """Yield the dates of a list, of lists in it too."""
    if not isinstance(value, Sequence):
        yield value
        return
    for item in value:
        yield from _flat(item)


def _filled(date: Scalar, year: int) -> str | None:
    """Return a date with the years put in; None if there is none to put."""
    text = date.text or ""
    if "%" not in text:
        return None
    return text.replace("%y", f"{year:04}").replace("%Y", f"{year - 1:04}")
