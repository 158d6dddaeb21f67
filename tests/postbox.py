"""A mail server on loopback that remembers, refuses as told, and can hang."""

from __future__ import annotations

import asyncio
import ssl
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword

PASSWORD = "s3cretc4nary"


@dataclass
class Postbox:
    """What a server is told to say, and what it got.

    Attributes:
        replies: instead of the usual ones: by recipient, or by ``MAIL`` and ``DATA``.
        drop: the words after which it cuts the line.
        hang: the words (``MAIL``, ``RCPT``, ``DATA``) after which it says nothing.
        mails: what it took.
        logins: who logged in, or tried to.
    """

    replies: Mapping[str, str] = field(default_factory=dict)
    drop: frozenset[str] = frozenset()
    hang: frozenset[str] = frozenset()
    mails: list[Envelope] = field(default_factory=list)
    logins: list[str] = field(default_factory=list)
    host: str = "127.0.0.1"
    port: int = 0

    def url(self, scheme: str = "smtp", user: str = "") -> str:
        """Return its address, with *user* and the password if there is one."""
        who = f"{user}:{PASSWORD}@" if user else ""
        return f"{scheme}://{who}{self.host}:{self.port}"

    async def handle_MAIL(self, server: SMTP, __: Any, envelope: Envelope, address: str, ___: Any) -> str:  # noqa: N802 - the library's name  # fmt: skip
        """Take the sender."""
        await self._say("MAIL", server)
        if "MAIL" not in self.replies:
            envelope.mail_from = address
        return self.replies.get("MAIL", "250 OK")

    async def handle_RCPT(self, server: SMTP, __: Any, envelope: Envelope, address: str, ___: Any) -> str:  # noqa: N802 - the library's name  # fmt: skip
        """Take a recipient, or refuse as told."""
        await self._say("RCPT", server)
        if address not in self.replies:
            envelope.rcpt_tos.append(address)
        return self.replies.get(address, "250 OK")

    async def handle_DATA(self, server: SMTP, __: Any, envelope: Envelope) -> str:  # noqa: N802 - the library's name
        """Remember the mail, then answer."""
        if "DATA" not in self.replies:
            self.mails.append(envelope)
        await self._say("DATA", server)
        return self.replies.get("DATA", "250 queued as 1")

    async def _say(self, word: str, server: SMTP) -> None:
        if word in self.drop and isinstance(server.transport, asyncio.Transport):
            server.transport.abort()
        if word in self.hang:
            await asyncio.sleep(30)

    def log_in(self, *told: Any) -> AuthResult:
        """Let in whoever has the password."""
        given = told[-1]
        assert isinstance(given, LoginPassword)
        self.logins.append(given.login.decode())
        return AuthResult(success=given.password.decode() == PASSWORD, handled=False)


@contextmanager
def posting(
    box: Postbox,
    tls: ssl.SSLContext | None = None,
    *,
    at_once: bool = False,
    **extra: Any,
) -> Iterator[Postbox]:
    """Run *box* for the length of a block.

    Args:
        box: what it says.
        tls: its certificate, if it can encrypt.
        at_once: whether it encrypts from the first byte, else by STARTTLS.
        extra: what aiosmtpd takes beside.
    """
    ready, loop = Event(), asyncio.new_event_loop()

    def serve() -> None:
        asyncio.set_event_loop(loop)
        starttls = None if at_once else tls
        make = lambda: SMTP(  # noqa: E731 - asyncio wants a callable
            box, hostname="mx.example.org", tls_context=starttls, loop=loop,
            authenticator=box.log_in, auth_require_tls=False, **extra,
        )  # fmt: skip
        server = loop.run_until_complete(
            loop.create_server(make, box.host, 0, ssl=tls if at_once else None)
        )
        box.port = server.sockets[0].getsockname()[1]
        ready.set()
        loop.run_forever()
        server.close()
        rest = asyncio.all_tasks(loop)
        for task in rest:
            task.cancel()
        loop.run_until_complete(asyncio.gather(*rest, return_exceptions=True))
        loop.close()

    thread = Thread(target=serve, daemon=True)
    thread.start()
    assert ready.wait(10)
    try:
        yield box
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)


def certificate(folder: Path) -> Path:
    """Write a certificate of 127.0.0.1 and 127.0.0.2, with its key, by openssl."""
    path = folder / "own.pem"
    command = (
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes "
        "-days 2 -subj /CN=mx -addext subjectAltName=IP:127.0.0.1,IP:127.0.0.2 "
        f"-keyout {path} -out {folder / 'cert.pem'}"
    )
    subprocess.run(command.split(), check=True, capture_output=True)
    path.write_text(path.read_text() + (folder / "cert.pem").read_text())
    return path


def as_server(path: Path) -> ssl.SSLContext:
    """Return the context of a server with the certificate and key in *path*."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(path)
    return context
