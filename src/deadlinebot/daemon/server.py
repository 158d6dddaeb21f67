"""The web server under the daemon's own signals."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Iterator

import uvicorn
from starlette.types import ASGIApp

from deadlinebot.errors import UnavailableError

_BACKLOG = 2048
_CONNECTIONS = 1000


class Server(uvicorn.Server):
    """uvicorn, but signals are the daemon's: it sets ``should_exit``."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave the handlers alone; uvicorn would raise SIGTERM again at its end."""
        yield


def server(app: ASGIApp) -> Server:
    """Return a server for *app* on uvloop and httptools."""
    return Server(
        uvicorn.Config(
            app,
            loop="uvloop",
            http="httptools",
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_keep_alive=60,
            timeout_graceful_shutdown=5,
            limit_concurrency=_CONNECTIONS,
        )
    )


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens on *host* and *port*; 0 takes a free port.

    Raises:
        UnavailableError: if the address cannot be had.
    """
    try:
        family, kind, proto, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM
        )[0]
        bound = socket.socket(family, kind, proto)
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind(address)
        bound.listen(_BACKLOG)
    except OSError as error:
        reason = error.strerror or str(error)
        message = f"cannot listen on {host}:{port}: {reason}; set web.host and web.port"
        raise UnavailableError(message) from None
    bound.set_inheritable(True)
    return bound
