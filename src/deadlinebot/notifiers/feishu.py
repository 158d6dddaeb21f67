"""Feishu (飞书) and Lark custom bots.

Facts: open.feishu.cn, "Custom bot usage guide", "Card JSON 2.0 structure", "Rich text
(Markdown)", and answers quoted in public issues. A body may have 20 KB, signature
included.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from itertools import repeat

from deadlinebot.model.channel import Notifier, Option, Pace, Request, Response
from deadlinebot.model.delivery import Outcome, Verdict
from deadlinebot.model.notice import Fact, Item, Notice, Tone
from deadlinebot.notifiers import (
    KEYWORD,
    answer_of,
    as_line,
    by_status,
    hmac_sha256,
    json_request,
    json_size,
    keyword,
    leading,
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
from deadlinebot.wording.fitting import cut, fit, plain, safe_url, utf8
from deadlinebot.wording.mends import mend
from deadlinebot.wording.plain import items_that_fit, links_that_fit, plain_text

_Element = dict[str, object]

_BODY = 18_700  # bytes of 20 000: the signature is added later
_PLAIN = _BODY - 1000  # beside a keyword
_ROWS = 50  # of 200 elements in a card
_HEADLINE, _VALUE, _FLAG = 300, 400, 1200
_ALARM = 6000
_LINKS = 3000
_TOO_SOON_S, _TOO_OFTEN_S = 5.0, 60.0  # above 5 a second, above 100 a minute
_SHAPE = (
    "a Feishu webhook looks like https://open.feishu.cn/open-apis/bot/v2/hook/... "
    "(Lark: open.larksuite.com): copy it from the group's settings, under Bots"
)
_PATH = re.compile(r"/open-apis/bot/v2/hook/[A-Za-z0-9-]{4,64}/?")
_OUTCOMES: dict[int, Outcome] = {
    0: Outcome.DELIVERED,
    # shape, or more than 20 KB; a parameter; a card that it cannot read
    **dict.fromkeys((9499, 19002, 11246), Outcome.REJECT_MESSAGE),
    11232: Outcome.WAIT,  # more than 100 messages a minute, or a busy half hour
    **dict.fromkeys((19001, 19007, 19021, 19022, 19024), Outcome.CHANNEL_DEAD),
}
_COLOURS: dict[Tone, str] = {
    Tone.CALM: "blue",
    Tone.SOON: "orange",
    Tone.URGENT: "red",
    Tone.CHANGED: "purple",
    Tone.WITHDRAWN: "grey",
}
# The official table of entities: what means something in a card's Markdown.
_ENTITIES = {ord(c): f"&#{ord(c)};" for c in "<>*_`#[]()-$"} | {ord("~"): "&sim;"}


class Feishu:
    """Answers 200 even when it refuses; the truth is in ``code``."""

    name = "feishu"
    hosts = frozenset({"open.feishu.cn", "open.larksuite.com"})
    pace = Pace(burst=3, per_s=60 / 90)  # never above 5 a second, nor 100 a minute
    options = taking(style=Option(("card", "text")), keyword=KEYWORD)

    def check(self, url: str) -> str | None:
        """Return what is wrong with *url* and how to mend it, or None."""
        parts = webhook(url, self.hosts)
        if isinstance(parts, str):
            return f"{parts}; {_SHAPE}"
        if on_loopback(parts) or _PATH.fullmatch(parts.path):
            return None
        return f"its path is another one; {_SHAPE}"

    def check_secrets(self, secrets: Sequence[str]) -> str | None:
        """Return what is wrong with *secrets*, or None."""
        if len(secrets) > 1:
            return "a Feishu bot has one signature key: give one secret, not a list"
        return None

    def request(self, notice: Notice, url: str, options: Mapping[str, str]) -> Request:
        """Return *notice* as a card.

        Options: ``style: text`` for plain text, ``keyword`` for bots that take only
        messages with a certain word in them.
        """
        if options.get("style") == "text":
            return json_request(url, _text(notice, options))
        return json_request(url, _card(notice, options))

    def fits(self, notice: Notice, options: Mapping[str, str]) -> int:
        """Return how many items one message carries."""
        if options.get("style") == "text":
            return items_that_fit(notice, _PLAIN, lambda t: json_size(_unpinged(t)))
        return _kept([_row(item) for item in notice.items])

    def simpler(
        self, notice: Notice, url: str, options: Mapping[str, str]
    ) -> Request | None:
        """Return *notice* as text, unless it was text already."""
        if options.get("style") == "text":
            return None
        return json_request(url, _text(notice, options))

    def sign(self, request: Request, secrets: Sequence[str], at: datetime) -> Request:
        r"""Put timestamp (seconds) and signature into the body.

        The key is ``timestamp\nsecret`` and the message is empty; valid for an hour.
        """
        if not secrets:
            return request
        timestamp = str(int(at.timestamp()))
        signature = hmac_sha256(f"{timestamp}\n{secrets[0]}".encode(), b"")
        stamped = {"timestamp": timestamp, "sign": signature}
        signed = json_request(request.url, {**stamped, **json.loads(request.body)})
        return replace(request, body=signed.body)

    def verdict(self, response: Response) -> Verdict:
        """Return what the answer means: its code first, then its status."""
        code, message = _code(response)
        if code is None:
            return by_status(response, "without a code")
        reason = f"code {code} {message}"
        outcome = _OUTCOMES.get(code, Outcome.REJECT_MESSAGE)
        if outcome is Outcome.WAIT or (code != 0 and rate_limited(message)):
            pause_s = _TOO_SOON_S if code == 9499 else _TOO_OFTEN_S  # two meanings
            return wait(response, reason, str(code), unstated_s=pause_s)
        if outcome is Outcome.DELIVERED and response.status != 200:
            return verdict(Outcome.UNKNOWN, f"HTTP {response.status}, {reason}", "0")
        return verdict(outcome, reason + _advice(code, response), str(code))


def _code(response: Response) -> tuple[int | None, str]:
    """Return code and words of an answer, in its present or its older form."""
    answer = answer_of(response)
    code = whole(answer.get("code"))
    if code is None:
        return whole(answer.get("StatusCode")), as_line(answer.get("StatusMessage"))
    return code, as_line(answer.get("msg"))


def _advice(code: int, response: Response) -> str:
    """Return how to mend it, and what to tell Feishu's support."""
    advice = mend("feishu", str(code))
    if code == 19021 and (date := response.headers.get("date")):
        advice += f" (飞书时钟 / Feishu's clock: {date})"
    log_id = response.headers.get("x-tt-logid") if code else None
    return f"{advice} (log id {log_id})" if log_id else advice


