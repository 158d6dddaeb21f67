"""Chat services: notices into requests, answers into verdicts, without any I/O.

One module is one service; what all of them share stands here.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from urllib.parse import SplitResult, urlsplit

from deadlinebot.model.channel import Request, Response
from deadlinebot.model.delivery import Outcome, Verdict

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_REASON = 500  # characters, as Verdict promises
_WAIT_S = 60.0  # where a service does not say how long
_LONGEST_S = 6 * 3600.0
_TOO_FAST = re.compile(
    r"too fast|frequency|freq out of limit|too many(?!_)|rate_limited|限流|太快",
    re.IGNORECASE,
)


def json_request(url: str, payload: Mapping[str, object]) -> Request:
    """Return a POST of *payload* as UTF-8.

    Characters stay themselves: escapes would double the size of Chinese.
    """
    body = json.dumps(payload, ensure_ascii=False, separators=(",", ":"))
    return Request(
        url,
        body.encode("utf-8", "replace"),
        {"Content-Type": "application/json; charset=utf-8"},
    )


def webhook(url: str, hosts: frozenset[str]) -> SplitResult | str:
    """Return the parts of a webhook's URL, or what is wrong with it.

    Loopback is let through, by plain http as well: that is where people try things.
    The answer never repeats the URL: it is the secret.

    Args:
        url: as configured.
        hosts: the only hosts that the service has.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return "it is not a URL"
    if url != url.strip() or not url.isprintable() or " " in url:
        return "it has blanks or invisible characters in it"
    if parts.scheme not in {"https", "http"} or not host:
        return "it does not begin with https://"
    if host in _LOOPBACK:
        return parts
    if host not in hosts:
        return f"its host is '{host}'"
    if parts.scheme != "https":
        return "it does not begin with https://"
    if port not in {None, 443} or parts.username is not None:
        return "it has a port or a user name in it"
    return parts


def on_loopback(parts: SplitResult) -> bool:
    """Return whether these are parts of a URL of this machine."""
    return parts.hostname in _LOOPBACK


def words(response: Response) -> str:
    """Return the body of an answer as one line for people, cut short."""
    text = " ".join(response.body.decode("utf-8", "replace").split())
    return text[:300] or "an empty answer"


def rate_limited(text: str) -> bool:
    """Return whether a service says that we are too fast.

    The words are more stable than the codes, so this comes before the code table.
    """
    return bool(_TOO_FAST.search(text))


def wait(response: Response, reason: str, code: str = "") -> Verdict:
    """Return the verdict that the channel must pause as long as it was told."""
    after_s = retry_after(response)
    return verdict(Outcome.WAIT, reason, code, _WAIT_S if after_s is None else after_s)


def retry_after(response: Response) -> float | None:
    """Return the seconds of Retry-After (RFC 9110 10.2.3), at most six hours.

    A date counts from the answer's own Date, so no clock is needed; fractions, which
    the RFC does not know and services send, are understood.
    """
    stated = response.headers.get("retry-after", "").strip()
    try:
        seconds = float(stated)
    except ValueError:
        return _until(stated, response.headers.get("date", ""))
    return None if math.isnan(seconds) else min(max(seconds, 0.0), _LONGEST_S)


def _until(stated: str, date: str) -> float | None:
    try:
        span = parsedate_to_datetime(stated) - parsedate_to_datetime(date)
    except (ValueError, TypeError, OverflowError):  # no date, or one without a zone
        return None
    return min(max(span.total_seconds(), 0.0), _LONGEST_S)


def verdict(
    outcome: Outcome, reason: str = "", code: str = "", after_s: float | None = None
) -> Verdict:
    """Return a verdict whose reason fits where it is stored."""
    return Verdict(outcome, reason[:_REASON], after_s, code)
