"""A real process, killed between sending and remembering."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.receiver import Receiver, receiving

CALLS = """calls:
  - series: EMNLP
    year: 2026
    link: https://2026.emnlp.org
    milestones:
      - {kind: paper, date: "2026-05-25 23:59", zone: UTC-12}
"""
CONFIG = """language: en
state: state
sources: {{lab: {{format: native, location: calls.yaml}}}}
channels: {{slack: {{notifier: slack, url: "{url}"}}}}
routes: {{all: {{leads: [3d], channels: [slack]}}}}
"""
BEFORE, DUE = "2026-05-20T09:00+08:00", "2026-05-23T20:00+08:00"


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A webhook that takes everything."""
    with receiving() as running:
        yield running


@pytest.fixture
def home(tmp_path: Path, receiver: Receiver) -> Path:
    """An installation whose reminder is planned and not yet due."""
    (tmp_path / "calls.yaml").write_text(CALLS, encoding="utf-8")
    config = CONFIG.format(url=receiver.url)
    (tmp_path / "config.yaml").write_text(config, encoding="utf-8")
    finished(tmp_path, "run-once", "--now", BEFORE)
    return tmp_path


def command(home: Path, *arguments: str) -> subprocess.Popen[str]:
    """Start the program in *home*."""
    return subprocess.Popen(
        [sys.executable, "-m", "deadlinebot", *arguments, "--config", "config.yaml"],
        cwd=home,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def finished(home: Path, *arguments: str) -> str:
    """Run the program to its end; return what it printed."""
    process = command(home, *arguments)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    return out


def rows(home: Path) -> list[dict[str, object]]:
    """Return the deliveries as the command line shows them."""
    shown: list[dict[str, object]] = json.loads(finished(home, "deliveries", "--json"))
    return shown


def killed_while_sending(home: Path, receiver: Receiver) -> None:
    """Kill a run when its message has arrived and its answer has not."""
    receiver.answers.clear()
    process = command(home, "run-once", "--now", DUE)
    assert receiver.arrived.wait(60)
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=30)
    receiver.answers.set()


def test_what_was_sent_before_the_kill_is_repeated_once_and_says_so(
    home: Path, receiver: Receiver
) -> None:
    killed_while_sending(home, receiver)
    finished(home, "run-once", "--now", DUE)
    finished(home, "run-once", "--now", DUE)

    first, second = receiver.texts()
    assert "repeat" not in first
    assert "may be a repeat" in second


def test_the_state_tells_what_may_have_been_sent_twice(
    home: Path, receiver: Receiver
) -> None:
    killed_while_sending(home, receiver)
    [interrupted] = rows(home)
    finished(home, "run-once", "--now", DUE)
    [ended] = rows(home)

    assert interrupted["state"] == "sending"
    assert (ended["state"], ended["maybe_sent"]) == ("delivered", True)
    assert ended["attempts"] == 2


def test_a_run_that_is_not_killed_sends_once(home: Path, receiver: Receiver) -> None:
    finished(home, "run-once", "--now", DUE)
    finished(home, "run-once", "--now", DUE)

    [text] = receiver.texts()
    assert "Tue 2026-05-26 19:59" in text
    assert "2026-05-25 23:59 UTC-12" in text


def test_a_second_process_names_the_one_that_holds_the_state(
    home: Path, receiver: Receiver
) -> None:
    receiver.answers.clear()
    first = command(home, "run-once", "--now", DUE)
    assert receiver.arrived.wait(60)

    second = command(home, "run-once", "--now", DUE)
    _, err = second.communicate(timeout=60)

    first.kill()
    first.communicate(timeout=30)
    assert second.returncode == 75
    assert str(first.pid) in err
    assert "Traceback" not in err
