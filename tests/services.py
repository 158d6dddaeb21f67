"""Every notifier, an address for each, and its messages as a person reads them."""

from __future__ import annotations

import html
import json
import re
import unicodedata
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage

from deadlinebot import registry
from deadlinebot.model.call import Lang
from deadlinebot.model.channel import Notifier, Request
from deadlinebot.model.notice import Notice
from tests.golden.wording.cases import a_reminder

NOTIFIERS = registry.notifiers()
SECRET = "s3cretc4nary"
URL = f"https://chat.example.org/services/{SECRET}?key={SECRET}"
URLS = {
    "email": f"smtps://robot%40example.org:{SECRET}@smtp.example.org:465",
    "apprise": f"ntfys://{SECRET}@ntfy.example.org/{SECRET}",
}
OPTIONS = {"email": {"to": "ann@example.org, bob@example.org"}}
INVISIBLE = dict.fromkeys(map(ord, "\u034f\u2060\u200b"))


def a_request(name: str, notice: Notice) -> Request:
    """Return what the notifier *name* sends to say *notice*."""
    return NOTIFIERS[name].request(notice, url(name), OPTIONS.get(name, {}))


def simpler(name: str, notice: Notice) -> Request | None:
    """Return the plainer form of the same."""
    return NOTIFIERS[name].simpler(notice, url(name), OPTIONS.get(name, {}))


def url(name: str) -> str:
    """Return an address for the notifier *name*."""
    return URLS.get(name, URL)


def services() -> dict[str, Notifier]:
    """Return the notifiers that speak to somebody: the console has no address."""
    reminder = a_reminder(Lang.ZH)
    found = NOTIFIERS.items()
    return {name: n for name, n in found if a_request(name, reminder).url}


def web_services() -> dict[str, Notifier]:
    """Return those that speak HTTP, whose gateways all say the same."""
    return {name: n for name, n in services().items() if url(name) == URL}


def texts(request: Request) -> list[str]:
    """Return every string that a request carries."""
    body = request.body.decode()
    if not request.url:
        return [body]
    if "rcpt-to" in request.headers:
        return list(mail_texts(mail(request)))
    return list(_strings(json.loads(body)))


def mail(request: Request) -> EmailMessage:
    """Return the mail that a request carries."""
    return mail_of(request.body)


def mail_of(body: bytes | str | None) -> EmailMessage:
    """Return a mail without any defect."""
    assert isinstance(body, bytes)
    found = message_from_bytes(body, policy=policy.SMTP)
    assert isinstance(found, EmailMessage)
    assert found.defects == []
    return found


def mail_texts(message: EmailMessage) -> Iterator[str]:
    """Yield its subject and its texts, HTML without its tags."""
    yield message["Subject"]
    for part in message.walk():
        if part.get_content_type() == "text/plain":
            yield part.get_content()
        elif part.get_content_type() == "text/html":
            content = part.get_content()
            links = " ".join(re.findall(r'href="([^"]*)"', content))
            yield html.unescape(f"{re.sub('<[^>]*>', ' ', content)} {links}")


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _strings(part)
    elif isinstance(value, list):
        for part in value:
            yield from _strings(part)


def as_read(request: Request) -> str:
    """Return all that a request says, as a person reads it."""
    said = re.sub(r"</?font[^>]*>", "", " ".join(texts(request)))
    said = html.unescape(re.sub(r"\\([^\w\s])", r"\1", said)).translate(INVISIBLE)
    return unicodedata.normalize("NFKC", said)
