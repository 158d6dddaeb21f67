"""Slack incoming webhooks.

Facts: docs.slack.dev, "Sending messages using incoming webhooks", "Block Kit
reference", "Formatting message text"; lengths are counted in UTF-16 units, the strict
reading of its "characters".
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from deadlinebot.model.channel import Notifier, Option, Pace, Request, Response
from deadlinebot.model.delivery import Outcome, Verdict
from deadlinebot.model.notice import Fact, Item, Notice
from deadlinebot.notifiers import (
    answer_of,
    json_request,
    leading,
    on_loopback,
    rate_limited,
    spoken,
    taking,
    verdict,
    wait,
    webhook,
    words,
)
from deadlinebot.wording.bilingual import say
from deadlinebot.wording.fitting import cut, fit, plain, safe_url, utf16
from deadlinebot.wording.mends import mend
from deadlinebot.wording.plain import links_that_fit, plain_text

_Block = dict[str, object]

_HEADER = 150  # header block, plain text only
_FIELD = 400  # of 2000 allowed: the eye gives up earlier
_SHORT = 250  # one of many items
_FLAG, _BODY = 1200, 2900  # section text: 3000
_BLOCKS = 45  # of 50
_TOTAL = 12_000  # over all blocks; msg_blocks_too_long comes at about 13 200
_TEXT = 4000  # of the plain form: beyond it Slack folds
_SHAPE = (
    "a Slack webhook looks like https://hooks.slack.com/services/T.../B.../...: copy "
    "it from your app's page, under Incoming Webhooks"
)
_PATH = re.compile(r"/services/T[A-Z0-9]+/B[A-Z0-9]+/[A-Za-z0-9]+/?")
_DEAD = frozenset(
    [
        "invalid_token",
        "user_not_found",
        "action_prohibited",
        "posting_to_general_channel_denied",
        "team_disabled",
        "no_service",
        "no_service_id",
        "no_team",
        "no_active_hooks",
        "channel_not_found",
        "channel_is_archived",
    ]
)
_REJECTED = frozenset(
    [
        "invalid_payload",
        "no_text",
        "too_many_attachments",
        "invalid_blocks",
        "invalid_blocks_format",
        "msg_blocks_too_long",
    ]
)


class Slack:
    """Answers with a bare word; only 200 with ``ok`` is delivered."""

    name = "slack"
    hosts = frozenset({"hooks.slack.com", "hooks.slack-gov.com"})
    pace = Pace(burst=4, per_s=1.1)  # published: 1 a second, short bursts allowed
    options = taking(buttons=Option(("false", "true")))

    def check(self, url: str) -> str | None:
        """Return what is wrong with *url* and how to mend it, or None."""
        parts = webhook(url, self.hosts)
        if isinstance(parts, str):
            return f"{parts}; {_SHAPE}"
        if on_loopback(parts) or _PATH.fullmatch(parts.path):
            return None
        if parts.path.startswith(("/workflows/", "/triggers/")):
            return f"it starts a workflow; {_SHAPE}"
        return f"its path is not complete; {_SHAPE}"

    def request(self, notice: Notice, url: str, options: Mapping[str, str]) -> Request:
        """Return *notice* as blocks.

        Options: ``buttons: true`` makes the links buttons; without an app behind the
        webhook Slack marks each press as unanswered, so links are the default.
        """
        buttons = options.get("buttons") == "true"
        payload = {
            "text": _summary(notice),
            "blocks": _blocks(notice, buttons=buttons),
            "unfurl_links": False,
            "unfurl_media": False,
        }
        return json_request(url, payload)

    def fits(self, notice: Notice, options: Mapping[str, str]) -> int:
        """Return how many items one message carries."""
        del options
        return _kept([_row(item) for item in notice.items])

    def simpler(
        self, notice: Notice, url: str, options: Mapping[str, str]
    ) -> Request | None:
        """Return *notice* as text alone."""
        del options
        text = plain_text(notice, _TEXT, lambda part: utf16(_escaped(part)))
        said = "\n".join(spoken(text, _escaped, lambda link: _link(link, link)))
        payload = {"text": said, "unfurl_links": False, "unfurl_media": False}
        return json_request(url, payload)

    def verdict(self, response: Response) -> Verdict:
        """Return what the answer means: its word first, then its status."""
        word, status = words(response), response.status
        token = word if re.fullmatch(r"[a-z_]{2,60}", word) else ""
        if token in _DEAD:
            return verdict(Outcome.CHANNEL_DEAD, token + mend("slack", token), token)
        if 200 <= status < 300:
            return _accepted(response)
        if status == 429 or (len(word) < 200 and rate_limited(word)):
            told = answer_of(response).get("retry_after")
            reason = f"HTTP {status} {word}"
            return wait(response, reason, token or "rate_limited", told=told)
        if token in _REJECTED:
            return verdict(Outcome.REJECT_MESSAGE, f"HTTP {status} {token}", token)
        return _by_status(response, token)


def _accepted(response: Response) -> Verdict:
    if response.status == 200 and response.body == b"ok" and not response.truncated:
        return verdict(Outcome.DELIVERED, "ok")
    reason = f"HTTP {response.status}, but not Slack's 'ok': {words(response)}"
    return verdict(Outcome.UNKNOWN, reason)


def _by_status(response: Response, token: str) -> Verdict:
    status = response.status
    reason = f"HTTP {status} {words(response)}"
    if status >= 500 or token == "rollup_error":  # noqa: S105 - a word of Slack's, no secret
        return verdict(Outcome.RETRY, reason, token)
    if 300 <= status < 400:
        return verdict(Outcome.CHANNEL_DEAD, reason + mend("slack", "moved"), token)
    if status in {401, 403, 404, 410}:
        return verdict(Outcome.CHANNEL_DEAD, reason + mend("slack", "gone"), token)
    return verdict(Outcome.REJECT_MESSAGE, reason, token)


def _summary(notice: Notice) -> str:
    """Return the text of the push notification and of screen readers."""
    texts = [notice.headline]
    if len(notice.items) == 1:
        item = notice.items[0]
        texts += [item.change] if item.change else []
        texts += [f"{fact.label} {fact.value}" for fact in (item.home, item.stated)]
    return " · ".join(_data(text, _FIELD) for text in texts)


def _blocks(notice: Notice, *, buttons: bool) -> list[_Block]:
    header = cut(_bare(notice.headline), _HEADER, utf16)
    head: _Block = {"type": "header", "text": {"type": "plain_text", "text": header}}
    if len(notice.items) == 1:
        return [head, *_card(notice.items[0], buttons=buttons)]
    if notice.items:
        return [head, *_rows(notice)]
    lines = spoken(notice.body, _data, lambda url: _link(url, url))
    said = fit(lines, lambda _: "…", _BODY, utf16)
    return [head, _section(said)] if said else [head]


def _card(item: Item, *, buttons: bool) -> list[_Block]:
    blocks = []
    if item.change:
        blocks.append(_section(f"*{_data(item.change, _FIELD)}*"))
    blocks.append({"type": "section", "fields": _fields(item)})
    if item.flag:
        blocks.append(_section(f"⚠️ {_data(item.flag, _FLAG)}"))
    links = links_that_fit(item, 2000)
    if links and buttons:
        blocks.append(_buttons(links))
    elif links:
        blocks.append(_section(_links(links)))
    foot = f"{_data(item.provenance, _FIELD)} · {_data(item.id, _FIELD)}"
    blocks.append({"type": "context", "elements": [_mrkdwn(foot)]})
    return blocks


def _fields(item: Item) -> list[_Block]:
    fields = [_fact(item.home), _fact(item.stated)]
    if item.due:
        epoch = int(item.due.timestamp())
        utc = f"{item.due:%Y-%m-%d %H:%M} UTC"
        local = f"<!date^{epoch}^{{date_short_pretty}} {{time}}|{utc}>"
        fields.append(_mrkdwn(f"*{_data(item.local_label)}*\n{local}"))
    fields.append(_fact(item.tags))
    return fields


def _rows(notice: Notice) -> list[_Block]:
    """Return one section an item, as many as fit, and how many are left."""
    texts = [_row(item) for item in notice.items]
    kept = _kept(texts)
    blocks = [_section(text) for text in texts[:kept]]
    left = len(texts) - kept
    said = [say(notice.lang, f"另有 {left} 条", f"{left} more")] if left else []
    if notice.page:
        said.append(_link(notice.page.label, safe_url(notice.page.url)))
    if said:
        foot = _mrkdwn("  ·  ".join(said))
        blocks.append({"type": "context", "elements": [foot]})
    return blocks


def _kept(texts: Sequence[str]) -> int:
    """Return how many of *texts* a message carries beside its head and foot."""
    return leading(map(utf16, texts[: _BLOCKS - 2]), _TOTAL - _HEADER - 200)


def _row(item: Item) -> str:
    left = f"　{_data(item.countdown, _SHORT)}" if item.countdown else ""
    lines = [f"*{_data(item.title, _SHORT)}*{left}"]
    lines += [_data(item.change, _SHORT)] if item.change else []
    lines.append(f"{_pair(item.home)} ← {_data(item.stated.value, _SHORT)}")
    lines += [f"⚠️ {_data(item.flag, _FIELD)}"] if item.flag else []
    lines += [_links(links)] if (links := links_that_fit(item, 600)) else []
    return "\n".join(lines)


def _pair(fact: Fact) -> str:
    return f"{_data(fact.label, _SHORT)} {_data(fact.value, _SHORT)}"


def _fact(fact: Fact) -> _Block:
    return _mrkdwn(f"*{_data(fact.label, _FIELD)}*\n{_data(fact.value, _FIELD)}")


def _section(text: str) -> _Block:
    return {"type": "section", "text": _mrkdwn(text)}


def _mrkdwn(text: str) -> _Block:
    """Return a text object; verbatim, so that Slack finds no names or links in data."""
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def _buttons(links: Sequence[tuple[str, str]]) -> _Block:
    elements = [
        {
            "type": "button",
            "text": {"type": "plain_text", "text": cut(_bare(label), 75, utf16)},
            "url": url,
        }
        for label, url in links
    ]
    return {"type": "actions", "elements": elements}


def _links(links: Sequence[tuple[str, str]]) -> str:
    return "  ·  ".join(_link(label, url) for label, url in links)


def _link(label: str, url: str) -> str:
    return f"<{url.replace('&', '&amp;')}|{_data(label, 75).replace('|', '/')}>"


def _data(text: str, limit: int = _BODY) -> str:
    """Return *text* escaped, and cut so that the escaped form fits."""
    line = plain(text)
    return _escaped(cut(line, limit, lambda part: utf16(_escaped(part))))


def _escaped(text: str) -> str:
    """Return *text* so that it is text.

    The three entities stop ``<!channel>`` and ``<url|label>``. The marks of emphasis
    have no escape: a COMBINING GRAPHEME JOINER before them, which nobody sees, takes
    their meaning; a WORD JOINER keeps ``@`` from its name and a label from its link.
    """
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    text = text.replace("](", "]\u2060(")
    return re.sub(r"[*_~`]", "\u034f\\g<0>", text).replace("@", "@\u2060")


def _bare(text: str) -> str:
    """Return *text* for plain_text objects, which know no escape."""
    return plain(text).replace("<", "＜").replace(">", "＞")


NOTIFIER: Notifier = Slack()
