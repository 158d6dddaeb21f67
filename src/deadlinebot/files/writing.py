"""Writing: a file is replaced as a whole, and survives a power cut."""

from __future__ import annotations

import os
import secrets
import stat
from contextlib import suppress
from pathlib import Path

from deadlinebot.files.items import plain_words


def write(path: Path, data: bytes) -> None:
    """Make *data* the content of *path*: readers see all of the old or of the new.

    Missing folders are made. The content is on the disk before it takes the name,
    and the name before this returns (fsync, ``os.replace``, fsync of the folder).

    Raises:
        UserError: if it cannot be written; the old content stays.
    """
    part = path.parent / f".{secrets.token_hex(8)}.part"
    with plain_words(str(path), doing="write"):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            _write_through(part, data, like=path)
            part.replace(path)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
        _sync(path.parent)


def _write_through(part: Path, data: bytes, like: Path) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    with os.fdopen(os.open(part, flags, 0o666), "wb") as stream:
        with suppress(FileNotFoundError):  # a private file stays private
            os.fchmod(stream.fileno(), stat.S_IMODE(like.stat().st_mode))
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
