"""A process is killed between any two steps: nothing is lost, at most one repeats."""

from __future__ import annotations

import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from deadlinebot.model.delivery import (
    Delivery,
    DeliveryKind,
    Outcome,
    State,
    delivery_id,
)
from deadlinebot.store import open_store
from tests.build import DUE, SEEN, a_deadline

WORK = """
import os, signal, sys
from pathlib import Path
from deadlinebot.model.delivery import Outcome, State, Verdict
from deadlinebot.store import open_store
from tests.build import SEEN
from tests.stored import finish, mark

def reach(point):
    if point == sys.argv[2]:
        os.kill(os.getpid(), signal.SIGKILL)

store = open_store(Path(sys.argv[1]), owner="victim", now=SEEN)
reach("open")
(claimed,) = store.claim(SEEN, 1, {"chat": 1})
reach("claimed")
marked = mark(store, claimed, SEEN)
reach("marked")
Path(sys.argv[1] + ".sent").write_text("bytes left")
reach("sent")
finish(store, marked, SEEN, State.DELIVERED, verdict=Verdict(Outcome.DELIVERED))
reach("finished")
"""


@dataclass(frozen=True)
class Left:
    """What the next process must find."""

    state: State
    maybe_sent: bool = False
    attempts: int = 0


@pytest.mark.parametrize(
    ("point", "left"),
    [
        ("open", Left(State.PLANNED)),
        ("claimed", Left(State.PLANNED)),
        ("marked", Left(State.RETRY, maybe_sent=True, attempts=1)),
        ("sent", Left(State.RETRY, maybe_sent=True, attempts=1)),
        ("finished", Left(State.DELIVERED, attempts=1)),
    ],
)
def test_the_next_process_finds_what_was_certain(
    tmp_path: Path, point: str, left: Left
) -> None:
    path = tmp_path / "state.db"
    plan_one(path)

    run_until_killed(path, point)

    with open_store(path, owner="next", now=SEEN) as store:
        (row,) = store.deliveries()
        attempts = store.attempts(row.id)
    assert Left(row.state, row.maybe_sent, row.attempts) == left
    assert row.owner is None
    assert len(attempts) == left.attempts
    unknown = [Outcome.UNKNOWN] if left.maybe_sent else []
    assert [a.outcome for a in attempts if point != "finished"] == unknown


def test_bytes_leave_only_after_the_mark_is_on_the_disk(tmp_path: Path) -> None:
    path = tmp_path / "state.db"
    plan_one(path)

    run_until_killed(path, "marked")

    assert not path.with_name("state.db.sent").exists()


def plan_one(path: Path) -> None:
    deadline = a_deadline()
    reminder = Delivery(
        id=delivery_id("chat", deadline.id, DeliveryKind.REMINDER, "3d", 0),
        channel="chat",
        deadline=deadline.id,
        sequence=0,
        kind=DeliveryKind.REMINDER,
        lead="3d",
        due=SEEN,
        not_after=DUE,
    )
    with open_store(path, owner="planner", now=SEEN) as store:
        store.apply(SEEN, deadlines=[deadline], plan=[reminder])


def run_until_killed(path: Path, point: str) -> None:
    root = Path(__file__).parents[3]
    process = subprocess.run(
        [sys.executable, "-c", WORK, str(path), point], cwd=root, check=False
    )
    assert process.returncode == -signal.SIGKILL
