"""Locations: what a path or an address holds, unless it is what we have already.

A location is a path, a ``file:`` URL, or an http(s) URL of a text or an archive;
``!folder`` after it names the part of an archive that is meant.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import unquote, urlsplit

from deadlinebot import __version__, files, registry
from deadlinebot.errors import Place, Problem, SourceError, UnavailableError, UserError
from deadlinebot.files import Contents
from deadlinebot.model.claim import Origin, Parsed
from deadlinebot.model.when import database_version
from deadlinebot.net import Failure, Fetched, Net, NotModified, Reach

_WEB = ("http://", "https://")
_LONGEST_WAIT = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A location to read, and how.

    Attributes:
        source: the name of the source.
        format: the source format's name.
        location: a folder, a file, an archive, or the URL of one.
        unstated_zones: what a date without a zone may mean.
        allow_private: whether a URL may lead to an address that is not public.
        may_shrink: whether losing half of its dates at once is no sign of damage.
        stale_after: how long it may stay the same before that is suspicious; zero:
            for ever.
    """

    source: str
    format: str
    location: str
    unstated_zones: tuple[str, ...] = ()
    allow_private: bool = False
    may_shrink: bool = False
    stale_after: timedelta = timedelta(0)


@dataclass(frozen=True, slots=True)
class Mark:
    """By what to know again what a location held when it was last read.

    Attributes:
        reading: digest of all that its reading depends on beside the bytes.
        content: digest of the bytes.
        etag: to ask the server with (RFC 9110 13.1.2), or empty.
        last_modified: the same, as the server wrote it (RFC 9110 13.1.3).
    """

    reading: str = ""
    content: str = ""
    etag: str = ""
    last_modified: str = ""


NOTHING = Mark()


@dataclass(frozen=True, slots=True)
class Obtained:
    """What a location holds, still unread where that costs something.

    Attributes:
        mark: to know it again.
        contents: returns its texts; raises UserError if it is unreadable.
    """

    mark: Mark
    contents: Callable[[], Contents]


class UnfetchedError(UnavailableError):
    """An address gave nothing usable; the next try may.

    Attributes:
        wait: how long its server asks us to wait.
    """

    def __init__(self, message: str, wait: timedelta = timedelta(0)) -> None:
        super().__init__(message)
        self.wait = wait


def obtain(
    wanted: Wanted, net: Net, known: Mark = NOTHING, *, now: datetime
) -> Obtained | None:
    """Return what *wanted* holds; None if it is what *known* marks.

    Raises:
        UnfetchedError: if it cannot be fetched now.
        UserError: if a path or what lies there cannot be read.
    """
    reading = _digest((*_rules(wanted, now), wanted.location))
    asked = known if known.reading == reading else NOTHING
    if _is_web(wanted.location):
        found = _fetched(wanted, net, asked, reading, now)
    else:
        found = _read(wanted, reading)
    if found is None or found.mark.content == asked.content:
        return None
    return found


def text_digest(text: str, wanted: Wanted, now: datetime) -> str:
    """Return the key under which the reading of *text* can be kept."""
    return _digest((*_rules(wanted, now), text))


def _rules(wanted: Wanted, now: datetime) -> tuple[str, ...]:
    """Return what a reading depends on beside the text.

    A new version of this program or of the tz database reads every text again, and
    so does a new month: recurring deadlines come round.
    """
    month = f"{now:%Y-%m}"
    return (__version__, database_version(), month, *_settings(wanted))


def shown(location: str) -> str:
    """Return *location* as people may see it: a URL without password and query."""
    if not _is_web(location):
        return location
    try:
        parts = urlsplit(location)
        host = parts.netloc.rpartition("@")[2]
    except ValueError:
        return f"{location.partition(':')[0]}://…"
    return f"{parts.scheme}://{host}{parts.path}{'?…' if parts.query else ''}"


def parse(file: files.TextFile, wanted: Wanted, now: datetime) -> Parsed:
    """Return what one text states; an unreadable one is a problem of its own."""
    origin = Origin(wanted.source, file.path, now.date(), wanted.unstated_zones)
    try:
        return registry.source_format(wanted.format).parse(file.text, origin)
    except SourceError as error:
        return Parsed(problems=(as_problem(error, file.path),), entries=1)


def as_problem(error: SourceError, path: str) -> Problem:
    """Return the error of a whole text as the problem that it is to its neighbours."""
    place = error.place or Place(path)
    return Problem(place, error.message, excerpt=error.excerpt)


def _settings(wanted: Wanted) -> tuple[str, ...]:
    return wanted.format, *wanted.unstated_zones


def _is_web(location: str) -> bool:
    return location.lower().startswith(_WEB)


def _suffixes(wanted: Wanted) -> tuple[str, ...]:
    return registry.source_format(wanted.format).suffixes


def _read(wanted: Wanted, reading: str) -> Obtained:
    contents = files.read(_path(wanted.location), _suffixes(wanted))
    parts = [part for file in contents.files for part in (file.path, file.text)]
    parts += [str(problem) for problem in contents.problems]
    return Obtained(Mark(reading, _digest(tuple(parts))), lambda: contents)


def _path(location: str) -> str:
    """Return the path that a ``file:`` URL names (RFC 8089); a path is itself.

    Raises:
        UserError: if it names another machine, or no path from the root.
    """
    if not location.lower().startswith("file:"):
        return location
    rest = location.partition(":")[2]
    host, slash, path = rest[2:].partition("/") if rest[:2] == "//" else ("", "", rest)
    if host.lower() not in {"", "localhost"} or not (slash + path).startswith("/"):
        raise UserError(f"'{location}': write file:///the/whole/path")
    return unquote(slash + path)


def _fetched(
    wanted: Wanted, net: Net, known: Mark, reading: str, now: datetime
) -> Obtained | None:
    url, _, inner = wanted.location.partition("!")
    answer = net.get(
        url.partition("#")[0],
        etag=known.etag or None,
        last_modified=known.last_modified or None,
        reach=Reach.PRIVATE if wanted.allow_private else Reach.PUBLIC,
    )
    match answer:
        case NotModified():
            return None
        case Failure():
            raise _failure(shown(url), answer, now)
        case Fetched(body=body):
            digest = hashlib.sha256(body).hexdigest()
            mark = Mark(reading, digest, answer.etag or "", answer.last_modified or "")
            written = _instant(answer.last_modified) or now
            name, suffixes = shown(url), _suffixes(wanted)
            return Obtained(
                mark, lambda: files.unpacked(body, name, inner, suffixes, written)
            )


def _failure(url: str, answer: Failure, now: datetime) -> UnfetchedError:
    hint = ""
    if answer.reason.endswith("not public"):
        hint = "; if that is meant, set allow_private: true for this source"
    message = f"cannot fetch {url}: {answer.reason}{hint}"
    return UnfetchedError(message, _wait(answer.retry_after, now))


def _wait(retry_after: str | None, now: datetime) -> timedelta:
    """Return how long to wait (RFC 9110 10.2.3), at most a day."""
    if retry_after and retry_after.isdecimal():
        asked = timedelta(seconds=int(retry_after[:6]))
    else:
        asked = (_instant(retry_after) or now) - now
    return min(max(asked, timedelta(0)), _LONGEST_WAIT)


def _instant(header: str | None) -> datetime | None:
    """Return the instant that an HTTP date names (RFC 9110 5.6.7), if it is one."""
    try:
        found = parsedate_to_datetime(header or "")
    except (ValueError, TypeError, OverflowError):
        return None
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


def _digest(parts: tuple[str, ...]) -> str:
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "replace")).hexdigest()
