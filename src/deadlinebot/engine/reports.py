"""Reports: what is known of each text of a source since it was last read."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from deadlinebot import __version__
from deadlinebot.engine.catalogue import Tally, Wanted, count
from deadlinebot.errors import Place, Problem
from deadlinebot.model.claim import Parsed
from deadlinebot.store import SourceState


@dataclass(frozen=True, slots=True)
class FileReport:
    """What one text held when it was last read.

    Attributes:
        digest: of the text and of everything else that its reading depends on.
        claims: how many claims it made.
        tally: its share in the count.
        problems: what is held of it.
    """

    digest: str
    claims: int
    tally: Tally
    problems: tuple[Problem, ...] = ()

    @classmethod
    def of(cls, digest: str, parsed: Parsed) -> FileReport:
        """Return the report on what *parsed* found."""
        tally = count(
            parsed.claims, parsed.problems, parsed.entries, dict(parsed.ignored)
        )
        return cls(digest, len(parsed.claims), tally, parsed.problems)

    def as_data(self) -> dict[str, Any]:
        """Return it as JSON data for the store."""
        return asdict(self)

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> FileReport:
        """Return what `as_data` gave."""
        tally = Tally(**data["tally"])
        return cls(data["digest"], data["claims"], tally, _problems(data["problems"]))


@dataclass(frozen=True, slots=True)
class SourceReport:
    """How a source stands.

    Attributes:
        name: as configured.
        files: a report on each of its texts, by path.
        problems: what is wrong with the location itself (a file without access).
        last_ok: when it was last read as a whole.
        failures: how often in a row it could not be.
        error: why not, the last time; empty if it could.
    """

    name: str
    files: Mapping[str, FileReport] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    last_ok: datetime | None = None
    failures: int = 0
    error: str = ""

    @property
    def claims(self) -> int:
        """How many claims it makes in all."""
        return sum(report.claims for report in self.files.values())

    def as_state(self) -> SourceState:
        """Return it as the store keeps it."""
        return SourceState(
            name=self.name,
            last_ok=self.last_ok,
            last_error=self.error,
            failures=self.failures,
            report={
                "files": {path: file.as_data() for path, file in self.files.items()},
                "problems": [asdict(problem) for problem in self.problems],
            },
        )

    @classmethod
    def from_state(cls, state: SourceState) -> SourceReport:
        """Return what `as_state` gave."""
        files = state.report["files"].items()
        return cls(
            name=state.name,
            files={path: FileReport.from_data(data) for path, data in files},
            problems=_problems(state.report["problems"]),
            last_ok=state.last_ok,
            failures=state.failures,
            error=state.last_error,
        )

    @property
    def all_problems(self) -> tuple[Problem, ...]:
        """Everything that is held of it."""
        inside = (problem for r in self.files.values() for problem in r.problems)
        return (*self.problems, *inside)


def _problems(data: Iterable[Mapping[str, Any]]) -> tuple[Problem, ...]:
    return tuple(
        Problem(Place(**each["place"]), each["message"], each["holds"], each["excerpt"])
        for each in data
    )


def digest(text: str, wanted: Wanted) -> str:
    """Return the key under which the reading of *text* can be kept.

    A new version of this program reads every text again.
    """
    parts = (__version__, wanted.format, *wanted.unstated_zones, text)
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "replace")).hexdigest()


def total(reports: Iterable[FileReport]) -> Tally:
    """Return the sum of *reports*."""
    tallies = [report.tally for report in reports]
    ignored: Counter[str] = Counter()
    for tally in tallies:
        ignored.update(tally.ignored)
    return Tally(
        entries=sum(t.entries for t in tallies),
        dated=sum(t.dated for t in tallies),
        undated=sum(t.undated for t in tallies),
        held=sum(t.held for t in tallies),
        events=sum(t.events for t in tallies),
        ignored=dict(ignored),
    )
