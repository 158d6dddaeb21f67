"""Reports: what is known of each text of a source since it was last read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from deadlinebot.engine.catalogue import Tally, count
from deadlinebot.engine.locations import NOTHING, Mark
from deadlinebot.engine.locations import text_digest as digest
from deadlinebot.errors import Place, Problem
from deadlinebot.model.claim import Parsed
from deadlinebot.store import SourceState
from deadlinebot.wording import Alarm

_NO_WAIT = timedelta(0)


@dataclass(frozen=True, slots=True)
class FileReport:
    """What one text held when it was last read.

    Attributes:
        digest: of the text and of everything else that its reading depends on.
        claims: how many claims it made.
        tally: its share in the count.
        problems: what is held of it.
        kept: whether that was an earlier text, because this one is unreadable.
        names: where it gives a call an id of its own.
    """

    digest: str
    claims: int
    tally: Tally
    problems: tuple[Problem, ...] = ()
    kept: bool = False
    names: Mapping[str, Place] = field(default_factory=dict)

    @classmethod
    def of(cls, digest: str, parsed: Parsed) -> FileReport:
        """Return the report on what *parsed* found."""
        tally = count(
            parsed.claims, parsed.problems, parsed.entries, dict(parsed.ignored)
        )
        claims, names = len(parsed.claims), dict(parsed.names)
        return cls(digest, claims, tally, parsed.problems, names=names)

    def as_data(self) -> dict[str, Any]:
        """Return it as JSON data for the store."""
        return asdict(self)

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> FileReport:
        """Return what `as_data` gave."""
        tally = Tally(**data["tally"])
        return cls(
            digest=data["digest"],
            claims=data["claims"],
            tally=tally,
            problems=_problems(data["problems"]),
            kept=data.get("kept", False),
            names={n: Place(**at) for n, at in data.get("names", {}).items()},
        )


@dataclass(frozen=True, slots=True)
class SourceReport:
    """How a source stands.

    Attributes:
        name: as configured.
        files: a report on each of its texts, by path.
        problems: what is wrong with the location itself (a file without access).
        last_ok: when it was last read as a whole.
        failures: how often in a row it could not be.
        error: what is wrong with it as a whole; empty if nothing is.
        alarm: the kind of that error.
        since: when the trouble began, whatever its kinds.
        down: whether the operator was to hear of it: a source that never worked has
            nothing to fall back to, and one lost connection is no news.
        turned: when `down` last changed.
        moved: when its content last changed.
        wait: how long its server asked us to wait.
        mark: to know its content again.
        vanished: the deadlines that it no longer lists, each with the number of
            refreshes since.
    """

    name: str
    files: Mapping[str, FileReport] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    last_ok: datetime | None = None
    failures: int = 0
    error: str = ""
    alarm: Alarm | None = None
    since: datetime | None = None
    down: bool = False
    turned: datetime | None = None
    moved: datetime | None = None
    wait: timedelta = _NO_WAIT
    mark: Mark = NOTHING
    vanished: Mapping[str, int] = field(default_factory=dict)

    @property
    def claims(self) -> int:
        """How many claims it makes in all."""
        return sum(report.claims for report in self.files.values())

    def says_more_than(self, before: SourceReport) -> bool:
        """Whether this report must be stored in the place of *before*.

        That a source was looked at again and nothing was new is worth a write a day.
        """
        if self.last_ok and _day(self.last_ok) != _day(before.last_ok):
            return True
        old = before.mark
        mark = replace(self.mark, etag=old.etag, last_modified=old.last_modified)
        quiet = replace(
            self,
            last_ok=before.last_ok,
            failures=before.failures,
            wait=before.wait,
            mark=mark,
        )
        return quiet != before

    def as_state(self) -> SourceState:
        """Return it as the store keeps it."""
        return SourceState(
            name=self.name,
            content=self.mark.content,
            etag=self.mark.etag,
            last_modified=self.mark.last_modified,
            last_ok=self.last_ok,
            last_error=self.error,
            failures=self.failures,
            report={
                "files": {path: file.as_data() for path, file in self.files.items()},
                "problems": [asdict(problem) for problem in self.problems],
                "reading": self.mark.reading,
                "alarm": self.alarm,
                "since": _text(self.since),
                "down": self.down,
                "turned": _text(self.turned),
                "moved": _text(self.moved),
                "vanished": dict(self.vanished),
            },
        )

    @classmethod
    def from_state(cls, state: SourceState) -> SourceReport:
        """Return what `as_state` gave; what earlier versions left out is empty."""
        noted = state.report
        files = noted["files"].items()
        return cls(
            name=state.name,
            files={path: FileReport.from_data(data) for path, data in files},
            problems=_problems(noted["problems"]),
            last_ok=state.last_ok,
            failures=state.failures,
            error=state.last_error,
            alarm=Alarm(noted["alarm"]) if noted.get("alarm") else None,
            since=_instant(noted.get("since")),
            down=noted.get("down", False),
            turned=_instant(noted.get("turned")),
            moved=_instant(noted.get("moved")),
            mark=Mark(
                noted.get("reading", ""),
                state.content,
                state.etag,
                state.last_modified,
            ),
            vanished=noted.get("vanished", {}),
        )

    @property
    def all_problems(self) -> tuple[Problem, ...]:
        """Everything that is held of it."""
        inside = (problem for r in self.files.values() for problem in r.problems)
        return (*self.problems, *inside)


def stored(states: Mapping[str, SourceState]) -> dict[str, SourceReport]:
    """Return how each source stood when that was last worth storing, by its name."""
    return {name: SourceReport.from_state(state) for name, state in states.items()}


def _problems(data: Iterable[Mapping[str, Any]]) -> tuple[Problem, ...]:
    return tuple(
        Problem(Place(**each["place"]), each["message"], each["holds"], each["excerpt"])
        for each in data
    )


def _text(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _day(at: datetime | None) -> date | None:
    return at.date() if at else None


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


__all__ = ["FileReport", "SourceReport", "digest", "stored", "total"]
