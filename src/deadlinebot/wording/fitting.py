"""Making texts fit: cuts that no reader sees as damage, and "N more" for the rest.

Every service counts in its own unit, so the measure is an argument.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Sequence
from urllib.parse import quote

Measure = Callable[[str], int]

_JOINER = "\u200d"
_ELLIPSIS = "…"
_HIDDEN = re.compile(
    "["
    "\\x00-\\x08\\x0e-\\x1b\\x7f-\\x84\\x86-\\x9f"  # controls that are no white space
    "\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069"  # marks of direction
    "\\ud800-\\udfff"  # lone surrogates
    "]"
)


def utf8(text: str) -> int:
    """Return the length in bytes of UTF-8, as WeCom counts."""
    return len(text.encode("utf-8", "surrogatepass"))


def utf16(text: str) -> int:
    """Return the length in UTF-16 units, the strict reading of Slack's "characters"."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def plain(text: str) -> str:
    """Return *text* as one line that can be encoded and hides nothing.

    Control characters, marks that turn the direction of text, and lone surrogates
    go; every run of white space is one blank.
    """
    return " ".join(_HIDDEN.sub("", text).split())


def safe_url(url: str) -> str:
    """Return a link without any character that means something to a markup."""
    return quote(url, safe="%/:?#@!$&'+,;=~", errors="replace")


def cut(text: str, limit: int, measure: Measure) -> str:
    """Return *text*, or its longest beginning that fits with ``…`` after it.

    Never inside what a reader takes for one character: surrogate pairs, combining
    marks, emoji joined by ZWJ, flags, skin tones.

    Args:
        text: what to show.
        limit: the most that *measure* may return for the result.
        measure: the length of a text as it will be sent; at least one a character,
            and never less for a longer text.
    """
    if len(text) <= limit and measure(text) <= limit:
        return text
    low, high = 0, min(len(text), limit)
    while low < high:
        middle = (low + high + 1) // 2
        fits = measure(text[:middle].rstrip() + _ELLIPSIS) <= limit
        low, high = (middle, high) if fits else (low, middle - 1)
    end = next((i for i in range(low, 0, -1) if _border(text, i)), 0)
    kept = text[:end].rstrip() + _ELLIPSIS
    return kept if measure(kept) <= limit else ""


def _border(text: str, at: int) -> bool:
    """Return whether a character, as a reader sees it, ends before *at*.

    The rules of UAX #29 that matter here: GB9 (marks and joiners stay with what is
    before them), GB11 (emoji joined by ZWJ), GB12 and GB13 (flags).
    """
    if at >= len(text):
        return True
    if text[at - 1] == _JOINER or _extends(text[at]):
        return False
    if not _regional(text[at]):
        return True
    before = 0
    while before < at and _regional(text[at - 1 - before]):
        before += 1
    return before % 2 == 0


def _extends(char: str) -> bool:
    return (
        unicodedata.category(char) in {"Mn", "Me", "Mc"}
        or char == _JOINER
        or "\U0001f3fb" <= char <= "\U0001f3ff"  # skin tones
        or "\U000e0020" <= char <= "\U000e007f"  # tags: the flags of Scotland ...
    )


def _regional(char: str) -> bool:
    return "\U0001f1e6" <= char <= "\U0001f1ff"


def fitting(parts: Sequence[str], limit: int, measure: Measure) -> int:
    """Return how many of *parts*, one below the other, are at most *limit* long."""
    shorter = range(1, len(parts) + 1)
    return bisect_right(
        shorter, limit, key=lambda count: measure("\n".join(parts[:count]))
    )


def fit(
    parts: Sequence[str], more: Callable[[int], str], limit: int, measure: Measure
) -> str:
    """Return *parts* one below the other, as many as fit.

    Args:
        parts: the head first; each is kept whole or left out.
        more: what to say of a number of parts that are left out.
        limit: the most that *measure* may return for the result.
        measure: the length of a text.
    """

    def told(kept: int) -> str:
        left = len(parts) - kept
        return "\n".join((*parts[:kept], *([more(left)] if left else ())))

    whole = told(len(parts))
    if measure(whole) <= limit:
        return whole
    longer = range(1, len(parts))  # each is at least as long as the one before it
    fitting = bisect_right(longer, limit, key=lambda kept: measure(told(kept)))
    return told(fitting) if fitting else cut(parts[0], limit, measure)
