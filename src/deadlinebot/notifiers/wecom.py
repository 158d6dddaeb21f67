"""WeCom (企业微信) group bots.

Facts: developer.work.weixin.qq.com, document 99110 (消息推送, formerly 群机器人), and
answers quoted in public issues. Lengths are bytes of UTF-8.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from urllib.parse import parse_qs

from deadlinebot.model.call import Lang
from deadlinebot.model.channel import Notifier, Option, Pace, Request, Response
from deadlinebot.model.delivery import Outcome, Verdict
from deadlinebot.model.notice import Fact, Item, Notice, Tone
from deadlinebot.notifiers import (
    answer_of,
    as_line,
    by_status,
    json_request,
    on_loopback,
    rate_limited,
    spoken,
    taking,
    verdict,
    wait,
    webhook,
    whole,
)
from deadlinebot.wording.bilingual import say
from deadlinebot.wording.fitting import cut, fit, fitting, plain, safe_url, utf8
from deadlinebot.wording.mends import mend
from deadlinebot.wording.plain import items_that_fit, links_that_fit, plain_text

_MARKDOWN = 3900  # of 4096
_TEXT = 2000  # of 2048
_HEADLINE = 300
_VALUE = 200
_FLAG = 800
_BODY = 3000
_CARD_LINKS = 3000
_KEY = 5  # characters of a card's key that are shown
_SHAPE = (
    "a WeCom webhook looks like "
    "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=...: copy it from the "
    "group's bot settings"
)
_OUTCOMES: dict[int, Outcome] = {
    0: Outcome.DELIVERED,
    -1: Outcome.RETRY,  # system busy
    45033: Outcome.RETRY,  # concurrent calls
    45009: Outcome.WAIT,  # more than 20 messages a minute
    93000: Outcome.CHANNEL_DEAD,
    40058: Outcome.REJECT_MESSAGE,  # too long, or a parameter that does not fit
    45002: Outcome.REJECT_MESSAGE,  # too long
    40008: Outcome.REJECT_MESSAGE,  # message type, or broken JSON
    44004: Outcome.REJECT_MESSAGE,  # empty
    41016: Outcome.REJECT_MESSAGE,  # no title
}
_COLOURS: dict[Tone, str] = {
    Tone.CALM: "info",
    Tone.SOON: "warning",
    Tone.URGENT: "warning",
    Tone.CHANGED: "info",
    Tone.WITHDRAWN: "comment",
}
_WIDE = str.maketrans("<>[]*`", "＜＞［］＊｀")  # markdown has no escape


class WeCom:
    """Answers 200 even when it refuses; the truth is in ``errcode``."""

    name = "wecom"
    hosts = frozenset({"qyapi.weixin.qq.com"})
    pace = Pace(burst=3, per_s=60 / 17)  # never above 20 in any minute: 3 + 17
    options = taking(style=Option(("markdown", "card", "text")))

    def check(self, url: str) -> str | None:
        """Return what is wrong with *url* and how to mend it, or None."""
        parts = webhook(url, self.hosts)
        if isinstance(parts, str):
            return f"{parts}; {_SHAPE}"
        if on_loopback(parts):
            return None
        if parts.path.rstrip("/") != "/cgi-bin/webhook/send":
            return f"its path is another one; {_SHAPE}"
        key = parse_qs(parts.query).get("key", [""])[0]
        if not re.fullmatch(r"[A-Za-z0-9-]{4,64}", key):
            return f"its key is missing or incomplete; {_SHAPE}"
        return None

    def request(self, notice: Notice, url: str, options: Mapping[str, str]) -> Request:
        """Return *notice* in the channel's style.

        Options: ``style: markdown`` (the default), ``card``, or ``text``, the only
        one that members with plain WeChat can see.
        """
        style = options.get("style", "markdown")
        if style == "text":
            return json_request(url, _text(notice))
        if style == "card" and len(notice.items) == 1:
            item = notice.items[0]
            if links := links_that_fit(item, _CARD_LINKS):  # a card must lead somewhere
                return json_request(url, _card(notice, item, links))
        return json_request(url, _markdown(notice))

    def fits(self, notice: Notice, options: Mapping[str, str]) -> int:
        """Return how many items one message carries; cards show one alone."""
        if options.get("style") == "text":
            return items_that_fit(notice, _TEXT, lambda t: utf8(_unpinged(t)))
        rows = [_compact(item) for item in notice.items]
        return fitting([f"### {_coloured(notice)}", *rows], _MARKDOWN, utf8) - 1

    def simpler(
        self, notice: Notice, url: str, options: Mapping[str, str]
    ) -> Request | None:
        """Return *notice* as text, unless it was text already."""
        if options.get("style") == "text":
            return None
        return json_request(url, _text(notice))

    def verdict(self, response: Response) -> Verdict:
        """Return what the answer means: its code first, then its status."""
        code, message = _code(response)
        if code is None:
            return by_status(response, "without an errcode")
        reason = f"errcode {code} {message}"
        if code != 0 and rate_limited(message):
            return wait(response, reason, str(code))
        outcome = _OUTCOMES.get(code, Outcome.REJECT_MESSAGE)
        if outcome is Outcome.DELIVERED and response.status != 200:
            return verdict(Outcome.UNKNOWN, f"HTTP {response.status}, {reason}", "0")
        if outcome is Outcome.WAIT:
            return wait(response, reason, str(code))
        return verdict(outcome, reason + mend(self.name, str(code)), str(code))


def _code(response: Response) -> tuple[int | None, str]:
    """Return errcode and errmsg of an answer, without the hint for its operators."""
    answer = answer_of(response)
    code = whole(answer.get("errcode"))
    if code is None:
        return None, ""
    message = as_line(answer.get("errmsg"))
    return code, re.split(r",? hint: \[", message, maxsplit=1)[0]


def _text(notice: Notice) -> dict[str, object]:
    content = plain_text(notice, _TEXT, lambda t: utf8(_unpinged(t)))
    content = _unpinged(content)
    return {"msgtype": "text", "text": {"content": content}}


def _unpinged(text: str) -> str:
    """Return *text* without ``<@userid>``, for which text has no escape."""
    return text.replace("<", "＜")


def _markdown(notice: Notice) -> dict[str, object]:
    parts = [f"### {_coloured(notice)}"]
    if len(notice.items) == 1:
        parts.append(_whole(notice.items[0]))
    else:
        parts += [_compact(item) for item in notice.items]
    if notice.body:
        lines = spoken(notice.body, _own, lambda url: f"[{_own(url)}]({url})")
        parts.append(fit(lines, lambda _: "…", _BODY, utf8))
    content = fit(parts, lambda n: _rest(n, notice), _MARKDOWN, utf8)
    return {"msgtype": "markdown", "markdown": {"content": content}}


def _coloured(notice: Notice) -> str:
    """Return the headline with its accent in the colour of its tone."""
    headline, accent = _data(notice.headline, _HEADLINE), _data(notice.accent, _VALUE)
    if not accent:
        return headline
    colour = f'<font color="{_COLOURS[notice.tone]}">{accent}</font>'
    return headline.replace(accent, colour, 1)


def _whole(item: Item) -> str:
    lines = [f"**{_data(item.change, _VALUE)}**"] if item.change else []
    lines.append(f"> {_label(item.home)}**{_data(item.home.value, _VALUE)}**")
    lines.append(f"> {_label(item.stated)}{_grey(item.stated.value)}")
    lines.append(f"> {_label(item.tags)}{_data(item.tags.value, _VALUE)}")
    lines += [f"> ⚠️ {_data(item.flag, _FLAG)}"] if item.flag else []
    lines += [_links(item, 1200)] if item.links else []
    lines.append(_grey(item.provenance))
    return "\n".join(line for line in lines if line)


def _compact(item: Item) -> str:
    title = f"**{_data(item.title, 120)}**"
    lines = [f"{title}　{_data(item.countdown, 60)}" if item.countdown else title]
    lines += [_data(item.change, _VALUE)] if item.change else []
    clocks = f"> {_data(item.home.value, 80)} ← {_grey(item.stated.value, 120)}"
    lines.append(f"{clocks}　{_links(item, 200)}".rstrip())
    lines += [f"> ⚠️ {_data(item.flag, _VALUE)}"] if item.flag else []
    return "\n".join(lines)


def _rest(count: int, notice: Notice) -> str:
    said = say(notice.lang, f"另有 {count} 条", f"{count} more")
    page = notice.page
    return f"{said}　[{_data(page.label)}]({safe_url(page.url)})" if page else said


def _label(fact: Fact) -> str:
    return f"{_data(fact.label)}："


def _grey(text: str, limit: int = _VALUE) -> str:
    return f'<font color="comment">{_data(text, limit)}</font>'


def _links(item: Item, limit: int) -> str:
    links = links_that_fit(item, limit)
    return "　".join(f"[{_data(label)}]({url})" for label, url in links)


def _data(text: str, limit: int = _VALUE) -> str:
    """Return *text* without markup: what means something becomes full-width.

    A ``#`` or ``-`` at its start gets a ZERO WIDTH SPACE before it.
    """
    line = plain(text).translate(_WIDE)
    shown = cut(line, limit, utf8)
    return f"\u200b{shown}" if re.match(r"[#>|-]|\d+\.", shown) else shown


def _own(text: str) -> str:
    return _data(text, _BODY)


def _card(
    notice: Notice, item: Item, links: Sequence[tuple[str, str]]
) -> dict[str, object]:
    """Return a text_notice card; its texts are cut to the lengths that are shown."""
    card: dict[str, object] = {
        "card_type": "text_notice",
        "source": {"desc": say(notice.lang, "截稿提醒", "Deadlines"), "desc_color": 2},
        "main_title": {
            "title": _shown(notice.mark + notice.late + item.title, 26),
            "desc": _shown(item.tags.value, 30),
        },
        "horizontal_content_list": [
            _row(item.home, say(notice.lang, "本地时间", "Time")),
            _row(item.stated, say(notice.lang, "原文时间", "Orig.")),
            _row(_source(item, notice.lang), ""),
        ],
        "jump_list": [
            {"type": 1, "title": _shown(label, 13), "url": url}
            for label, url in links[1:4]
        ],
        "card_action": {"type": 1, "url": links[0][1]},
    }
    if item.short and not item.change:
        until = say(notice.lang, "距截止", "to go")
        card["emphasis_content"] = {"title": _shown(item.short, 10), "desc": until}
    below = "\n".join(filter(None, (item.change, item.flag)))
    if below:
        card["sub_title_text"] = _shown(below, 112)
    return {"msgtype": "template_card", "template_card": card}


def _source(item: Item, lang: Lang) -> Fact:
    """Return who says so, without the word for it: that is the key."""
    said = item.provenance.split(" · ", 1)[0]
    said = said.removeprefix(say(lang, "来源 ", "Source "))
    return Fact(say(lang, "来源", "From"), said)


def _row(fact: Fact, short: str) -> dict[str, object]:
    key = fact.label if len(fact.label) <= _KEY else short
    value = fact.value if len(fact.value) <= 26 else re.split(r" \(|（", fact.value)[0]
    return {"keyname": key, "value": _shown(value, 26)}


def _shown(text: str, limit: int) -> str:
    return cut(_unpinged(plain(text)), limit, len)


NOTIFIER: Notifier = WeCom()
