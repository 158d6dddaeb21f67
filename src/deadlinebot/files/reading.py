"""Reading: every text of a folder, a file or an archive, bad ones beside good ones."""

from __future__ import annotations

import io
import os
import stat
from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import IO

from deadlinebot.errors import Place, Problem, SourceError, UserError
from deadlinebot.files.archives import SUFFIXES, by_content, by_name, members
from deadlinebot.files.items import (
    MEGABYTE,
    TEXT_LIMIT,
    Contents,
    Item,
    Loaded,
    TextFile,
    instant,
    limited,
    plain_words,
    printable,
    refuse,
    text_file,
)

TOTAL_LIMIT = 64 * MEGABYTE  # all texts of one location together
FILES_LIMIT = 20_000


def read(location: str | Path, suffixes: tuple[str, ...]) -> Contents:
    """Return the texts at *location*, in the order of their paths.

    Args:
        location: a folder (with its sub-folders, but not the hidden ones), a file
            (whatever its suffix), or an archive (.zip, .tar, .tar.gz, .tgz), of
            which ``archive.zip!sub/folder`` or ``archive.zip//sub/folder`` is a
            part; the top folder that the archives of code hosts have may be left
            out there.
        suffixes: the endings of the files to read in folders and archives.

    Raises:
        UserError: if nothing is there, or it cannot be opened.
        SourceError: if a single file or a whole archive is unreadable, or no file
            has one of the suffixes.
    """
    with plain_words(str(location)):
        root, inner = _split(str(location))
        if root.is_dir():
            found = collect(_folder(root, suffixes))
        elif str(root).lower().endswith(SUFFIXES):
            found = collect(_archive(root, inner, suffixes))
        else:
            return Contents((_single(root),))
    return _filled(found, str(location), suffixes)


def unpacked(
    data: bytes, name: str, inner: str, suffixes: tuple[str, ...], modified: datetime
) -> Contents:
    """Return the texts in *data*, which came from elsewhere, in order of their paths.

    Args:
        data: a text, or an archive (.zip, .tar, .tar.gz), known by its first bytes.
        name: how people see it.
        inner: the folder of the archive that is meant, or empty for all.
        suffixes: the endings of the files to read in an archive.
        modified: when *data* last changed, in UTC; the members of an archive know it
            of themselves.

    Raises:
        SourceError: if it is unreadable as a whole, no archive though *inner* names
            a folder, or none of its files has one of the suffixes.
    """
    unpack = by_content(data)
    with plain_words(name):
        if unpack:
            items = members(io.BytesIO(data), name, inner, unpack)
            return _filled(collect(_wanted(items, suffixes)), name, suffixes)
    if inner:
        raise SourceError(f"no archive, so there is no {inner} in it", Place(name))
    if len(data) > TEXT_LIMIT:
        message = f"larger than {TEXT_LIMIT // MEGABYTE} MB"
        raise SourceError(message, Place(name))
    return Contents((text_file(name, (data, modified)),))


def _filled(found: Contents, location: str, suffixes: tuple[str, ...]) -> Contents:
    if not (found.files or found.problems):
        raise SourceError(f"no file ending in {' or '.join(suffixes)} in {location}")
    return found


def _split(location: str) -> tuple[Path, str]:
    """Return the file or folder, and the part of the archive that is meant."""
    if not Path(location).exists():
        for mark in ("!", "//"):
            root, _, inner = location.partition(mark)
            if inner and root.lower().endswith(SUFFIXES):
                return Path(root), inner
    return Path(location), ""


def _single(path: Path) -> TextFile:
    try:
        return text_file(str(path), _regular(path))
    except SourceError as error:
        place = error.place or Place(str(path))
        raise SourceError(error.message, place, error.excerpt) from None


def collect(items: Iterable[Item]) -> Contents:
    """Return the texts of *items* in the order of their paths, the bad as problems."""
    files: list[TextFile] = []
    problems: list[Problem] = []
    total = 0
    for item in items:
        if total > TOTAL_LIMIT or len(files) + len(problems) >= FILES_LIMIT:
            limits = f"{TOTAL_LIMIT // MEGABYTE} MB in {FILES_LIMIT} files"
            message = f"more than {limits}: from here on nothing is read"
            problems.append(Problem(Place(item.path), message))
            break
        try:
            with plain_words(item.path):
                loaded = item.load()
                files.append(text_file(item.path, loaded))
                total += len(loaded[0])
        except UserError as error:
            place = error.place or Place(item.path)
            problems.append(Problem(place, error.message, excerpt=error.excerpt))
    files.sort(key=lambda file: file.path.split("/"))
    return Contents(tuple(files), tuple(problems))


def _folder(root: Path, suffixes: tuple[str, ...]) -> Iterator[Item]:
    inside = root.resolve()
    seen: set[Path] = set()  # a link and its target are one text
    for path in _walk(root, suffixes):
        name = printable(str(path))
        target = _target(path)
        if target is None or not target.is_relative_to(inside):
            yield Item(name, partial(refuse, f"skipped: a link that leaves {root}"))
        elif target not in seen and not (path.is_symlink() and target.is_dir()):
            seen.add(target)
            yield Item(name, partial(_regular, path))


def _target(path: Path) -> Path | None:
    try:
        return path.resolve()
    except (OSError, RuntimeError):  # a link to itself
        return None


def _walk(root: Path, suffixes: tuple[str, ...]) -> Iterator[Path]:
    """Yield the wanted files, the links to folders, and the folders that are closed."""
    closed: list[OSError] = []
    for folder, folders, names in os.walk(root, onerror=closed.append):
        here = Path(folder)
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (here / name for name in folders if (here / name).is_symlink())
        yield from (
            here / name
            for name in sorted(names)
            if name.lower().endswith(suffixes) and not name.startswith(".")
        )
    yield from (Path(error.filename) for error in closed)


def _regular(path: Path) -> Loaded:
    with _opened(path) as stream:
        status = os.fstat(stream.fileno())
        if not stat.S_ISREG(status.st_mode):
            raise SourceError("not a regular file (a pipe, a socket or a device)")
        return limited(stream, TEXT_LIMIT), instant(status.st_mtime)


def _archive(root: Path, inner: str, suffixes: tuple[str, ...]) -> Iterator[Item]:
    with _opened(root) as stream:
        if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
            raise SourceError(f"not a regular file: {root}")
        items = members(stream, str(root), inner, by_name(str(root)))
        yield from _wanted(items, suffixes)


def _wanted(items: Iterable[Item], suffixes: tuple[str, ...]) -> Iterator[Item]:
    return (item for item in items if item.path.lower().endswith(suffixes))


def _opened(path: Path) -> IO[bytes]:
    """Open without waiting: a pipe without a writer would block for ever."""
    flags = os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC
    return os.fdopen(os.open(path, flags), "rb")
