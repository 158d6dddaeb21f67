"""Catalogues: a location read as a whole, without a store.

Read = published + held: every stated deadline is counted as dated, undated or held.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time

from deadlinebot import files, registry
from deadlinebot.errors import Place, Problem, SourceError
from deadlinebot.model.claim import Claim, Origin, Parsed
from deadlinebot.model.deadline import Deadline
from deadlinebot.model.milestone import Milestone
from deadlinebot.model.reconcile import reconcile

_Key = tuple[str, str, str, Milestone, int]  # one stated date


@dataclass(frozen=True, slots=True)
class Tally:
    """How much of what a source states is published.

    Attributes:
        entries: records of every kind.
        dated: stated deadlines with a date.
        undated: stated deadlines announced without a date.
        held: stated deadlines that cannot be published.
        events: spans of event days, counted apart.
        ignored: records that are other things, by kind.
    """

    entries: int
    dated: int
    undated: int
    held: int
    events: int
    ignored: dict[str, int]

    @property
    def read(self) -> int:
        """Stated deadlines in all."""
        return self.dated + self.undated + self.held


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What a location holds.

    Attributes:
        deadlines: reconciled; their times of change are those of the source itself.
        problems: what is held or mended, with reasons.
        tally: how much of it is published.
    """

    deadlines: tuple[Deadline, ...]
    problems: tuple[Problem, ...]
    tally: Tally


@dataclass(frozen=True, slots=True)
class Wanted:
    """A location to read, and how.

    Attributes:
        source: the name of the source.
        format: the source format's name.
        location: a folder, a file or an archive.
        unstated_zones: what a date without a zone may mean.
    """

    source: str
    format: str
    location: str
    unstated_zones: tuple[str, ...] = ()


def parse(file: files.TextFile, wanted: Wanted, now: datetime) -> Parsed:
    """Return what one text states; an unreadable one is a problem of its own."""
    origin = Origin(wanted.source, file.path, now.date(), wanted.unstated_zones)
    try:
        return registry.source_format(wanted.format).parse(file.text, origin)
    except SourceError as error:
        return Parsed(problems=(as_problem(error, file.path),), entries=1)


def as_problem(error: SourceError, path: str) -> Problem:
    """Return the error of a whole text as the problem that it is to its neighbours."""
    place = error.place or Place(path)
    return Problem(place, error.message, excerpt=error.excerpt)


def read_catalogue(wanted: Sequence[Wanted], now: datetime) -> Catalogue:
    """Return what *wanted* locations hold together, the most trusted first.

    Raises:
        UserError: if a location is missing or unreadable as a whole.
    """
    claims: list[Claim] = []
    problems: list[Problem] = []
    ignored: Counter[str] = Counter()
    entries = 0
    written: dict[str, datetime] = {}
    for each in wanted:
        contents = files.read(
            each.location, registry.source_format(each.format).suffixes
        )
        problems.extend(contents.problems)
        for file in contents.files:
            parsed = parse(file, each, now)
            written[file.path] = file.modified
            claims.extend(parsed.claims)
            problems.extend(parsed.problems)
            ignored.update(parsed.ignored)
            entries += parsed.entries
    deadlines = reconcile(claims, trust=[each.source for each in wanted])
    tally = count(claims, problems, entries, dict(ignored))
    dated = tuple(_dated(deadline, written) for deadline in deadlines)
    return Catalogue(dated, tuple(problems), tally)


def count(
    claims: Sequence[Claim],
    problems: Sequence[Problem],
    entries: int,
    ignored: dict[str, int],
) -> Tally:
    """Count stated deadlines: several claims of one record on one date are one."""
    events: set[_Key] = set()
    stated: dict[_Key, bool] = {}
    for claim in claims:
        key = (claim.via, claim.place.path, claim.record, claim.milestone, claim.item)
        if claim.milestone is Milestone.EVENT:
            events.add(key)
        else:
            stated[key] = stated.get(key, False) or claim.dated
    dated = sum(stated.values())
    held = sum(problem.holds for problem in problems)
    return Tally(entries, dated, len(stated) - dated, held, len(events), ignored)


def _dated(deadline: Deadline, written: dict[str, datetime]) -> Deadline:
    """Set the time of change: the newest date of its claims, else of their files."""
    checked = [claim.checked for claim in deadline.claims if claim.checked]
    if checked:
        return replace(deadline, changed=datetime.combine(max(checked), time(), UTC))
    newest = max(written[claim.place.path] for claim in deadline.claims)
    return replace(deadline, changed=newest.replace(microsecond=0))
