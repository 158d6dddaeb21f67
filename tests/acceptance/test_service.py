"""The daemon as a real process: serving, reloading, draining."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests

CALLS = """calls:
  - series: EMNLP
    year: 2026
    link: https://2026.emnlp.org
    milestones:
      - {kind: paper, date: "2026-05-25 23:59", zone: UTC-12}
"""
CONFIG = """language: en
state: state
sources: {lab: {format: native, location: calls.yaml, every: 1s}}
channels: {console: {notifier: console}}
routes: {all: {leads: [3d], channels: [console]}}
web: {port: 0}
"""
NOW = "2026-05-23T19:58:50+08:00"  # ten seconds before the reminder of 3 days


def eventually(true: Callable[[], bool], within_s: float = 40) -> None:
    """Wait until *true*, and fail if it does not become so."""
    until = time.monotonic() + within_s
    while not true():
        assert time.monotonic() < until, "it did not happen in time"
        time.sleep(0.05)  # noqa: TID251 - a poll between two looks


@dataclass
class Service:
    """A running daemon."""

    process: subprocess.Popen[str]
    home: Path
    url: str = ""

    @property
    def log(self) -> str:
        """What it wrote to standard error so far."""
        return (self.home / "log").read_text(encoding="utf-8")

    @property
    def out(self) -> str:
        """What it wrote to standard output so far."""
        return (self.home / "out").read_text(encoding="utf-8")

    def up(self) -> bool:
        """Whether it has said where it serves."""
        assert self.process.poll() is None, self.log
        found = re.search(r"url=(\S+)", self.log)
        self.url = found[1] if found else ""
        return bool(found)

    def get(self, path: str) -> requests.Response:
        """Ask for a page or feed."""
        return requests.get(self.url.rstrip("/") + path, timeout=10)

    def stop(self) -> int:
        """Send SIGTERM and return the exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(30)


