"""Posting notices and fetching sources; every failure is a value."""

from __future__ import annotations

from deadlinebot.model.channel import NoAnswer, NotSent, Request, Response
from deadlinebot.net.addresses import Reach
from deadlinebot.net.fetched import Failure, Fetched, NotModified
from deadlinebot.net.guard import Limits

_WEBHOOK = Limits()
_MAIL = frozenset({"smtp", "smtps"})
_SOURCE = Limits(connect_s=10, read_s=20, total_s=60, body_bytes=16 * 1024 * 1024)


class Net:
    """Speaks HTTP and SMTP within limits; holds no connection and no state.

    Args:
        webhook: the limits of a post.
        source: the limits of a get, all its redirects together.
    """

    def __init__(self, webhook: Limits = _WEBHOOK, source: Limits = _SOURCE) -> None:
        self._webhook = webhook
        self._source = source

    def post(
        self, request: Request, reach: Reach = Reach.LOOPBACK
    ) -> Response | NotSent | NoAnswer:
        """Send *request* once and return what is known of it.

        Redirects are not followed: a 302 would turn the POST into a GET.

        Args:
            request: what to send; its URL is a secret and appears in no result. Its
                scheme says how: http(s), smtp(s) for a mail (`mail.post`), apprise.
            reach: webhooks are pinned to their hosts, so loopback is let through.
        """
        scheme = request.url.partition(":")[0]
        if scheme == "apprise":
            from deadlinebot.net import relay  # noqa: PLC0415  # the same as below

            return relay.post(request, self._webhook)
        if scheme in _MAIL:
            from deadlinebot.net import mail  # noqa: PLC0415  # the same as below

            return mail.post(request, self._webhook, reach)
        from deadlinebot.net import exchange  # noqa: PLC0415  # requests costs 0.15 s, which only who sends anything pays

        return exchange.post(request, self._webhook, reach)

    def get(
        self,
        url: str,
        *,
        etag: str | None = None,
        last_modified: str | None = None,
        reach: Reach = Reach.PUBLIC,
    ) -> Fetched | NotModified | Failure:
        """Fetch *url* unless it is what we already have.

        Args:
            url: http or https; at most 5 redirects, each checked like the first,
                never from https to http.
            etag: of what we have (RFC 9110 13.1.2).
            last_modified: of what we have (RFC 9110 13.1.3).
            reach: which addresses may be asked.
        """
        from deadlinebot.net import exchange  # noqa: PLC0415  # the same

        return exchange.fetch(url, etag, last_modified, self._source, reach)
