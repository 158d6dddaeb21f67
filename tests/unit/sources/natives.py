"""Files of calls, written in a line or two."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from deadlinebot.model.claim import Origin, Parsed
from deadlinebot.sources.native import FORMAT

ROOT = Path(__file__).parents[3]
TODAY = date(2026, 4, 1)


def parse(text: str, path: str = "nlp.yaml") -> Parsed:
    return FORMAT.parse(text, Origin("curated", path, TODAY))


def a_file(call: str = "", milestones: str = "") -> str:
    milestones = milestones or "- {kind: paper, date: 2026-05-25 AoE}"
    lines = "\n".join(f"      {line}" for line in milestones.splitlines())
    extra = "".join(f"    {line}\n" for line in call.splitlines())
    return f"""\
calls:
  - series: ABC
    year: 2026
{extra}    milestones:
{lines}
  - {{series: Good, year: 2026, milestones: [{{kind: paper, date: 2026-05-01 AoE}}]}}
"""
