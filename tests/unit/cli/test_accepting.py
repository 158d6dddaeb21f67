"""clock accept: a person's word that the machine's clock is right."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from deadlinebot.cli.clock import wall
from deadlinebot.store import Store, open_store
from tests.unit.cli.conftest import Run

AHEAD = timedelta(days=400)
CONFIG = """
state: state
language: en
channels: {}
routes: {}
"""


def opened(folder: Path) -> Store:
    """Open the state of the configuration in *folder*."""
    path = folder / "state" / "deadlinebot.sqlite"
    return open_store(path, owner="test", now=wall())


def test_a_clock_that_was_set_back_is_accepted(run: Run, folder: Path) -> None:
    (folder / "config.yaml").write_text(CONFIG, encoding="utf-8")
    with opened(folder) as store:
        store.note_clock(wall() + AHEAD)
    held = run("run-once", "--config", "config.yaml")

    accepted = run("clock", "accept", "--config", "config.yaml")

    again = run("run-once", "--config", "config.yaml")
    assert "nothing is sent: the clock: it is 399 days 23 hours behind" in held.err
    assert (accepted.code, "believed: it is" in accepted.err) == (0, True)
    assert "nothing is sent" not in again.err


def test_a_clock_that_is_set_by_hand_is_not_doubted(run: Run, folder: Path) -> None:
    (folder / "config.yaml").write_text(CONFIG, encoding="utf-8")
    now = "2026-05-20T09:00+08:00"
    run("run-once", "--config", "config.yaml")

    ended = run("run-once", "--config", "config.yaml", "--now", now)

    assert "nothing is sent" not in ended.err
    with opened(folder) as store:
        high = store.high_water()
    assert high
    assert abs(high - wall()) < timedelta(hours=1)
