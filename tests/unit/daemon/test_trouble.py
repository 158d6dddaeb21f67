"""What keeps everything from being sent is said once, and systemd is told the truth."""

from __future__ import annotations

import logging
import socket
from pathlib import Path

import pytest

from deadlinebot.daemon.manager import sign_of_life
from deadlinebot.daemon.trouble import Trouble
from deadlinebot.errors import UnavailableError


def test_trouble_is_logged_when_it_begins_and_when_it_ends(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO)
    trouble = Trouble()

    for reason in ("away", "away", "starting"):
        trouble.begins(UnavailableError(reason))
    assert trouble.reason == "starting"
    for _ in range(2):
        trouble.ends()

    assert trouble.reason == ""
    assert caplog.messages == ["nothing can be sent", "all can be sent again"]


@pytest.mark.parametrize(("silent_s", "told"), [(19.0, True), (21.0, False)])
def test_systemd_hears_of_us_unless_we_were_silent_for_too_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, silent_s: float, *, told: bool
) -> None:
    path = str(tmp_path / "manager")
    monkeypatch.setenv("NOTIFY_SOCKET", path)
    monkeypatch.setenv("WATCHDOG_USEC", str(20 * 10**6))

    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(path)
        manager.settimeout(0)
        sign_of_life(silent_s)

        heard = manager.recv(99) if told else b""
        with pytest.raises(BlockingIOError):
            manager.recv(99)

    assert heard == (b"WATCHDOG=1" if told else b"")
