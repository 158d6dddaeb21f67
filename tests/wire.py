"""Servers that are slow, rude or wrong: raw sockets on loopback, one guest each."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from deadlinebot.model.channel import Request
from deadlinebot.net import (
    Limits,
    Net,
)

CANARY = "T0CANARY/B0CANARY/s3cretc4nary"
SHORT = Limits(connect_s=0.5, read_s=0.4, total_s=0.8, body_bytes=64 * 1024)
NET = Net(webhook=SHORT, source=SHORT)


@dataclass
class Line:
    """A one-connection server that does what it is told."""

    port: int
    seen: list[bytes] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/services/{CANARY}"

    def request(self) -> Request:
        return Request(self.url, "你好".encode(), {"Content-Type": "application/json"})


@contextmanager
def a_server(
    behave: Callable[[socket.socket], None], *, listen: bool = True
) -> Iterator[Line]:
    door = socket.socket()
    door.bind(("127.0.0.1", 0))
    line = Line(door.getsockname()[1])
    stop = threading.Event()

    def serve() -> None:
        try:
            guest, _ = door.accept()
        except OSError:
            return
        with guest:
            guest.settimeout(5)
            line.seen.append(whole_request(guest))
            try:
                behave(guest)
            except OSError:
                return
            stop.wait(0.01)

    if listen:
        door.listen()
    thread = threading.Thread(target=serve, daemon=True)
    if listen:
        thread.start()
    try:
        yield line
    finally:
        stop.set()
        door.close()
        if listen:
            thread.join(6)


def whole_request(guest: socket.socket) -> bytes:
    """Return head and body, however many packets they come in."""
    seen = guest.recv(65536)
    head, _, body = seen.partition(b"\r\n\r\n")
    stated = re.search(rb"Content-Length: (\d+)", head)
    while stated and len(body) < int(stated[1]):
        more = guest.recv(65536)
        if not more:
            break
        body += more
    return head + b"\r\n\r\n" + body


def drip(data: bytes, every_s: float) -> Callable[[socket.socket], None]:
    """Return a server that sends *data* a byte at a time, for ever if need be."""

    def behave(guest: socket.socket) -> None:
        pause = threading.Event()
        for byte in data:
            guest.sendall(bytes([byte]))
            pause.wait(every_s)

    return behave


def say(data: bytes) -> Callable[[socket.socket], None]:
    return lambda guest: guest.sendall(data)


def hang(guest: socket.socket) -> None:
    guest.recv(1)


def reset(guest: socket.socket) -> None:
    guest.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    guest.close()
