"""Notices: what to say, in one language, before any service's markup."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from deadlinebot.model.call import UNNAMED, Lang, Title
from deadlinebot.model.delivery import DeliveryKind


class Tone(StrEnum):
    """How urgent it is; services turn it into a colour."""

    CALM = "calm"  # a week or more: blue
    SOON = "soon"  # three days or less: orange
    URGENT = "urgent"  # a day or less, or brought forward: red
    CHANGED = "changed"  # purple
    WITHDRAWN = "withdrawn"  # grey


@dataclass(frozen=True, slots=True)
class Link:
    """A link with its words; http or https only."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and its value: ``北京时间`` / ``2026-05-26（周二）19:59``."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Item:
    """One deadline in a notice; every text is plain data, still unescaped.

    Attributes:
        id: ``emnlp-2026-paper``.
        title: ``EMNLP 2026 论文截稿``.
        countdown: floored, two units: ``还有 6 天 10 小时``; empty if it passed.
        short: the countdown's first unit alone, for a big figure: ``6 天``.
        due: the safe instant, for clients that show the reader's own time.
        home: the clock of the channel's zone.
        stated: the clock of the source, as written.
        local_label: what to call the reader's own time where a client can show it.
        change: for changes, from what to what and by how much; else empty.
        flag: what is assumed or in conflict; empty if nothing is.
        tags: in words people know (``CCF-B``).
        links: the most useful first.
        provenance: who says so, and when it was checked.
        titles: the title in both languages, for programs.
        revision: the version of the deadline (RFC 5545 SEQUENCE), for programs.
        status: how far it can be trusted (``conflicting``), for programs.
        assumed: what its source leaves open (``zone``), for programs.
    """

    id: str
    title: str
    countdown: str
    short: str
    due: datetime | None
    home: Fact
    stated: Fact
    local_label: str
    change: str
    flag: str
    tags: Fact
    links: tuple[Link, ...]
    provenance: str
    titles: Title = UNNAMED
    revision: int = 0
    status: str = ""
    assumed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to say on one channel.

    Attributes:
        id: the delivery's id.
        kind: reminder, change, digest or alarm.
        lang: the language of every text in it.
        tone: how urgent it is.
        headline: the one line that stands alone, its mark included.
        accent: the part of the headline that matters most, for colour: the time
            that is left, or what changed; empty if nothing stands out.
        mark: what the headline begins with if this may be a repeat; else empty.
        late: what follows the mark if it comes too late to keep silent; else empty.
        items: the deadlines that it speaks of; empty for an alarm.
        body: an alarm's text; else empty.
        page: where everything is to be seen, if we have such a page.
        due: when it was to be said, the same for every attempt; None if never planned.
        lead: the lead as configured, the kind of the change, the rule of the digest,
            or what the alarm is about.
        calendar: its deadlines as a calendar file, for notifiers that attach one.
    """

    id: str
    kind: DeliveryKind
    lang: Lang
    tone: Tone
    headline: str
    accent: str = ""
    mark: str = ""
    late: str = ""
    items: tuple[Item, ...] = ()
    body: str = ""
    page: Link | None = None
    due: datetime | None = None
    lead: str = ""
    calendar: bytes = field(default=b"", repr=False)
