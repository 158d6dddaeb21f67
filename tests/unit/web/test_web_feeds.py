"""Feeds over HTTP, by RFC 9110, from ready bytes."""

from __future__ import annotations

import gzip

import pytest

from deadlinebot.engine.publish import as_body
from deadlinebot.engine.published import Published
from deadlinebot.web.feeds import Feeds
from tests.asgi import ask
from tests.build import utc

BYTES = b"BEGIN:VCALENDAR\r\n" + b"X" * 2000 + b"\r\nEND:VCALENDAR\r\n"
BODY = as_body(BYTES, utc("2026-05-01T10:00:00"), "text/calendar; charset=utf-8")
APP = Feeds(lambda: Published(feeds={"all": BODY}))
PATH = "/feeds/all.ics"


def test_a_feed_is_text_calendar_with_validators() -> None:
    answer = ask(APP, PATH)

    assert answer.status == 200
    assert answer.body == BYTES
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["content-length"] == str(len(BYTES))
    assert answer.headers["etag"] == BODY.etag
    assert answer.headers["last-modified"] == "Fri, 01 May 2026 10:00:00 GMT"
    assert answer.headers["vary"] == "Accept-Encoding"
    assert "max-age" in answer.headers["cache-control"]


def test_head_is_get_without_its_body() -> None:
    get, head = ask(APP, PATH), ask(APP, PATH, "HEAD")

    assert head.body == b""
    assert head.status == get.status
    assert head.headers == get.headers


@pytest.mark.parametrize("accepted", ["gzip", "br, gzip;q=0.8", "GZIP", "deflate,gzip"])
def test_gzip_is_for_who_asks(accepted: str) -> None:
    answer = ask(APP, PATH, accept_encoding=accepted)

    assert answer.headers["content-encoding"] == "gzip"
    assert gzip.decompress(answer.body) == BYTES
    assert answer.headers["content-length"] == str(len(answer.body))


@pytest.mark.parametrize("accepted", ["", "identity", "gzip;q=0", "br, gzip; q=0.0"])
def test_nobody_else_gets_gzip(accepted: str) -> None:
    answer = ask(APP, PATH, accept_encoding=accepted)

    assert "content-encoding" not in answer.headers
    assert answer.body == BYTES


@pytest.mark.parametrize(
    "tags", [BODY.etag, f"W/{BODY.etag}", f'"other", {BODY.etag}', "*"]
)
def test_a_known_etag_is_answered_304_without_a_body(tags: str) -> None:
    answer = ask(APP, PATH, if_none_match=tags)

    assert answer.status == 304
    assert answer.body == b""
    assert answer.headers["etag"] == BODY.etag


def test_another_etag_wins_over_a_date_that_matches() -> None:
    answer = ask(
        APP,
        PATH,
        if_none_match='"other"',
        if_modified_since="Fri, 01 May 2026 10:00:00 GMT",
    )

    assert answer.status == 200


@pytest.mark.parametrize(
    ("since", "status"),
    [
        ("Fri, 01 May 2026 10:00:00 GMT", 304),
        ("Sat, 02 May 2026 10:00:00 GMT", 304),
        ("Thu, 30 Apr 2026 10:00:00 GMT", 200),
        ("yesterday", 200),
        ("Fri, 01 May 2026 10:00:00", 200),
    ],
)
def test_a_date_is_compared_if_no_etag_is_given(since: str, status: int) -> None:
    assert ask(APP, PATH, if_modified_since=since).status == status


@pytest.mark.parametrize(
    "path", ["/feeds/none.ics", "/feeds/all", "/feeds/", "/feeds/../all.ics"]
)
def test_an_unknown_feed_is_404_and_never_html(path: str) -> None:
    answer = ask(APP, path)

    assert answer.status == 404
    assert answer.headers["content-type"].startswith("text/plain")


def test_a_feed_is_only_read() -> None:
    answer = ask(APP, PATH, "POST")

    assert answer.status == 405
    assert answer.headers["allow"] == "GET, HEAD"


def test_equal_bytes_have_equal_etags_and_others_do_not() -> None:
    same = as_body(BYTES, utc("2027-01-01T00:00:00"), "text/calendar")
    other = as_body(BYTES + b" ", utc("2026-05-01T10:00:00"), "text/calendar")

    assert same.etag == BODY.etag
    assert other.etag != BODY.etag
