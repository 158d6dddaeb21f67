"""Apprise: the many services that we do not speak to ourselves; unconfirmed.

Apprise says True for whatever comes with HTTP 200 and hides what the service answered,
so nothing here is ever certain. For services that say no with a 200 it is refused.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from importlib.util import find_spec
from urllib.parse import urlsplit

from deadlinebot.model.channel import Notifier, Pace, Request, Response
from deadlinebot.model.delivery import Outcome, Verdict
from deadlinebot.model.notice import Notice, Tone
from deadlinebot.notifiers import query_of, spoken, taking, verdict, words
from deadlinebot.wording.fitting import cut, plain, utf8
from deadlinebot.wording.mends import mend
from deadlinebot.wording.plain import items_that_fit, plain_text

_TITLE = 200  # bytes
_BODY = 3000  # bytes: most services take it in one piece
_TRIES = 5  # it may be the line as well as the address: Apprise does not say
_INSTALL = "Apprise is not installed: pip install 'deadlinebot[apprise]'"
_SHAPE = (
    "an Apprise address looks like ntfys://ntfy.example.org/TOPIC: see "
    "https://github.com/caronc/apprise/wiki"
)
_UNCONFIRMED = (
    "unconfirmed delivery / 未经确认的送达: Apprise took it and does not say what the "
    "service answered"
)
_OURS = {  # what Apprise calls them, and their hosts: what is ours
    **dict.fromkeys(("wecombot", "wechat", "qyapi.weixin.qq.com"), "wecom"),
    **dict.fromkeys(("feishu", "open.feishu.cn"), "feishu"),
    **dict.fromkeys(("lark", "open.larksuite.com"), "feishu"),
    **dict.fromkeys(("dingtalk", "oapi.dingtalk.com"), "dingtalk"),
    **dict.fromkeys(("slack", "hooks.slack.com"), "slack"),
}
_REPEATING = frozenset({"retry", "wait", "optional"})
_TYPES: dict[Tone, str] = {
    Tone.CALM: "info",
    Tone.SOON: "info",
    Tone.URGENT: "warning",
    Tone.CHANGED: "info",
    Tone.WITHDRAWN: "info",
}


class Apprise:
    """Hands a title and lines of text to the library; `net` speaks to it."""

    name = "apprise"
    hosts: frozenset[str] = frozenset()  # a hundred services
    pace = Pace(burst=2, per_s=5.5)  # what Apprise itself keeps between two messages
    options = taking()
    unconfirmed = "Apprise"

    def check(self, url: str) -> str | None:
        """Return what is wrong with *url* and how to mend it, or None."""
        try:
            parts = urlsplit(url)
            scheme, host = parts.scheme, parts.hostname or ""
        except ValueError:
            return f"it is not a URL; {_SHAPE}"
        if not url.isprintable() or re.search(r"\s|,", url):
            return f"it has blanks or commas in it: one channel, one address; {_SHAPE}"
        if own := _OURS.get(scheme) or _OURS.get(host):
            return (
                "Apprise takes a refusal of this service for a delivery: use "
                f"'notifier: {own}'; {_SHAPE}"
            )
        if scheme in {"", "http", "https", "ftp"} or "://" not in url:
            return f"it does not begin with a service's name; {_SHAPE}"
        if repeating := sorted(_REPEATING & query_of(url).keys()):
            return f"it says '{repeating[0]}': trying again is our work; {_SHAPE}"
        return None if find_spec("apprise") else _INSTALL

    def request(self, notice: Notice, url: str, options: Mapping[str, str]) -> Request:
        """Return *notice* as a title and lines of text."""
        del options
        text = plain_text(notice, _BODY, lambda part: utf8(_unpinged(part)))
        message = {
            "title": _unpinged(cut(plain(notice.headline), _TITLE, utf8)),
            "body": "\n".join(spoken(text.partition("\n")[2] or text, _unpinged, str)),
            "type": _TYPES[notice.tone],
        }
        body = json.dumps(message, ensure_ascii=False).encode("utf-8", "replace")
        return Request(f"apprise:{url}", body)

    def fits(self, notice: Notice, options: Mapping[str, str]) -> int:
        """Return how many items one message carries."""
        del options
        return items_that_fit(notice, _BODY, lambda part: utf8(_unpinged(part)))

    def simpler(
        self, notice: Notice, url: str, options: Mapping[str, str]
    ) -> Request | None:
        """Return None: nothing is simpler than lines of text."""
        del notice, url, options
        return None

    def verdict(self, response: Response) -> Verdict:
        """Return what Apprise's True or False means."""
        if response.status == 200:
            return verdict(Outcome.DELIVERED, _UNCONFIRMED)
        failed = f"{words(response)}{mend(self.name, 'failed')}"
        found = verdict(Outcome.CHANNEL_DEAD, failed)
        return replace(found, believed_after=_TRIES)


def _unpinged(text: str) -> str:
    """Return *text* in which no service behind Apprise finds a name to call."""
    return text.replace("<", "＜").replace("@", "@\u2060")


NOTIFIER: Notifier = Apprise()
