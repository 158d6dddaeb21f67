"""Telegram bots.

Facts: core.telegram.org/bots/api, "sendMessage", "Formatting options" and "Making
requests"; answers quoted in public issues. A text may have 4096 UTF-16 units.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from urllib.parse import urlsplit, urlunsplit

from deadlinebot.model.channel import Moved, Notifier, Pace, Request, Response
from deadlinebot.model.delivery import Outcome, Verdict
from deadlinebot.model.notice import Fact, Item, Notice
from deadlinebot.notifiers import (
    answer_of,
    as_line,
    by_status,
    json_request,
    on_loopback,
    query_of,
    rate_limited,
    spoken,
    taking,
    verdict,
    wait,
    webhook,
    whole,
)
from deadlinebot.wording.bilingual import say
from deadlinebot.wording.fitting import cut, fit, fitting, plain, safe_url, utf16
from deadlinebot.wording.mends import mend
from deadlinebot.wording.plain import links_that_fit, plain_text

_TEXT = 4000  # of 4096, tags counted too
_HEADLINE = 300
_VALUE = 400
_FLAG = 800
_LINKS = 3000
_BODY = 2000
_SHAPE = (
    "a Telegram address looks like https://api.telegram.org/botNUMBER:.../sendMessage"
    "?chat_id=...: the bot's token is from @BotFather, and the chat's id is told by "
    "getUpdates"
)
_PATH = re.compile(r"/bot\d+:[\w-]{30,}/sendMessage/?")
_CHAT = re.compile(r"-?\d{1,20}|@\w{4,64}")
_DEAD = re.compile(
    r"bot was (blocked|kicked)|user is deactivated|group chat was deleted"
    r"|chat not found|chat_id is empty|not a member|have no rights|not enough rights"
    r"|need administrator rights|CHAT_WRITE_FORBIDDEN|CHAT_RESTRICTED|PEER_ID_INVALID"
    r"|chat was upgraded|message thread not found|TOPIC_CLOSED|TOPIC_DELETED",
    re.IGNORECASE,
)


class Telegram:
    """Answers with ``ok`` and a description; the chat is named in the address."""

    name = "telegram"
    hosts = frozenset({"api.telegram.org"})
    pace = Pace(burst=2, per_s=60 / 16)  # never above 20 a minute in a group
    options = taking()

    def check(self, url: str) -> str | None:
        """Return what is wrong with *url* and how to mend it, or None."""
        parts = webhook(url, self.hosts)
        if isinstance(parts, str):
            return f"{parts}; {_SHAPE}"
        if on_loopback(parts):
            return None
        if not _PATH.fullmatch(parts.path):
            return f"its path is not complete; {_SHAPE}"
        if not _CHAT.fullmatch(query_of(url).get("chat_id", "")):
            return f"its chat_id is missing; {_SHAPE}"
        return None

    def request(self, notice: Notice, url: str, options: Mapping[str, str]) -> Request:
        """Return *notice* as HTML, its links as buttons."""
        del options
        message: dict[str, object] = {"text": _html(notice), "parse_mode": "HTML"}
        links = links_that_fit(notice.items[0], _LINKS) if notice.items else []
        if len(notice.items) == 1 and links:
            message["reply_markup"] = {"inline_keyboard": [_buttons(links)]}
        return _posted(message, url)

    def fits(self, notice: Notice, options: Mapping[str, str]) -> int:
        """Return how many items one message carries."""
        del options
        rows = [_row(item) for item in notice.items]
        return fitting([_head(notice), *rows], _TEXT, utf16) - 1

    def simpler(
        self, notice: Notice, url: str, options: Mapping[str, str]
    ) -> Request | None:
        """Return *notice* as text without any markup."""
        del options
        text = plain_text(notice, _TEXT, lambda part: utf16(_unpinged(part)))
        said = spoken(text, lambda part: _unpinged(part).replace("<", "＜"), str)
        return _posted({"text": "\n".join(said)}, url)

    def verdict(self, response: Response) -> Verdict:
        """Return what the answer means: its words first, then its status."""
        answer = answer_of(response)
        ok, code = answer.get("ok"), whole(answer.get("error_code"))
        if ok is True and response.status == 200:
            return verdict(Outcome.DELIVERED, "ok")
        if ok is not False or code is None:
            return by_status(response, "without an error_code")
        message = as_line(answer.get("description"))
        reason = f"error_code {code} {message}"
        found = answer.get("parameters")
        parameters = found if isinstance(found, dict) else {}
        if code == 429 or rate_limited(message):
            told = parameters.get("retry_after")
            return wait(response, reason, str(code), told=told)
        return _refused(code, reason)

    def moved(self, request: Request, response: Response) -> Moved | None:
        """Return the message to the new id of a group that became a supergroup."""
        said = answer_of(response).get("parameters")
        new = said.get("migrate_to_chat_id") if isinstance(said, dict) else None
        if whole(new) is None:
            return None
        message = {**json.loads(request.body), "chat_id": str(new)}
        advice = (
            f"群有了新的 id，把地址里的 chat_id 改为 {new} / "
            f"the group has a new id: put chat_id={new} into the url"
        )
        return Moved(json_request(request.url, message), advice)


def _refused(code: int, reason: str) -> Verdict:
    if code >= 500:
        return verdict(Outcome.RETRY, reason, str(code))
    if code in {401, 403, 404} or _DEAD.search(reason):
        advice = mend("telegram", str(code if code in {401, 403, 404} else 400))
        return verdict(Outcome.CHANNEL_DEAD, reason + advice, str(code))
    return verdict(Outcome.REJECT_MESSAGE, reason, str(code))


def _posted(message: dict[str, object], url: str) -> Request:
    """Return *message* to the chat that the query of *url* names."""
    query = query_of(url)
    sent = {"chat_id": query.get("chat_id", ""), **message}
    if thread := query.get("message_thread_id"):
        sent["message_thread_id"] = thread
    sent["link_preview_options"] = {"is_disabled": True}
    return json_request(urlunsplit(urlsplit(url)._replace(query="")), sent)


def _head(notice: Notice) -> str:
    return f"<b>{_data(notice.headline, _HEADLINE)}</b>"


def _html(notice: Notice) -> str:
    parts = [_head(notice)]
    if len(notice.items) == 1:
        parts.append(_whole(notice.items[0]))
    else:
        parts += [_row(item) for item in notice.items]
    parts += spoken(
        notice.body, lambda text: _data(text, _BODY), lambda url: _link(url, url)
    )
    return fit(parts, lambda n: _rest(n, notice), _TEXT, utf16)


def _whole(item: Item) -> str:
    lines = [f"<b>{_data(item.change)}</b>"] if item.change else []
    lines += [_fact(item.home), _fact(item.stated)]
    if item.due:
        lines.append(f"{_data(item.local_label)}　<b>{_local(item.due)}</b>")
    lines.append(_fact(item.tags))
    lines += [f"⚠️ {_data(item.flag, _FLAG)}"] if item.flag else []
    return "\n".join([*lines, f"<i>{_data(item.provenance)}</i>"])


def _row(item: Item) -> str:
    left = f"　{_data(item.countdown, 100)}" if item.countdown else ""
    lines = [f"\n<b>{_data(item.title, 200)}</b>{left}"]
    lines += [_data(item.change, 200)] if item.change else []
    lines.append(f"{_data(item.home.value, 150)} ← {_data(item.stated.value, 200)}")
    lines += [f"⚠️ {_data(item.flag)}"] if item.flag else []
    links = links_that_fit(item, 400)
    said = " · ".join(_link(label, url) for label, url in links)
    return "\n".join([*lines, *([said] if said else [])])


def _rest(count: int, notice: Notice) -> str:
    said = say(notice.lang, f"另有 {count} 条", f"{count} more")
    page = notice.page
    return f"{said}　{_link(page.label, safe_url(page.url))}" if page else said


def _local(due: datetime) -> str:
    """Return an instant that each reader sees on their own clock."""
    utc = f"{due:%Y-%m-%d %H:%M} UTC"
    return f'<tg-time unix="{int(due.timestamp())}" format="wDt">{utc}</tg-time>'


def _buttons(links: Sequence[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"text": cut(plain(label), 60, utf16), "url": url} for label, url in links]


def _link(label: str, url: str) -> str:
    return f'<a href="{html.escape(url)}">{_data(label)}</a>'


def _fact(fact: Fact) -> str:
    return f"{_data(fact.label)}　<b>{_data(fact.value)}</b>"


def _data(text: str, limit: int = _VALUE) -> str:
    """Return *text* escaped, and cut so that the escaped form fits."""
    return _escaped(cut(plain(text), limit, lambda part: utf16(_escaped(part))))


def _escaped(text: str) -> str:
    return _unpinged(html.escape(text, quote=False))


def _unpinged(text: str) -> str:
    """Return *text* whose ``@names`` and ``/commands`` are parted by WORD JOINERs."""
    return re.sub(r"@|(?<!\S)/(?=\w)", "\\g<0>\u2060", text)


NOTIFIER: Notifier = Telegram()
