"""A notice as plain lines, for terminals and for services in their simplest form."""

from __future__ import annotations

from deadlinebot.model.notice import Fact, Item, Notice
from deadlinebot.wording.bilingual import say
from deadlinebot.wording.fitting import (
    Measure,
    cut,
    fit,
    fitting,
    plain,
    safe_url,
    utf8,
)

# Bytes that each text may take: however long one is, the links still stand.
_HEADLINE = 300
_CHANGE = 200
_VALUE = 250
_FLAG = 400
_LINKS = 600


def plain_text(notice: Notice, limit: int, measure: Measure) -> str:
    """Return *notice* as lines of text, at most *limit* long by *measure*.

    Of a notice with many items as many as fit are kept whole, and the number of the
    others is said.
    """
    head = _line(notice.headline, _HEADLINE)
    if len(notice.items) > 1:
        parts = [head, *(_titled(item, notice) for item in notice.items)]
        return fit(parts, lambda n: _more(n, notice), limit, measure)
    parts = [head, *(_item(item, notice) for item in notice.items)]
    parts += [plain(line) for line in notice.body.splitlines()]
    return cut("\n".join(parts), limit, measure)


def items_that_fit(notice: Notice, limit: int, measure: Measure) -> int:
    """Return how many items of *notice*, of at least two, `plain_text` shows whole."""
    head = _line(notice.headline, _HEADLINE)
    parts = [head, *(_titled(item, notice) for item in notice.items)]
    return fitting(parts, limit, measure) - 1


def links_that_fit(item: Item, limit: int) -> list[tuple[str, str]]:
    """Return label and address of the links that fit into *limit* bytes in all."""
    kept = []
    for link in item.links:
        url = safe_url(link.url)
        size = utf8(link.label) + utf8(url) + 8  # 8: the markup around it
        if size <= limit:
            kept.append((link.label, url))
            limit -= size
    return kept


def _more(count: int, notice: Notice) -> str:
    said = say(notice.lang, f"另有 {count} 条", f"{count} more")
    return f"{said} {safe_url(notice.page.url)}" if notice.page else said


def _titled(item: Item, notice: Notice) -> str:
    left = f" · {item.countdown}" if item.countdown else ""
    return f"\n■ {_line(item.title, _VALUE)}{left}\n{_item(item, notice)}"


def _item(item: Item, notice: Notice) -> str:
    colon = say(notice.lang, "：", ": ")

    def fact(shown: Fact) -> str:
        return f"{shown.label}{colon}{_line(shown.value, _VALUE)}"

    lines = [_line(item.change, _CHANGE), fact(item.home), fact(item.stated)]
    lines += [f"⚠️ {_line(item.flag, _FLAG)}"] if item.flag else []
    lines += [f"{name}{colon}{url}" for name, url in links_that_fit(item, _LINKS)]
    if len(notice.items) == 1:
        lines += [fact(item.tags), _line(item.provenance, _VALUE)]
    return "\n".join(line for line in lines if line)


def _line(text: str, limit: int) -> str:
    return cut(plain(text), limit, utf8)
