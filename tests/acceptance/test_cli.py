"""The command line as a process: exit codes, signals, pipes and terminals."""

from __future__ import annotations

import json
import os
import pty
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

COMMAND = (sys.executable, "-m", "deadlinebot")
NEAR_DUE = "2026-05-24T09:59:59Z"  # a second before the reminder
WAIT_S = 30.0
CATALOGUE = """\
calls:
  - series: 医学竞赛
    year: 2026
    kind: competition
    milestones:
      - {kind: paper, date: 2026-05-25 18:00 北京时间}
"""

Send = Callable[[Request], Response]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder in which processes run, with a small catalogue."""
    for name in ("DEADLINEBOT_CONFIG", "STATE_DIRECTORY", "XDG_STATE_HOME", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "nobody"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "calls.yaml").write_text(CATALOGUE, encoding="utf-8")
    return tmp_path


def ran(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run one command line to its end."""
    return subprocess.run(
        [*COMMAND, *arguments],
        capture_output=True,
        encoding="utf-8",
        env=os.environ | environment,
        timeout=60,
        check=False,
    )


@contextmanager
def started(*arguments: str) -> Iterator[subprocess.Popen[str]]:
    """Start one command line; it is gone when the block is left."""
    process = subprocess.Popen(
        [*COMMAND, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def chat(folder: Path, server: HTTPServer, answer: Send) -> str:
    """Return a configuration whose one channel is a WeCom robot on loopback."""
    server.expect_request("/cgi-bin/webhook/send").respond_with_handler(answer)
    url = server.url_for("/cgi-bin/webhook/send?key=SECRETKEY")
    path = folder / "chat.yaml"
    path.write_text(
        "state: state\n"
        "sources: {own: {format: native, location: calls.yaml}}\n"
        f"channels: {{lab: {{notifier: wecom, url: '{url}'}}}}\n"
        "routes: {all: {leads: [1d], channels: [lab]}}\n",
        encoding="utf-8",
    )
    return str(path)


def test_the_installed_program_is_the_module() -> None:
    program = Path(sys.executable).with_name("deadlinebot")

    by_name = subprocess.run(
        [program, "--version"], capture_output=True, text=True, check=True
    )

    assert by_name.stdout == ran("--version").stdout


def test_a_catalogue_is_read_from_any_folder(folder: Path) -> None:
    elsewhere = folder / "elsewhere"
    elsewhere.mkdir()

    ended = subprocess.run(
        [*COMMAND, "list", "--json", "--from", f"native:{folder / 'calls.yaml'}"],
        capture_output=True,
        encoding="utf-8",
        cwd=elsewhere,
        check=True,
    )

    (row,) = json.loads(ended.stdout)
    assert row["due"] == "2026-05-25T10:00:00Z"
    assert list(elsewhere.iterdir()) == []


def test_json_is_whole_on_a_terminal_without_unicode() -> None:
    ended = ran(
        *("list", "--json", "--from", "native:calls.yaml"), PYTHONIOENCODING="latin-1"
    )

    assert ended.returncode == 0
    assert json.loads(ended.stdout)[0]["series"] == "医学竞赛"


def test_a_reader_that_leaves_early_is_no_failure(folder: Path) -> None:
    rows = "".join(
        f"  - {{series: S{n}, year: 2026, milestones: [{{kind: paper, date: 2026-06-01 AoE}}]}}\n"
        for n in range(300)
    )
    (folder / "many.yaml").write_text(f"calls:\n{rows}")

    with started("list", "--json", "--from", "native:many.yaml") as process:
        assert process.stdout
        assert process.stderr
        process.stdout.readline()
        process.stdout.close()
        said = process.stderr.read()
        code = process.wait(WAIT_S)

    assert (code, said) == (141, "")


def test_a_second_round_beside_the_first_is_exit_75_and_names_it(
    folder: Path, httpserver: HTTPServer
) -> None:
    asked, go_on = Event(), Event()

    def slow(_request: Request) -> Response:
        asked.set()
        go_on.wait(WAIT_S)
        return Response(json.dumps({"errcode": 0, "errmsg": "ok"}))

    config = chat(folder, httpserver, slow)
    with started("run-once", "--config", config, "--now", NEAR_DUE) as first:
        assert asked.wait(WAIT_S)

        second = ran("run-once", "--config", config)

        go_on.set()
        first.send_signal(signal.SIGTERM)  # it may wait for a repeat, if this was slow
        assert first.wait(WAIT_S) == 0
    assert second.returncode == 75
    assert str(first.pid) in second.stderr
    assert "Traceback" not in second.stderr


def test_sigterm_ends_a_round_that_waits_and_nothing_is_lost(
    folder: Path, httpserver: HTTPServer
) -> None:
    asked = Event()

    def busy(_request: Request) -> Response:
        asked.set()
        return Response(json.dumps({"errcode": 45009, "errmsg": "freq out of limit"}))

    config = chat(folder, httpserver, busy)
    with started("run-once", "--config", config, "--now", NEAR_DUE) as process:
        assert asked.wait(WAIT_S)

        process.send_signal(signal.SIGTERM)
        _, said = process.communicate(timeout=WAIT_S)

    assert process.returncode == 0
    assert "stopped before its end" in said
    (row,) = json.loads(ran("deliveries", "--json", "--config", config).stdout)
    assert row["state"] == "retry"


def test_a_reminder_that_falls_due_within_the_round_is_sent_by_it(
    folder: Path, httpserver: HTTPServer
) -> None:
    config = chat(
        folder, httpserver, lambda _: Response(json.dumps({"errcode": 0, "errmsg": ""}))
    )

    ended = ran("run-once", "--config", config, "--now", NEAR_DUE)

    assert ended.returncode == 0
    assert "sent 1; 0 waiting" in ended.stderr
    assert "SECRETKEY" not in ended.stdout + ended.stderr
    assert len(httpserver.log) == 1


HOSTILE = {
    "aliases": "a: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]\n",
    "nesting": "[" * 3000,
    "binary": "\x00\x01\x02",
    "empty": "",
    "list": "- 1\n- 2\n",
    "escape": 'calls: [{series: "\\x1b[31mX", year: x\x1b[31m}]\n',
}


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_no_input_gives_a_traceback_or_an_escape_sequence(
    folder: Path, name: str
) -> None:
    (folder / "bad.yaml").write_text(HOSTILE[name], encoding="utf-8")

    ended = ran("check", "--from", "native:bad.yaml")

    said = ended.stdout + ended.stderr
    assert ended.returncode in {0, 1}
    assert "Traceback" not in said
    assert "bug" not in said
    assert "\x1b" not in said


def on_a_terminal(*arguments: str, until: str = "", **environment: str) -> str:
    """Return what a command shows on a terminal of 80 columns.

    Args:
        arguments: of the command line.
        until: interrupt it once this is shown; it must then end by itself.
        environment: added to that of the process.
    """
    pid, terminal = pty.fork()
    if pid == 0:  # the child
        os.execve(COMMAND[0], [*COMMAND, *arguments], os.environ | environment)
    shown, end = b"", time.monotonic() + WAIT_S
    while time.monotonic() < end and select.select([terminal], [], [], WAIT_S)[0]:
        try:
            part = os.read(terminal, 4096)
        except OSError:  # Linux: the other side is closed
            break
        shown += part
        if until and until.encode() in shown:
            os.kill(pid, signal.SIGINT)
            until = ""
    os.close(terminal)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    return shown.decode()


NEXT = ("next", "--from", "native:calls.yaml", "--now", NEAR_DUE)


def test_a_terminal_shows_colours_unless_they_are_unwanted() -> None:
    plain = {"TERM": "xterm-256color", "COLUMNS": "80"}

    coloured = on_a_terminal(*NEXT, **plain)
    bare = on_a_terminal(*NEXT, **plain, NO_COLOR="1")

    assert "\x1b[36m" in coloured
    assert not re.search(r"\x1b\[3\dm", bare)
    assert "医学竞赛 2026" in bare


def test_an_unreadable_date_gets_a_caret_on_a_terminal() -> None:
    shown = on_a_terminal("parse", "截止 2026-02-30", TERM="dumb", COLUMNS="80")

    assert shown.replace("\r", "").splitlines()[1:] == [
        "    截止 2026-02-30",
        "         ^",
    ]


def test_the_demo_serves_page_and_feed_on_a_terminal_until_it_is_interrupted(
    folder: Path,
) -> None:
    shown = on_a_terminal(
        "demo", "--lang", "en", until="ends the demo", TERM="dumb", TMPDIR=str(folder)
    )

    assert re.search(r"page: http://127\.0\.0\.1:\d+/", shown)
    assert re.search(r"feed: http://127\.0\.0\.1:\d+/feeds/all\.ics", shown)
    assert "Traceback" not in shown
    assert sorted(path.name for path in folder.iterdir()) == ["calls.yaml"]


def test_the_demo_needs_nothing_and_ends_by_itself_in_a_pipe(folder: Path) -> None:
    ended = ran("demo", HOME="/nonexistent", TMPDIR=str(folder))

    assert (ended.returncode, ended.stderr) == (0, "")
    assert "EMNLP 2026 论文截稿" in ended.stdout
    assert sorted(path.name for path in folder.iterdir()) == ["calls.yaml"]
