"""Entries of AI Deadlines, written in a line or two."""

from __future__ import annotations

from datetime import date

from deadlinebot.model.claim import Claim, Origin, Parsed
from deadlinebot.model.milestone import Milestone
from deadlinebot.sources.ai_deadlines import FORMAT

ORIGIN = Origin("catalogue", "a.yml", date(2026, 4, 1))


def parsed(text: str) -> Parsed:
    return FORMAT.parse(text, ORIGIN)


def typed(*dates: str, more: str = "") -> str:
    listed = "\n".join(f"    - {{{each}}}" for each in dates)
    return f"- title: QXML\n  year: 2026\n  deadlines:\n{listed}\n{more}"


def flat(*lines: str) -> str:
    return "\n  ".join(("- title: QXAI", "year: 2026", *lines)) + "\n"


def only(text: str, milestone: Milestone = Milestone.PAPER) -> Claim:
    (claim,) = [c for c in parsed(text).claims if c.milestone is milestone]
    return claim
