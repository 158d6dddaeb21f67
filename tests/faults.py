"""Six services that take what they are sent, and all that can go wrong with them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from tests.receiver import Manner, Reply

_JSON = {"Content-Type": "application/json; charset=utf-8"}
LATER_S = 90
"""What a gateway says that is out of order, in seconds."""
_PAGE = b"<html><body>Please log in to this network</body></html>"


def _says(status: int, **facts: Any) -> Reply:
    return Reply(status, json.dumps(facts).encode(), _JSON)


def _refused(status: int, **facts: Any) -> Reply:
    return replace(_says(status, **facts), takes=False)


@dataclass(frozen=True, slots=True)
class Service:
    """One chat service as it answers.

    Attributes:
        path: where its webhook is; the query included.
        ok: its word for a message that it takes.
        busy: how it refuses for the moment, without saying for how long.
        too_many: how it refuses until *wait_s* are over.
        wait_s: the seconds that it says, or its documentation.
    """

    path: str
    ok: Reply
    busy: Reply
    too_many: Reply
    wait_s: float


def _told(reply: Reply, seconds: int) -> Reply:
    return replace(reply, headers={**reply.headers, "Retry-After": str(seconds)})


SERVICES: Mapping[str, Service] = {
    "slack": Service(
        "/services/T0/B0/XXXXXXXX",
        Reply(200, b"ok", {"Content-Type": "text/html"}),
        Reply(500, b"rollup_error", takes=False),
        _told(_refused(429, retry_after=30, ok=False, error="rate_limited"), 30),
        30,
    ),
    "wecom": Service(
        "/cgi-bin/webhook/send?key=0a1b2c3d-0000-4000-8000-0123456789ab",
        _says(200, errcode=0, errmsg="ok"),
        _refused(200, errcode=-1, errmsg="system busy"),
        _refused(200, errcode=45009, errmsg="api freq out of limit"),
        60,
    ),
    "feishu": Service(
        "/open-apis/bot/v2/hook/0a1b2c3d-0000-4000-8000-0123456789ab",
        _says(200, code=0, msg="success", data={}),
        _refused(500, code=1500, msg="internal error"),
        _refused(200, code=11232, msg="frequency limited psm[x]appID[1500]"),
        60,
    ),
    "dingtalk": Service(
        "/robot/send?access_token=" + "0a1b2c3d" * 8,
        _says(200, errcode=0, errmsg="ok"),
        _refused(200, errcode=-1, errmsg="系统繁忙"),
        _refused(200, errcode=130101, errmsg="send too fast, exceed 20 times"),
        600,
    ),
    "discord": Service(
        "/api/webhooks/1234567890/XXXXXXXX",
        _says(200, id="1"),
        _refused(502, message="bad gateway", code=0),
        _told(_refused(429, message="slow", retry_after=29.5, **{"global": False}), 30),
        29.5,
    ),
    "generic": Service(
        "/hook/deadlines",
        Reply(204, b""),
        Reply(500, b"oops", takes=False),
        _told(Reply(429, b"slow down", takes=False), 30),
        30,
    ),
}
"""By the name of the notifier."""


def _long(reply: Reply, blanks: int = 99) -> Reply:
    return replace(reply, status=200, body=reply.body + b" " * blanks)


FAULTS: Mapping[str, Callable[[Service], Reply]] = {
    "too many": lambda service: service.too_many,
    "busy": lambda service: service.busy,
    "down": lambda _: Reply(502, b"<html>down</html>", takes=False),
    "unavailable": lambda _: _told(Reply(503, b"<html>", takes=False), LATER_S),
    "reset before": lambda _: Reply(takes=False, manner=Manner.CUT_UNREAD),
    "reset after": lambda service: replace(service.ok, manner=Manner.CUT),
    "hang": lambda _: Reply(takes=False, manner=Manner.HANG),
    "hang after": lambda service: replace(service.ok, manner=Manner.HANG),
    "drip": lambda service: replace(_long(service.ok), manner=Manner.DRIP),
    "slow": lambda service: replace(service.ok, after_s=0.1),
    "garbage": lambda _: Reply(200, _PAGE, {"Content-Type": "text/html"}, takes=False),
    "empty": lambda service: Reply(200, b"", takes=service.ok.body == b""),
    "truncated": lambda service: replace(_long(service.ok), manner=Manner.TRUNCATED),
    "redirect": lambda _: Reply(302, b"", {"Location": "/elsewhere"}, takes=False),
    "big body": lambda service: _long(service.ok, 8_000_000),
    "bad type": lambda service: replace(
        service.ok, headers={"Content-Type": "application/octet-stream"}
    ),
}
"""What a service does instead of a plain yes, by its name."""
