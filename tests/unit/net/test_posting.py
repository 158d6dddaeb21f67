"""What `Net` does with webhooks that are slow, rude or wrong."""

from __future__ import annotations

import logging
import socket
import ssl
import threading
import time
from collections.abc import Callable

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Response as Answer

from deadlinebot.model.channel import NoAnswer, NotSent, Request, Response
from tests.wire import (
    NET,
    a_server,
    drip,
    hang,
    reset,
    say,
)


def test_a_post_carries_its_bytes_unchanged_and_closes_the_connection() -> None:
    with a_server(say(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")) as line:
        response = NET.post(line.request())

    assert isinstance(response, Response)
    assert (response.status, response.body, response.truncated) == (200, b"ok", False)
    head, body = line.seen[0].split(b"\r\n\r\n")
    assert body == "你好".encode()
    assert b"Connection: close" in head
    assert b"Content-Type: application/json" in head
    assert head.startswith(b"POST /services/")


def test_header_names_of_an_answer_are_in_lower_case() -> None:
    answer = b"HTTP/1.1 429 No\r\nRetry-After: 3\r\nContent-Length: 0\r\n\r\n"

    with a_server(say(answer)) as line:
        response = NET.post(line.request())

    assert isinstance(response, Response)
    assert response.headers["retry-after"] == "3"


def test_a_refused_connection_was_surely_not_sent() -> None:
    with a_server(hang, listen=False) as line:
        result = NET.post(line.request())

    assert result == NotSent("no connection to 127.0.0.1: connection refused")


def test_an_unknown_name_was_surely_not_sent() -> None:
    result = NET.post(Request("https://nowhere.invalid/services/x", b""))

    assert isinstance(result, NotSent)
    assert "nowhere.invalid" in result.reason


def test_a_name_service_that_hangs_is_left_behind(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    released = threading.Event()
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda *_, **__: released.wait(10) and []
    )
    begun = time.monotonic()

    result = NET.post(Request("https://slow.example/x", b""))

    released.set()
    assert result == NotSent("no connection to slow.example in time")
    assert time.monotonic() - begun < 2


def test_a_server_that_speaks_no_tls_was_surely_not_sent_to() -> None:
    with a_server(say(b"HTTP/1.1 200 OK\r\n\r\n")) as line:
        result = NET.post(Request(line.url.replace("http:", "https:"), b"x"))

    assert isinstance(result, NotSent)
    assert "TLS" in result.reason


def test_a_server_without_a_tls_answer_ends_in_time() -> None:
    begun = time.monotonic()

    with a_server(hang) as line:
        result = NET.post(Request(line.url.replace("http:", "https:"), b"x"))

    assert isinstance(result, NotSent)
    assert time.monotonic() - begun < 2


@pytest.mark.parametrize(
    "behave",
    [
        pytest.param(hang, id="hangs"),
        pytest.param(reset, id="resets"),
        pytest.param(lambda guest: guest.close(), id="closes"),
        pytest.param(say(b"garbage\r\n\r\n"), id="speaks no HTTP"),
        pytest.param(say(b"HTTP/1.1 200 OK\r\nContent-Le"), id="ends in its headers"),
    ],
)
def test_what_fails_after_the_bytes_left_is_no_answer(
    behave: Callable[[socket.socket], None],
) -> None:
    with a_server(behave) as line:
        result = NET.post(line.request())

    assert isinstance(result, NoAnswer | Response)
    assert isinstance(result, NoAnswer) or result.truncated or result.body == b""


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        pytest.param(b"HTTP/1.1 200 OK\r\n" + b"X: yyyyyyyyyyy\r\n" * 99, None, id="headers"),
        pytest.param(b"HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n" + b"x" * 999, 200, id="body"),
        pytest.param(b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 999, 200, id="body without length"),
    ],
)  # fmt: skip
def test_a_dripping_server_is_cut_off_by_our_own_clock(
    answer: bytes, status: int | None
) -> None:
    prefix = b"" if status is None else answer[: answer.index(b"\r\n\r\n") + 4]

    def behave(guest: socket.socket) -> None:
        guest.sendall(prefix)
        drip(answer[len(prefix) :], 0.05)(guest)

    begun = time.monotonic()
    with a_server(behave) as line:
        result = NET.post(line.request())

    assert 0.7 < time.monotonic() - begun < 2.5
    if status is None:
        assert result == NoAnswer("no whole answer within 0.8 s")
    else:
        assert isinstance(result, Response)
        assert result.truncated


def test_a_body_shorter_than_announced_is_truncated() -> None:
    answer = b'HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{"errcode":0'

    with a_server(say(answer)) as line:
        response = NET.post(line.request())

    assert isinstance(response, Response)
    assert response.truncated
    assert response.body == b'{"errcode":0'


def test_a_huge_answer_is_cut_at_its_limit(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/x").respond_with_data(b"x" * 8_000_000)

    response = NET.post(Request(httpserver.url_for("/x"), b"{}"))

    assert isinstance(response, Response)
    assert (len(response.body), response.truncated) == (64 * 1024, True)


def test_a_post_follows_no_redirect(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/from").respond_with_response(
        Answer(b"x" * 1_000_000, 302, {"Location": httpserver.url_for("/to")})
    )
    httpserver.expect_request("/to").respond_with_data("ok")

    response = NET.post(Request(httpserver.url_for("/from"), b"{}"))

    assert isinstance(response, Response)
    assert response.status == 302
    assert [asked.path for asked, _ in httpserver.log] == ["/from"]


def test_the_environment_has_no_say(
    httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    httpserver.expect_request("/x").respond_with_data("ok")

    response = NET.post(Request(httpserver.url_for("/x"), b"{}"))

    assert isinstance(response, Response)
    assert response.body == b"ok"


@pytest.mark.parametrize(
    "url",
    ["", "no url", "https://", "http://[::1", "https://h:port/x", "https://ex ample/x"],
)
def test_a_url_that_is_none_was_surely_not_sent(url: str) -> None:
    result = NET.post(Request(url, b""))

    assert isinstance(result, NotSent)


@pytest.mark.parametrize("behave", [hang, reset, say(b"HTTP/1.1 200 OK\r\n\r\nok")])
def test_a_secret_is_in_no_result_and_no_log(
    behave: Callable[[socket.socket], None], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)

    with a_server(behave) as line:
        result = NET.post(line.request())
        secure = NET.post(Request(line.url.replace("http:", "https:"), b""))

    told = repr(result) + repr(secure) + repr(line.request()) + caplog.text
    assert "canary" not in told.casefold()


def test_a_post_reaches_loopback_but_no_private_network() -> None:
    result = NET.post(Request("http://192.168.0.1:9/x", b""))

    assert result == NotSent("192.168.0.1 leads to 192.168.0.1, which is not public")


def test_no_certificate_check_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[ssl.VerifyMode] = []
    wrap = ssl.SSLContext.wrap_socket

    def noted(self: ssl.SSLContext, *args: object, **names: object) -> ssl.SSLSocket:
        asked.append(self.verify_mode)
        return wrap(self, *args, **names)  # type: ignore[arg-type]  # passed on as given

    monkeypatch.setattr(ssl.SSLContext, "wrap_socket", noted)
    with a_server(say(b"no TLS at all")) as line:
        NET.post(Request(line.url.replace("http:", "https:"), b""))

    assert asked == [ssl.CERT_REQUIRED]