def _text(notice: Notice, options: Mapping[str, str]) -> dict[str, object]:
    text = plain_text(notice, _PLAIN, lambda part: json_size(_unpinged(part)))
    content = _unpinged("\n".join(filter(None, (text, keyword(options)))))
    return {"msg_type": "text", "content": {"text": content}}


def _unpinged(text: str) -> str:
    """Return *text* without ``<at user_id="all">``, for which text has no escape."""
    return text.replace("<", "＜")


def _card(notice: Notice, options: Mapping[str, str]) -> dict[str, object]:
    head: dict[str, object] = {
        "template": _COLOURS[notice.tone],
        "title": _bare(notice.headline, _HEADLINE),
    }
    if len(notice.items) == 1:
        head["subtitle"] = _bare(notice.items[0].tags.value, _HEADLINE)
    word = keyword(options)
    elements = [*_elements(notice), *([_small(_bare(word, 300))] if word else [])]
    card = {
        "schema": "2.0",
        "config": {"update_multi": True, "width_mode": "fill"},
        "header": head,
        "body": {"elements": elements},
    }
    return {"msg_type": "interactive", "card": card}


def _elements(notice: Notice) -> list[_Element]:
    if len(notice.items) == 1:
        return _whole(notice.items[0])
    if notice.items:
        return _rows(notice)
    lines = spoken(notice.body, _own, lambda url: f"[{_own(url)}]({url})")
    said = fit(lines or [_own(notice.headline)], lambda _: "…", _ALARM, utf8)
    return [_markdown(said)]


