"""Mail through the engine: what it encloses, and a chat that has moved."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from icalendar import Calendar

from deadlinebot.model.channel import Request, Response
from deadlinebot.model.delivery import State
from tests.build import utc
from tests.fakes import Answer
from tests.services import mail
from tests.unit.engine.conftest import CONFIG, World

SLACK = 'slack: {notifier: slack, url: "https://hooks.slack.com/services/T0/B0/secretsecret"}'
EMAIL = """slack:
    notifier: email
    url: smtps://robot%40example.org:topsecret@smtp.example.org
    options: {to: lab@example.org}"""
BOT = "https://api.telegram.org/bot123456:" + "AbC-_" * 7 + "/sendMessage"
TELEGRAM = f"""slack:
    notifier: telegram
    url: {BOT}?chat_id=-100"""


@pytest.fixture(name="mailed")
def _mailed(world: World) -> World:
    """Return a world whose channel is a mailbox, with one reminder due."""
    return due(world, EMAIL)


def due(world: World, channel: str) -> World:
    assert SLACK in CONFIG
    world.started(CONFIG.replace(SLACK, channel))
    world.refresh()
    world.now = utc("2026-05-12T11:59:00")
    taken = Response(250, b"queued", {"phase": "data"})
    world.net.answer = lambda _request: taken
    return world


def test_a_mail_encloses_its_deadline_as_the_feed_has_it(mailed: World) -> None:
    mailed.tick()

    (attached,) = mail(mailed.net.sent[0]).iter_attachments()
    file = attached.get_payload(decode=True)
    assert isinstance(file, bytes)
    calendar = Calendar.from_ical(file)
    (event,) = calendar.walk("VEVENT")
    published = Calendar.from_ical(mailed.feed()).walk("VEVENT")
    assert calendar["METHOD"] == attached.get_param("method") == "PUBLISH"
    assert event.to_ical() in [each.to_ical() for each in published]


def test_the_feed_itself_has_no_method(mailed: World) -> None:
    assert b"METHOD" not in mailed.feed()


def test_each_attempt_has_its_own_date_and_the_same_id(mailed: World) -> None:
    greylisted = Response(450, b"later", {"phase": "rcpt"})
    mailed.net.answer = lambda _request: greylisted
    mailed.tick()
    mailed.wait(minutes=1)
    mailed.tick()

    first, second = (mail(request) for request in mailed.net.sent)
    assert first["Message-ID"] == second["Message-ID"]
    dates = [message["Date"].datetime for message in (first, second)]
    assert dates[1] - dates[0] == timedelta(minutes=1)
    assert mailed.deliveries(State.RETRY)


def test_who_was_refused_stands_in_the_log_of_attempts(mailed: World) -> None:
    headers = {"phase": "data", "refused": "gone@example.org (550 no such user)"}
    mailed.net.answer = lambda _request: Response(250, b"queued", headers)

    mailed.tick()

    (delivered,) = mailed.deliveries(State.DELIVERED)
    (attempt,) = mailed.store.attempts(delivered.id)
    assert "gone@example.org (550 no such user)" in attempt.reason


def test_a_chat_that_has_moved_is_followed_once_and_the_operator_told(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    due(world, TELEGRAM)
    moved = {"migrate_to_chat_id": -200}
    told = {"ok": False, "error_code": 400, "description": "x", "parameters": moved}

    def chat(request: Request) -> Answer:
        if json.loads(request.body)["chat_id"] == "-200":
            return Response(200, b'{"ok":true}')
        return Response(400, json.dumps(told).encode())

    world.net.answer = chat
    world.tick()

    assert [said["chat_id"] for said in world.net.said()] == ["-100", "-200"]
    (delivered,) = world.deliveries(State.DELIVERED)
    (attempt,) = world.store.attempts(delivered.id)
    assert "put chat_id=-200 into the url; ok" in attempt.reason
    (record,) = [r for r in caplog.records if "has moved" in r.getMessage()]
    assert record.__dict__["channel"] == "slack"
