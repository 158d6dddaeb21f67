"""A webhook receiver on loopback that remembers, and answers as it is told."""

from __future__ import annotations

import contextlib
import json
import socket
import struct
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import Enum, auto
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

_RESET = struct.pack("ii", 1, 0)  # SO_LINGER of no time: close(2) sends a RST


class Manner(Enum):
    """How a reply is brought."""

    WHOLE = auto()
    CUT_UNREAD = auto()  # the connection is reset before the request is read
    CUT = auto()  # it is reset when the request has been read
    HANG = auto()  # nothing comes until the sender goes away
    DRIP = auto()  # a byte at a time, until the sender goes away
    TRUNCATED = auto()  # half of the body that was announced


@dataclass(frozen=True, slots=True)
class Reply:
    """What a service does with one message.

    Attributes:
        status: the HTTP status.
        body: the bytes.
        headers: beside Content-Length.
        takes: whether the message is delivered.
        manner: how the reply is brought.
        after_s: how long the service thinks, in seconds.
    """

    status: int = 200
    body: bytes = b"ok"
    headers: Mapping[str, str] = field(default_factory=dict)
    takes: bool = True
    manner: Manner = Manner.WHOLE
    after_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Post:
    """One message that was taken: where it came, and what it says."""

    path: str
    payload: dict[str, Any]


def takes_everything(_path: str) -> Reply:
    """Return Slack's word for a message that it takes."""
    return Reply()


class Receiver(ThreadingHTTPServer):
    """Asks *reply* by the path of each request; what it takes is kept, then answered.

    Attributes:
        taken: the messages, the first first.
        answers: while it is not set, no answer comes.
        arrived: set by the first message.
    """

    daemon_threads = True

    def __init__(self, reply: Callable[[str], Reply]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.reply = reply
        self.taken: list[Post] = []
        self.answers = Event()
        self.answers.set()
        self.arrived = Event()
        self.ended = Event()

    @property
    def base(self) -> str:
        """The address without a path."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    @property
    def url(self) -> str:
        """The webhook's address, in the shape of Slack's."""
        return f"{self.base}/services/T0/B0/XXXXXXXX"

    @property
    def got(self) -> list[dict[str, Any]]:
        """What the messages say."""
        return [post.payload for post in self.taken]

    def texts(self) -> list[str]:
        """Return the text of everything that arrived."""
        return [payload["text"] for payload in self.got]


class _Handler(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        """Remember the payload; answer at once, or when the test lets it."""
        with contextlib.suppress(ConnectionError):  # the sender was killed meanwhile
            reply = self.server.reply(self.path)
            if reply.manner is Manner.CUT_UNREAD:
                return self._cut()
            length = int(self.headers["Content-Length"])
            body = self.rfile.read(length)
            if len(body) < length:  # it was killed in the middle
                return None
            if reply.takes:
                self.server.taken.append(Post(self.path, json.loads(body)))
                self.server.arrived.set()
            self.server.answers.wait(30)
            self.server.ended.wait(reply.after_s)
            self._bring(reply)
        return None

    def _bring(self, reply: Reply) -> None:
        match reply.manner:
            case Manner.CUT_UNREAD | Manner.CUT:
                self._cut()
            case Manner.HANG:
                self._until_gone(b"")
            case Manner.DRIP:
                self._head(reply)
                self._until_gone(b" ")
            case Manner.TRUNCATED:
                self._head(reply)
                self.wfile.write(reply.body[: len(reply.body) // 2])
            case Manner.WHOLE:
                self._head(reply)
                self.wfile.write(reply.body)

    def _head(self, reply: Reply) -> None:
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()

    def _cut(self) -> None:
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
        self.connection.close()
        self.close_connection = True

    def _until_gone(self, drop: bytes) -> None:
        """Send *drop* again and again, until the sender has closed its side."""
        self.connection.settimeout(0.1)
        while not self.server.ended.is_set():
            self.wfile.write(drop)
            with contextlib.suppress(TimeoutError):
                if not self.connection.recv(1):
                    return

    def finish(self) -> None:
        """Close; the connection may be gone already."""
        with contextlib.suppress(OSError, ValueError):
            super().finish()

    def log_message(self, format: str, *_: object) -> None:  # noqa: A002 - the base class's name
        """Say nothing."""


@contextmanager
def receiving(
    reply: Callable[[str], Reply] = takes_everything,
) -> Iterator[Receiver]:
    """Run a receiver for the length of a block."""
    receiver = Receiver(reply)
    thread = Thread(target=receiver.serve_forever, daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        receiver.answers.set()
        receiver.ended.set()
        receiver.shutdown()
        thread.join()
        receiver.server_close()
