"""The service manager, which wants to know that we are alive."""

from __future__ import annotations

import os
import socket


def tell_manager(state: str) -> None:
    """Tell systemd about us (sd_notify(3)); nothing happens without it.

    Args:
        state: ``READY=1``, ``RELOADING=1``, ``STOPPING=1``, ``WATCHDOG=1`` ...
    """
    address = os.environ.get("NOTIFY_SOCKET")
    if not address:
        return
    if address.startswith("@"):
        address = "\0" + address[1:]
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.connect(address)
        manager.sendall(state.encode())


def sign_of_life(silent_s: float) -> None:
    """Tell systemd that we are alive, if it wants to know (WATCHDOG_USEC).

    Args:
        silent_s: for how many seconds we have done nothing; too long is no life.
    """
    wanted = os.environ.get("WATCHDOG_USEC", "")
    if wanted.isdigit() and silent_s < int(wanted) / 1e6:
        tell_manager("WATCHDOG=1")
