"""Together: what falls due at once on one channel goes in as few messages as carry it.

A message that says several deliveries is true of each of them: those that may have
arrived before are never in one with those that surely have not.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Container, Sequence
from dataclasses import replace
from datetime import datetime

from deadlinebot import wording
from deadlinebot.model.channel import Channel
from deadlinebot.model.delivery import Delivery, DeliveryKind
from deadlinebot.model.notice import Notice
from deadlinebot.wording import Pages

_LATE = 20  # more late ones than this come together, whatever the channel says

Said = tuple[Delivery, Notice]
"""A delivery, and its words of this minute."""


def gathered(
    claimed: Collection[Delivery], channel: Channel, now: datetime
) -> frozenset[str]:
    """Return the ids of those of *claimed* that need no message of their own."""
    reminders = [d for d in claimed if d.kind is DeliveryKind.REMINDER]
    many = 0 < channel.group_above < len(reminders)
    late = sum(wording.is_late(delivery, now) for delivery in reminders) > _LATE
    return frozenset(d.id for d in reminders) if many or late else frozenset()


def companions(
    claimed: Sequence[Delivery], together: Container[str]
) -> Sequence[Delivery]:
    """Return the first of *claimed*, and what may go in one message with it."""
    first = claimed[0]
    if first.id not in together:
        return [first]
    return [
        each
        for each in claimed
        if each.id in together and each.maybe_sent is first.maybe_sent
    ]


def message(said: Sequence[Said], channel: Channel, pages: Pages) -> Notice:
    """Return one notice that says all of *said*, which are the most urgent first.

    Its id follows from theirs: the same ones, tried again, are the same message.
    """
    if len(said) == 1:
        return said[0][1]
    deliveries, notices = zip(*said, strict=True)
    ids = "\x1f".join(sorted(delivery.id for delivery in deliveries))
    whole = replace(
        deliveries[0],
        id=hashlib.sha256(ids.encode()).hexdigest()[:32],
        kind=DeliveryKind.DIGEST,
    )
    return wording.digest(whole, notices, channel.lang, pages)
