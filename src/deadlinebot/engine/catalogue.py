"""Catalogues: a location read as a whole, without a store.

Read = published + held: every stated deadline is counted as dated, undated or held.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time

from deadlinebot import files
from deadlinebot.engine.locations import Wanted, as_problem, obtain, parse
from deadlinebot.errors import Place, Problem
from deadlinebot.model.claim import Claim
from deadlinebot.model.deadline import Deadline
from deadlinebot.model.milestone import Milestone
from deadlinebot.model.reconcile import reconcile
from deadlinebot.net import Net

Progress = Callable[[int, int], None]  # how many texts are read, of how many
_Key = tuple[str, str, str, Milestone, int]  # one stated date


def silent(_done: int, _total: int) -> None:
    """Say nothing about progress."""


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


def read_catalogue(
    wanted: Sequence[Wanted],
    now: datetime,
    net: Net | None = None,
    progress: Progress = silent,
) -> Catalogue:
    """Return what *wanted* locations hold together, the most trusted first.

    Args:
        wanted: the locations.
        now: when they are read.
        net: fetches those that are URLs; an ordinary one if None.
        progress: told after each text.

    Raises:
        UserError: if a location is missing or unreadable as a whole.
    """
    net = net or Net()
    read = [(each, _contents(each, net, now)) for each in wanted]
    texts = [(each, file) for each, contents in read for file in contents.files]
    problems = [problem for _, contents in read for problem in contents.problems]
    claims: list[Claim] = []
    names: dict[str, list[Mapping[str, Place]]] = defaultdict(list)
    ignored: Counter[str] = Counter()
    entries = 0
    for done, (each, file) in enumerate(texts, 1):
        parsed = parse(file, each, now)
        claims.extend(parsed.claims)
        problems.extend(parsed.problems)
        names[each.source].append(parsed.names)
        ignored.update(parsed.ignored)
        entries += parsed.entries
        progress(done, len(texts))
    problems.extend(problem for given in names.values() for problem in twins(given))
    deadlines = reconcile(claims, trust=[each.source for each in wanted])
    tally = count(claims, problems, entries, dict(ignored))
    written = {file.path: file.modified for _, file in texts}
    dated = tuple(_dated(deadline, written) for deadline in deadlines)
    return Catalogue(dated, tuple(problems), tally)


def twins(texts: Iterable[Mapping[str, Place]]) -> Iterator[Problem]:
    """Yield the ids of calls that several texts of a source give; they are read as one.

    Args:
        texts: where each of them gives which id.
    """
    first: dict[str, Place] = {}
    for names in texts:
        for name, place in names.items():
            if first.setdefault(name, place) != place:
                message = f"the id '{name}' is taken by the call at {first[name]}"
                advice = "give one of them another 'id'"
                yield Problem(place, f"{message}: {advice}", holds=0)


def _contents(wanted: Wanted, net: Net, now: datetime) -> files.Contents:
    found = obtain(wanted, net, now=now)
    assert found is not None  # nothing was known that it could still be
    return found.contents()


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


__all__ = [
    "Catalogue",
    "Progress",
    "Tally",
    "Wanted",
    "as_problem",
    "count",
    "parse",
    "read_catalogue",
    "silent",
    "twins",
]
