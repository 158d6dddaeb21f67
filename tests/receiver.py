"""A webhook receiver on loopback that remembers, and can hang at the worst moment."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any


class Receiver(ThreadingHTTPServer):
    """Takes Slack's posts; every payload is kept before it is answered."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.got: list[dict[str, Any]] = []
        self.answers = Event()
        self.answers.set()
        self.arrived = Event()

    @property
    def url(self) -> str:
        """The webhook's address, in the shape of Slack's."""
        port = self.server_address[1]
        return f"http://127.0.0.1:{port}/services/T0/B0/XXXXXXXX"

    def texts(self) -> list[str]:
        """Return the text of everything that arrived."""
        return [payload["text"] for payload in self.got]


class _Handler(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        """Remember the payload; answer at once, or when the test lets it."""
        length = int(self.headers["Content-Length"])
        body = self.rfile.read(length)
        if len(body) < length:  # the sender was killed in the middle
            return
        self.server.got.append(json.loads(body))
        self.server.arrived.set()
        self.server.answers.wait(30)
        with contextlib.suppress(ConnectionError):  # the sender was killed meanwhile
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"ok")

    def log_message(self, format: str, *_: object) -> None:  # noqa: A002 - the base class's name
        """Say nothing."""


@contextmanager
def receiving() -> Iterator[Receiver]:
    """Run a receiver for the length of a block."""
    receiver = Receiver()
    thread = Thread(target=receiver.serve_forever, daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        receiver.answers.set()
        receiver.shutdown()
        thread.join()
        receiver.server_close()
