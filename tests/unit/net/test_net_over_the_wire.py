"""What `Net` does with servers that are slow, rude or wrong: raw sockets on loopback."""

from __future__ import annotations

import gzip
import logging
import re
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request as Asked
from werkzeug import Response as Answer

from deadlinebot.model.channel import NoAnswer, NotSent, Request, Response
from deadlinebot.net import (
    Failure,
    Fetched,
    Limits,
    Net,
    NotModified,
    Reach,
)

CANARY = "T0CANARY/B0CANARY/s3cretc4nary"
SHORT = Limits(connect_s=0.5, read_s=0.4, total_s=0.8, body_bytes=64 * 1024)
NET = Net(webhook=SHORT, source=SHORT)


@dataclass
class Line:
    """A one-connection server that does what it is told."""

    port: int
    seen: list[bytes] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/services/{CANARY}"

    def request(self) -> Request:
        return Request(self.url, "你好".encode(), {"Content-Type": "application/json"})


@contextmanager
def a_server(
    behave: Callable[[socket.socket], None], *, listen: bool = True
) -> Iterator[Line]:
    door = socket.socket()
    door.bind(("127.0.0.1", 0))
    line = Line(door.getsockname()[1])
    stop = threading.Event()

    def serve() -> None:
        try:
            guest, _ = door.accept()
        except OSError:
            return
        with guest:
            guest.settimeout(5)
            line.seen.append(whole_request(guest))
            try:
                behave(guest)
            except OSError:
                return
            stop.wait(0.01)

    if listen:
        door.listen()
    thread = threading.Thread(target=serve, daemon=True)
    if listen:
        thread.start()
    try:
        yield line
    finally:
        stop.set()
        door.close()
        if listen:
            thread.join(6)


def whole_request(guest: socket.socket) -> bytes:
    """Return head and body, however many packets they come in."""
    seen = guest.recv(65536)
    head, _, body = seen.partition(b"\r\n\r\n")
    stated = re.search(rb"Content-Length: (\d+)", head)
    while stated and len(body) < int(stated[1]):
        more = guest.recv(65536)
        if not more:
            break
        body += more
    return head + b"\r\n\r\n" + body


def drip(data: bytes, every_s: float) -> Callable[[socket.socket], None]:
    """Return a server that sends *data* a byte at a time, for ever if need be."""

    def behave(guest: socket.socket) -> None:
        pause = threading.Event()
        for byte in data:
            guest.sendall(bytes([byte]))
            pause.wait(every_s)

    return behave


def say(data: bytes) -> Callable[[socket.socket], None]:
    return lambda guest: guest.sendall(data)


def hang(guest: socket.socket) -> None:
    guest.recv(1)


def reset(guest: socket.socket) -> None:
    guest.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    guest.close()


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


@pytest.mark.parametrize(
    "host",
    [
        "2130706433", "0x7f000001", "127.1", "127.0.0.1", "[::ffff:127.0.0.1]", "0", "0.0.0.0",
        "localhost", "169.254.169.254", "10.0.0.1", "172.16.0.1", "192.168.0.1", "[::1]", "[::]",
        "[fc00::1]", "[fe80::1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "100.64.0.1", "224.0.0.1",
    ],
)  # fmt: skip
def test_no_spelling_of_a_private_address_is_fetched(host: str) -> None:
    result = NET.get(f"http://{host}:9/latest/meta-data")

    assert isinstance(result, Failure)
    assert "not public" in result.reason or "no connection" in result.reason
    assert "refused" not in result.reason


def test_a_post_reaches_loopback_but_no_private_network() -> None:
    result = NET.post(Request("http://192.168.0.1:9/x", b""))

    assert result == NotSent("192.168.0.1 leads to 192.168.0.1, which is not public")


