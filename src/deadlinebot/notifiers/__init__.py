"""Chat services: notices into requests, answers into verdicts, without any I/O.

One module is one service; what all of them share stands here.
"""

from __future__ import annotations

import base64
import hmac
import json
import math
import re
from collections.abc import Callable, Iterable, Mapping
from email.utils import parsedate_to_datetime
from itertools import cycle
from types import MappingProxyType
from urllib.parse import SplitResult, parse_qsl, quote, urlencode, urlsplit, urlunsplit

from deadlinebot.model.channel import Option, Request, Response
from deadlinebot.model.delivery import Outcome, Verdict
from deadlinebot.wording.fitting import plain, safe_url, utf8

_ADDRESS = re.compile(r"(https?://[\w%/:?#@!$&'+,;=~.()*-]*[\w/=&#-])", re.ASCII)
_KEYWORD = 100  # bytes
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_REASON = 500  # characters, as Verdict promises
_WAIT_S = 60.0  # where a service does not say how long
_LONGEST_S = 6 * 3600.0
_TOO_FAST = re.compile(
    r"too fast|frequency|freq out of limit|too many(?!_)|rate_limited|限流|太快",
    re.IGNORECASE,
)


def taking(**options: Option) -> Mapping[str, Option]:
    """Return what a notifier's channels may be told beside their URL, by name."""
    return MappingProxyType(options)


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
        hosts: the only hosts that the service has; none: it may be any.
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
    if hosts and host not in hosts:
        return f"its host is '{host}'"
    if parts.scheme != "https":
        return "it does not begin with https://"
    if (hosts and port not in {None, 443}) or parts.username is not None:
        return "it has a port or a user name in it"
    return parts


def with_query(url: str, **values: str) -> str:
    """Return *url* with *values* in its query, each in place of one of that name."""
    parts = urlsplit(url)
    kept = [
        pair
        for pair in parts.query.split("&")
        if pair and pair.split("=", 1)[0] not in values
    ]
    added = urlencode(values, quote_via=quote, safe="")
    return urlunsplit(parts._replace(query="&".join([*kept, added])))


def query_of(url: str) -> dict[str, str]:
    """Return the names and values in the query of *url*."""
    return dict(parse_qsl(urlsplit(url).query))


def hmac_sha256(key: bytes, message: bytes) -> str:
    """Return an HMAC-SHA256 in base64."""
    return base64.b64encode(hmac.digest(key, message, "sha256")).decode("ascii")


def keyword(options: Mapping[str, str]) -> str:
    """Return the word without which a bot takes no message; empty if it has none."""
    return plain(options.get("keyword", ""))


def _no_keyword(text: str) -> str | None:
    if not plain(text):
        return "it is empty: remove it, or give one of the bot's keywords"
    if utf8(plain(text)) > _KEYWORD:
        return f"it is longer than {_KEYWORD} bytes: give one of the bot's keywords"
    return None


KEYWORD = Option(wrong=_no_keyword)


def json_size(value: object) -> int:
    """Return how many bytes *value* takes in a body as `json_request` writes it."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return len(text.encode("utf-8", "replace"))


def spoken(
    body: str, data: Callable[[str], str], link: Callable[[str], str]
) -> list[str]:
    """Return the lines of a notice's own text.

    Args:
        body: plain text.
        data: escapes what is between the addresses.
        link: makes an address one that can be followed; it has no character that
            means something to a markup.
    """
    return [
        "".join(
            link(safe_url(part)) if is_address else _between(part, data)
            for part, is_address in zip(
                _ADDRESS.split(plain(line)), cycle((False, True))
            )
        )
        for line in body.splitlines()
    ]


def _between(text: str, data: Callable[[str], str]) -> str:
    """Return *text* escaped; the blanks at its ends part it from its neighbours."""
    before, after = text[:1] == " ", text[1:][-1:] == " "
    return f"{' ' * before}{data(text.strip())}{' ' * after}"


def leading(sizes: Iterable[int], room: int) -> int:
    """Return how many of the first *sizes* fit into *room* together."""
    count = 0
    for size in sizes:
        room -= size
        if room < 0:
            break
        count += 1
    return count


def on_loopback(parts: SplitResult) -> bool:
    """Return whether these are parts of a URL of this machine."""
    return parts.hostname in _LOOPBACK


def words(response: Response) -> str:
    """Return the body of an answer as one line for people, cut short."""
    text = " ".join(response.body.decode("utf-8", "replace").split())
    return text[:300] or "an empty answer"


def answer_of(response: Response) -> dict[str, object]:
    """Return the JSON object that is the whole answer; empty if it is none."""
    if response.truncated:
        return {}
    try:
        answer = json.loads(response.body)
    except (ValueError, RecursionError):
        return {}
    return answer if isinstance(answer, dict) else {}


def whole(value: object) -> int | None:
    """Return *value* if it is a whole number; true and 0.0 are none."""
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def as_line(value: object) -> str:
    """Return a text of an answer as one line; empty if it is no text."""
    return " ".join(value.split()) if isinstance(value, str) else ""


def by_status(response: Response, missing: str) -> Verdict:
    """Return what an answer of a gateway means, in which the service did not speak.

    A proxy's page is nobody's verdict on the message, so it is tried again; but what
    is too large (413) or of a wrong type (415) stays so.

    Args:
        response: without the service's own code.
        missing: what of the service's is not in it: ``without an errcode``.
    """
    status = response.status
    reason = f"HTTP {status} {missing}: {words(response)}"
    if 200 <= status < 300:
        return verdict(Outcome.UNKNOWN, reason)
    if status == 429:
        return wait(response, reason)
    if status in {413, 415}:  # RFC 9110 15.5.14, 15.5.16
        return verdict(Outcome.REJECT_MESSAGE, reason)
    return verdict(Outcome.RETRY, reason)


def web_page(response: Response) -> bool:
    """Return whether a page for browsers came, as from a portal that wants a login."""
    return bool(re.match(rb"\s*<(!doctype|html)", response.body, re.IGNORECASE))


def rate_limited(text: str) -> bool:
    """Return whether a service says that we are too fast.

    The words are more stable than the codes, so this comes before the code table.
    """
    return bool(_TOO_FAST.search(text))


def wait(
    response: Response,
    reason: str,
    code: str = "",
    *,
    told: object = None,
    unstated_s: float = _WAIT_S,
) -> Verdict:
    """Return the verdict that the channel must pause as long as it was told.

    Args:
        response: with Retry-After, or without.
        reason: the service's words.
        code: the service's code.
        told: the seconds that the body states, as it states them; the longer counts.
        unstated_s: seconds to wait if neither says how long.
    """
    stated = [s for s in (retry_after(response), _seconds(told)) if s is not None]
    return verdict(Outcome.WAIT, reason, code, max(stated, default=unstated_s))


def _seconds(value: object) -> float | None:
    if not isinstance(value, int | float) or isinstance(value, bool):
        return None
    return None if math.isnan(value) else float(min(max(value, 0), _LONGEST_S))


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
    return _seconds(seconds)


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
