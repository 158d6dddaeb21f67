"""One process at a time: a lock that the kernel drops when its holder dies."""

from __future__ import annotations

import fcntl
import json
import os
import shlex
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from deadlinebot.errors import BusyError


@contextmanager
def held(path: Path, now: datetime) -> Iterator[None]:
    """Hold the lock file *path* while the block runs.

    The file says who holds it and stays when the lock is free: removing it would let
    two processes hold two files of one name.

    Raises:
        BusyError: if a living process holds it; names that process.
        OSError: if the file cannot be made.
    """
    fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BusyError(_who_holds(path)) from None
        _sign(fd, now)
        yield
        os.ftruncate(fd, 0)
    finally:
        os.close(fd)


def _sign(fd: int, now: datetime) -> None:
    command = shlex.join([Path(sys.argv[0]).name, *sys.argv[1:]])
    holder = {"pid": os.getpid(), "command": command, "since": now.isoformat()}
    os.ftruncate(fd, 0)
    os.pwrite(fd, json.dumps(holder).encode(), 0)


def _who_holds(path: Path) -> str:
    state = path.with_suffix("")
    try:
        holder = json.loads(path.read_text())
        who = f"process {holder['pid']} ({holder['command']}) since {holder['since']}"
    except (ValueError, KeyError, TypeError):  # it is just signing, or signing off
        who = "another process"
    return f"{state} is in use by {who}: stop it first, or use another state folder"
