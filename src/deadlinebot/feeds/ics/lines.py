"""iCalendar's content lines, folded (RFC 5545 3.1)."""

from __future__ import annotations

from typing import Any

from icalendar import Component

OCTETS = 75  # of a line, its break aside
_BACKSLASH = ord("\\")


def component_bytes(component: Component) -> bytes:
    """Return *component* as it stands in a file: folded, every line ended by CRLF.

    Its properties keep the order in which they were set. These are the lines of
    ``component.content_lines()``, without its detour through text, which alone costs
    more than all of this.
    """
    name = str(component.name).encode()
    properties = (fold(_content(*item)) for item in component.items())
    parts = map(component_bytes, component.subcomponents)
    body = b"".join((*properties, *parts))
    return b"BEGIN:%b\r\n%bEND:%b\r\n" % (name, body, name)


def fold(content: bytes) -> bytes:
    r"""Return one content line, folded and ended by CRLF.

    A break never falls inside a UTF-8 sequence (RFC 5545 3.1) nor between a
    backslash and its letter, which is reported to make Google Calendar drop the
    event (icalendar #1501).
    """
    if len(content) <= OCTETS:
        return content + b"\r\n"
    rows: list[bytes] = []
    start, width = 0, OCTETS
    while len(content) - start > width:
        cut = _cut(content, start, start + width)
        rows.append(content[start:cut])
        start, width = cut, OCTETS - 1  # the next row begins with a blank
    rows.append(content[start:])
    return b"\r\n ".join(rows) + b"\r\n"


def _content(name: str, value: Any) -> bytes:  # noqa: ANN401 - icalendar's value types share no base
    """Return a property as one line, not yet folded."""
    if value.params:
        return b"%b;%b:%b" % (name.encode(), value.params.to_ical(), value.to_ical())
    return b"%b:%b" % (name.encode(), value.to_ical())


def _cut(octets: bytes, start: int, cut: int) -> int:
    """Return the last place at or before *cut* where the line may be broken."""
    while octets[cut] & 0xC0 == 0x80:  # a continuation octet of UTF-8
        cut -= 1
    run = cut
    while run > start and octets[run - 1] == _BACKSLASH:
        run -= 1
    return cut - (cut - run) % 2  # an odd backslash belongs to what follows
