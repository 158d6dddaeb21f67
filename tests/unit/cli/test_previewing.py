"""notify preview: the body that would be sent, and nothing else."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from deadlinebot import registry
from tests.services import OPTIONS, url
from tests.unit.cli.conftest import CATALOGUE, Run

SECRET = "s3cretc4nary"
NOW = "2026-05-01T00:00Z"
WECOM = f"https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={SECRET}"


@pytest.fixture(name="config")
def _config(folder: Path) -> str:
    """Return a configuration with a channel on WeCom and one by mail."""
    (folder / "calls.yaml").write_text(CATALOGUE, encoding="utf-8")
    (folder / "lab.yaml").write_text(
        "language: en\nstate: state\n"
        "sources: {lab: {format: native, location: calls.yaml}}\n"
        "channels:\n"
        f"  chat: {{notifier: wecom, url: '{WECOM}', template: short}}\n"
        f"  post: {{notifier: email, url: '{url('email')}',"
        f" options: {json.dumps(OPTIONS['email'])}}}\n"
        f"  bare: {{notifier: wecom, url: '{WECOM}'}}\n"
        "templates: {short: {headline: 'soon: {{ item.title }}'}}\n"
        "routes:\n"
        "  all: {leads: [14d, 3d], channels: [chat, post], digest: daily}\n",
        encoding="utf-8",
    )
    return "lab.yaml"


def content(out: str) -> str:
    loaded: dict[str, Any] = json.loads(out)
    said = loaded["markdown"]["content"]
    assert isinstance(said, str)
    return said


def test_it_shows_the_next_reminder_in_the_words_of_its_instant(
    run: Run, config: str
) -> None:
    ended = run("notify", "preview", "chat", "--config", config, "--now", NOW)

    assert ended.code == 0
    said = content(ended.out)
    assert said.startswith("### soon: 医学竞赛 2026")
    assert "14-day reminder" in said
    assert SECRET not in ended.out + ended.err


def test_it_shows_a_deadline_that_is_named(run: Run, config: str) -> None:
    ended = run(
        *("notify", "preview", "chat", "abc-2026-paper"),
        *("--config", config, "--now", NOW),
    )

    assert "soon: ABC 2026 paper deadline" in content(ended.out)


def test_of_a_call_it_shows_what_is_next(run: Run, config: str) -> None:
    ended = run(
        *("notify", "preview", "chat", "abc-2026"),
        *("--config", config, "--now", NOW),
    )

    assert "soon: ABC 2026 paper deadline" in content(ended.out)


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("reminder", "⏰"),
        ("change", "Extended by 1 day"),
        ("alarm", "⚠️ Source ccf cannot be read"),
    ],
)
def test_each_kind_of_message_can_be_looked_at(
    run: Run, config: str, kind: str, said: str
) -> None:
    arguments = ("--kind", kind, "--config", config, "--now", NOW)

    ended = run("notify", "preview", "bare", *arguments)

    assert ended.code == 0
    assert said in ended.out


def test_a_digest_is_the_next_one_of_the_channel(run: Run, config: str) -> None:
    ended = run(
        *("notify", "preview", "post", "--kind", "digest"),
        *("--config", config, "--now", "2026-05-20T00:00Z"),
    )

    assert "Subject: 🗓️" in ended.out
    assert "医学竞赛 2026" in ended.out


def test_a_mail_is_shown_decoded_part_by_part(run: Run, config: str) -> None:
    ended = run("notify", "preview", "post", "--config", config, "--now", NOW)

    lines = ended.out.splitlines()
    assert lines[0] == "From: deadlinebot <robot@example.org>"
    assert "To: ann@example.org, bob@example.org" in lines
    parts = [line for line in lines if line.startswith("--- ")]
    assert parts == [
        "--- text/plain",
        "--- text/html",
        "--- text/calendar deadlines.ics",
    ]
    assert "SUMMARY:医学竞赛 2026 submission deadline" in ended.out
    assert SECRET not in ended.out


def test_nothing_is_sent_and_nothing_stored(
    run: Run, config: str, folder: Path
) -> None:
    run("notify", "preview", "chat", "--config", config, "--now", NOW)

    assert not (folder / "state").exists()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("shat",), "no channel 'shat' (did you mean 'chat'?)"),
        (("chat", "abc-2026-papre"), "(did you mean 'abc-2026-paper'?)"),
        (("chat", "abc-2026-notification", "--kind", "change"), "has no date"),
    ],
)
def test_what_cannot_be_shown_is_told(
    run: Run, config: str, arguments: tuple[str, ...], told: str
) -> None:
    ended = run("notify", "preview", *arguments, "--config", config, "--now", NOW)

    assert ended.code == 1
    assert told in ended.err


def test_with_nothing_ahead_it_asks_for_a_name(run: Run, config: str) -> None:
    ended = run(
        *("notify", "preview", "chat", "--config", config, "--now", "2027-01-01")
    )

    assert ended.code == 1
    assert "no deadline lies ahead: name one" in ended.err


@pytest.mark.parametrize("name", registry.names("notifiers"))
def test_every_notifier_can_be_looked_at(run: Run, config: str, name: str) -> None:
    address = url(name) if name in {"email", "apprise"} else "http://127.0.0.1:9/x"
    own = {"notifier": name, "options": OPTIONS.get(name, {})}
    own |= {} if name == "console" else {"url": address}
    Path("one.yaml").write_text(
        "sources: {lab: {format: native, location: calls.yaml}}\nstate: state\n"
        f"channels: {{one: {json.dumps(own)}}}\nroutes: {{all: {{channels: [one]}}}}\n",
        encoding="utf-8",
    )

    ended = run("notify", "preview", "one", "--config", "one.yaml", "--now", NOW)

    assert ended.code == 0
    assert "医学竞赛" in ended.out
