"""DingTalk (钉钉) custom robots.

Facts: open.dingtalk.com, "Custom robot access" and "Robot message types", and answers
quoted in public issues. A body may have 20 000 bytes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from deadlinebot.model.channel import Notifier, Option, Pace, Request, Response
from deadlinebot.model.delivery import Outcome, Verdict
from deadlinebot.model.notice import Fact, Item, Notice
from deadlinebot.notifiers import (
    KEYWORD,
    answer_of,
    as_line,
    by_status,
    hmac_sha256,
    json_request,
    json_size,
    keyword,
    on_loopback,
    query_of,
    rate_limited,
    spoken,
    taking,
    verdict,
    wait,
    webhook,
    whole,
    with_query,
)
from deadlinebot.wording.bilingual import say
from deadlinebot.wording.fitting import cut, fit, fitting, plain, safe_url, utf8
from deadlinebot.wording.mends import mend
from deadlinebot.wording.plain import items_that_fit, links_that_fit, plain_text

_TEXT = 17_000  # bytes in a body of 20 000
_TITLE = 200  # only the list of chats shows it
_VALUE = 400
_FLAG = 1200
_ALARM = 6000
_LINKS = 3000
_BUTTONS = 2  # side by side
_BREAK = "  \n"  # one line end alone is none
_BLOCKED_S = 600.0  # above 20 messages a minute
_GATEWAY_S = 60.0
_SHAPE = (
    "a DingTalk webhook looks like https://oapi.dingtalk.com/robot/send?access_token="
    "...: copy it from the group's settings, under Bots"
)
_OUTCOMES: dict[int, Outcome] = {
    0: Outcome.DELIVERED,
    -1: Outcome.RETRY,  # system busy
    130101: Outcome.WAIT,  # more than 20 messages a minute
    410100: Outcome.WAIT,
    310000: Outcome.CHANNEL_DEAD,  # signature, keyword, address or time: see _GUARDS
    300001: Outcome.CHANNEL_DEAD,  # the token is gone
    300005: Outcome.CHANNEL_DEAD,
    400013: Outcome.CHANNEL_DEAD,  # the group is disbanded
    400101: Outcome.CHANNEL_DEAD,
    400102: Outcome.CHANNEL_DEAD,  # the bot is stopped
    400106: Outcome.CHANNEL_DEAD,  # the bot is gone
    40035: Outcome.REJECT_MESSAGE,  # a field is missing
    43004: Outcome.REJECT_MESSAGE,  # Content-Type
    400105: Outcome.REJECT_MESSAGE,  # message type
    460101: Outcome.REJECT_MESSAGE,  # too long
    430101: Outcome.REJECT_MESSAGE,  # a link that it holds for unsafe
    430102: Outcome.REJECT_MESSAGE,  # a text
    430103: Outcome.REJECT_MESSAGE,  # a picture
    430104: Outcome.REJECT_MESSAGE,  # what is in it
}
_GUARDS = {  # what 310000 says: four things that only its words tell apart
    r"签名|\bsign": "signature",
    r"timestamp|时间戳": "time",
    r"关键词|keyword": "keyword",
    r"\bip\b|whitelist|白名单": "address",
}
_WIDE = str.maketrans("<>[]*`", "＜＞［］＊｀")  # its Markdown documents no escape


class DingTalk:
    """Answers 200 even when it refuses; the truth is in ``errcode``."""

    name = "dingtalk"
    hosts = frozenset({"oapi.dingtalk.com"})
    # Never above 18 in any minute: the 21st is punished with ten minutes of silence.
    pace = Pace(burst=2, per_s=60 / 16)
    options = taking(style=Option(("card", "markdown", "text")), keyword=KEYWORD)

    def check(self, url: str) -> str | None:
        """Return what is wrong with *url* and how to mend it, or None."""
        parts = webhook(url, self.hosts)
        if isinstance(parts, str):
            return f"{parts}; {_SHAPE}"
        if on_loopback(parts):
            return None
        if parts.path.rstrip("/") != "/robot/send":
            return f"its path is another one; {_SHAPE}"
        token = query_of(url).get("access_token", "")
        if not re.fullmatch(r"[A-Za-z0-9]{4,128}", token):
            return f"its access_token is missing or incomplete; {_SHAPE}"
        return None

    def check_secrets(self, secrets: Sequence[str]) -> str | None:
        """Return what is wrong with *secrets*, or None."""
        if len(secrets) > 1:
            return "a DingTalk bot has one signature key: give one secret, not a list"
        return None

    def request(self, notice: Notice, url: str, options: Mapping[str, str]) -> Request:
        """Return *notice* as a card with two buttons, or as Markdown.

        Options: ``style: markdown`` for no buttons, ``text`` for plain text;
        ``keyword`` for bots that take only messages with a certain word in them.
        """
        style = options.get("style", "card")
        if style == "text":
            return json_request(url, _text(notice, options))
        links = links_that_fit(notice.items[0], _LINKS) if notice.items else []
        if style == "card" and len(notice.items) == 1 and links:
            return json_request(url, _card(notice, links, options))
        return json_request(url, _markdown(notice, links, options))

    def fits(self, notice: Notice, options: Mapping[str, str]) -> int:
        """Return how many items one message carries; cards show one alone."""
        if options.get("style") == "text":
            return items_that_fit(notice, _TEXT, lambda t: json_size(_unpinged(t)))
        rows = [_row(item) for item in notice.items]
        return fitting([_head(notice), *rows], _TEXT, json_size) - 1

    def simpler(
        self, notice: Notice, url: str, options: Mapping[str, str]
    ) -> Request | None:
        """Return *notice* as text without links: one of them may be the reason."""
        bare = tuple(replace(item, links=()) for item in notice.items)
        return json_request(url, _text(replace(notice, items=bare, page=None), options))

    def sign(self, request: Request, secrets: Sequence[str], at: datetime) -> Request:
        r"""Put timestamp (milliseconds) and signature into the query.

        The key is the secret and the message ``timestamp\nsecret``; encoded once.
        """
        if not secrets:
            return request
        timestamp, secret = str(int(at.timestamp() * 1000)), secrets[0]
        signature = hmac_sha256(secret.encode(), f"{timestamp}\n{secret}".encode())
        url = with_query(request.url, timestamp=timestamp, sign=signature)
        return replace(request, url=url)

    def verdict(self, response: Response) -> Verdict:
        """Return what the answer means: its code first, then its status."""
        answer = answer_of(response)
        code, message = whole(answer.get("errcode")), as_line(answer.get("errmsg"))
        if code is None:
            return _by_gateway(response, answer)
        reason = f"errcode {code} {message}"
        outcome = _OUTCOMES.get(code, Outcome.REJECT_MESSAGE)
        if outcome is Outcome.WAIT or (code != 0 and rate_limited(message)):
            return wait(response, reason, str(code), unstated_s=_BLOCKED_S)
        if outcome is Outcome.DELIVERED and response.status != 200:
            return verdict(Outcome.UNKNOWN, f"HTTP {response.status}, {reason}", "0")
        return verdict(outcome, reason + _advice(code, message, response), str(code))


def _by_gateway(response: Response, answer: Mapping[str, object]) -> Verdict:
    """Return what an answer means that did not come from the robots' service."""
    if answer.get("status") != 1111:
        return by_status(response, "without an errcode")
    reason = "DingTalk's gateway turned the request away"
    found = wait(response, reason, "1111", told=answer.get("wait"))
    return replace(found, after_s=max(found.after_s or 0.0, _GATEWAY_S))


