"""iCalendar (RFC 5545, 7986): the feed that calendar apps subscribe to.

A deadline is one minute in UTC with a UID for life; its stamps tell when its facts
changed, never when we wrote them. So equal facts give equal bytes, and a feed is a
join of components that were rendered once.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta

from icalendar import Calendar, Timezone, TimezoneStandard
from icalendar.prop import vDatetime, vDuration, vUri

from deadlinebot import __version__
from deadlinebot.document import web_link
from deadlinebot.feeds.ics.facts import deadline_facts, option_facts
from deadlinebot.feeds.ics.lines import component_bytes
from deadlinebot.feeds.ics.values import Text, line
from deadlinebot.feeds.ics.vevent import vevent
from deadlinebot.model.deadline import Deadline
from deadlinebot.model.feed import FeedFormat, FeedOptions, FeedTitle

# Raise RENDERER when the bytes of a component change for equal facts; a release
# counts as such a change by itself, for its wording may differ.
RENDERER = f"{__version__}/2"

_BEGIN = b"BEGIN:VCALENDAR\r\n"
_END = b"END:VCALENDAR\r\n"
_REFRESH = timedelta(hours=6)
_COLOUR = Text("crimson")  # a CSS3 name (RFC 7986 5.9)


class Ics:
    """Calendar clients differ most in what they ignore, so nothing is left to them.

    GNOME skips a change whose stamps did not move, Home Assistant refuses a feed
    for one odd property, FullCalendar misplaces whatever is not in UTC.
    """

    name = "ics"
    suffix = ".ics"
    media_type = "text/calendar; charset=utf-8"

    def key(self, deadline: Deadline, options: FeedOptions) -> str:
        """Return the content key: equal keys mean equal component bytes.

        It covers every fact that a component shows, and none of those that may
        move without notice, such as the line of the file a claim stands in.
        """
        facts = repr((RENDERER, deadline_facts(deadline), option_facts(options)))
        return hashlib.sha256(facts.encode()).hexdigest()

    def component(self, deadline: Deadline, options: FeedOptions) -> bytes:
        """Return the VEVENT of *deadline*; empty while it is undated.

        Raises:
            OverflowError: if it lies at the very end of time.
        """
        event = vevent(deadline, options)
        return component_bytes(event) if event else b""

    def join(self, components: Sequence[bytes], title: FeedTitle) -> bytes:
        """Return the calendar that holds *components*, in their order.

        A calendar must hold something (RFC 5545 3.6): an empty one holds UTC.
        """
        body = b"".join(components) or component_bytes(_utc())
        return b"".join((_BEGIN, _header(title), body, _END))


def _header(title: FeedTitle) -> bytes:
    """Return the calendar's own lines: the names of RFC 7986 beside the older ones.

    A feed has no METHOD: PUBLISH would demand an ORGANIZER (RFC 5546 3.2.1). A mail
    has one, for its media type must name it (RFC 6047 2.4); no client asks who.
    """
    calendar = Calendar()
    calendar["VERSION"] = Text("2.0")
    calendar["PRODID"] = Text("-//deadlinebot//deadlinebot//EN")
    calendar["CALSCALE"] = Text("GREGORIAN")
    if title.method:
        calendar["METHOD"] = Text(title.method)
    calendar["NAME"] = calendar["X-WR-CALNAME"] = line(title.title)
    if told := line(title.description):
        calendar["DESCRIPTION"] = calendar["X-WR-CALDESC"] = told
    calendar["REFRESH-INTERVAL"] = vDuration(_REFRESH, {"VALUE": "DURATION"})
    calendar["X-PUBLISHED-TTL"] = vDuration(_REFRESH)
    calendar["COLOR"] = _COLOUR
    if url := web_link(title.url or ""):
        calendar["SOURCE"] = vUri(url, params={"VALUE": "URI"})
        calendar["URL"] = vUri(url)
    return component_bytes(calendar).removeprefix(_BEGIN).removesuffix(_END)


def _utc() -> Timezone:
    standard = TimezoneStandard()
    standard["DTSTART"] = vDatetime(datetime(1970, 1, 1))  # noqa: DTZ001 - local time by definition (RFC 5545 3.6.5)
    standard["TZOFFSETFROM"] = standard["TZOFFSETTO"] = Text("+0000")
    zone = Timezone()
    zone["TZID"] = Text("UTC")
    zone.add_component(standard)
    return zone


FORMAT: FeedFormat = Ics()
