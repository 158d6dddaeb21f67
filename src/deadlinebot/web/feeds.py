"""Feeds over HTTP: a raw ASGI callable over ready bytes, before any routing.

Conditional requests follow RFC 9110 13: If-None-Match wins over If-Modified-Since,
HEAD is GET without its body, gzip only for who asks. A feed is never answered with
an error while there are bytes to serve: one 503 makes Thunderbird give up on a
calendar until it is restarted.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from email.utils import parsedate_to_datetime

from starlette.types import Receive, Scope, Send

from deadlinebot.engine.publish import Body
from deadlinebot.engine.published import Published

PREFIX = "/feeds/"
_SUFFIX = ".ics"
_CACHE = b"public, max-age=900"
_Headers = list[tuple[bytes, bytes]]


class Feeds:
    """Answers ``/feeds/NAME.ics``."""

    def __init__(self, published: Callable[[], Published]) -> None:
        self._published = published

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        """Answer one request for a feed."""
        if scope["method"] not in {"GET", "HEAD"}:
            await _plain(send, 405, b"GET or HEAD\n", [(b"allow", b"GET, HEAD")])
            return
        name = scope["path"].removeprefix(PREFIX)
        body = self._published().feeds.get(name.removesuffix(_SUFFIX))
        if body is None or not name.endswith(_SUFFIX):
            await _plain(send, 404, b"no such feed\n", [])
            return
        asked = dict(scope["headers"])
        if _unchanged(asked, body):
            await _answer(send, 304, _common(body), b"")
            return
        zipped = _takes_gzip(asked.get(b"accept-encoding", b""))
        content = body.zipped if zipped else body.identity
        headers = _common(body) + _entity(body, content)
        if zipped:
            headers.append((b"content-encoding", b"gzip"))
        await _answer(send, 200, headers, b"" if scope["method"] == "HEAD" else content)


def _takes_gzip(accepted: bytes) -> bool:
    """Whether gzip is asked for (RFC 9110 12.5.3); ``gzip;q=0`` refuses it."""
    for coding in accepted.split(b","):
        name, _, weight = coding.partition(b";")
        if name.strip().lower() == b"gzip":
            return not re.fullmatch(rb"\s*q=0(\.0*)?\s*", weight)
    return False


def _common(body: Body) -> _Headers:
    return [
        (b"etag", body.etag.encode()),
        (b"last-modified", body.modified.encode()),
        (b"cache-control", _CACHE),
        (b"vary", b"Accept-Encoding"),
        (b"access-control-allow-origin", b"*"),
    ]


def _entity(body: Body, content: bytes) -> _Headers:
    return [
        (b"content-type", body.media_type.encode()),
        (b"content-length", str(len(content)).encode()),
        (b"x-content-type-options", b"nosniff"),
    ]


def _unchanged(asked: dict[bytes, bytes], body: Body) -> bool:
    tags = asked.get(b"if-none-match")
    if tags is not None:
        known = {
            tag.strip().removeprefix("W/") for tag in tags.decode("latin-1").split(",")
        }
        return "*" in known or body.etag in known
    since = asked.get(b"if-modified-since")
    if since is None:
        return False
    try:
        seen = parsedate_to_datetime(since.decode("latin-1"))
        return seen >= parsedate_to_datetime(body.modified)
    except (ValueError, TypeError):  # no date at all, or one without a zone
        return False


async def _plain(send: Send, status: int, text: bytes, headers: _Headers) -> None:
    length = str(len(text)).encode()
    kind = (b"content-type", b"text/plain; charset=utf-8")
    await _answer(send, status, [*headers, kind, (b"content-length", length)], text)


async def _answer(send: Send, status: int, headers: _Headers, content: bytes) -> None:
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": content})
