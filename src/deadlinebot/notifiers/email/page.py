"""A notice as HTML for mail: tables and inline styles, for clients drop all else.

Both colour schemes are named so that dark ones do not invert; nothing is fetched.
"""

from __future__ import annotations

import html

from deadlinebot.model.call import Lang
from deadlinebot.model.notice import Fact, Item, Notice, Tone
from deadlinebot.notifiers import spoken
from deadlinebot.wording.bilingual import say
from deadlinebot.wording.fitting import cut, fit, fitting, plain, safe_url, utf8
from deadlinebot.wording.plain import links_that_fit

_ROOM = 80_000  # bytes: Gmail hides what comes after 102 KB
_HEADLINE = 300
_VALUE = 300
_FLAG = 900
_BODY = 3000
_LINKS = 1500
_COLOURS: dict[Tone, str] = {
    Tone.CALM: "#1f6feb",
    Tone.SOON: "#c2570c",
    Tone.URGENT: "#c5221f",
    Tone.CHANGED: "#7c3aed",
    Tone.WITHDRAWN: "#6b7280",
}
_FONT = (
    "font-family:-apple-system,'Segoe UI','PingFang SC','Microsoft YaHei',"
    "'Noto Sans CJK SC',sans-serif"
)
_CARD = (
    f"max-width:600px;margin:0 auto;padding:16px;{_FONT};font-size:15px;line-height:1.6"
)
_GREY = "color:#6b7280"
_WARNING = "margin:12px 0;padding:8px 12px;background:#fff7e0;color:#5f4300"
_BUTTON = (
    "display:inline-block;margin:4px 8px 4px 0;padding:6px 14px;border-radius:6px;"
    "background:#eef2f7;color:#1f4f9e;text-decoration:none"
)


def page(notice: Notice) -> str:
    """Return *notice* as a whole HTML document; every text of it is escaped."""
    lang = "zh-CN" if notice.lang is Lang.ZH else "en"
    return (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        '<meta name="color-scheme" content="light dark">'
        f'</head><body style="margin:0"><div style="{_CARD}">'
        f"{_inside(notice)}</div></body></html>\n"
    )


def rows_that_fit(notice: Notice) -> int:
    """Return how many items of *notice*, of at least two, a page shows whole."""
    return fitting(_rows(notice), _ROOM, utf8) - 1


def _inside(notice: Notice) -> str:
    head = _head(notice)
    if len(notice.items) == 1:
        return head + _whole(notice.items[0], _COLOURS[notice.tone])
    if notice.items:
        return fit(_rows(notice), lambda count: _rest(count, notice), _ROOM, utf8)
    lines = spoken(
        notice.body, lambda text: _data(text, _BODY), lambda url: _link(url, url, "")
    )
    said = "<br>".join(lines)
    return f"{head}<p>{said}</p>" if said else head


def _head(notice: Notice) -> str:
    colour = _COLOURS[notice.tone]
    return (
        f'<div style="border-left:4px solid {colour};padding-left:12px">'
        f'<h2 style="margin:0;font-size:19px;color:{colour}">'
        f"{_data(notice.headline, _HEADLINE)}</h2></div>"
    )


def _rows(notice: Notice) -> list[str]:
    colour = _COLOURS[notice.tone]
    return [_head(notice), *(_row(item, colour) for item in notice.items)]


def _whole(item: Item, colour: str) -> str:
    big = (
        f'<p style="margin:14px 0 4px;font-size:26px;font-weight:600;color:{colour}">'
        f"{_data(item.countdown)}</p>"
    )
    parts = [big] if item.countdown else []
    parts += [f"<p><b>{_data(item.change)}</b></p>"] if item.change else []
    facts = "".join(_fact(fact) for fact in (item.home, item.stated, item.tags))
    parts.append(f'<table role="presentation" style="margin:8px 0">{facts}</table>')
    parts += [_flag(item)] if item.flag else []
    links = links_that_fit(item, _LINKS)
    buttons = "".join(_link(label, url, _BUTTON) for label, url in links)
    foot = " · ".join(filter(None, (_data(item.provenance), _data(item.id))))
    return "".join(
        [*parts, f"<p>{buttons}</p>", f'<p style="font-size:12px;{_GREY}">{foot}</p>']
    )


def _row(item: Item, colour: str) -> str:
    left = f' <b style="color:{colour}">{_data(item.countdown)}</b>'
    lines = [f"<b>{_data(item.title)}</b>{left if item.countdown else ''}"]
    lines += [_data(item.change)] if item.change else []
    grey = f'<span style="{_GREY}">{_data(item.stated.value)}</span>'
    lines.append(f"{_data(item.home.value)} ← {grey}")
    links = " · ".join(
        _link(label, url, "") for label, url in links_that_fit(item, 600)
    )
    lines += [links] if links else []
    rule = "margin:12px 0;padding-top:12px;border-top:1px solid #d0d7de"
    flag = _flag(item) if item.flag else ""
    return f'<div style="{rule}">{"<br>".join(lines)}{flag}</div>'


def _rest(count: int, notice: Notice) -> str:
    said = say(notice.lang, f"另有 {count} 条", f"{count} more")
    page_ = notice.page
    link = f" {_link(page_.label, safe_url(page_.url), '')}" if page_ else ""
    return f"<p>{said}{link}</p>"


def _fact(fact: Fact) -> str:
    name = f'<td style="padding:2px 14px 2px 0;white-space:nowrap;{_GREY}">'
    return f"<tr>{name}{_data(fact.label)}</td><td><b>{_data(fact.value)}</b></td></tr>"


def _flag(item: Item) -> str:
    return f'<p style="{_WARNING}">⚠️ {_data(item.flag, _FLAG)}</p>'


def _link(label: str, url: str, style: str) -> str:
    look = f' style="{style}"' if style else ""
    return f'<a href="{html.escape(url)}"{look}>{_data(label)}</a>'


def _data(text: str, limit: int = _VALUE) -> str:
    """Return *text* escaped, and cut so that the escaped form fits."""
    return _escaped_cut(plain(text), limit)


def _escaped_cut(text: str, limit: int) -> str:
    return html.escape(cut(text, limit, lambda part: utf8(html.escape(part))))
