"""The only client of HTTP and SMTP: limits, address checks, redaction.

Nothing that is posted is redirected or tried again: retries are rows of the outbox,
never sleeps in here.
"""

from deadlinebot.net.addresses import Reach
from deadlinebot.net.client import Net
from deadlinebot.net.fetched import Failure, Fetched, NotModified
from deadlinebot.net.guard import Limits
from deadlinebot.net.redaction import redact, redact_url

__all__ = [
    "Failure",
    "Fetched",
    "Limits",
    "Net",
    "NotModified",
    "Reach",
    "redact",
    "redact_url",
]
