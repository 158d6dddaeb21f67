"""Text that is safe to show anywhere, and links that are safe to click."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import urlsplit

MAX_LINK = 2000

# C0, DEL, C1, line and paragraph separator; bidirectional overrides and isolates
# (CVE-2021-42574); byte order mark, noncharacters, half characters, and U+FFFD, for
# which `load` exchanges what YAML itself refuses.
_BREAKS = re.compile(r"[\t\n\r\v\f\x85\u2028\u2029]+")
_HARMFUL = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ufffd-\uffff\ud800-\udfff]"
)
_NO_LINK = re.compile(
    r"[\x00-\x20\x7f-\xa0\"<>\\^`{|}\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffd-\uffff]"
)


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A text that is safe in a calendar, a message and a page.

    Attributes:
        text: one line, NFC, without control characters.
        dropped: what was taken out or turned into a blank, as ``U+0007``; empty if
            the text was fine (blanks at its ends do not count).
    """

    text: str
    dropped: tuple[str, ...] = ()


def clean(text: str) -> Cleaned:
    """Return *text* on one line, in NFC, without what could harm a reader.

    Line breaks and tabs become one blank; control characters, bidirectional
    overrides and half characters go.
    """
    bare = text.strip()
    if bare.isascii() and bare.isprintable():
        return Cleaned(bare)
    found = sorted(set(_HARMFUL.findall(bare)))
    if found:
        bare = _HARMFUL.sub("", _BREAKS.sub(" ", bare)).strip()
    return Cleaned(
        unicodedata.normalize("NFC", bare),
        tuple(f"U+{ord(character):04X}" for character in found),
    )


def web_link(text: str) -> str | None:
    """Return *text* as a link that may be clicked, or None if it must not be.

    Only ``http`` and ``https`` with a host, no blanks or control characters, no user
    name (``https://good.example@evil.example``), at most `MAX_LINK` characters.
    """
    link = text.strip(" ")
    if len(link) > MAX_LINK or _NO_LINK.search(link):
        return None
    try:
        parts = urlsplit(link)
        parts.port  # noqa: B018 - reading it is the check: a wrong port raises
    except ValueError:
        return None
    if (
        parts.scheme not in {"http", "https"}
        or not parts.hostname
        or "@" in parts.netloc
    ):
        return None
    return link
