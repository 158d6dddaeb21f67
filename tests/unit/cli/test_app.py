"""The application as a whole: how a run ends."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from deadlinebot import __version__
from deadlinebot.cli import reading
from deadlinebot.cli.app import app, main
from tests.unit.cli.conftest import Run

COMMANDS = {
    *("demo", "init", "serve", "run-once", "publish", "next", "list", "show"),
    *("parse", "convert", "check", "plan", "notify", "deliveries"),
    *("explain", "simulate", "channels", "done", "snooze", "undo"),
}


def test_every_command_of_the_contract_is_there(run: Run) -> None:
    ended = run("--help")

    assert ended.code == 0
    assert all(f" {command} " in ended.out for command in COMMANDS)


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_explains_itself(run: Run, command: str) -> None:
    ended = run(command, "--help")

    assert ended.code == 0
    assert "Usage:" in ended.out


def test_the_version_is_the_packages(run: Run) -> None:
    assert run("--version").out == f"deadlinebot {__version__}\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ("nonsense",),
        ("list", "--bad"),
        ("list", "--lang", "fr"),
        ("parse",),
        ("next", "--now", "soon"),
        ("next", "-n", "0"),
    ],
    ids=" ".join,
)
def test_a_wrong_use_is_exit_2_and_said_on_standard_error(
    run: Run, arguments: tuple[str, ...]
) -> None:
    ended = run(*arguments)

    assert (ended.code, ended.out) == (2, "")
    assert ended.err


def test_an_unexpected_failure_is_one_line(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise KeyError("SECRET")

    monkeypatch.setattr(reading, "_day", broken)

    ended = run("parse", "2026-05-25 23:59 AoE")

    assert ended.code == 70
    assert "Traceback" not in ended.err
    assert "SECRET" not in ended.err


def test_an_interrupt_is_exit_130(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(reading, "_day", interrupted)

    assert main(["parse", "2026-05-25 23:59 AoE"]) == 130


def test_every_command_has_a_help_text() -> None:
    silent = [c.name for c in app.registered_commands if not c.callback.__doc__]

    assert silent == []


@pytest.mark.parametrize(
    ("arguments", "spared"),
    [
        (("--help",), "deadlinebot.model.when"),
        (("--help",), "pydantic"),
        (("list", "--json"), "requests"),
        (("plan", "--json"), "requests"),
        (("list", "--json"), "apscheduler"),
        (("check",), "sqlalchemy"),
    ],
    ids=str,
)
def test_a_reading_command_does_not_load_what_only_others_need(
    folder: Path, arguments: tuple[str, ...], spared: str
) -> None:
    program = (
        "import sys; from deadlinebot.cli.app import main; "
        f"code = main({arguments!r}); assert {spared!r} not in sys.modules; "
        "sys.exit(code)"
    )

    ended = subprocess.run(
        [sys.executable, "-c", program], cwd=folder, capture_output=True, check=False
    )

    assert ended.returncode == 0, ended.stderr.decode()
