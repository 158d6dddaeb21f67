"""What people say while the daemon runs: obeyed soon, once, and never lost."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.acceptance.test_service import CALLS, CONFIG, Service, eventually, started

PAPER = "emnlp-2026-paper"
TICK = "SUMMARY:✓ EMNLP 2026 paper deadline"
ROUTE = "routes: {all: {leads: [3d], channels: [console]}}"
LADDER = "routes: {all: {leads: [2d, 1d], channels: [console]}}"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An installation with two reminders, neither due while a test runs."""
    (tmp_path / "calls.yaml").write_text(CALLS, encoding="utf-8")
    config = CONFIG.replace(ROUTE, LADDER)
    assert config != CONFIG
    (tmp_path / "config.yaml").write_text(config, encoding="utf-8")
    return tmp_path


@pytest.fixture
def service(home: Path) -> Iterator[Service]:
    """A daemon over one call, ended by its test or after it."""
    running = started(home)
    yield running
    if running.process.poll() is None:
        running.process.kill()
        running.process.wait(10)


def command(home: Path, *arguments: str) -> subprocess.Popen[str]:
    """Start the program beside the daemon."""
    return subprocess.Popen(
        [sys.executable, "-m", "deadlinebot", *arguments, "--config", "config.yaml"],
        cwd=home,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def said(home: Path, *arguments: str) -> str:
    """Run the program to its end; return what it printed."""
    process = command(home, *arguments, "--now", "2026-05-23T20:00:00+08:00")
    out, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    return out


def waiting(home: Path) -> list[str]:
    """Return the leads that wait."""
    process = command(home, "deliveries", "--json")
    rows = json.loads(process.communicate(timeout=60)[0])
    return [row["lead"] for row in rows if row["state"] == "planned"]


def ticked(service: Service) -> bool:
    """Whether the feed shows the deadline as done."""
    return TICK in service.get("/feeds/all.ics").content.decode()


def inbox(home: Path) -> list[str]:
    """Return the endings of what lies in the inbox."""
    return [path.suffix for path in (home / "state" / "inbox").iterdir()]


def test_a_running_daemon_obeys_and_shows_it(service: Service) -> None:
    done = said(service.home, "done", PAPER)
    left_after_done = waiting(service.home)
    eventually(lambda: ticked(service), within_s=10)
    undone = said(service.home, "undo", PAPER)
    eventually(lambda: not ticked(service), within_s=10)

    assert done == "EMNLP 2026 paper deadline: done; 2 reminders called off\n"
    assert left_after_done == []
    assert undone == "EMNLP 2026 paper deadline: taken back; 2 reminders planned\n"
    assert waiting(service.home) == ["2d", "1d"]
    assert inbox(service.home) == []


def test_what_was_left_for_a_daemon_that_dies_is_done_all_the_same(
    service: Service,
) -> None:
    service.process.send_signal(signal.SIGSTOP)  # it holds the state, and does nothing
    process = command(service.home, "done", PAPER)
    eventually(lambda: ".json" in inbox(service.home))
    service.process.kill()
    service.process.wait(10)

    out, err = process.communicate(timeout=60)

    assert process.returncode == 0, err
    assert "done; 2 reminders called off" in out
    assert inbox(service.home) == []
    assert waiting(service.home) == []


def test_what_was_left_outlives_the_command_and_the_daemon(service: Service) -> None:
    service.process.send_signal(signal.SIGSTOP)
    process = command(service.home, "done", PAPER)
    eventually(lambda: ".json" in inbox(service.home))
    process.kill()
    process.communicate(timeout=30)
    service.process.kill()
    service.process.wait(10)

    again = started(service.home)
    shown = ticked(again)
    again.stop()

    assert shown
    assert inbox(service.home) == []


def test_who_waits_in_vain_is_told_and_nothing_is_lost(service: Service) -> None:
    service.process.send_signal(signal.SIGSTOP)

    process = command(service.home, "done", PAPER)
    _, err = process.communicate(timeout=60)
    service.process.send_signal(signal.SIGCONT)

    assert process.returncode == 75
    assert "it is left for the process that holds the state" in err
    eventually(lambda: ticked(service))


def test_a_broken_instruction_is_set_aside_and_logged(service: Service) -> None:
    broken = service.home / "state" / "inbox" / "20260101.json"
    broken.write_text("{", encoding="utf-8")

    eventually(lambda: "20260101" in service.log)

    assert inbox(service.home) == [".bad"]
    assert service.get("/healthz").json()["status"] == "ok"
    assert said(service.home, "done", PAPER).startswith("EMNLP 2026 paper deadline")
