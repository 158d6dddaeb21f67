"""What a fetch brings, as values."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Fetched:
    """A source's text as it came.

    Attributes:
        body: the bytes, decompressed.
        etag: to ask with next time, or None.
        last_modified: to ask with next time, or None.
        content_type: as stated by the server; empty if it states none.
        date: what the server's clock showed (RFC 9110 6.6.1), as it wrote it.
    """

    body: bytes = field(repr=False)
    etag: str | None = None
    last_modified: str | None = None
    content_type: str = ""
    date: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class NotModified:
    """What we have is still current (RFC 9110 15.4.5).

    Attributes:
        date: what the server's clock showed, as it wrote it.
    """

    date: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Failure:
    """Nothing usable came.

    Attributes:
        reason: why, in words without the URL.
        status: the HTTP status, if there was an answer.
        retry_after: the header as the server wrote it, if it did.
    """

    reason: str
    status: int | None = None
    retry_after: str | None = None
