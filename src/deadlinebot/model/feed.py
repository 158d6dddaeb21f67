"""Feeds: the seam for calendar and news formats."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Protocol

from deadlinebot.model.call import Lang
from deadlinebot.model.deadline import Deadline


@dataclass(frozen=True, slots=True)
class FeedOptions:
    """How the components of a feed are written; part of their content key.

    Attributes:
        lang: the language of titles and descriptions.
        zone: the zone of the first clock in descriptions.
        alarms: how long before a deadline a client may ring; empty: never.
    """

    lang: Lang
    zone: tzinfo
    alarms: tuple[timedelta, ...] = ()


@dataclass(frozen=True, slots=True)
class FeedTitle:
    """What a feed says of itself.

    Attributes:
        name: the file name without its ending, ``all``.
        title: what calendar apps show.
        description: one sentence.
        url: where it is published, if that is known.
        method: what a mail wants done with it (RFC 5546); empty for what is published.
    """

    name: str
    title: str
    description: str = ""
    url: str | None = None
    method: str = ""


class FeedFormat(Protocol):
    """The seam for feeds: one module in ``feeds/`` is one format.

    A feed is a join of components; each is rendered once per content.

    Attributes:
        name: ``ics``.
        suffix: ``.ics``.
        media_type: with its charset.
    """

    name: str
    suffix: str
    media_type: str

    def key(self, deadline: Deadline, options: FeedOptions) -> str:
        """Return the content key: equal keys mean equal component bytes."""
        ...

    def component(self, deadline: Deadline, options: FeedOptions) -> bytes:
        """Return the bytes of one deadline; empty if it has no date to show."""
        ...

    def join(self, components: Sequence[bytes], title: FeedTitle) -> bytes:
        """Return the whole feed; valid even without components."""
        ...


def in_horizon(deadline: Deadline, now: datetime, past: timedelta) -> bool:
    """Whether *deadline* is in the future or passed at most *past* ago.

    The border moves once a day, at midnight UTC, so that a feed's bytes do not
    change with every hour.
    """
    border = (now - past).date()
    for days in (deadline.span, deadline.estimate):
        if days and days.end >= border:
            return True
    return deadline.window is not None and deadline.window.latest.date() >= border
