"""What a flat catalogue is: how it spells an entry, and the dates that one states."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from deadlinebot.document import Mapping, Node
from deadlinebot.errors import Problem
from deadlinebot.model.call import UNNAMED, Call, Title
from deadlinebot.model.milestone import Milestone
from deadlinebot.model.when import Tbd


@dataclass(frozen=True, slots=True)
class Stated:
    """One date of an entry, not read yet.

    Attributes:
        value: where it stands.
        milestone: which date it is.
        label: what tells it apart from others of that milestone.
        text: what it says, where that is not *value*'s own text: a template filled in.
        before: the date that it replaces, to be shown beside it.
        zone: where its own zone stands; None: the entry's counts.
        withdrawn: what the catalogue writes in place of a date that is cancelled.
    """

    value: Node
    milestone: Milestone
    label: Title = UNNAMED
    text: str | None = None
    before: str | None = None
    zone: Node | None = None
    withdrawn: Tbd | None = None


class Shape(Protocol):
    """How one catalogue spells its entries.

    Attributes:
        source: the catalogue's name for people.
        name: the key of the series.
        record: the key of an entry's own name in the whole catalogue, where further
            entries are other calls; None: they are further rounds.
        zone: the zone of a date without one, by the format's rule; None: it has none.
        dates: the keys that state deadlines.
        keys: all other keys that it has.
    """

    source: str
    name: str
    record: str | None
    zone: str | None
    dates: frozenset[str]
    keys: frozenset[str]

    def call(self, node: Mapping, series: str, year: int) -> Call:
        """Return the call that an entry describes; its link is added by others."""
        ...

    def stated(self, node: Mapping, year: int) -> Iterator[Stated | Problem]:
        """Yield every deadline that an entry states: all but the days of the event.

        Args:
            node: the entry.
            year: of the edition; any, if they are only counted.
        """
        ...
