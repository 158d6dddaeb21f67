"""Microsoft Teams, by a workflow that posts what its webhook is sent.

Facts: learn.microsoft.com, "Create incoming webhooks with Workflows", "Text features"
of Adaptive Cards, and answers quoted in public issues. A message may have 28 KB; 21 KB
were refused.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime

from deadlinebot.model.channel import Notifier, Option, Pace, Request, Response
from deadlinebot.model.delivery import Outcome, Verdict
from deadlinebot.model.notice import Fact, Item, Notice, Tone
from deadlinebot.notifiers import (
    json_request,
    json_size,
    leading,
    on_loopback,
    query_of,
    rate_limited,
    spoken,
    taking,
    verdict,
    wait,
    web_page,
    webhook,
    words,
)
from deadlinebot.wording.bilingual import say
from deadlinebot.wording.fitting import cut, fit, plain, safe_url, utf8
from deadlinebot.wording.mends import mend
from deadlinebot.wording.plain import links_that_fit, plain_text

_Block = dict[str, object]

_ROOM = 14_000  # bytes for rows in a body of 20 000
_PLAIN = 9000  # stands in the card and once more as what old clients show
_HEADLINE = 300
_VALUE = 400
_FLAG = 1200
_BODY = 6000
_LINKS = 3000
_ACTIONS = 6  # more are not shown
_SHAPE = (
    "a Teams webhook looks like https://....api.powerplatform.com/.../workflows/.../"
    "triggers/manual/paths/invoke?...&sig=...: copy it from the workflow's first step"
)
_PATH = re.compile(r".*/workflows/\w+/triggers/\w+/paths/invoke/?")
_COLOURS: dict[Tone, str] = {
    Tone.CALM: "Accent",
    Tone.SOON: "Warning",
    Tone.URGENT: "Attention",
    Tone.CHANGED: "Accent",
    Tone.WITHDRAWN: "Default",
}
_WIDE = str.maketrans("<>[]*", "＜＞［］＊")  # its Markdown documents no escape


class Teams:
    """Says that the workflow took it; whether Teams showed it, nobody is told."""

    name = "teams"
    hosts: frozenset[str] = frozenset()  # they change by region and by year
    pace = Pace(burst=3, per_s=2.0)  # published: 4 a second
    options = taking(envelope=Option(("message", "bare")))
    unconfirmed = "the workflow"

    def check(self, url: str) -> str | None:
        """Return what is wrong with *url* and how to mend it, or None."""
        parts = webhook(url, self.hosts)
        if isinstance(parts, str):
            return f"{parts}; {_SHAPE}"
        if on_loopback(parts):
            return None
        if "/webhookb2/" in parts.path or (parts.hostname or "").endswith("office.com"):
            return f"it is an Office 365 connector, which Microsoft ended; {_SHAPE}"
        if not _PATH.fullmatch(parts.path):
            return f"its path is not complete; {_SHAPE}"
        return None if query_of(url).get("sig") else f"its sig is missing; {_SHAPE}"

    def request(self, notice: Notice, url: str, options: Mapping[str, str]) -> Request:
        """Return *notice* as an Adaptive Card.

        Options: ``envelope: bare`` sends the card alone, which some templates of
        workflows expect; ``message`` is the default.
        """
        body, actions = _body(notice)
        return _posted(_card(notice, body, actions), url, options)

    def fits(self, notice: Notice, options: Mapping[str, str]) -> int:
        """Return how many items one card carries."""
        del options
        return _kept(_items(notice))

    def simpler(
        self, notice: Notice, url: str, options: Mapping[str, str]
    ) -> Request | None:
        """Return *notice* as a card that is one text."""
        text = plain_text(notice, _PLAIN, lambda part: json_size(_paragraphs(part)))
        return _posted(_card(notice, [_text(_paragraphs(text))], []), url, options)

    def verdict(self, response: Response) -> Verdict:
        """Return what the answer means: there is little more than its status."""
        status, said = response.status, words(response)
        reason = f"HTTP {status} {said}"
        if status == 429 or (status >= 400 and rate_limited(said)):
            return wait(response, reason, str(status))
        if status >= 500:
            return verdict(Outcome.RETRY, reason, str(status))
        if 200 <= status < 300:
            return _accepted(response)
        if status == 400 and "WorkflowTriggerIsNotEnabled" in said:
            return verdict(
                Outcome.CHANNEL_DEAD, reason + mend(self.name, "flow"), str(status)
            )
        if 300 <= status < 400 or status in {401, 403, 404, 410}:
            return verdict(
                Outcome.CHANNEL_DEAD, reason + mend(self.name, "flow"), str(status)
            )
        return verdict(Outcome.REJECT_MESSAGE, reason, str(status))


def _accepted(response: Response) -> Verdict:
    if web_page(response):
        reason = f"HTTP {response.status}, but a web page: {words(response)}"
        return verdict(Outcome.UNKNOWN, reason)
    reason = "the workflow took it; if Teams shows nothing, see the workflow's runs"
    return verdict(Outcome.DELIVERED, reason, str(response.status))


def _posted(card: _Block, url: str, options: Mapping[str, str]) -> Request:
    if options.get("envelope") == "bare":
        return json_request(url, card)
    attachment = {
        "contentType": "application/vnd.microsoft.card.adaptive",
        "contentUrl": None,
        "content": card,
    }
    return json_request(url, {"type": "message", "attachments": [attachment]})


def _card(notice: Notice, body: list[_Block], actions: list[_Block]) -> _Block:
    headline = _data(notice.headline, _HEADLINE)
    head = _text(headline, size="Large", weight="Bolder", color=_COLOURS[notice.tone])
    return {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "msteams": {"width": "Full"},
        "fallbackText": headline,
        "body": [head, *body],
        "actions": actions,
    }


def _body(notice: Notice) -> tuple[list[_Block], list[_Block]]:
    """Return what stands under the headline, and the buttons below it."""
    if len(notice.items) == 1:
        return _whole(notice.items[0]), _actions(
            links_that_fit(notice.items[0], _LINKS)
        )
    if notice.items:
        return _rows(notice)
    lines = spoken(notice.body, _own, lambda url: f"[{_own(url)}]({url})")
    text = fit([f"{line}\n" for line in lines], lambda _: "…", _BODY, json_size)
    return ([_text(text.rstrip("\n"))] if text else []), []


def _whole(item: Item) -> list[_Block]:
    blocks = [_text(_data(item.change), weight="Bolder")] if item.change else []
    facts = [_fact(item.home), _fact(item.stated)]
    if item.due:
        facts.append({"title": _data(item.local_label), "value": _local(item.due)})
    facts.append(_fact(item.tags))
    blocks.append({"type": "FactSet", "facts": facts})
    if item.flag:
        blocks.append(_text(f"⚠️ {_data(item.flag, _FLAG)}", color="Warning"))
    foot = " · ".join(filter(None, (item.provenance, item.id)))
    return [*blocks, _text(_data(foot), size="Small", isSubtle=True)]


def _rows(notice: Notice) -> tuple[list[_Block], list[_Block]]:
    """Return one text an item, as many as fit, and how many are left."""
    rows = _items(notice)
    kept = _kept(rows)
    left = len(rows) - kept
    said = say(notice.lang, f"另有 {left} 条", f"{left} more")
    page = notice.page
    actions = _actions([(page.label, safe_url(page.url))]) if page else []
    return [*rows[:kept], *([_text(said)] if left else [])], actions


def _items(notice: Notice) -> list[_Block]:
    return [_text(_row(item), separator=True) for item in notice.items]


def _kept(rows: list[_Block]) -> int:
    return leading((json_size(row) + 1 for row in rows), _ROOM)


def _row(item: Item) -> str:
    left = f"　{_data(item.countdown, 150)}" if item.countdown else ""
    lines = [f"**{_data(item.title, 300)}**{left}"]
    lines += [_data(item.change, 300)] if item.change else []
    lines.append(f"{_data(item.home.value, 200)} ← {_data(item.stated.value, 300)}")
    lines += [f"⚠️ {_data(item.flag)}"] if item.flag else []
    links = links_that_fit(item, 600)
    said = " · ".join(f"[{_data(label)}]({url})" for label, url in links)
    return "\n\n".join([*lines, *([said] if said else [])])


def _local(due: datetime) -> str:
    """Return an instant that each reader sees on their own clock."""
    instant = f"{due.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    return f"{{{{DATE({instant},SHORT)}}}} {{{{TIME({instant})}}}}"


def _actions(links: list[tuple[str, str]]) -> list[_Block]:
    return [
        {"type": "Action.OpenUrl", "title": cut(plain(label), 60, utf8), "url": url}
        for label, url in links[:_ACTIONS]
    ]


def _fact(fact: Fact) -> dict[str, str]:
    return {"title": _data(fact.label), "value": _data(fact.value)}


def _text(text: str, **looks: object) -> _Block:
    return {"type": "TextBlock", "text": text, "wrap": True, **looks}


def _paragraphs(text: str) -> str:
    """Return lines of plain text for a TextBlock, where one line end alone is none."""
    link = "[{0}]({0})".format
    return "\n\n".join(spoken(text, _unmarked, link))


def _data(text: str, limit: int = _VALUE) -> str:
    """Return *text* without markup: what means something becomes full-width."""
    return cut(_unmarked(plain(text)), limit, utf8)


def _own(text: str) -> str:
    return _data(text, _BODY)


def _unmarked(text: str) -> str:
    """Return *text* without emphasis, links, lists, and dates of ours in ``{{``.

    Mentions need a list of whom they mean, which is never sent.
    """
    text = text.translate(_WIDE).replace("{{", "{\u2060{")
    text = re.sub(r"\b_|_\b", "＿", text)
    return re.sub(r"^(?=[-+]|\d+\.)", "\u200b", text)


NOTIFIER: Notifier = Teams()