def started(home: Path, **environment: str) -> Service:
    """Start a daemon in *home* and wait until it serves."""
    with (home / "log").open("w") as log, (home / "out").open("w") as out:
        process = subprocess.Popen(
            [
                *(sys.executable, "-u", "-m", "deadlinebot", "serve"),
                *("--config", "config.yaml", "--now", NOW),
            ],
            cwd=home,
            stdout=out,
            stderr=log,
            text=True,
            env={**os.environ, **environment},
        )
    service = Service(process, home)
    eventually(service.up)
    return service


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder with one call and a configuration."""
    (tmp_path / "calls.yaml").write_text(CALLS, encoding="utf-8")
    (tmp_path / "config.yaml").write_text(CONFIG, encoding="utf-8")
    return tmp_path


@pytest.fixture
def service(home: Path) -> Iterator[Service]:
    """A daemon over one call, ended by its test or after it."""
    running = started(home)
    yield running
    if running.process.poll() is None:
        running.process.kill()
        running.process.wait(10)


def test_feed_page_and_health_are_served(service: Service) -> None:
    feed = service.get("/feeds/all.ics")
    page = service.get("/")
    health = service.get("/healthz")

    assert b"UID:emnlp-2026-paper@deadlinebot" in feed.content
    assert feed.headers["content-type"] == "text/calendar; charset=utf-8"
    assert "3 days left" in page.text
    assert health.json()["status"] == "ok"
    assert health.json()["clock"] == ""


def test_an_unchanged_feed_is_not_sent_again(service: Service) -> None:
    etag = service.get("/feeds/all.ics").headers["etag"]

    again = requests.get(
        f"{service.url}feeds/all.ics", headers={"If-None-Match": etag}, timeout=10
    )

    assert again.status_code == 304


def test_what_is_due_is_sent_by_itself_once(service: Service) -> None:
    eventually(lambda: "EMNLP 2026" in service.out)
    before = service.out
    service.stop()

    assert before.count("EMNLP 2026 paper deadline") == service.out.count(
        "EMNLP 2026 paper deadline"
    )


def test_a_changed_file_changes_the_feed_while_it_runs(service: Service) -> None:
    moved = CALLS.replace("2026-05-25", "2026-06-01")
    (service.home / "calls.yaml").write_text(moved, encoding="utf-8")

    eventually(
        lambda: b"DTSTART:20260602T115900Z" in service.get("/feeds/all.ics").content
    )

    assert b"SEQUENCE:1" in service.get("/feeds/all.ics").content


def test_a_broken_file_keeps_the_last_good_feed_and_says_where(
    service: Service,
) -> None:
    before = service.get("/feeds/all.ics").content
    (service.home / "calls.yaml").write_text("calls: [oops\n", encoding="utf-8")

    eventually(lambda: "calls.yaml:" in service.log)
    eventually(lambda: b"(stale)" in service.get("/feeds/all.ics").content)

    after = service.get("/feeds/all.ics").content
    assert after.replace(b" (stale)", b"") == before


def test_a_good_reload_takes_effect(service: Service) -> None:
    config = CONFIG + "feeds: {nlp: {filter: 'series:emnlp', title: NLP only}}\n"
    (service.home / "config.yaml").write_text(config, encoding="utf-8")
    service.process.send_signal(signal.SIGHUP)

    eventually(lambda: service.get("/feeds/nlp.ics").status_code == 200)

    assert b"NLP only" in service.get("/feeds/nlp.ics").content


def test_a_bad_reload_keeps_the_last_good_configuration(service: Service) -> None:
    (service.home / "config.yaml").write_text("langage: en\n", encoding="utf-8")
    service.process.send_signal(signal.SIGHUP)

    eventually(lambda: "did you mean 'language'" in service.log)

    assert service.get("/feeds/all.ics").status_code == 200
    assert service.process.poll() is None


def test_sigterm_ends_it_cleanly_and_it_goes_on_where_it_was(service: Service) -> None:
    eventually(lambda: "EMNLP 2026" in service.out)
    code = service.stop()

    again = started(service.home)
    calm = again.get("/feeds/all.ics")
    again.stop()

    assert code == 0
    assert calm.status_code == 200
    assert "EMNLP 2026" not in again.out


def test_the_service_manager_is_told(home: Path) -> None:
    address = home / "notify"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(str(address))
        manager.settimeout(30)
        service = started(
            home, NOTIFY_SOCKET=str(address), WATCHDOG_USEC=str(20 * 10**6)
        )
        heard = [manager.recv(100), manager.recv(100)]
        service.stop()
        heard.append(manager.recv(100))
        while heard[-1] == b"WATCHDOG=1":
            heard.append(manager.recv(100))

    assert heard[0] == b"READY=1"
    assert b"WATCHDOG=1" in heard
    assert heard[-1] == b"STOPPING=1"


def test_a_bad_configuration_at_the_start_is_exit_78_with_its_place(home: Path) -> None:
    (home / "config.yaml").write_text("web: {prot: 1}\n", encoding="utf-8")

    run = subprocess.run(
        [sys.executable, "-m", "deadlinebot", "serve", "--config", "config.yaml"],
        cwd=home,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )

    assert run.returncode == 78
    assert "config.yaml:1:7" in run.stderr
    assert "did you mean 'port'" in run.stderr
    assert "Traceback" not in run.stderr


def test_a_taken_port_is_said_in_plain_words(service: Service) -> None:
    port = service.url.rstrip("/").rsplit(":", 1)[1]
    other = service.home / "other"
    other.mkdir()
    config = CONFIG.replace("port: 0", f"port: {port}")
    (other / "config.yaml").write_text(config, encoding="utf-8")
    (other / "calls.yaml").write_text(CALLS, encoding="utf-8")

    run = subprocess.run(
        [sys.executable, "-m", "deadlinebot", "serve", "--config", "config.yaml"],
        cwd=other,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )

    assert run.returncode == 69
    assert f"127.0.0.1:{port}" in run.stderr
    assert "Traceback" not in run.stderr
