"""A channel that died under a running daemon, mended and let go again beside it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Response

from tests.acceptance.test_service import (
    CALLS,
    CONFIG,
    NOW,
    Service,
    eventually,
    started,
)

CONSOLE = "channels: {console: {notifier: console}}"


@pytest.fixture
def home(tmp_path: Path, httpserver: HTTPServer) -> Path:
    """An installation whose channel speaks to Slack's stand-in, ten seconds early."""
    url = httpserver.url_for("/services/T0/B0/XXXXXXXX")
    chat = f"channels: {{console: {{notifier: slack, url: '{url}'}}}}"
    (tmp_path / "calls.yaml").write_text(CALLS, encoding="utf-8")
    (tmp_path / "config.yaml").write_text(CONFIG.replace(CONSOLE, chat), "utf-8")
    return tmp_path


@pytest.fixture
def service(home: Path, httpserver: HTTPServer) -> Iterator[Service]:
    """A daemon whose channel is refused for good."""
    httpserver.expect_request("/services/T0/B0/XXXXXXXX").respond_with_response(
        Response("no_service", 404)
    )
    running = started(home)
    yield running
    running.process.kill()
    running.process.wait(10)


def asked(home: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """Run a command beside the daemon."""
    return subprocess.run(
        [sys.executable, "-m", "deadlinebot", *command, "--config", "config.yaml"],
        cwd=home,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def channel(home: Path) -> dict[str, Any]:
    """Return how the channel stands, by the command."""
    ended = asked(home, "channels", "--json", "--now", NOW)
    (row,) = json.loads(ended.stdout)
    assert ended.returncode == int(row["state"] == "dead")
    return row  # type: ignore[no-any-return]  # one object of the JSON


def test_a_mended_channel_goes_on_while_the_daemon_runs(
    service: Service, httpserver: HTTPServer
) -> None:
    eventually(lambda: channel(service.home)["state"] == "dead")
    held = channel(service.home)["held"]
    httpserver.clear()
    httpserver.expect_request("/services/T0/B0/XXXXXXXX").respond_with_data("ok")

    ended = asked(service.home, "deliveries", "retry", "--channel", "console")

    assert (ended.returncode, ended.stderr) == (0, "1 will be sent again\n")
    eventually(lambda: channel(service.home)["delivered_at"] is not None)
    mended = channel(service.home)
    assert (held, mended["held"], mended["state"]) == (1, 0, "up")
    assert service.process.poll() is None
