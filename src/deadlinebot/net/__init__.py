"""The only HTTP client: limits, address checks, redaction; no retries, no redirects.

Retries are rows of the outbox, never sleeps in here.
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
