"""Discord webhooks.

Facts: discord.com/developers/docs, "Webhook resource", "Message formatting", "Rate
limits"; lengths are counted in UTF-16 units, the strict reading of its "characters".
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from deadlinebot.model.channel import Notifier, Option, Pace, Request, Response
from deadlinebot.model.delivery import Outcome, Verdict
from deadlinebot.model.notice import Fact, Item, Notice, Tone
from deadlinebot.notifiers import (
    answer_of,
    as_line,
    json_request,
    on_loopback,
    rate_limited,
    spoken,
    taking,
    verdict,
    wait,
    webhook,
    whole,
    with_query,
    words,
)
from deadlinebot.wording.bilingual import say
from deadlinebot.wording.fitting import cut, fit, fitting, plain, safe_url, utf16
from deadlinebot.wording.mends import mend
from deadlinebot.wording.plain import links_that_fit, plain_text

_CONTENT = 1900  # of 2000
_TITLE = 256
_DESCRIPTION = 4000  # of 4096; 6000 over the whole embed
_VALUE = 400
_FLAG = 1200
_FOOT = 500
_THREAD = 100  # a thread's name
_SHAPE = (
    "a Discord webhook looks like https://discord.com/api/webhooks/NUMBER/...: copy it "
    "from the channel's settings, under Integrations, Webhooks"
)
_PATH = re.compile(r"/api(/v\d+)?/webhooks/\d+/[\w-]{8,}/?")
_OUTCOMES: dict[int, Outcome] = {
    10015: Outcome.CHANNEL_DEAD,  # unknown webhook
    50027: Outcome.CHANNEL_DEAD,  # invalid webhook token
    220001: Outcome.CHANNEL_DEAD,  # a forum needs a thread
    40005: Outcome.REJECT_MESSAGE,  # too large
    50006: Outcome.REJECT_MESSAGE,  # empty
    50035: Outcome.REJECT_MESSAGE,  # a field is not valid
    50109: Outcome.REJECT_MESSAGE,  # broken JSON
}
_COLOURS: dict[Tone, int] = {
    Tone.CALM: 0x3498DB,
    Tone.SOON: 0xE67E22,
    Tone.URGENT: 0xE74C3C,
    Tone.CHANGED: 0x9B59B6,
    Tone.WITHDRAWN: 0x95A5A6,
}


def _no_thread(text: str) -> str | None:
    return None if text.isdecimal() else "it is a number: copy the thread's id"


_THREAD_ID = Option(wrong=_no_thread)
_THREAD_NAME = Option(wrong=lambda text: None if plain(text) else "it is empty")


class Discord:
    """Confirms what it has saved with the message itself, if it is asked to."""

    name = "discord"
    hosts = frozenset(
        {"discord.com", "discordapp.com", "ptb.discord.com", "canary.discord.com"}
    )
    pace = Pace(burst=4, per_s=2.4)  # never above 5 in 2 s, nor 30 a minute
    options = taking(thread_id=_THREAD_ID, thread_name=_THREAD_NAME)

    def check(self, url: str) -> str | None:
        """Return what is wrong with *url* and how to mend it, or None."""
        parts = webhook(url, self.hosts)
        if isinstance(parts, str):
            return f"{parts}; {_SHAPE}"
        if on_loopback(parts) or _PATH.fullmatch(parts.path):
            return None
        return f"its path is not complete; {_SHAPE}"

    def request(self, notice: Notice, url: str, options: Mapping[str, str]) -> Request:
        """Return *notice* as an embed.

        Options: ``thread_id`` posts into a thread, ``thread_name`` opens one for each
        message; a forum needs one of them.
        """
        return _posted({"embeds": [_embed(notice)]}, url, options)

    def fits(self, notice: Notice, options: Mapping[str, str]) -> int:
        """Return how many items one embed carries."""
        del options
        return fitting([_row(item) for item in notice.items], _DESCRIPTION, utf16)

    def simpler(
        self, notice: Notice, url: str, options: Mapping[str, str]
    ) -> Request | None:
        """Return *notice* as text."""
        text = plain_text(notice, _CONTENT, lambda part: utf16(_escaped(part)))
        said = "\n".join(spoken(text, _escaped, str))
        return _posted({"content": said}, url, options)

    def verdict(self, response: Response) -> Verdict:
        """Return what the answer means: its code first, then its status."""
        answer = answer_of(response)
        status, code = response.status, whole(answer.get("code"))
        if 200 <= status < 300:
            return _accepted(response, answer)
        message = as_line(answer.get("message")) or words(response)
        reason = f"HTTP {status} {message}"
        if status == 429 or rate_limited(message):
            return wait(response, reason, "429", told=answer.get("retry_after"))
        if code in _OUTCOMES:
            field = _fields(answer.get("errors"))
            said = f"HTTP {status} code {code} {message}{field}"
            advice = mend(self.name, str(code))
            return verdict(_OUTCOMES[code], said + advice, str(code))
        return _by_status(status, reason, str(code or ""))


def _accepted(response: Response, answer: Mapping[str, object]) -> Verdict:
    if response.status == 200 and as_line(answer.get("id")):
        return verdict(Outcome.DELIVERED, "saved")
    reason = f"HTTP {response.status}, but no saved message: {words(response)}"
    return verdict(Outcome.UNKNOWN, reason)


def _by_status(status: int, reason: str, code: str) -> Verdict:
    if status >= 500:
        return verdict(Outcome.RETRY, reason, code)
    if 300 <= status < 400:
        return verdict(Outcome.CHANNEL_DEAD, reason + mend("discord", "moved"), code)
    if status in {401, 403, 404, 410}:  # 10 000 of these and the address is banned
        return verdict(Outcome.CHANNEL_DEAD, reason + mend("discord", "gone"), code)
    return verdict(Outcome.REJECT_MESSAGE, reason, code)


def _fields(errors: object) -> str:
    """Return the names of the fields that Discord found wrong."""
    names = ", ".join(map(str, errors)) if isinstance(errors, dict) else ""
    return f" ({names[:100]})" if names else ""


def _posted(
    message: dict[str, object], url: str, options: Mapping[str, str]
) -> Request:
    """Return *message* so that it pings nobody and its saving is confirmed."""
    message["allowed_mentions"] = {"parse": []}
    if name := cut(plain(options.get("thread_name", "")), _THREAD, utf16):
        message["thread_name"] = name
    query = {"wait": "true"}
    if thread := options.get("thread_id"):
        query["thread_id"] = thread
    return json_request(with_query(url, **query), message)


def _embed(notice: Notice) -> dict[str, object]:
    embed: dict[str, object] = {
        "title": _data(notice.headline, _TITLE),
        "color": _COLOURS[notice.tone],
    }
    if len(notice.items) == 1:
        return {**embed, **_card(notice.items[0])}
    if notice.items:
        rows = [_row(item) for item in notice.items]
        said = fit(rows, lambda n: _rest(n, notice), _DESCRIPTION, utf16)
        page = {"url": safe_url(notice.page.url)} if notice.page else {}
        return {**embed, **page, "description": said}
    lines = spoken(notice.body, _own, str)  # an address alone is a link here
    said = fit(lines, lambda _: "…", _DESCRIPTION, utf16)
    return {**embed, "description": said}


def _card(item: Item) -> dict[str, object]:
    links = links_that_fit(item, 1500)
    lines = [f"**{_data(item.change)}**"] if item.change else []
    if item.due:
        epoch = int(item.due.timestamp())
        lines.append(f"<t:{epoch}:R> · <t:{epoch}:F>")
    lines += [f"⚠️ {_data(item.flag, _FLAG)}"] if item.flag else []
    lines += [_links(links)] if links else []
    foot = " · ".join(filter(None, (item.provenance, item.id)))
    card: dict[str, object] = {
        "description": "\n".join(lines),
        "fields": [_field(f) for f in (item.home, item.stated, item.tags) if f.value],
        "footer": {"text": _bare(foot, _FOOT)},
    }
    return {**card, "url": links[0][1]} if links else card


def _row(item: Item) -> str:
    epoch = int(item.due.timestamp()) if item.due else None
    left = f"　<t:{epoch}:R>" if epoch else ""
    lines = [f"**{_data(item.title, 250)}**{left}"]
    lines += [_data(item.change, 250)] if item.change else []
    lines.append(f"{_data(item.home.value, 150)} ← {_data(item.stated.value, 250)}")
    lines += [f"⚠️ {_data(item.flag)}"] if item.flag else []
    links = links_that_fit(item, 400)
    return "\n".join([*lines, *([_links(links)] if links else [])]) + "\n"


def _rest(count: int, notice: Notice) -> str:
    said = say(notice.lang, f"另有 {count} 条", f"{count} more")
    page = notice.page
    return f"{said}　[{_data(page.label)}]({safe_url(page.url)})" if page else said


def _field(fact: Fact) -> dict[str, object]:
    value = _data(fact.value)
    return {"name": _data(fact.label), "value": value or "\u200b", "inline": True}


def _links(links: Sequence[tuple[str, str]]) -> str:
    return " · ".join(f"[{_data(label)}]({url})" for label, url in links)


def _own(text: str) -> str:
    return _data(text, _DESCRIPTION)


def _data(text: str, limit: int = _VALUE) -> str:
    """Return *text* escaped, and cut so that the escaped form fits."""
    shown = _escaped(cut(plain(text), limit, lambda part: utf16(_escaped(part))))
    return f"\u200b{shown}" if re.match(r"[#-]|\d+\.", shown) else shown


def _bare(text: str, limit: int) -> str:
    """Return *text* for what knows no Markdown."""
    return cut(_unpinged(plain(text)), limit, utf16)


def _escaped(text: str) -> str:
    r"""Return *text* so that it is text; a ``\`` takes the meaning of a mark."""
    return _unpinged(re.sub(r"[\\*_~`|\[\]>]", r"\\\g<0>", text))


def _unpinged(text: str) -> str:
    """Return *text* whose ``@everyone`` and ``<@1>`` are parted by WORD JOINERs."""
    return text.replace("<", "<\u2060").replace("@", "@\u2060")


NOTIFIER: Notifier = Discord()