def _whole(item: Item) -> list[_Element]:
    lines = [f"**{_data(item.change)}**"] if item.change else []
    lines += [_fact(item.home), _fact(item.stated)]
    if item.due:
        lines.append(f"**{_data(item.local_label)}**　{_local(item.due)}")
    lines += [f"⚠️ {_data(item.flag, _FLAG)}"] if item.flag else []
    elements = [_markdown("\n\n".join(lines))]
    if links := links_that_fit(item, _LINKS):
        elements += [{"tag": "hr"}, _buttons(links)]
    foot = " · ".join(filter(None, (item.provenance, item.id)))
    return [*elements, _small(_bare(foot, _VALUE))]


def _rows(notice: Notice) -> list[_Element]:
    """Return one element an item, as many as fit, and how many are left."""
    rows = [_row(item) for item in notice.items]
    kept = _kept(rows)
    left = len(notice.items) - kept
    said = [say(notice.lang, f"另有 {left} 条", f"{left} more")] if left else []
    if page := notice.page:
        said.append(f"[{_data(page.label)}]({safe_url(page.url)})")
    foot = [_markdown("　".join(said))] if said else []
    return [*rows[:kept], *foot]


def _kept(rows: Sequence[_Element]) -> int:
    """Return how many of *rows* a card carries beside head, foot and keyword."""
    return leading((json_size(row) + 1 for row in rows[:_ROWS]), _BODY - 2500)


def _row(item: Item) -> _Element:
    left = f"　{_data(item.countdown, 150)}" if item.countdown else ""
    lines = [f"**{_data(item.title, 300)}**{left}"]
    lines += [_data(item.change, 300)] if item.change else []
    lines.append(f"{_data(item.home.value, 200)} ← {_data(item.stated.value, 300)}")
    lines += [f"⚠️ {_data(item.flag)}"] if item.flag else []
    links = links_that_fit(item, 600)
    lines.append("　".join(f"[{_data(label)}]({url})" for label, url in links))
    return _markdown("\n".join(filter(None, lines)))


def _local(due: datetime) -> str:
    """Return an instant that each reader sees on their own clock."""
    stamp = f"<local_datetime millisecond='{int(due.timestamp())}000'"
    parts = (f"{stamp} format_type='{part}'>" for part in ("date_num", "time"))
    return " ".join(f"{part}</local_datetime>" for part in parts)


def _buttons(links: Sequence[tuple[str, str]]) -> _Element:
    looks = ("primary_filled", *repeat("default", len(links) - 1))
    columns = [
        {"tag": "column", "width": "auto", "elements": [_button(*link, look=look)]}
        for link, look in zip(links, looks, strict=True)
    ]
    return {"tag": "column_set", "flex_mode": "flow", "columns": columns}


def _button(label: str, url: str, *, look: str) -> _Element:
    text, opened = _bare(label, 100), [{"type": "open_url", "default_url": url}]
    return {"tag": "button", "type": look, "text": text, "behaviors": opened}


def _fact(fact: Fact) -> str:
    return f"**{_data(fact.label)}**　{_data(fact.value)}"


def _markdown(content: str) -> _Element:
    return {"tag": "markdown", "content": content}


def _small(text: Mapping[str, object]) -> _Element:
    return {"tag": "div", "text": {**text, "text_size": "notation"}}


def _bare(text: str, limit: int) -> dict[str, object]:
    """Return a plain_text object, which knows no markup."""
    return {"tag": "plain_text", "content": cut(_unpinged(plain(text)), limit, utf8)}


def _data(text: str, limit: int = _VALUE) -> str:
    """Return *text* escaped, and cut so that the escaped form fits."""
    return _escaped(cut(plain(text), limit, lambda part: utf8(_escaped(part))))


def _escaped(text: str) -> str:
    """Return *text* so that it is text: what looks like an entity is none either."""
    text = re.sub(r"&(?=#?\w{1,32};)", "＆", text)
    return text.translate(_ENTITIES)


_own = partial(_data, limit=_ALARM)
NOTIFIER: Notifier = Feishu()
