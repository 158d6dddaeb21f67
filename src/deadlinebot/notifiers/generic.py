"""Any receiver of Standard Webhooks 1.0.0.

Facts: standardwebhooks.com, "Standard Webhooks Specification" 1.0.0: three headers, a
signature over ``id.timestamp.body``, a payload below 20 kB. The only service with an
idempotency key: ``webhook-id`` is the same on every attempt.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from deadlinebot.model.call import Lang
from deadlinebot.model.channel import Notifier, Pace, Request, Response
from deadlinebot.model.delivery import DeliveryKind, Outcome, Verdict
from deadlinebot.model.notice import Fact, Item, Notice
from deadlinebot.notifiers import (
    hmac_sha256,
    json_request,
    json_size,
    leading,
    rate_limited,
    retry_after,
    taking,
    verdict,
    wait,
    web_page,
    webhook,
    words,
)
from deadlinebot.wording.bilingual import say
from deadlinebot.wording.fitting import cut, plain, safe_url
from deadlinebot.wording.mends import mend
from deadlinebot.wording.plain import links_that_fit

_ROOM = 17_000  # bytes for items in a payload of 20 000
_VALUE = 1000
_FLAG = 2500
_BODY = 8000
_LINKS = 3000
_PREFIX = "whsec_"
_TRIES = 3  # a receiver that is being replaced answers 404 for a while
_SHAPE = "a webhook looks like https://hooks.example.org/deadlines"
_MEND = (
    "a secret is whsec_ and the base64 of 24 to 64 random bytes: make one with "
    "echo whsec_$(openssl rand -base64 32)"
)
_TYPES: dict[DeliveryKind, str] = {
    DeliveryKind.REMINDER: "reminder.due",
    DeliveryKind.CHANGE: "deadline.changed",
    DeliveryKind.DIGEST: "digest.due",
    DeliveryKind.ALARM: "alarm.raised",
}


class Generic:
    """Takes any 2xx but a web page for delivered, as the specification does."""

    name = "generic"
    hosts: frozenset[str] = frozenset()  # the operator's own choice
    pace = Pace(burst=100, per_s=0.01)  # it is your own: 1000 are gone in a minute
    options = taking()

    def check(self, url: str) -> str | None:
        """Return what is wrong with *url* and how to mend it, or None."""
        parts = webhook(url, self.hosts)
        return f"{parts}; {_SHAPE}" if isinstance(parts, str) else None

    def check_secrets(self, secrets: Sequence[str]) -> str | None:
        """Return that one of *secrets* is none, or None."""
        return _MEND if any(_key(secret) is None for secret in secrets) else None

    def request(self, notice: Notice, url: str, options: Mapping[str, str]) -> Request:
        """Return *notice* as data; its texts carry no markup and no escapes."""
        del options
        payload = {
            "type": _TYPES[notice.kind],
            "timestamp": _instant(notice.due),
            "data": _data(notice),
        }
        request = json_request(url, payload)
        headers = {
            "Content-Type": "application/json",
            "webhook-id": notice.id.replace(".", "-"),
        }
        return replace(request, headers=headers)

    def fits(self, notice: Notice, options: Mapping[str, str]) -> int:
        """Return 1: every event has its own id, by which the receiver knows it."""
        del notice, options
        return 1

    def simpler(
        self, notice: Notice, url: str, options: Mapping[str, str]
    ) -> Request | None:
        """Return None: the receiver knows one form only."""
        del notice, url, options
        return None

    def sign(self, request: Request, secrets: Sequence[str], at: datetime) -> Request:
        """Add the time of the attempt, and one signature for each secret.

        With two secrets a receiver may change from one to the other at any moment.
        """
        timestamp = str(int(at.timestamp()))
        signed = f"{request.headers['webhook-id']}.{timestamp}.".encode() + request.body
        keys = filter(None, map(_key, secrets))
        signatures = " ".join(f"v1,{hmac_sha256(key, signed)}" for key in keys)
        headers = {**request.headers, "webhook-timestamp": timestamp}
        if signatures:
            headers["webhook-signature"] = signatures
        return replace(request, headers=headers)

    def verdict(self, response: Response) -> Verdict:
        """Return what the status means, the only thing that is specified.

        The specification repeats every 4xx; what says that the address or signature
        is wrong is believed after three attempts, 410 at once.
        """
        status = response.status
        reason, code = f"HTTP {status} {words(response)}", str(response.status)
        if 200 <= status < 300 and web_page(response):
            return verdict(
                Outcome.UNKNOWN, f"a web page, not a receiver: {reason}", code
            )
        if 200 <= status < 300:
            return verdict(Outcome.DELIVERED, f"HTTP {status}", code)
        slow = status >= 500 and retry_after(response) is not None
        if status == 429 or slow or rate_limited(reason):
            return wait(response, reason, code)
        if status == 410:
            gone = reason + mend(self.name, "gone")
            return verdict(Outcome.CHANNEL_DEAD, gone, code)
        if 300 <= status < 400 or status in {401, 403, 404}:
            wrong = reason + mend(self.name, "wrong")
            found = verdict(Outcome.CHANNEL_DEAD, wrong, code)
            return replace(found, believed_after=_TRIES)
        return verdict(Outcome.RETRY, reason, code)


def _key(secret: str) -> bytes | None:
    """Return the bytes of a secret, or None if it is none."""
    if not secret.startswith(_PREFIX):
        return None
    try:
        key = base64.b64decode(secret.removeprefix(_PREFIX), validate=True)
    except (binascii.Error, ValueError):
        return None
    return key if 24 <= len(key) <= 64 else None


def _data(notice: Notice) -> dict[str, object]:
    data: dict[str, object] = {
        "lang": notice.lang,
        "tone": notice.tone,
        "lead": _line(notice.lead),
        "headline": _line(notice.headline),
        "maybe_repeat": bool(notice.mark),
    }
    if notice.body:
        lines = "\n".join(plain(line) for line in notice.body.splitlines())
        data["body"] = cut(lines, _BODY, json_size)
    if notice.page:
        data["page"] = safe_url(notice.page.url)
    items = [_item(item, notice.lang) for item in notice.items]
    kept = leading((json_size(item) + 1 for item in items), _ROOM)
    if left := len(items) - kept:
        data["left_out"] = left
        data["more"] = say(notice.lang, f"另有 {left} 条", f"{left} more")
    return {**data, "items": items[:kept]}


def _item(item: Item, lang: Lang) -> dict[str, object]:
    titles = {"zh": item.titles.zh, "en": item.titles.en, str(lang): item.title}
    return {
        "id": _line(item.id),
        "revision": item.revision,
        "title": {name: _line(title) for name, title in titles.items()},
        "countdown": _line(item.countdown),
        "due": {
            "utc": _instant(item.due),
            "home": _fact(item.home),
            "stated": _fact(item.stated),
            "status": _line(item.status),
            "assumed": [_line(what) for what in item.assumed],
        },
        "change": _line(item.change),
        "flag": _line(item.flag, _FLAG),
        "tags": _line(item.tags.value),
        "links": [
            {"label": _line(label), "url": url}
            for label, url in links_that_fit(item, _LINKS)
        ],
        "provenance": _line(item.provenance),
    }


def _fact(fact: Fact) -> dict[str, str]:
    return {"label": _line(fact.label), "value": _line(fact.value)}


def _instant(at: datetime | None) -> str | None:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" if at else None


def _line(text: str, limit: int = _VALUE) -> str:
    return cut(plain(text), limit, json_size)


NOTIFIER: Notifier = Generic()
