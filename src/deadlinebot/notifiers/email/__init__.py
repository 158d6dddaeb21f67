"""Mail, by any submission server (RFC 5321, 6409).

Facts: RFC 5322 (messages), 3834 (automatic messages), 2919 (List-Id), 6047 (calendars
in mail), and the help pages of QQ, 163 and Gmail, which take an authorization code for
a password and want the login as sender.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from urllib.parse import SplitResult, unquote, urlsplit

from deadlinebot.model.channel import Notifier, Option, Pace, Request, Response
from deadlinebot.model.delivery import Outcome, Verdict
from deadlinebot.model.notice import Notice
from deadlinebot.notifiers import rate_limited, taking, verdict, wait, words
from deadlinebot.notifiers.email.page import page, rows_that_fit
from deadlinebot.wording.fitting import cut, plain
from deadlinebot.wording.mends import mend
from deadlinebot.wording.plain import items_that_fit, plain_text

_POLICY = SMTP.clone(cte_type="7bit")  # nobody has to know 8BITMIME
_SUBJECT = 200  # characters
_TEXT = 60_000  # bytes
_MOST = 50  # recipients
_TRIES = 3  # a server that is being replaced turns everybody away for a while
_TOO_FAST_S = 600.0
_ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w-]+(?:\.[\w-]+)*", re.ASCII)
_NAMED = re.compile(r'(?P<name>[^<>"@]*)<(?P<address>[^<>]*)>')
_SHAPE = (
    "a mail server looks like smtps://user:password@smtp.example.org:465 or "
    "smtp://user:password@smtp.example.org:587; write @ in the user as %40 and "
    "percent-encode / ? # : in the password; QQ, 163 and Gmail want an authorization "
    "code for a password"
)
_LOGIN = frozenset({530, 534, 535, 538})  # RFC 4954: who are you?


def _no_address(text: str) -> str | None:
    """Return what is wrong with a sender, or None."""
    if _sender(text) is None:
        return "write an address, or a name and <an address>, on one line"
    return None


def _no_addresses(text: str) -> str | None:
    """Return what is wrong with the recipients, or None."""
    found = [each.strip() for each in text.split(",")]
    if not all(_ADDRESS.fullmatch(each) for each in found):
        return "write addresses with commas between them: ann@example.org, bob@..."
    if len(found) > _MOST:
        return f"more than {_MOST} addresses: use a mailing list"
    return None


class Email:
    """Speaks to a server that answers each phase; a taken mail is a delivered one."""

    name = "email"
    hosts: frozenset[str] = frozenset()  # anybody's
    pace = Pace(burst=3, per_s=6.0)  # free mailboxes take a few a minute
    options = taking(
        to=Option(wrong=_no_addresses, required=True),
        **{"from": Option(wrong=_no_address)},
    )
    attaches = "ics"

    def check(self, url: str) -> str | None:
        """Return what is wrong with *url* and how to mend it, or None."""
        parts = _parts(url)
        return f"{parts}; {_SHAPE}" if isinstance(parts, str) else None

    def request(self, notice: Notice, url: str, options: Mapping[str, str]) -> Request:
        """Return *notice* as text and HTML, its deadlines attached as a calendar.

        Options: ``to``, the recipients with commas; ``from``, if the login of the
        URL is not the address to write from.
        """
        message = _message(notice, url, options)
        message.add_alternative(page(notice), subtype="html")
        if notice.calendar:
            message.add_attachment(
                notice.calendar,
                maintype="text",
                subtype="calendar",
                filename="deadlines.ics",
                params={"method": "PUBLISH", "charset": "utf-8"},
            )
        return _posted(message, notice, url, options)

    def fits(self, notice: Notice, options: Mapping[str, str]) -> int:
        """Return how many items one mail carries in both of its forms."""
        del options
        return min(items_that_fit(notice, _TEXT, len), rows_that_fit(notice))

    def simpler(
        self, notice: Notice, url: str, options: Mapping[str, str]
    ) -> Request | None:
        """Return *notice* as text alone."""
        return _posted(_message(notice, url, options), notice, url, options)

    def dated(self, request: Request, at: datetime) -> Request:
        """Put the time of the attempt before the other headers (RFC 5322 3.6.1)."""
        date = f"Date: {format_datetime(at)}\r\n".encode()
        return replace(request, body=date + request.body)

    def verdict(self, response: Response) -> Verdict:
        """Return what the reply means: its phase and its first digit."""
        code, phase = response.status, response.headers.get("phase", "")
        told = f"{code} {words(response)}"
        refused = response.headers.get("refused", "")
        if 200 <= code < 300:
            return _taken(told, phase, refused)
        reason = f"{phase or 'reply'}: {refused or told}"
        if phase != "rcpt" and rate_limited(told):
            return wait(response, reason, str(code), unstated_s=_TOO_FAST_S)
        if not 500 <= code < 600:  # 4yz, or nothing that a mail server says
            return verdict(Outcome.RETRY, reason, str(code))
        return _refused(code, phase, reason)


def _taken(told: str, phase: str, refused: str) -> Verdict:
    if phase != "data":
        return verdict(Outcome.UNKNOWN, f"no reply to the message itself: {told}")
    others = f"; refused / 被拒收: {refused}" if refused else ""
    return verdict(Outcome.DELIVERED, told + others, told[:3])


def _refused(code: int, phase: str, reason: str) -> Verdict:
    """Return what a 5yz means: of the login, of the sender, or of this message."""
    if phase in {"auth", "tls"} or code in _LOGIN:
        advice = mend("email", "tls" if phase == "tls" else "auth")
        return verdict(Outcome.CHANNEL_DEAD, reason + advice, str(code))
    if phase == "greeting":
        advice = mend("email", "greeting")
        found = verdict(Outcome.CHANNEL_DEAD, reason + advice, str(code))
        return replace(found, believed_after=_TRIES)
    if phase == "mail" and code != 552:
        advice = mend("email", "mail")
        return verdict(Outcome.CHANNEL_DEAD, reason + advice, str(code))
    return verdict(Outcome.REJECT_MESSAGE, reason, str(code))


def _parts(url: str) -> SplitResult | str:
    """Return the parts of a mail server's URL, or what is wrong with it."""
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        return "it is not a URL"
    if url != url.strip() or not url.isprintable() or " " in url:
        return "it has blanks or invisible characters in it"
    if parts.scheme not in {"smtps", "smtp"} or not host:
        return "it does not begin with smtps:// or smtp://"
    if parts.path.strip("/") or parts.query or parts.fragment:
        return "something stands after its port"
    if bool(parts.username) != bool(parts.password):
        return "a user without a password, or a password without a user"
    if not unquote((parts.username or "") + (parts.password or "")).isascii():
        return "user and password must be ASCII"
    return parts


