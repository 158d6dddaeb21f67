"""The commands, with the state on a PostgreSQL server."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import quote

import pytest

from deadlinebot.model.database import Postgres
from tests.postgres import PASSWORD, Server
from tests.unit.cli.conftest import Ended, Run

CONFIG = """\
language: en
state: state
database: ${env:DEADLINES}
sources:
  lab: {format: native, location: calls.yaml}
channels:
  desk: {notifier: console}
routes:
  all: {leads: [3d], channels: [desk]}
"""
NOW = "2026-05-20T01:00:00Z"
SECRETS = (PASSWORD, quote(PASSWORD), quote(PASSWORD, safe=""))


@pytest.fixture
def address(server: Server, postgres: Postgres) -> str:
    """Return the address of an empty database."""
    return server.url(postgres)


@pytest.fixture
def said(
    run: Run,
    folder: Path,
    catalogue: str,
    address: str,
    monkeypatch: pytest.MonkeyPatch,
) -> Run:
    """Return how to run a command on the server; it never says the password."""
    assert catalogue == "native:calls.yaml"
    (folder / "config.yaml").write_text(CONFIG, encoding="utf-8")
    monkeypatch.setenv("DEADLINES", address)

    def on_server(*arguments: str) -> Ended:
        ended = run("--config", "config.yaml", "--now", NOW, *arguments)
        assert not any(s in ended.out + ended.err for s in SECRETS)
        return ended

    return on_server


def test_a_round_of_work_leaves_no_file_of_state(said: Run, folder: Path) -> None:
    ended = said("run-once")

    assert ended.code == 0
    assert not (folder / "state" / "deadlinebot.sqlite").exists()


def test_what_is_held_is_read_from_the_server(said: Run, folder: Path) -> None:
    said("run-once")
    (folder / "calls.yaml").unlink()

    shown = json.loads(said("next", "--json").out)
    planned = json.loads(said("plan", "--json").out)
    rows = json.loads(said("deliveries", "--json").out)

    assert len(shown) > 1
    assert {row["channel"] for row in planned} == {"desk"}
    assert rows


def test_a_deadline_is_done_beside_whoever_sends(said: Run) -> None:
    said("run-once")
    first = json.loads(said("plan", "--json").out)[0]["deadline"]

    assert said("done", first).code == 0

    planned = json.loads(said("plan", "--json").out)
    assert first not in {row["deadline"] for row in planned}


def test_doctor_names_the_database(said: Run, postgres: Postgres) -> None:
    said("run-once")

    row = json.loads(said("doctor", "--json").out)
    lines = said("doctor").out

    assert row["state"]["path"] == str(postgres)
    assert row["state"]["deadlines"] == 6
    assert str(postgres) in lines


def test_a_server_that_is_away_is_a_line_and_an_exit_code(
    said: Run, server: Server
) -> None:
    with server.away():
        ended = said("run-once")
        examined = said("doctor")

    assert ended.code == 69
    assert "cannot be reached: see whether it runs" in ended.err
    assert "Traceback" not in ended.err
    assert examined.code == 1
    assert "cannot be reached" in examined.out
