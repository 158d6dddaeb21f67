"""Calendars, written in a line or two."""

from __future__ import annotations

from datetime import date

from deadlinebot.model.claim import Claim, Origin, Parsed
from deadlinebot.model.when import Moment
from deadlinebot.sources.ics import FORMAT

ORIGIN = Origin("calendar", "a.ics", date(2026, 4, 1))


BERLIN = """\
BEGIN:VTIMEZONE
TZID:{name}
BEGIN:DAYLIGHT
DTSTART:19810329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE"""


FIXED = """\
BEGIN:VTIMEZONE
TZID:{name}
BEGIN:STANDARD
DTSTART:19700101T000000
TZOFFSETFROM:{offset}
TZOFFSETTO:{offset}
END:STANDARD
END:VTIMEZONE"""


def parsed(*parts: str) -> Parsed:
    text = "\n".join(("BEGIN:VCALENDAR", *parts, "END:VCALENDAR", ""))
    return FORMAT.parse(text, ORIGIN)


def event(
    *lines: str, name: str = "VEVENT", summary: str = "QX 2026 paper deadline"
) -> str:
    return "\n".join((f"BEGIN:{name}", f"SUMMARY:{summary}", *lines, f"END:{name}"))


def only(*parts: str) -> Claim:
    (claim,) = parsed(*parts).claims
    return claim


def instant(claim: Claim) -> str:
    assert isinstance(claim.reading, Moment)
    ends = (claim.reading.window.earliest, claim.reading.window.latest)
    return " / ".join(dict.fromkeys(f"{end:%m-%d %H:%M:%S}" for end in ends))
