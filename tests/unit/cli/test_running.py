"""run-once, plan, deliveries and notify test over a real store."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Response

from tests.unit.cli.conftest import Run

BEFORE = "2026-05-24T09:00:00Z"
DUE = "2026-05-24T10:00:01Z"  # a day before the competition's deadline


@pytest.fixture
def config(folder: Path, catalogue: str) -> str:
    """Return a configuration that reminds on the console, a day ahead."""
    del catalogue
    path = folder / "mine.yaml"
    path.write_text(
        "state: state\n"
        "sources: {own: {format: native, location: calls.yaml}}\n"
        "channels: {con: {notifier: console}}\n"
        "routes: {all: {leads: [1d], channels: [con]}}\n",
        encoding="utf-8",
    )
    return str(path)


def test_a_round_sends_what_is_due_and_the_next_one_nothing(
    run: Run, config: str
) -> None:
    first = run("run-once", "--config", config, "--now", BEFORE)
    second = run("run-once", "--config", config, "--now", DUE)
    third = run("run-once", "--config", config, "--now", "2026-05-24T10:05:00Z")

    assert [ended.code for ended in (first, second, third)] == [0, 0, 0]
    assert (first.out, third.out) == ("", "")
    assert "医学竞赛 2026 提交截止" in second.out
    assert "sent 1; 2 waiting" in second.err


def test_deliveries_give_every_key_of_the_contract(run: Run, config: str) -> None:
    run("run-once", "--config", config, "--now", BEFORE)
    run("run-once", "--config", config, "--now", DUE)

    ended = run("deliveries", "--json", "--config", config)

    first, *rest = json.loads(ended.out)
    assert len(first.pop("id")) == 32
    assert first.pop("delivered_at").startswith("2026-05-24T10:00:0")
    assert first == {
        "channel": "con",
        "deadline": "医学竞赛-2026-paper",
        "kind": "reminder",
        "lead": "1d",
        "state": "delivered",
        "attempts": 1,
        "maybe_sent": False,
        "due": "2026-05-24T10:00:00Z",
        "not_after": "2026-05-25T10:00:00Z",
        "error": "printed",
        "unconfirmed": False,
    } | {"error": first["error"]}
    assert {row["state"] for row in rest} == {"planned"}


def test_people_see_what_was_sent_and_what_comes(run: Run, config: str) -> None:
    run("run-once", "--config", config, "--now", BEFORE)

    ended = run("deliveries", "--config", config, "--lang", "en")

    assert "医学竞赛-2026-paper" in ended.out
    assert "planned" in ended.out


def test_before_the_first_run_there_are_no_deliveries_to_show(
    run: Run, config: str
) -> None:
    ended = run("deliveries", "--json", "--config", config)

    assert (ended.code, ended.out) == (69, "")
    assert "run-once" in ended.err


@pytest.mark.parametrize("runs", [0, 1])
def test_the_plan_is_the_same_before_and_after_the_first_run(
    run: Run, config: str, runs: int
) -> None:
    for _ in range(runs):
        run("run-once", "--config", config, "--now", BEFORE)

    ended = run("plan", "--json", "--config", config, "--now", BEFORE, "--days", "60")

    assert [(row["at"], row["deadline"]) for row in json.loads(ended.out)] == [
        ("2026-05-24T10:00:00Z", "医学竞赛-2026-paper"),
        ("2026-06-20T11:59:59Z", "abc-2026-paper"),
    ]


def test_the_plan_names_time_channel_and_deadline(run: Run, config: str) -> None:
    ended = run(
        "plan", "--config", config, "--now", BEFORE, "--days", "7", "--lang", "en"
    )

    (line,) = [line for line in ended.out.splitlines() if "con" in line.split()]
    assert line.startswith("Sun 2026-05-24 18:00")
    assert "提交" not in line


def test_show_tells_the_history_that_the_store_keeps(
    run: Run, config: str, folder: Path
) -> None:
    run("run-once", "--config", config, "--now", BEFORE)
    calls = folder / "calls.yaml"
    moved = calls.read_text(encoding="utf-8").replace("2026-05-25 18", "2026-05-28 18")
    calls.write_text(moved, encoding="utf-8")
    run("run-once", "--config", config, "--now", "2026-05-24T09:10:00Z")

    ended = run("show", "医学竞赛-2026", "--config", config, "--lang", "en", "--json")

    (row,) = json.loads(ended.out)
    assert [change["kind"] for change in row["history"]] == ["added", "extended"]
    assert row["sequence"] == 1
    shown = run("show", "医学竞赛-2026", "--config", config, "--lang", "en")
    assert "Extended by 3 days: 25 May → 28 May" in shown.out


def test_a_problem_of_a_source_is_said_and_the_round_goes_on(
    run: Run, config: str, folder: Path
) -> None:
    calls = folder / "calls.yaml"
    text = calls.read_text(encoding="utf-8").replace("2026-08-30", "2026-08-32")
    calls.write_text(text, encoding="utf-8")

    ended = run("run-once", "--config", config, "--now", DUE)

    assert ended.code == 0
    assert "calls.yaml:13:" in ended.err


def test_a_missing_source_is_said_and_the_round_goes_on(
    run: Run, config: str, folder: Path
) -> None:
    (folder / "calls.yaml").unlink()

    ended = run("run-once", "--config", config, "--now", DUE)

    assert ended.code == 0
    assert "warning: source own: " in ended.err


@pytest.fixture
def chat(config: str, folder: Path, httpserver: HTTPServer) -> str:
    """Return a configuration whose channel ``lab`` is a WeCom robot on loopback."""
    del config
    url = httpserver.url_for("/cgi-bin/webhook/send?key=SECRETKEY")
    path = folder / "chat.yaml"
    path.write_text(
        "state: state\n"
        "sources: {own: {format: native, location: calls.yaml}}\n"
        f"channels: {{lab: {{notifier: wecom, url: '{url}'}}}}\n"
        "routes: {all: {leads: [1d], channels: [lab]}}\n",
        encoding="utf-8",
    )
    return str(path)


def test_a_test_message_that_arrives_is_exit_0(
    run: Run, chat: str, httpserver: HTTPServer
) -> None:
    httpserver.expect_request("/cgi-bin/webhook/send").respond_with_json(
        {"errcode": 0, "errmsg": "ok"}
    )

    ended = run("notify", "test", "lab", "--config", chat)

    assert (ended.code, ended.err) == (0, "lab: delivered (errcode 0 ok)\n")
    assert len(httpserver.log) == 1


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ((200, {"errcode": 93000, "errmsg": "invalid webhook url"}), "until you mend"),
        ((200, {"errcode": 45009, "errmsg": "freq out of limit"}), "wants a pause"),
        ((500, {}), "not delivered"),
    ],
)
def test_a_refused_test_message_is_exit_69_with_the_reason_and_no_secret(
    run: Run,
    chat: str,
    httpserver: HTTPServer,
    answer: tuple[int, dict[str, object]],
    words: str,
) -> None:
    status, body = answer
    httpserver.expect_request("/cgi-bin/webhook/send").respond_with_json(
        body, status=status
    )

    ended = run("notify", "test", "lab", "--config", chat)

    assert ended.code == 69
    assert words in ended.err
    assert "SECRETKEY" not in ended.err + ended.out
    assert len(httpserver.log) == 1


def test_a_channel_that_was_mended_sends_what_was_held(
    run: Run, chat: str, httpserver: HTTPServer
) -> None:
    answers = [{"errcode": 93000, "errmsg": "invalid webhook url"}]
    httpserver.expect_request("/cgi-bin/webhook/send").respond_with_handler(
        lambda _request: Response(
            json.dumps(answers.pop() if answers else {"errcode": 0, "errmsg": "ok"})
        )
    )
    run("run-once", "--config", chat, "--now", BEFORE)
    held = run("run-once", "--config", chat, "--now", DUE)

    tested = run("notify", "test", "lab", "--config", chat, "--now", DUE)
    sent = run("run-once", "--config", chat, "--now", "2026-05-24T10:05:00Z")

    assert "channel lab is dead" in held.err
    assert "deadlinebot notify test lab" in held.err
    assert "lab: 1 held messages will be sent" in tested.err
    assert "sent 1; " in sent.err


def test_an_unknown_channel_says_what_was_probably_meant(run: Run, chat: str) -> None:
    ended = run("notify", "test", "labs", "--config", chat)

    assert ended.code == 1
    assert "did you mean 'lab'?" in ended.err


def test_a_console_channel_prints_its_test(run: Run, config: str) -> None:
    ended = run("notify", "test", "con", "--config", config, "--lang", "en")

    assert ended.code == 0
    assert "deadlinebot test message" in ended.out
