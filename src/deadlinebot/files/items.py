"""What a location holds: items that may be read, within limits, and their texts."""

from __future__ import annotations

import gzip
import re
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import IO

from deadlinebot.errors import Place, Problem, SourceError, UserError

MEGABYTE = 2**20
TEXT_LIMIT = 4 * MEGABYTE  # the largest known catalogue has 0.4 MB in 353 files

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

DAMAGED = (  # what the readers of archives raise on bytes that are none
    zipfile.BadZipFile,
    tarfile.TarError,
    gzip.BadGzipFile,
    zlib.error,
    struct.error,
    EOFError,
    ValueError,
    OverflowError,
    NotImplementedError,  # a compression that this Python does not know
    RuntimeError,  # zipfile: encrypted
)


@dataclass(frozen=True, slots=True)
class TextFile:
    """One text of a location.

    Attributes:
        path: the location as the user named it, joined with the way inside it;
            ``archive.zip!inner/path.yml`` inside an archive.
        text: its content, without a byte order mark.
        modified: when it was last changed, UTC.
    """

    path: str
    text: str
    modified: datetime


@dataclass(frozen=True, slots=True)
class Contents:
    """What a location holds, and what of it could not be read and why."""

    files: tuple[TextFile, ...]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Version:
    """What was written to a catalogue at one time.

    Attributes:
        at: when, in UTC.
        name: where it is found, for people.
        written: the texts that are new or replace what had the same path; paths are
            those inside the catalogue, the same in every version.
        removed: the paths that are gone.
        problems: what could not be read at all.
    """

    at: datetime
    name: str
    written: tuple[TextFile, ...]
    removed: frozenset[str] = frozenset()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class History:
    """The versions of a catalogue.

    Attributes:
        total: how many there are.
        versions: each of them, the oldest first, read when it is asked for; once.
    """

    total: int
    versions: Iterator[Version]


Loaded = tuple[bytes, datetime]  # the bytes, and when they were last changed


@dataclass(frozen=True, slots=True)
class Item:
    """Something that may be read.

    Attributes:
        path: how people see it.
        load: returns its bytes, or raises OSError, UserError or one of `DAMAGED`.
    """

    path: str
    load: Callable[[], Loaded]


def text_file(path: str, loaded: Loaded) -> TextFile:
    """Return the UTF-8 text of *loaded*.

    Raises:
        SourceError: at the first byte that is not UTF-8.
    """
    data, modified = loaded
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise SourceError("UTF-16, not UTF-8: save the file as UTF-8", Place(path))
    try:
        return TextFile(path, data.decode().removeprefix("\ufeff"), modified)
    except UnicodeDecodeError as error:
        good = data[: error.start].decode().removeprefix("\ufeff")
        lines = re.split(r"\r\n|\r|\n", good)
        place = Place(path, len(lines), len(lines[-1]) + 1)
        bad = f"0x{data[error.start]:02X}"
        message = f"byte {bad} is not UTF-8: save the file as UTF-8"
        raise SourceError(message, place, excerpt=lines[-1] + "\ufffd") from None


def limited(stream: IO[bytes], limit: int) -> bytes:
    """Return what *stream* holds, at most *limit* bytes.

    Raises:
        SourceError: if it holds more.
    """
    data = stream.read(limit + 1)
    if len(data) > limit:
        raise SourceError(f"larger than {limit / MEGABYTE:g} MB")
    return data


def instant(timestamp: float) -> datetime:
    """Return the instant of a file's time stamp (seconds since 1970), if it is one."""
    try:
        return datetime.fromtimestamp(timestamp, UTC)
    except (OverflowError, OSError, ValueError):
        return EPOCH


def refuse(reason: str) -> Loaded:
    """Say why an item is not read.

    Raises:
        SourceError: always.
    """
    raise SourceError(reason)


def printable(path: str) -> str:
    """Return *path* fit for a terminal: no controls, no half characters."""
    whole = path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return "".join(c if c.isprintable() else "\ufffd" for c in whole)


@contextmanager
def plain_words(path: str, doing: str = "read") -> Iterator[None]:
    """Turn what the system says about *path* into what its user needs to know.

    Raises:
        UserError: for every error of the operating system.
        SourceError: for damaged archives.
    """
    try:
        yield
    except FileNotFoundError:
        raise UserError(f"no such file or folder: {path}") from None
    except PermissionError:
        message = f"not allowed to {doing} {path}: check its owner and its mode"
        raise UserError(message) from None
    except DAMAGED as error:
        raise SourceError(f"cannot {doing} {path}: {error}") from None
    except OSError as error:
        reason = error.strerror or str(error)
        raise UserError(f"cannot {doing} {path}: {reason}") from None
