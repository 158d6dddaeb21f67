"""One exchange with a server: a message posted, or a text fetched."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urljoin, urlsplit

import requests

from deadlinebot import __version__
from deadlinebot.model.channel import NoAnswer, NotSent, Request, Response
from deadlinebot.net import transport
from deadlinebot.net.addresses import Reach
from deadlinebot.net.fetched import Failure, Fetched, NotModified
from deadlinebot.net.guard import Guard, Limits

_AGENT = f"deadlinebot/{__version__}"
_MAX_REDIRECTS = 5
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


def post(
    request: Request, limits: Limits, reach: Reach
) -> Response | NotSent | NoAnswer:
    """Send *request* once; see `Net.post`."""
    headers = {
        "User-Agent": _AGENT,
        "Accept-Encoding": "identity",
        **request.headers,
    }
    with Guard(limits, reach) as guard:
        try:
            answer = transport.send("POST", request.url, headers, request.body, guard)
        except transport.FAILURES as error:
            reason = _reason(error, guard)
            return NoAnswer(reason) if guard.bytes_left else NotSent(reason)
        if guard.expired:  # cut in its headers, which http.client forgives
            answer.close()
            return NoAnswer(_late(guard))
        body, truncated = transport.read(answer, guard)
    return Response(answer.status_code, body, _headers(answer), truncated)


def fetch(
    url: str,
    etag: str | None,
    last_modified: str | None,
    limits: Limits,
    reach: Reach,
) -> Fetched | NotModified | Failure:
    """Fetch *url* unless it is what we have; see `Net.get`."""
    headers = {"User-Agent": _AGENT, "Accept-Encoding": "gzip, deflate"}
    if etag:
        headers["If-None-Match"] = etag
    if last_modified:
        headers["If-Modified-Since"] = last_modified
    with Guard(limits, reach) as guard:
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
        return NotModified(headers.get("Date", ""))
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
        headers.get("Date", ""),
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
