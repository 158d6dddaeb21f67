"""One request's limits, kept by our own clock whatever the other side does."""

from __future__ import annotations

import contextlib
import queue
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from deadlinebot.net.addresses import Reach, reachable

_Address = tuple[socket.AddressFamily, Any]  # what socket.connect takes, by family


@dataclass(frozen=True, slots=True)
class Limits:
    """What one request may cost.

    Attributes:
        connect_s: seconds to resolve a name, to connect, and for TLS, each.
        read_s: seconds between two arrivals of bytes.
        total_s: seconds for everything, measured by us: a server that drips bytes
            outlives every socket timeout.
        body_bytes: how much of an answer is read, after decompression.
    """

    connect_s: float = 5.0
    read_s: float = 10.0
    total_s: float = 20.0
    body_bytes: int = 64 * 1024


class Guard:
    """Watches over one request: its time, its addresses and how far it got.

    Attributes:
        bytes_left: whether anything of the request may have reached the other side.
        expired: whether the total time is over; then the socket was shut down.
        reason: why no connection came about, in words without a URL.
    """

    def __init__(self, limits: Limits, reach: Reach) -> None:
        self.limits = limits
        self.bytes_left = False
        self.expired = False
        self.reason = ""
        self._reach = reach
        self._ends = time.monotonic() + limits.total_s
        self._line: socket.socket | None = None
        self._lock = threading.Lock()
        self._timer = threading.Timer(limits.total_s, self._cut)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._timer.cancel()
        self._hold(None)

    def connect(self, host: str, port: int) -> socket.socket:
        """Return a socket connected to an address of *host* within reach.

        Raises:
            OSError: if there is none; `reason` says why.
        """
        with self._explained(host):
            found = _resolved(host, port, self._patience())
        addresses = [a for a in found if reachable(a[1][0], self._reach)]
        if not addresses:
            self.reason = f"{host} leads to {found[0][1][0]}, which is not public"
            raise OSError(self.reason)
        with self._explained(host):
            line = self._first(addresses)
        self._hold(line.dup())
        return line

    def _first(self, addresses: list[_Address]) -> socket.socket:
        """Connect to the first address that answers."""
        failure: OSError = OSError("the name has no address")
        for family, address in addresses:
            line = socket.socket(family, socket.SOCK_STREAM)
            line.settimeout(self._patience())
            try:
                line.connect(address)
            except OSError as error:
                line.close()
                failure = error
            else:
                line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                line.settimeout(self.limits.connect_s)
                return line
        raise failure

    @contextlib.contextmanager
    def _explained(self, host: str) -> Iterator[None]:
        try:
            yield
        except socket.gaierror:
            self.reason = f"the name {host} could not be resolved"
            raise
        except TimeoutError:
            self.reason = f"no connection to {host} in time"
            raise
        except OSError as error:
            why = error.strerror or str(error)
            self.reason = f"no connection to {host}: {why.lower()}"
            raise

    def _patience(self) -> float:
        left = self._ends - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return min(self.limits.connect_s, left)

    def _hold(self, line: socket.socket | None) -> None:
        """Keep a second handle on the connection: TLS takes the first one over."""
        with self._lock:
            if self._line:
                self._line.close()
            self._line = line
            late = self.expired
        if late:
            self._cut()

    def _cut(self) -> None:
        """End the connection, in whatever read or write its thread is blocked."""
        with self._lock:
            self.expired = True
            if self._line:
                with contextlib.suppress(OSError):  # it may be gone already
                    self._line.shutdown(socket.SHUT_RDWR)


def _resolved(host: str, port: int, timeout_s: float) -> list[_Address]:
    """Return the addresses of *host*; the system's resolver knows no time limit."""
    answers: queue.SimpleQueue[list[_Address] | OSError | UnicodeError] = (
        queue.SimpleQueue()
    )

    def ask() -> None:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            answers.put([(family, address) for family, *_, address in found])
        except (OSError, UnicodeError) as error:
            answers.put(error)

    threading.Thread(target=ask, name="deadlinebot-resolve", daemon=True).start()
    try:
        answer = answers.get(timeout=timeout_s)
    except queue.Empty:
        raise TimeoutError from None
    if isinstance(answer, UnicodeError):
        raise socket.gaierror(socket.EAI_NONAME, "not a host name")
    if isinstance(answer, OSError):
        raise answer
    return answer
