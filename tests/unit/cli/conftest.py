"""A place of its own for every command line, and one way to run it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from deadlinebot.cli.app import main

CATALOGUE = """\
calls:
  - series: ABC
    year: 2026
    title: {en: Conference on Everything, zh: 万物会议}
    link: https://abc2026.example.org/
    tags: [ccf:A, nlp]
    milestones:
      - {kind: abstract, date: 2026-01-10 23:59 UTC}
      - kind: paper
        claims:
          - {source: Organiser, date: 2026-06-20 23:59:59, zone: UTC-12, checked: 2026-05-01}
          - {source: Portal, by: portal, date: 截止 北京时间 2026-06-20}
      - {kind: camera_ready, date: 2026-08-30}
      - {kind: notification, date: TBD}
      - {kind: event, date: "July 25-30, 2026"}
  - series: 医学竞赛
    year: 2026
    kind: competition
    title: {en: Medical Challenge, zh: 医学影像竞赛}
    milestones:
      - {kind: paper, date: 2026-05-25 18:00 北京时间}
"""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command line ended."""

    code: int
    out: str
    err: str


Run = Callable[..., Ended]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder in which commands run; no configuration is found from it."""
    for name in ("DEADLINEBOT_CONFIG", "STATE_DIRECTORY", "XDG_STATE_HOME", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "nobody"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def catalogue(folder: Path) -> str:
    """Return a small catalogue as ``--from`` takes it."""
    (folder / "calls.yaml").write_text(CATALOGUE, encoding="utf-8")
    return "native:calls.yaml"


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Return what runs a command line in this process."""

    def ended(*arguments: str) -> Ended:
        code = main(arguments)
        out, err = capsys.readouterr()
        return Ended(code, out, err)

    return ended
