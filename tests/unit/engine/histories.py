"""Invented histories of a catalogue of one series."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from deadlinebot.files import TextFile, Version
from tests.build import utc

START = utc("2026-01-01T00:00:00")
SERIES = "- title: NLPCC\n  confs:\n"
EDITION = """\
    - year: {year}
      id: nlpcc{year}
      timezone: UTC+8
      timeline:
"""
PATH = "conference/AI/nlpcc.yml"


@dataclass(frozen=True)
class Round:
    """One round as the catalogue has it: days after 1 January, or none, and a label."""

    day: int | None
    label: str = ""

    @property
    def due(self) -> datetime | None:
        """23:59:59 of that day in UTC+8."""
        if self.day is None:
            return None
        return utc("2026-01-01T15:59:59") + timedelta(days=self.day)

    def __str__(self) -> str:
        local = self.due + timedelta(hours=8) if self.due else None
        date = f"{local:%Y-%m-%d %H:%M:%S}" if local else "TBD"
        comment = f"          comment: {self.label}\n" if self.label else ""
        return f"        - deadline: {date}\n{comment}"


def series(editions: Mapping[int, Iterable[Round]]) -> str:
    """Return the text of a series with these rounds in each year."""
    return SERIES + "".join(
        EDITION.format(year=year) + "".join(map(str, rounds))
        for year, rounds in editions.items()
    )


def version(number: int, *rounds: Round, years: tuple[int, ...] = (2026,)) -> Version:
    """Return version *number* of a series that has the same *rounds* every year."""
    return written(number, series(dict.fromkeys(years, rounds)))


def written(number: int, text: str, path: str = PATH) -> Version:
    at = START + timedelta(days=number)
    return Version(at, f"v{number}", (TextFile(path, text, at),))


def emptied(number: int) -> Version:
    """Return version *number*, which removes the series."""
    at = START + timedelta(days=number)
    return Version(at, f"v{number}", (), removed=frozenset({PATH}))
