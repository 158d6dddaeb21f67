"""One mail handed to its submission server (RFC 5321, 6409), within our limits.

The answer is the server's own: the reply that decided, the phase in which it came, and
the recipients that it refused while it took the mail for others.
"""

from __future__ import annotations

import contextlib
import io
import re
import smtplib
import socket
import ssl
from collections.abc import Mapping
from urllib.parse import SplitResult, unquote, urlsplit

from deadlinebot.model.channel import NoAnswer, NotSent, Request, Response
from deadlinebot.net.addresses import Reach
from deadlinebot.net.guard import Guard, Limits

_PORTS = {"smtp": 587, "smtps": 465}  # RFC 6409, RFC 8314
_UNENCRYPTED = frozenset({"127.0.0.1", "localhost", "::1"})  # a relay of this machine
_TEXT = 300  # characters of a reply
_NOT_OFFERED = 502  # our word for what a server does not know


def post(
    request: Request, limits: Limits, reach: Reach
) -> Response | NotSent | NoAnswer:
    """Hand *request* over once; see `Net.post`.

    Args:
        request: ``smtps://user:password@host:465`` (TLS at once) or
            ``smtp://...:587`` (STARTTLS, without which nothing is sent, unless the
            server is on this machine); its headers are the envelope, ``mail-from``
            and ``rcpt-to`` with commas; its body is the message.
        limits: what it may cost.
        reach: which addresses may be spoken to.

    Returns:
        The reply that decided: its code as status, its text as body, and in the
        headers the ``phase`` (greeting, tls, auth, mail, rcpt, data) and the
        recipients that were ``refused``, with the replies.
    """
    with Guard(limits, reach) as guard:
        try:
            return _submitted(request, guard)
        except _Answered as answered:
            return answered.response
        except (OSError, ValueError) as error:
            reason = _reason(error, urlsplit(request.url).hostname or "", guard)
            return NoAnswer(reason) if guard.bytes_left else NotSent(reason)


class _Answered(Exception):  # noqa: N818 - an early answer is no error
    """The server's reply ends it."""

    def __init__(self, code: int, text: bytes, phase: str, refused: str = "") -> None:
        super().__init__()
        self.response = _response(code, text, phase, refused)


class _Session(smtplib.SMTP):
    """A session whose line its guard opens and may cut, and whose replies end."""

    def __init__(self, guard: Guard, tls: ssl.SSLContext | None) -> None:
        self._guard = guard
        self._tls = tls
        super().__init__(local_hostname="localhost")  # else it asks the resolver

    def _get_socket(self, host: str, port: int, _timeout: float) -> socket.socket:
        line = self._guard.connect(host, port)
        self.local_hostname = _literal(line.getsockname()[0])
        line.settimeout(self._guard.limits.read_s)
        self._host = host
        return self._tls.wrap_socket(line, server_hostname=host) if self._tls else line

    def getreply(self) -> tuple[int, bytes]:
        """Return the next reply; one that does not end is cut."""
        if self.file is None and self.sock is not None:
            self.file = _Bounded(self.sock, self._guard.limits.body_bytes)
        return super().getreply()

    def must(self, phase: str, reply: tuple[int, bytes], *wanted: int) -> bytes:
        """Return the text of *reply* if its code is *wanted*.

        Raises:
            _Answered: if it is another.
        """
        code, text = reply
        if code not in wanted:
            raise _Answered(code, text, phase)
        return text


class _Bounded(io.BufferedReader):
    """What a server says, up to a limit: smtplib would collect it for ever."""

    def __init__(self, line: socket.socket, limit: int) -> None:
        super().__init__(line.makefile("rb", buffering=0))
        self._left = limit

    def readline(self, size: int | None = -1, /) -> bytes:
        """Return a line.

        Raises:
            OSError: beyond the limit.
        """
        found = super().readline(size)
        self._left -= len(found)
        if self._left < 0:
            raise OSError("the server does not stop talking")
        return found


