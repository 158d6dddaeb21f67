"""Editions of CCF-Deadlines, written in a line or two."""

from __future__ import annotations

from datetime import date

from deadlinebot.model.claim import Claim, Origin, Parsed
from deadlinebot.model.milestone import Milestone
from deadlinebot.sources.ccfddl import FORMAT

ORIGIN = Origin("catalogue", "a.yml", date(2026, 4, 1))
SERIES = """\
- title: {title}
  description: Conference on Examples
  sub: {sub}
  rank: {rank}
  dblp: {dblp}
  confs:
    - year: {year}
      id: {id}
      link: {link}
      timeline:
        - {round}
      timezone: {zone}
      date: {date}
      place: Oslo, Norway
"""


USUAL = {
    "title": "QXAI",
    "sub": "AI",
    "rank": "{ccf: A, core: A*, thcpl: N}",
    "dblp": "qxai",
    "year": "2026",
    "id": "qxai26",
    "link": "https://qxai.example/",
    "round": "{deadline: '2026-05-25 23:59:59'}",
    "zone": "AoE",
    "date": "September 29 - October 2, 2026",
}


def series(**changes: str) -> str:
    return SERIES.format(**{**USUAL, **changes})


def parsed(text: str) -> Parsed:
    return FORMAT.parse(text, ORIGIN)


def only(text: str, milestone: Milestone = Milestone.PAPER) -> Claim:
    (claim,) = [c for c in parsed(text).claims if c.milestone is milestone]
    return claim


def problems(text: str) -> list[tuple[str, int]]:
    return [(problem.message, problem.holds) for problem in parsed(text).problems]
