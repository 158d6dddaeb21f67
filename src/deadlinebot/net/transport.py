"""requests and urllib3, taught our limits: one connection, one try, no hidden state."""

from __future__ import annotations

import logging
import socket
import ssl
from collections.abc import Mapping
from http.client import HTTPException

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import ConnectionPool, HTTPConnectionPool
from urllib3.exceptions import HTTPError
from urllib3.util import Retry

from deadlinebot.net.guard import Guard

FAILURES = (requests.RequestException, HTTPError, HTTPException, OSError, ValueError)
"""Everything that a request may raise; their texts hold the URL: never show them."""

_CHUNK = 16 * 1024


def send(
    method: str, url: str, headers: Mapping[str, str], body: bytes | None, guard: Guard
) -> requests.Response:
    """Send one request and return its answer with the body still unread.

    The session of requests is left out on purpose: it would follow redirects, read
    ``.netrc`` and proxies, and swallow the body of a redirect whole.

    Raises:
        Exception: one of `FAILURES`; *guard* knows how far it got.
    """
    _silence_urllib3()
    prepared = requests.Request(
        method, url, headers={"Connection": "close", **headers}, data=body
    ).prepare()
    limits = guard.limits
    return _Adapter(guard).send(
        prepared, stream=True, timeout=(limits.connect_s, limits.read_s)
    )


def read(answer: requests.Response, guard: Guard) -> tuple[bytes, bool]:
    """Return the body, up to the limit, and whether it is cut off."""
    body = bytearray()
    limit = guard.limits.body_bytes
    try:
        while len(body) <= limit:
            chunk = answer.raw.read1(_CHUNK, decode_content=True)
            if not chunk:
                return bytes(body), guard.expired
            body += chunk
    except FAILURES:
        return bytes(body[:limit]), True
    finally:
        answer.close()
    return bytes(body[:limit]), True


class _Adapter(HTTPAdapter):
    """Gives every connection of one request its guard."""

    def __init__(self, guard: Guard) -> None:
        self._guard = guard
        super().__init__(max_retries=Retry(0, read=False))

    def get_connection_with_tls_context(
        self,
        request: requests.PreparedRequest,
        verify: bool | str | None,  # noqa: FBT001 - the signature of requests
        proxies: Mapping[str, str] | None = None,
        cert: tuple[str, str] | str | None = None,
    ) -> ConnectionPool:
        pool = super().get_connection_with_tls_context(request, verify, proxies, cert)
        assert isinstance(pool, HTTPConnectionPool)
        pool.ConnectionCls = _connection(pool.scheme, self._guard)
        return pool


def _connection(scheme: str | None, guard: Guard) -> type[HTTPConnection]:
    base = HTTPSConnection if scheme == "https" else HTTPConnection

    class Guarded(base):  # type: ignore[misc,valid-type]  # chosen at run time
        """A connection that its guard opens and may cut."""

        def _new_conn(self) -> socket.socket:
            return guard.connect(self._dns_host, self.port)

        def connect(self) -> None:
            try:
                super().connect()
            except ssl.SSLError as error:
                why = getattr(error, "verify_message", "") or error.reason or "failed"
                guard.reason = f"TLS with {self.host} failed: {why}"
                raise

        def send(self, data: object) -> None:
            if self.sock is None:
                self.connect()
            guard.bytes_left = True
            super().send(data)

    return Guarded


def _nothing(_: logging.LogRecord) -> bool:
    return False


def _silence_urllib3() -> None:
    """Stop urllib3 from logging URLs: paths and queries are our secrets."""
    logging.getLogger("urllib3.connectionpool").addFilter(_nothing)