def _submitted(request: Request, guard: Guard) -> Response:
    address = urlsplit(request.url)
    tls = ssl.create_default_context()
    session = _Session(guard, tls if address.scheme == "smtps" else None)
    try:
        _open(session, address, tls)
        if address.username:
            _log_in(session, address)
        sender = request.headers["mail-from"]
        size = [f"size={len(request.body)}"] if session.has_extn("size") else []
        session.must("mail", session.mail(sender, size), 250)
        refused = _recipients(session, request.headers)
        session.must("data", session.docmd("DATA"), 354)
        guard.bytes_left = True
        session.send(_stuffed(request.body))
        text = session.must("data", session.getreply(), 250)
        return _response(250, text, "data", refused)
    finally:
        with contextlib.suppress(OSError):
            session.putcmd("QUIT")  # politeness: nobody waits for the answer
        session.close()


def _open(session: _Session, address: SplitResult, tls: ssl.SSLContext) -> None:
    """Connect, and encrypt unless the server is on this machine.

    Raises:
        _Answered: if the server does not want one.
        OSError: if it cannot be reached.
    """
    host = address.hostname or ""
    port = address.port or _PORTS[address.scheme]
    session.must("greeting", session.connect(host, port), 220)
    phase = "greeting"
    try:
        session.ehlo_or_helo_if_needed()
        if address.scheme == "smtp" and host not in _UNENCRYPTED:
            phase = "tls"
            session.starttls(context=tls)
            session.ehlo_or_helo_if_needed()
    except smtplib.SMTPNotSupportedError as error:
        raise _Answered(_NOT_OFFERED, str(error).encode(), phase) from None
    except smtplib.SMTPResponseException as error:
        raise _Answered(error.smtp_code, _as_bytes(error), phase) from None


def _log_in(session: _Session, address: SplitResult) -> None:
    user, password = unquote(address.username or ""), unquote(address.password or "")
    try:
        session.login(user, password)
    except smtplib.SMTPResponseException as error:
        raise _Answered(error.smtp_code, _as_bytes(error), "auth") from None
    except smtplib.SMTPServerDisconnected:
        raise
    except smtplib.SMTPException as error:
        raise _Answered(_NOT_OFFERED, str(error).encode(), "auth") from None


def _recipients(session: _Session, envelope: Mapping[str, str]) -> str:
    """Name the recipients; return who is refused, while there are others.

    Raises:
        _Answered: if all are refused. A refusal that may pass goes before one that
            stays, for then another attempt has a meaning.
    """
    replies: dict[str, tuple[int, bytes]] = {}
    recipients = [each.strip() for each in envelope["rcpt-to"].split(",")]
    for recipient in recipients:
        replies[recipient] = session.rcpt(recipient)
    refusals = {to: r for to, r in replies.items() if r[0] not in {250, 251}}
    told = "; ".join(f"{to} ({c} {_words(text)})" for to, (c, text) in refusals.items())
    if len(refusals) == len(replies):
        code, text = min(refusals.values(), key=lambda reply: reply[0])
        raise _Answered(code, text, "rcpt", told)
    return told


def _stuffed(message: bytes) -> bytes:
    """Return *message* as DATA takes it (RFC 5321 4.5.2); its lines end in CRLF."""
    whole = message if message.endswith(b"\r\n") else message + b"\r\n"
    return re.sub(rb"(?m)^\.", b"..", whole) + b".\r\n"


def _response(code: int, text: bytes, phase: str, refused: str = "") -> Response:
    headers = {"phase": phase, **({"refused": refused} if refused else {})}
    return Response(code, _words(text).encode(), headers)


def _words(text: bytes) -> str:
    return " ".join(text.decode("utf-8", "replace").split())[:_TEXT]


def _as_bytes(error: smtplib.SMTPResponseException) -> bytes:
    text = error.smtp_error
    return text if isinstance(text, bytes) else str(text).encode()


def _literal(address: str) -> str:
    """Return our own address as RFC 5321 4.1.3 wants it where we have no name."""
    return f"[IPv6:{address}]" if ":" in address else f"[{address}]"


def _reason(error: Exception, host: str, guard: Guard) -> str:
    """Return why there is no answer; the error's own text might name secrets."""
    if guard.expired:
        return f"no whole answer within {guard.limits.total_s:g} s"
    if guard.reason:
        return guard.reason
    if isinstance(error, ssl.SSLError):
        why = getattr(error, "verify_message", "") or error.reason or "failed"
        return f"TLS with {host} failed: {why}"
    if isinstance(error, TimeoutError) or "timed out" in str(error):
        return f"no answer within {guard.limits.read_s:g} s"
    if isinstance(error, OSError):
        return f"the connection to {host} was cut before an answer came"
    return "the address or the envelope of the mail is not valid"
