"""Property values that icalendar 7.3 gets wrong, or pays too much for.

A text has no parameters here and an instant is in UTC, so neither needs the lookups
that icalendar makes for each: without them an entry costs half as much.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from icalendar import Parameters
from icalendar.prop import vCategory, vDatetime, vText

from deadlinebot.document import clean

_BARE = Parameters()  # shared: nobody ever adds to it


class Text(vText):
    r"""A TEXT value that keeps a backslash before ``N`` (``C:\New``, ``\Nabla``).

    icalendar takes the two characters for a line break.
    """

    __slots__ = ()

    def __new__(cls, value: str) -> Text:  # noqa: PYI034 - nobody derives from it
        """Return *value*, which must be clean already."""
        self = str.__new__(cls, value)
        self.params = _BARE
        return self

    def to_ical(self) -> bytes:
        """Return the value with its escapes (RFC 5545 3.3.11)."""
        return _escaped(self).encode()


class Texts(vCategory):
    """A list of TEXT values, each escaped as `Text` is."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.cats = list(texts)
        self.params = _BARE

    def to_ical(self) -> bytes:
        """Return the values, separated by bare commas."""
        return ",".join(map(_escaped, self.cats)).encode()


class Instant(vDatetime):
    """A DATE-TIME in UTC, in whole seconds (RFC 5545 3.3.5, form 2)."""

    def __init__(self, instant: datetime) -> None:
        self.dt = instant.astimezone(UTC)
        self.params = _BARE

    def to_ical(self) -> bytes:
        """Return ``20260526T115900Z``."""
        at = self.dt
        return (
            f"{at.year:04}{at.month:02}{at.day:02}"
            f"T{at.hour:02}{at.minute:02}{at.second:02}Z"
        ).encode()


def line(text: str) -> Text:
    """Return *text* as a value of one line, without what harms a reader."""
    return Text(clean(text).text)


def paragraphs(texts: Iterable[str]) -> Text:
    """Return *texts* as a value with a line for each that is not empty."""
    cleaned = (clean(text).text for text in texts)
    return Text("\n".join(text for text in cleaned if text))


def _escaped(text: str) -> str:
    return (
        text.replace("\\", "\\\\")
        .replace(";", "\\;")
        .replace(",", "\\,")
        .replace("\n", "\\n")
    )
