"""channels and deliveries: how each stands, and how to go on."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pytest_httpserver import HTTPServer

from deadlinebot.store import open_store
from tests.build import utc
from tests.stored import pause
from tests.unit.cli.conftest import Run

BEFORE = "2026-05-24T09:00:00Z"
DUE = "2026-05-24T10:00:01Z"  # a day before the competition's deadline
LATER = "2026-05-24T10:05:00Z"
Answers = Callable[[int, str], None]


@pytest.fixture
def config(folder: Path, catalogue: str, httpserver: HTTPServer) -> str:
    """Return a configuration with a WeCom robot on loopback and a console."""
    del catalogue
    url = httpserver.url_for("/cgi-bin/webhook/send?key=SECRETKEY")
    path = folder / "mine.yaml"
    path.write_text(
        "language: en\n"
        "state: state\n"
        "sources: {own: {format: native, location: calls.yaml}}\n"
        f"channels: {{lab: {{notifier: wecom, url: '{url}'}}, con: {{notifier: console}}}}\n"
        "routes: {all: {leads: [1d, 6h], channels: [lab, con]}}\n",
        encoding="utf-8",
    )
    return str(path)


@pytest.fixture
def answers(httpserver: HTTPServer) -> Answers:
    """Return what sets the answer of the robot."""

    def answer(code: int, text: str) -> None:
        httpserver.clear()
        httpserver.expect_request("/cgi-bin/webhook/send").respond_with_json(
            {"errcode": code, "errmsg": text}
        )

    return answer


def rows(run: Run, config: str, *more: str, code: int = 0) -> list[dict[str, Any]]:
    """Return what a command prints with --json, if it ends so."""
    ended = run(*more, "--json", "--config", config)
    assert ended.code == code, ended.err
    found: list[dict[str, Any]] = json.loads(ended.out)
    return found


@pytest.fixture
def dead(run: Run, config: str, answers: Answers) -> str:
    """Return a configuration whose channel ``lab`` has died with one message held."""
    answers(93000, "invalid webhook url")
    run("run-once", "--config", config, "--now", BEFORE)
    run("run-once", "--config", config, "--now", DUE)
    return config


def test_before_the_first_run_every_channel_is_up_and_idle(
    run: Run, config: str
) -> None:
    lab, con = rows(run, config, "channels")

    assert (lab["channel"], lab["notifier"], lab["host"]) == (
        "lab",
        "wecom",
        "localhost",
    )
    assert (con["channel"], con["host"]) == ("con", "")
    assert {(each["state"], each["waiting"], each["held"]) for each in (lab, con)} == {
        ("up", 0, 0)
    }


def test_a_dead_channel_is_exit_1_with_its_reason_and_how_to_go_on(
    run: Run, dead: str
) -> None:
    ended = run("channels", "--config", dead, "--now", LATER)

    assert ended.code == 1
    (line,) = (line for line in ended.out.splitlines() if line.startswith("lab"))
    assert " dead " in line
    assert "93000" in line
    assert "deadlinebot deliveries retry --channel lab" in ended.err
    assert "SECRETKEY" not in ended.out + ended.err


def test_the_plan_leaves_a_dead_channel_out_and_says_so(run: Run, dead: str) -> None:
    ended = run("plan", "--json", "--config", dead, "--now", LATER)

    assert {row["channel"] for row in json.loads(ended.out)} == {"con"}
    assert "warning: channel lab is dead" in ended.err


def test_a_channel_says_what_waits_what_is_held_and_what_it_took_last(
    run: Run, dead: str
) -> None:
    lab, con = rows(run, dead, "channels", "--now", LATER, code=1)

    assert (lab["state"], lab["held"], lab["delivered_at"]) == ("dead", 1, None)
    assert lab["failed_at"].startswith("2026-05-24T10:00:0")
    assert con["delivered_at"].startswith("2026-05-24T10:00:0")
    assert (con["state"], con["held"], con["trouble"]) == ("up", 0, "")
    assert con["waiting"] == lab["waiting"] == 5


def test_a_pause_says_how_long_and_why_and_is_no_failure(
    run: Run, config: str, folder: Path
) -> None:
    run("run-once", "--config", config, "--now", BEFORE)
    state = folder / "state" / "deadlinebot.sqlite"
    with open_store(state, owner="test", now=utc(BEFORE[:-1])) as store:
        pause(store, "lab", utc("2026-05-24T10:30:00"), "45009 freq out of limit")

    ended = run("channels", "--config", config, "--now", LATER)

    assert ended.code == 0
    assert "paused until Sun 2026-05-24 18:30" in ended.out
    assert "45009 freq out of limit" in ended.out
    over = rows(run, config, "channels", "--now", "2026-05-24T10:30:01Z")[0]
    assert (over["paused_until"], over["trouble"]) == (None, "")


def test_deliveries_can_be_chosen_by_channel_state_and_deadline(
    run: Run, dead: str
) -> None:
    held = rows(run, dead, "deliveries", "--channel", "lab", "--state", "held")
    of_one = rows(run, dead, "deliveries", "--deadline", "医学竞赛-2026")

    assert [(each["channel"], each["lead"]) for each in held] == [("lab", "1d")]
    assert {each["deadline"] for each in of_one} == {"医学竞赛-2026-paper"}
    assert len(of_one) == 4


@pytest.mark.parametrize(
    ("chosen", "hint"),
    [
        (("--channel", "labs"), "did you mean 'lab'?"),
        (("--deadline", "abc-2026-papr"), "did you mean 'abc-2026-paper'?"),
    ],
)
def test_a_choice_of_what_is_not_there_says_what_was_meant(
    run: Run, dead: str, chosen: tuple[str, str], hint: str
) -> None:
    ended = run("deliveries", "--config", dead, *chosen)

    assert (ended.code, ended.out) == (1, "")
    assert hint in ended.err


def retried(run: Run, config: str, *what: str) -> str:
    """Return what ``deliveries retry`` says."""
    ended = run("deliveries", "retry", "--config", config, "--now", LATER, *what)
    assert ended.code == 0, ended.err
    return ended.err


@pytest.mark.parametrize("what", [(), ("--channel", "lab")], ids=str)
def test_what_was_held_goes_out_once_its_channel_is_mended(
    run: Run, dead: str, answers: Answers, what: tuple[str, ...]
) -> None:
    answers(0, "ok")

    said = retried(run, dead, *what)

    run("run-once", "--config", dead, "--now", "2026-05-24T10:06:00Z")
    lab = rows(run, dead, "channels")[0]
    assert said == "1 will be sent again\n"
    assert (lab["state"], lab["held"]) == ("up", 0)
    assert lab["delivered_at"].startswith("2026-05-24T10:06:0")


def test_one_delivery_is_chosen_by_the_beginning_of_its_id(run: Run, dead: str) -> None:
    (held,) = rows(run, dead, "deliveries", "--state", "held")

    assert retried(run, dead, held["id"][:8]) == "1 will be sent again\n"


@pytest.mark.parametrize("id_", ["0000", ""])
def test_an_id_that_is_none_or_several_is_refused(
    run: Run, dead: str, id_: str
) -> None:
    ended = run("deliveries", "retry", "zz" + id_, "--config", dead)

    assert ended.code == 1
    assert "deadlinebot deliveries --state dead --state held" in ended.err


def test_a_table_shows_the_ids_that_retry_takes(run: Run, dead: str) -> None:
    (held,) = rows(run, dead, "deliveries", "--state", "held")

    ended = run("deliveries", "--state", "held", "--config", dead)

    assert held["id"][:8] in ended.out


def test_an_address_whose_host_is_its_secret_is_not_shown(
    run: Run, folder: Path
) -> None:
    (folder / "phone.yaml").write_text(
        "state: state\nchannels: {phone: {notifier: apprise, url: 'pover://u@s3cret'}}\n"
        "routes: {all: {channels: [phone]}}\n",
        encoding="utf-8",
    )

    shown = [
        run("channels", "--config", "phone.yaml", *json).out
        for json in ((), ("--json",))
    ]

    assert all("pover://…" in out for out in shown)
    assert not any("s3cret" in out for out in shown)


def test_what_only_a_relay_took_is_called_unconfirmed(
    run: Run, config: str, httpserver: HTTPServer
) -> None:
    text = Path(config).read_text(encoding="utf-8").replace("wecom", "teams")
    Path(config).write_text(text, encoding="utf-8")
    httpserver.expect_request("/cgi-bin/webhook/send").respond_with_data(status=202)
    run("run-once", "--config", config, "--now", BEFORE)
    run("run-once", "--config", config, "--now", DUE)

    found = rows(run, config, "deliveries", "--state", "delivered")
    table = run("deliveries", "--config", config).out

    assert {row["channel"]: row["unconfirmed"] for row in found} == {
        "lab": True,
        "con": False,
    }
    (told,) = [
        line for line in table.splitlines() if "delivered" in line and "lab" in line
    ]
    assert "delivered (unconfirmed)" in told
    assert table.count("unconfirmed") == 1


def test_what_is_not_sent_yet_is_not_doubted(run: Run, dead: str) -> None:
    text = Path(dead).read_text(encoding="utf-8").replace("wecom", "teams")
    Path(dead).write_text(text, encoding="utf-8")

    found = rows(run, dead, "deliveries", "--channel", "lab")

    assert not any(row["unconfirmed"] for row in found)
