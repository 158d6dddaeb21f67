"""What `Net` fetches, from whom, and how much of it."""

from __future__ import annotations

import gzip
import threading

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request as Asked
from werkzeug import Response as Answer

from deadlinebot.net import (
    Failure,
    Fetched,
    NotModified,
    Reach,
)
from tests.wire import (
    NET,
    a_server,
    say,
)


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
