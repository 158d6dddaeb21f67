"""What `Net` does with Apprise: its True and False, its time, and no secret in a log."""

from __future__ import annotations

import json
import logging
import sys
from threading import Event

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request as Asked
from werkzeug import Response as Answer

from deadlinebot.model.channel import NoAnswer, NotSent, Request, Response
from deadlinebot.net import Limits, Net

pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated")  # Apprise's
NET = Net(webhook=Limits(connect_s=1, read_s=1, total_s=1.5))
CANARY = "s3cretc4nary"
MESSAGE = {"title": "截稿", "body": "还有 3 天\n详情", "type": "info"}


def request(server: HTTPServer, query: str = "") -> Request:
    url = f"apprise:json://robot:{CANARY}@{server.host}:{server.port}/{CANARY}{query}"
    return Request(url, json.dumps(MESSAGE).encode())


def posted(server: HTTPServer) -> list[dict[str, str]]:
    """Return what arrived; another test's last request may stand in the log too."""
    return [a.get_json() for a, _ in server.log if a.path == f"/{CANARY}"]


def test_a_message_reaches_the_service_behind_apprise(httpserver: HTTPServer) -> None:
    httpserver.expect_request(f"/{CANARY}").respond_with_data("ok")

    result = NET.post(request(httpserver))

    assert result == Response(200)
    (sent,) = posted(httpserver)
    assert (sent["title"], sent["message"]) == (MESSAGE["title"], MESSAGE["body"])


@pytest.mark.parametrize("status", [302, 404, 500])
def test_what_apprise_calls_failed_is_failed(
    httpserver: HTTPServer, status: int
) -> None:
    headers = {"Location": httpserver.url_for("/elsewhere")}
    httpserver.expect_request(f"/{CANARY}").respond_with_data(
        "no", status=status, headers=headers
    )

    result = NET.post(request(httpserver))

    assert result == Response(502, b"Apprise could not deliver it")
    assert len(posted(httpserver)) == 1


def test_an_address_that_apprise_cannot_read_is_told() -> None:
    result = NET.post(Request("apprise:nosuch://x/y", json.dumps(MESSAGE).encode()))

    assert result == Response(400, b"Apprise cannot read the address")


def test_without_the_package_nothing_is_sent_and_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "apprise", None)

    result = NET.post(Request("apprise:json://127.0.0.1/", b"{}"))

    assert isinstance(result, NotSent)
    assert "pip install 'deadlinebot[apprise]'" in result.reason


def test_a_service_that_hangs_is_left_by_our_clock(httpserver: HTTPServer) -> None:
    over = Event()

    def hang(_: Asked) -> Answer:
        over.wait(5)
        return Answer("ok")

    httpserver.expect_request(f"/{CANARY}").respond_with_handler(hang)
    patient = Net(webhook=Limits(connect_s=1, read_s=5, total_s=0.5))

    result = patient.post(request(httpserver))
    over.set()

    assert result == NoAnswer("no result within 0.5 s")


@pytest.mark.parametrize("answer", ["ok", None])
def test_no_address_reaches_a_log(
    httpserver: HTTPServer, caplog: pytest.LogCaptureFixture, answer: str | None
) -> None:
    caplog.set_level(logging.DEBUG)
    if answer:
        httpserver.expect_request(f"/{CANARY}").respond_with_data(answer)

    result = NET.post(request(httpserver))

    told = [r for r in caplog.records if r.name not in {"werkzeug", "asyncio"}]
    assert CANARY not in repr([result, *(r.getMessage() for r in told)])
