"""notify test by mail: a real server on loopback, and what the operator reads."""

from __future__ import annotations

from pathlib import Path

from tests.postbox import PASSWORD, Postbox, posting
from tests.services import mail_of
from tests.unit.cli.conftest import Ended, Run


def told(run: Run, box: Postbox, user: str = "robot%40example.org") -> Ended:
    """Return how a test message to *box* ended."""
    Path("lab.yaml").write_text(
        "state: state\nchannels:\n  lab:\n    notifier: email\n"
        f"    url: {box.url(user=user)}\n"
        "    options: {to: 'ann@example.org, gone@example.org'}\n"
        "routes: {all: {channels: [lab]}}\n",
        encoding="utf-8",
    )
    return run("notify", "test", "lab", "--config", "lab.yaml")


def test_a_mail_that_the_server_takes_is_exit_0(run: Run) -> None:
    with posting(Postbox()) as box:
        ended = told(run, box)

    assert (ended.code, ended.err) == (0, "lab: delivered (250 queued as 1)\n")
    message = mail_of(box.mails[0].content)
    assert message["Subject"] == "✅ deadlinebot 测试消息"
    assert message["From"] == "deadlinebot <robot@example.org>"
    assert message["Date"]


def test_who_was_refused_is_named(run: Run) -> None:
    with posting(Postbox({"gone@example.org": "550 no such user"})) as box:
        ended = told(run, box)

    assert ended.code == 0
    assert "被拒收: gone@example.org (550 no such user)" in ended.err


def test_a_wrong_password_is_exit_69_and_says_what_to_do(run: Run) -> None:
    with posting(Postbox()) as box:
        ended = told(run, box, "robot%40example.org:not-")

    assert ended.code == 69
    assert "the channel cannot be used until you mend it" in ended.err
    assert "授权码" in ended.err
    assert "authorization code" in ended.err
    assert PASSWORD not in ended.out + ended.err