def test_a_get_brings_the_body_and_its_validators(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/x").respond_with_response(
        Answer(
            gzip.compress("截稿".encode()),
            headers={
                "Content-Encoding": "gzip",
                "Content-Type": "text/yaml",
                "ETag": '"v1"',
                "Last-Modified": "Tue, 05 May 2026 00:00:00 GMT",
            },
        )
    )

    result = NET.get(httpserver.url_for("/x"), reach=Reach.LOOPBACK)

    assert result == Fetched(
        "截稿".encode(), '"v1"', "Tue, 05 May 2026 00:00:00 GMT", "text/yaml"
    )


def test_what_we_already_have_is_not_sent_again(httpserver: HTTPServer) -> None:
    def handle(asked: Asked) -> Answer:
        assert asked.headers["If-None-Match"] == '"v1"'
        assert asked.headers["If-Modified-Since"] == "Tue, 05 May 2026 00:00:00 GMT"
        return Answer(status=304)

    httpserver.expect_request("/x").respond_with_handler(handle)

    result = NET.get(
        httpserver.url_for("/x"),
        etag='"v1"',
        last_modified="Tue, 05 May 2026 00:00:00 GMT",
        reach=Reach.LOOPBACK,
    )

    assert result == NotModified()
    assert isinstance(result, NotModified)
    assert result.date.endswith(" GMT")


def test_a_status_that_is_no_success_is_a_failure(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/x").respond_with_response(
        Answer("busy", 503, {"Retry-After": "30"})
    )

    result = NET.get(httpserver.url_for("/x"), reach=Reach.LOOPBACK)

    assert result == Failure("HTTP status 503", 503, "30")


def test_five_redirects_are_followed_and_not_a_sixth(httpserver: HTTPServer) -> None:
    for step in range(6):
        httpserver.expect_request(f"/{step}").respond_with_response(
            Answer(status=302, headers={"Location": f"/{step + 1}"})
        )
    httpserver.expect_request("/6").respond_with_data("there")

    five = NET.get(httpserver.url_for("/1"), reach=Reach.LOOPBACK)
    six = NET.get(httpserver.url_for("/0"), reach=Reach.LOOPBACK)

    assert isinstance(five, Fetched)
    assert six == Failure("more than 5 redirects")


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        ("http://10.0.0.1:9/x", "10.0.0.1 leads to 10.0.0.1, which is not public"),
        ("file:///etc/passwd", "the address is not an http or https URL"),
    ],
)
def test_every_redirect_is_checked_like_the_first(
    httpserver: HTTPServer, target: str, reason: str
) -> None:
    httpserver.expect_request("/x").respond_with_response(
        Answer(status=302, headers={"Location": target})
    )

    result = NET.get(httpserver.url_for("/x"), reach=Reach.LOOPBACK)

    assert result == Failure(reason)


def test_a_redirect_to_nonsense_is_a_failure() -> None:
    answer = b"HTTP/1.1 302 Found\r\nLocation: http://[::1/\r\n\r\n"

    with a_server(say(answer)) as line:
        result = NET.get(line.url, reach=Reach.LOOPBACK)

    assert result == Failure("the address is not an http or https URL")


def test_the_time_limit_covers_all_redirects_together(httpserver: HTTPServer) -> None:
    def slow(_: Asked) -> Answer:
        threading.Event().wait(0.3)
        return Answer(status=302, headers={"Location": "/x"})

    httpserver.expect_request("/x").respond_with_handler(slow)

    result = NET.get(httpserver.url_for("/x"), reach=Reach.LOOPBACK)

    assert result == Failure("no whole answer within 0.8 s")


def test_a_source_that_is_too_large_or_broken_off_is_a_failure() -> None:
    bomb = gzip.compress(b"0" * 3_000_000)
    head = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n"
    with a_server(say(head + bomb)) as line:
        large = NET.get(line.url, reach=Reach.LOOPBACK)
    with a_server(say(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf")) as line:
        broken = NET.get(line.url, reach=Reach.LOOPBACK)

    assert large == Failure("larger than 65536 bytes", 200)
    assert broken == Failure("the answer broke off", 200)


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