def _sender(text: str) -> Address | None:
    named = _NAMED.fullmatch(text.strip())
    address = (named["address"] if named else text).strip()
    name = plain(named["name"]) if named else ""
    if not text.isprintable() or not _ADDRESS.fullmatch(address):
        return None
    return Address(name, addr_spec=address)


def _from(url: str, options: Mapping[str, str]) -> Address:
    """Return who writes: as told, else the login, else a name at the server's."""
    parts = urlsplit(url)
    login = unquote(parts.username or "")
    told = _sender(options.get("from", "")) or _sender(f"deadlinebot <{login}>")
    host = re.sub(r"[^\w.-]", "-", parts.hostname or "", flags=re.ASCII)
    return told or Address("deadlinebot", "deadlinebot", host or "localhost")


def _to(options: Mapping[str, str]) -> list[Address]:
    told = (each.strip() for each in options.get("to", "").split(","))
    return [Address(addr_spec=each) for each in told if _ADDRESS.fullmatch(each)]


def _message(notice: Notice, url: str, options: Mapping[str, str]) -> EmailMessage:
    """Return the headers and the text; no header holds a line end of anybody's."""
    sender = _from(url, options)
    message = EmailMessage(_POLICY)
    message["From"] = sender
    message["To"] = _to(options)
    message["Subject"] = cut(plain(notice.headline), _SUBJECT, len)
    message["Message-ID"] = f"<{_token(notice.id)}@{sender.domain}>"
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"  # Outlook's "I am away"
    message["List-Id"] = f"deadlinebot <deadlines.{sender.domain}>"
    message.set_content(plain_text(notice, _TEXT, len))
    return message


def _posted(
    message: EmailMessage, notice: Notice, url: str, options: Mapping[str, str]
) -> Request:
    """Return *message* in its envelope; equal notices give equal bytes."""
    for number, part in enumerate(message.walk()):
        if part.is_multipart():
            part.set_boundary(f"=_{_token(notice.id)}_{number}")
    recipients = ",".join(to.addr_spec for to in _to(options))
    envelope = {"mail-from": _from(url, options).addr_spec, "rcpt-to": recipients}
    return Request(url, message.as_bytes(), envelope)


def _token(text: str) -> str:
    return re.sub(r"[^\w-]", "-", text, flags=re.ASCII)[:64] or "deadlinebot"


NOTIFIER: Notifier = Email()
