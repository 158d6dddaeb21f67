"""Posting notices and fetching sources; every failure is a value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

import requests

from deadlinebot import __version__
from deadlinebot.model.channel import NoAnswer, NotSent, Request, Response
from deadlinebot.net import transport
from deadlinebot.net.addresses import Reach
from deadlinebot.net.guard import Guard, Limits

_AGENT = f"deadlinebot/{__version__}"
_MAX_REDIRECTS = 5
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_WEBHOOK = Limits()
_SOURCE = Limits(connect_s=10, read_s=20, total_s=60, body_bytes=16 * 1024 * 1024)


@dataclass(frozen=True, slots=True)
class Fetched:
    """A source's text as it came.

    Attributes:
        body: the bytes, decompressed.
        etag: to ask with next time, or None.
        last_modified: to ask with next time, or None.
        content_type: as stated by the server; empty if it states none.
    """

    body: bytes = field(repr=False)
    etag: str | None = None
    last_modified: str | None = None
    content_type: str = ""


@dataclass(frozen=True, slots=True)
class NotModified:
    """What we have is still current (RFC 9110 15.4.5)."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Nothing usable came.

    Attributes:
        reason: why, in words without the URL.
        status: the HTTP status, if there was an answer.
        retry_after: the header as the server wrote it, if it did.
    """

    reason: str
    status: int | None = None
    retry_after: str | None = None


class Net:
    """Speaks HTTP within limits; holds no connection and no state.

    Args:
        webhook: the limits of a post.
        source: the limits of a get, all its redirects together.
    """

    def __init__(self, webhook: Limits = _WEBHOOK, source: Limits = _SOURCE) -> None:
        self._webhook = webhook
        self._source = source

    def post(
        self, request: Request, reach: Reach = Reach.LOOPBACK
    ) -> Response | NotSent | NoAnswer:
        """Send *request* once and return what is known of it.

        Redirects are not followed: a 302 would turn the POST into a GET.

        Args:
            request: what to send; its URL is a secret and appears in no result.
            reach: webhooks are pinned to their hosts, so loopback is let through.
        """
        headers = {
            "User-Agent": _AGENT,
            "Accept-Encoding": "identity",
            **request.headers,
        }
        with Guard(self._webhook, reach) as guard:
            try:
                answer = transport.send(
                    "POST", request.url, headers, request.body, guard
                )
            except transport.FAILURES as error:
                reason = _reason(error, guard)
                return NoAnswer(reason) if guard.bytes_left else NotSent(reason)
            if guard.expired:  # cut in its headers, which http.client forgives
                answer.close()
                return NoAnswer(_late(guard))
            body, truncated = transport.read(answer, guard)
        return Response(answer.status_code, body, _headers(answer), truncated)

    def get(
        self,
        url: str,
        *,
        etag: str | None = None,
        last_modified: str | None = None,
        reach: Reach = Reach.PUBLIC,
    ) -> Fetched | NotModified | Failure:
        """Fetch *url* unless it is what we already have.

        Args:
            url: http or https; at most 5 redirects, each checked like the first,
                never from https to http.
            etag: of what we have (RFC 9110 13.1.2).
            last_modified: of what we have (RFC 9110 13.1.3).
            reach: which addresses may be asked.
        """
        headers = {"User-Agent": _AGENT, "Accept-Encoding": "gzip, deflate"}
        if etag:
            headers["If-None-Match"] = etag
        if last_modified:
            headers["If-Modified-Since"] = last_modified
        with Guard(self._source, reach) as guard:
            return _follow(url, headers, guard)


def _follow(
    url: str, headers: Mapping[str, str], guard: Guard
) -> Fetched | NotModified | Failure:
    for _ in range(_MAX_REDIRECTS + 1):
        if not _fetchable(url):
            return Failure("the address is not an http or https URL")
        try:
            answer = transport.send("GET", url, headers, None, guard)
        except transport.FAILURES as error:
            return Failure(_reason(error, guard))
        location = answer.headers.get("Location")
        if answer.status_code not in _REDIRECTS or not location:
            return _fetched(answer, guard)
        answer.close()
        onward = _joined(url, location)
        if url.lower().startswith("https:") and not onward.lower().startswith("https:"):
            return Failure("redirected from https to something less safe")
        url = onward
    return Failure(f"more than {_MAX_REDIRECTS} redirects")


def _joined(url: str, location: str) -> str:
    try:
        return urljoin(url, location)
    except ValueError:
        return ""


def _fetchable(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        return False


def _fetched(
    answer: requests.Response, guard: Guard
) -> Fetched | NotModified | Failure:
    status, headers = answer.status_code, answer.headers
    if status == 304:
        answer.close()
        return NotModified()
    if status != 200:
        answer.close()
        return Failure(f"HTTP status {status}", status, headers.get("Retry-After"))
    body, truncated = transport.read(answer, guard)
    if truncated and len(body) >= guard.limits.body_bytes:
        return Failure(f"larger than {guard.limits.body_bytes} bytes", status)
    if truncated:
        return Failure("the answer broke off", status)
    return Fetched(
        body,
        headers.get("ETag"),
        headers.get("Last-Modified"),
        headers.get("Content-Type", ""),
    )


def _headers(answer: requests.Response) -> dict[str, str]:
    return {name.lower(): value for name, value in answer.headers.items()}


def _reason(error: Exception, guard: Guard) -> str:
    """Return why there is no answer; the error's own text would name the URL."""
    if guard.expired:
        return _late(guard)
    if guard.reason:
        return guard.reason
    match error:
        case requests.exceptions.ReadTimeout():
            return f"no answer within {guard.limits.read_s:g} s"
        case requests.exceptions.Timeout():
            return "no connection in time"
        case requests.exceptions.ConnectionError() | OSError() if guard.bytes_left:
            return "the connection was cut before an answer came"
        case _:
            return "the address or a header of the request is not valid"


def _late(guard: Guard) -> str:
    return f"no whole answer within {guard.limits.total_s:g} s"
