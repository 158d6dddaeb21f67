"""Claims: what one source states about one milestone, verbatim."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum
from typing import Protocol

from deadlinebot.errors import Place, Problem
from deadlinebot.model.call import UNNAMED, Call, Title
from deadlinebot.model.milestone import Milestone
from deadlinebot.model.when.window import Reading, Tbd


class Authority(IntEnum):
    """Whose words a record quotes; inside one record the lower number counts."""

    ORGANISER = 0
    CATALOGUE = 1
    PORTAL = 2


@dataclass(frozen=True, slots=True)
class Resolution:
    """A person's word on a conflict.

    It holds until a source changes its word after that day.

    Attributes:
        trust: the ``source`` of the claim that counts.
        by: who decided.
        on: the day of the decision.
    """

    trust: str
    by: str
    on: date


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement, never edited.

    Attributes:
        call: the call that it is about, as this source describes it.
        milestone: which date of the call.
        label: what tells rounds and stages of one milestone apart ("Round 2",
            "初赛"); empty if there is nothing to tell.
        text: the date as written.
        zone: the zone as written beside the text, or None.
        reading: what text and zone mean.
        source: who says so ("CCF-Deadlines").
        via: the configured source in which it was read; trust follows the order
            of these in the configuration.
        record: the record of that source: two records of one source are two calls.
        item: which statement of its record this is; claims of one record with the
            same milestone and item speak of the same date, others of other rounds.
        place: where in the file the date stands.
        authority: whose words the record quotes.
        checked: the day on which the source, or whoever wrote it down, last
            checked it.
        link: the page that says so.
        withdrawn: the source says that it is cancelled.
        resolution: a person's word on which claim counts.
        quoted: *source* is another than the one in which it was read: where that is
            read too, its own words count in the place of these.
    """

    call: Call
    milestone: Milestone
    text: str
    zone: str | None
    reading: Reading
    source: str
    via: str
    record: str
    place: Place
    item: int = 0
    label: Title = UNNAMED
    authority: Authority = Authority.CATALOGUE
    checked: date | None = None
    link: str | None = None
    withdrawn: bool = False
    resolution: Resolution | None = None
    quoted: bool = False

    @property
    def dated(self) -> bool:
        """Whether it states a date, be it a wrong one."""
        return not isinstance(self.reading, Tbd)


@dataclass(frozen=True, slots=True)
class Origin:
    """What a source format must know beside the text.

    Attributes:
        source: the configured name of the source.
        path: the file's path, for places.
        today: the reference day for dates without a year.
        unstated_zones: the zones that a date without one may mean; empty: all.
    """

    source: str
    path: str
    today: date
    unstated_zones: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Parsed:
    """What one text holds: read = published + held, and nothing disappears.

    Attributes:
        claims: everything that can be published.
        problems: everything that is held, with the reason.
        entries: the number of records in the text, of every kind.
        ignored: how many entries are other things, by kind.
        names: where it gives a call an id that no other call of the source may have.
    """

    claims: tuple[Claim, ...] = ()
    problems: tuple[Problem, ...] = ()
    entries: int = 0
    ignored: Mapping[str, int] = field(default_factory=dict)
    names: Mapping[str, Place] = field(default_factory=dict)


class SourceFormat(Protocol):
    """The seam for catalogues: one module in ``sources/`` is one format.

    Attributes:
        name: ``ccfddl``: what the configuration and ``--from`` call it.
        suffixes: the endings of its files inside a folder or an archive.
    """

    name: str
    suffixes: tuple[str, ...]

    def parse(self, text: str, origin: Origin) -> Parsed:
        """Return what *text* states.

        One bad record is a problem beside its good neighbours.

        Raises:
            SourceError: if the whole text is unreadable.
        """
        ...
