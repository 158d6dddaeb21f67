"""Hearing: what the servers of the sources say what time it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from deadlinebot.model.channel import NoAnswer, NotSent, Request, Response
from deadlinebot.net import Failure, Fetched, Net, NotModified, Reach


class Hearing(Net):
    """A net that passes on the clock in each answer to a fetch."""

    def __init__(self, net: Net, hear: Callable[[str, datetime], None]) -> None:
        """Fetch by *net*, and tell *hear* which host shows which instant (UTC)."""
        super().__init__()
        self._net = net
        self._hear = hear

    def post(
        self, request: Request, reach: Reach = Reach.LOOPBACK
    ) -> Response | NotSent | NoAnswer:
        """Send *request* by the net behind."""
        return self._net.post(request, reach)

    def get(
        self,
        url: str,
        *,
        etag: str | None = None,
        last_modified: str | None = None,
        reach: Reach = Reach.PUBLIC,
    ) -> Fetched | NotModified | Failure:
        """Fetch *url* by the net behind, and listen."""
        answer = self._net.get(url, etag=etag, last_modified=last_modified, reach=reach)
        if not isinstance(answer, Failure) and (shown := _instant(answer.date)):
            self._hear(urlsplit(url).hostname or "", shown)
        return answer


def _instant(date: str) -> datetime | None:
    """Return what a Date header says (RFC 9110 6.6.1), if it can be read."""
    try:
        return parsedate_to_datetime(date).astimezone(UTC)
    except (ValueError, TypeError, OverflowError):
        return None
