"""Archives: their members as items; nothing is unpacked to disk."""

from __future__ import annotations

import gzip
import re
import stat
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from typing import IO, cast

from deadlinebot.errors import SourceError
from deadlinebot.files.items import (
    EPOCH,
    MEGABYTE,
    TEXT_LIMIT,
    Item,
    Loaded,
    instant,
    limited,
    printable,
    refuse,
)

SUFFIXES = (".zip", ".tar", ".tar.gz", ".tgz")
UNPACKED_LIMIT = 256 * MEGABYTE  # of a tar archive, files of no interest included
_GZIP = b"\x1f\x8b"  # RFC 1952, 2.3.1
_USTAR = slice(257, 262)  # POSIX.1-1988: where a tar archive says that it is one

Unpack = Callable[[IO[bytes]], Iterator[Item]]


def by_name(path: str) -> Unpack:
    """Return what unpacks the file *path*: ``.zip``, else a tar archive."""
    return _zip if path.lower().endswith(".zip") else _tar


def by_content(data: bytes) -> Unpack | None:
    """Return what unpacks *data*, which has no name to go by; None if it is a text."""
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):  # APPNOTE.TXT 4.3.7, 4.3.16
        return _zip
    packed = data.startswith(_GZIP)
    return _tar if packed or data[_USTAR] == b"ustar" else None


def members(stream: IO[bytes], path: str, inner: str, unpack: Unpack) -> Iterator[Item]:
    """Yield the members of the archive *path* in their order; load each at once.

    Args:
        stream: the archive's bytes, seekable.
        path: how people see the archive.
        inner: the folder inside that is meant, or empty for all.
        unpack: reads this kind of archive.

    Raises:
        SourceError: if a tar archive unpacks to more than `UNPACKED_LIMIT`.
        Exception: one of `deadlinebot.files.items.DAMAGED`.
    """
    for item in unpack(stream):
        if _inside(item.path, inner):
            yield Item(printable(f"{path}!{item.path}"), item.load)


def _inside(name: str, inner: str) -> bool:
    """Whether *name* is in the folder *inner*, at the top or below one top folder."""
    parts = [part for part in re.split(r"[/\\]", name) if part not in {"", ".", ".."}]
    under = [part for part in inner.split("/") if part]
    hidden = any(part.startswith(".") for part in parts)
    starts = (parts[: len(under)], parts[1 : len(under) + 1])
    return not hidden and under in starts


def _zip(stream: IO[bytes]) -> Iterator[Item]:
    with zipfile.ZipFile(stream) as archive:
        for member in archive.infolist():
            if not member.is_dir():
                yield Item(member.filename, partial(_zip_member, archive, member))


def _zip_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Loaded:
    if stat.S_ISLNK(member.external_attr >> 16):
        return refuse("skipped: a link inside an archive")
    with archive.open(member) as stream:
        data = limited(stream, TEXT_LIMIT)
    try:
        return data, datetime(*member.date_time, tzinfo=UTC)
    except ValueError:  # the format can express month 0
        return data, EPOCH


def _tar(stream: IO[bytes]) -> Iterator[Item]:
    packed = stream.read(2) == _GZIP
    stream.seek(0)
    plain = cast("IO[bytes]", gzip.GzipFile(fileobj=stream)) if packed else stream
    counted = cast("IO[bytes]", _Counted(plain))
    with tarfile.open(fileobj=counted, mode="r|") as archive:
        for member in archive:
            if not member.isdir():
                yield Item(member.name, partial(_tar_member, archive, member))


def _tar_member(archive: tarfile.TarFile, member: tarfile.TarInfo) -> Loaded:
    content = archive.extractfile(member) if member.isreg() else None
    if content is None:
        return refuse("skipped: a link or a device inside an archive")
    return limited(content, TEXT_LIMIT), instant(member.mtime)


class _Counted:
    """A stream that ends a bomb: skipping a member costs unpacking it as well."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._left = UNPACKED_LIMIT

    def read(self, size: int) -> bytes:
        data = self._stream.read(size)
        self._left -= len(data)
        if self._left < 0:
            raise SourceError(f"unpacks to more than {UNPACKED_LIMIT // MEGABYTE} MB")
        return data