def _advice(code: int, message: str, response: Response) -> str:
    """Return how to mend it; for some, what DingTalk's clock says."""
    guards = (
        guard
        for said, guard in _GUARDS.items()
        if code == 310000 and re.search(said, message, re.IGNORECASE)
    )
    guard = next(guards, "")
    advice = mend("dingtalk", f"{code} {guard}".strip())
    date = response.headers.get("date") if guard in {"signature", "time"} else None
    return f"{advice} (钉钉时钟 / DingTalk's clock: {date})" if date else advice


def _text(notice: Notice, options: Mapping[str, str]) -> dict[str, object]:
    text = plain_text(notice, _TEXT, lambda part: json_size(_unpinged(part)))
    content = _unpinged("\n".join(filter(None, (text, keyword(options)))))
    return {"msgtype": "text", "text": {"content": content}}


def _card(
    notice: Notice, links: Sequence[tuple[str, str]], options: Mapping[str, str]
) -> dict[str, object]:
    """Return an actionCard: the first links are buttons, the others stand in it."""
    buttons = [
        {"title": cut(_unpinged(plain(label)), 60, utf8), "actionURL": url}
        for label, url in links[:_BUTTONS]
    ]
    card = {
        "title": _title(notice),
        "text": _body(notice, links[_BUTTONS:], options),
        "btnOrientation": "1",
        "btns": buttons,
    }
    return {"msgtype": "actionCard", "actionCard": card}


