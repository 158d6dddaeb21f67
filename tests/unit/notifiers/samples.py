"""What the tests of several notifiers share: payloads, and notices beyond all limits."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from deadlinebot.model.call import Lang
from deadlinebot.model.channel import Request, Response
from deadlinebot.model.notice import Fact, Link, Notice
from tests.golden.wording.cases import a_digest, a_reminder

AT = datetime(2026, 5, 20, 2, 0, tzinfo=UTC)  # 1779242400
WIDE = [
    "截" * 10_000,
    "👨‍👩‍👧‍👦" * 2_000,
    "é" * 10_000,
    "<>[]*`_~|\\&" * 1_000,
    '"\\' * 5_000,
]


def payload(request: Request | None) -> dict[str, Any]:
    """Return the JSON that a request carries."""
    assert request
    loaded: dict[str, Any] = json.loads(request.body)
    return loaded


def answered(
    body: object, status: int = 200, headers: Mapping[str, str] | None = None
) -> Response:
    """Return an answer in JSON."""
    said = json.dumps(body, ensure_ascii=False).encode()
    return Response(status, said, headers or {})


def strings(value: object) -> Iterator[str]:
    """Yield every text inside *value*."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        inner = value.values() if isinstance(value, dict) else value
        for part in inner:
            yield from strings(part)


def huge(wide: str, count: int = 1) -> Notice:
    """Return a notice of *count* items whose texts are all *wide*."""
    notice = a_reminder(Lang.ZH)
    fact = Fact(notice.items[0].home.label, wide)
    item = replace(
        notice.items[0],
        id=wide,
        title=wide,
        home=fact,
        stated=fact,
        tags=fact,
        flag=wide,
        change=wide,
        countdown=wide,
        provenance=wide,
        links=(
            Link("a", "https://example.org/" + "x" * 500),
            Link("b", "https://example.org/" + "截" * 100),
            Link("c", "https://example.org/" + "y" * 5000),
        ),
    )
    return replace(notice, headline=wide, accent=wide, items=(item,) * count)


def huge_alarm(wide: str) -> Notice:
    """Return an alarm whose texts are all *wide*."""
    body = f"{wide}\n" * 9
    return replace(a_reminder(Lang.ZH), items=(), headline=wide, body=body, accent="")


def many() -> Notice:
    """Return a digest of 200 items, more than any service takes."""
    digest = a_digest(Lang.ZH)
    return replace(digest, items=digest.items * 50)


def about(title: str) -> Notice:
    """Return a reminder whose texts from outside are all *title*."""
    notice = a_reminder(Lang.ZH)
    item = replace(notice.items[0], title=title, flag=title, provenance=title)
    return replace(notice, headline=title, items=(item,), accent="")
