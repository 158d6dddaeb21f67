"""What a template may say of a notice: plain values, copied from it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from deadlinebot.model.call import Lang
from deadlinebot.model.delivery import DeliveryKind
from deadlinebot.model.notice import Fact, Item, Link, Notice, Tone


def values(notice: Notice) -> dict[str, Any]:
    """Return what a template may say: texts, lists and mappings, all of them copies."""
    items = [_item(item) for item in notice.items]
    return {
        "kind": str(notice.kind),
        "lang": str(notice.lang),
        "tone": str(notice.tone),
        "headline": notice.headline,
        "accent": notice.accent,
        "body": notice.body,
        "page": notice.page.url if notice.page else "",
        "items": items,
        "item": items[0] if items else _NO_ITEM,
    }


def _item(item: Item) -> dict[str, Any]:
    return {
        "id": item.id,
        "title": item.title,
        "countdown": item.countdown,
        "short": item.short,
        "due": f"{item.due:%Y-%m-%dT%H:%M:%SZ}" if item.due else "",
        "home": _fact(item.home),
        "stated": _fact(item.stated),
        "change": item.change,
        "flag": item.flag,
        "tags": item.tags.value,
        "links": [{"label": link.label, "url": link.url} for link in item.links],
        "provenance": item.provenance,
    }


def _fact(fact: Fact) -> dict[str, str]:
    return {"label": fact.label, "value": fact.value}


_NOTHING = Fact("", "")
_EMPTY = Item("", "", "", "", None, _NOTHING, _NOTHING, "", "", "", _NOTHING, (), "")
_NO_ITEM = _item(_EMPTY)


def _samples() -> Iterator[Notice]:
    """Yield what a template must be able to say: all that we know, and next to none."""
    at = datetime(2026, 5, 26, 11, 59, tzinfo=UTC)
    home, stated = Fact("北京时间", "05-26 19:59"), Fact("As stated", "25 May UTC-12")
    links, tags = (Link("CFP", "https://example.org"),), Fact("Tags", "CCF-B")
    full = Item(
        *("emnlp-2026-paper", "EMNLP 2026", "3 days left", "3 days", at, home, stated),
        *("Your time", "extended by 7 days", "an assumption", tags, links, "a source"),
    )
    for lang in Lang:
        for kind in (DeliveryKind.REMINDER, DeliveryKind.CHANGE, DeliveryKind.DIGEST):
            for items in ((full,), (_EMPTY,), (full, _EMPTY), ()):
                yield Notice("0", kind, lang, Tone.CALM, "EMNLP 2026", items=items)


SAMPLES = tuple(_samples())