def _markdown(
    notice: Notice, links: Sequence[tuple[str, str]], options: Mapping[str, str]
) -> dict[str, object]:
    markdown = {"title": _title(notice), "text": _body(notice, links, options)}
    return {"msgtype": "markdown", "markdown": markdown}


def _title(notice: Notice) -> str:
    return cut(_unpinged(plain(notice.headline)), _TITLE, utf8)


def _head(notice: Notice) -> str:
    return f"### {_data(notice.headline)}\n"


def _body(
    notice: Notice, links: Sequence[tuple[str, str]], options: Mapping[str, str]
) -> str:
    parts = [_head(notice)]
    if len(notice.items) == 1:
        parts.append(_whole(notice.items[0], links))
    else:
        parts += [_row(item) for item in notice.items]
    if notice.body:
        lines = spoken(notice.body, _own, lambda url: f"[{_own(url)}]({url})")
        broken = [f"{line}  " for line in lines]
        parts.append(fit(broken, lambda _: "…", _ALARM, json_size).rstrip())
    text = fit(parts, lambda n: _rest(n, notice), _TEXT, json_size)
    word = keyword(options)
    return f"{text}\n\n{word}" if word else text


def _whole(item: Item, links: Sequence[tuple[str, str]]) -> str:
    lines = [f"**{_data(item.change)}**"] if item.change else []
    lines += [_fact(item.home), _fact(item.stated), _fact(item.tags)]
    lines += [f"⚠️ {_data(item.flag, _FLAG)}"] if item.flag else []
    lines += [_links(links)] if links else []
    return _BREAK.join([*lines, _data(item.provenance)])


def _row(item: Item) -> str:
    left = f"　{_data(item.countdown, 150)}" if item.countdown else ""
    lines = [f"**{_data(item.title, 300)}**{left}"]
    lines += [_data(item.change, 300)] if item.change else []
    lines.append(f"{_data(item.home.value, 200)} ← {_data(item.stated.value, 300)}")
    lines += [f"⚠️ {_data(item.flag)}"] if item.flag else []
    links = links_that_fit(item, 600)
    return _BREAK.join([*lines, *([_links(links)] if links else [])]) + "\n"


def _rest(count: int, notice: Notice) -> str:
    said = say(notice.lang, f"另有 {count} 条", f"{count} more")
    page = notice.page
    return f"{said}　[{_data(page.label)}]({safe_url(page.url)})" if page else said


def _fact(fact: Fact) -> str:
    return f"**{_data(fact.label)}**　{_data(fact.value)}"


def _links(links: Sequence[tuple[str, str]]) -> str:
    return "　".join(f"[{_data(label)}]({url})" for label, url in links)


def _unpinged(text: str) -> str:
    return text.replace("<", "＜")


def _own(text: str) -> str:
    return _data(text, _ALARM)


def _data(text: str, limit: int = _VALUE) -> str:
    """Return *text* without markup: what means something becomes full-width.

    What begins a line's markup gets a ZERO WIDTH SPACE before it. Names after ``@``
    ping nobody: DingTalk reads them from a field that is never sent.
    """
    shown = cut(plain(text).translate(_WIDE), limit, utf8)
    return f"\u200b{shown}" if re.match(r"[#|+-]|\d+\.", shown) else shown


NOTIFIER: Notifier = DingTalk()
