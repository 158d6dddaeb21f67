"""Posts: how one configured channel is spoken to."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from deadlinebot.model.channel import Channel, Notifier, Request, Signer
from deadlinebot.net import Reach


@dataclass(frozen=True, slots=True)
class Post:
    """How one channel is spoken to.

    Attributes:
        channel: its language, zone and options.
        url: its secret address.
        notifier: the service behind it.
        secrets: what signs the requests, the newest first; none: they are unsigned.
        reach: which addresses its host may have.
    """

    channel: Channel
    url: str = field(repr=False)
    notifier: Notifier
    secrets: tuple[str, ...] = field(default=(), repr=False)
    reach: Reach = Reach.LOOPBACK

    def signed(self, request: Request, now: datetime) -> Request:
        """Return *request* as it goes out at *now*; needed anew for each attempt."""
        if isinstance(self.notifier, Signer):
            return self.notifier.sign(request, self.secrets, now)
        return request
