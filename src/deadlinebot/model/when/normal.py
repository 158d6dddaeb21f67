"""One spelling for what is written in many: width, dashes, numerals, mark-up."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

BLANK = "\x00"  # stands for what was taken out; keeps every offset in place

_DASHES = "−‐‑‒–—―─﹣⁻➖－"
_BLANKS = "\t\r\f\v\u00a0\u2002\u2003\u2007\u2009\u200a\u202f\u205f\u3000*`"
_UNSEEN = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad"
_TRADITIONAL = dict(
    zip(
        "點時號週間區東國標準後長會決賽復開為變報論壇調於從動終計劃舉辦總與將額應",
        "点时号周间区东国标准后长会决赛复开为变报论坛调于从动终计划举办总与将额应",
        strict=True,
    )
)
_SPELLINGS: Mapping[int, str | None] = {
    full: chr(full - 0xFEE0)
    for full in range(0xFF01, 0xFF5F)  # full width
} | {
    **{ord(c): "-" for c in _DASHES},
    **{ord(c): " " for c in _BLANKS},
    **dict.fromkeys(map(ord, _UNSEEN)),
    **{ord(c): "~" for c in "～〜∼˜"},
    **{ord(c): "→" for c in "⇒➔➜⟶»➡"},
    **{ord(c): "'" for c in "’‘"},
    **{ord(c): ":" for c in "∶︰"},
    **{ord(c): "(" for c in "【〔［〖"},
    **{ord(c): ")" for c in "】〕］〗"},
    **{ord(c): plain for c, plain in _TRADITIONAL.items()},
    ord("﹢"): "+",
}

_STRUCK = (("~~", "~~"), ("<del", "</del>"), ("<s>", "</s>"), ("<strike", "</strike>"))
_IGNORED = re.compile(
    r"(?:https?://|www\.)[!-~]+"  # links
    r"|[\w.+-]{1,64}@[\w-]{1,64}\.[\w.-]{1,64}"  # addresses
    r"|</?[A-Za-z][^<>\n]{0,200}>"  # tags
    r"|&(?:nbsp|thinsp|ensp|emsp);",
    re.ASCII,
)
_ENTITY_DASH = re.compile(r"&(?:ndash|mdash|minus);")
_SPACES = re.compile(r"[ \n]*\n[ \n]*|[ ]{2,}")
_DIGIT = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {
    "零": 0,
    "○": 0,
    "两": 2,
}
_TEN = {"十": 10, "廿": 20, "卅": 30}
_RUN = "[〇零○一二三四五六七八九两十廿卅]{1,8}"
_NUMERAL = re.compile(
    "(?:周|星期|礼拜)[一二三四五六日天]"  # a weekday is no number
    f"|{_RUN}(?= ?(?:[年月日号点时分秒刻]|时?区))"
    f"|(?<=[年月点时分至到-]){_RUN}(?![个轮届])"
)


@dataclass(frozen=True, slots=True)
class Normal:
    """A text in one spelling.

    Attributes:
        text: the spelling that the grammar reads.
        origins: for each character, and for the end, the offset of what it stands
            for in the text as given.
    """

    text: str
    origins: tuple[int, ...] | range

    def origin(self, offset: int) -> int:
        """Return where in the given text the character at *offset* came from."""
        return self.origins[min(offset, len(self.text))]


def normalise(text: str) -> Normal:
    """Return *text* in one spelling: ASCII digits, signs, colons and dashes.

    Chinese numerals in dates are digits, traditional characters simplified, struck
    out parts, links and mark-up blank, and runs of blanks are one.
    """
    plain = Normal(text, range(len(text) + 1))
    spelt = _replaced(plain, _respelt(text)) if not _is_plain(text) else plain
    seen = Normal(_without_markup(spelt.text), spelt.origins)
    tight = _replaced(seen, _collapsed(seen.text))
    return _replaced(tight, _numbered(tight.text))


def blank(text: str, start: int, end: int) -> str:
    """Return *text* with what stands between *start* and *end* taken out."""
    return text[:start] + BLANK * (end - start) + text[end:]


Edit = tuple[int, int, str]


def _replaced(normal: Normal, edits: Iterator[Edit]) -> Normal:
    """Return *normal* with each (start, end, new) of *edits* put in place."""
    pieces: list[str] = []
    origins: list[int] = []
    done = 0
    for start, end, new in edits:
        pieces += (normal.text[done:start], new)
        origins += normal.origins[done:start]
        origins += [normal.origins[start]] * len(new)
        done = end
    if not done:
        return normal
    pieces.append(normal.text[done:])
    origins += normal.origins[done:]
    return Normal("".join(pieces), tuple(origins))


def _is_plain(text: str) -> bool:
    return text.isascii() and not any(c in text for c in "\t\r\f\v*`")


def _respelt(text: str) -> Iterator[Edit]:
    for at, char in enumerate(text):
        code = ord(char)
        if code in _SPELLINGS:
            yield at, at + 1, _SPELLINGS[code] or ""


def _without_markup(text: str) -> str:
    """Return *text* with struck out parts, links and tags blank, lengths kept."""
    for opening, closing in _STRUCK:
        text = _without_struck(text, opening, closing)
    text = _ENTITY_DASH.sub(lambda found: "-".ljust(len(found[0])), text)
    return _IGNORED.sub(lambda found: " " * len(found[0]), text)


def _without_struck(text: str, opening: str, closing: str) -> str:
    """Return *text* without what a writer has crossed out, in one pass."""
    lower = text.lower()
    if len(lower) != len(text):  # a letter whose lower case is two
        lower = text
    pieces: list[str] = []
    done = 0
    while (start := lower.find(opening, done)) >= 0:
        end = lower.find(closing, start + len(opening))
        if end < 0:
            break
        end += len(closing)
        pieces += (text[done:start], " " * (end - start))
        done = end
    return "".join((*pieces, text[done:]))


def _collapsed(text: str) -> Iterator[Edit]:
    for found in _SPACES.finditer(text):
        yield found.start(), found.end(), "\n" if "\n" in found[0] else " "


def _numbered(text: str) -> Iterator[Edit]:
    for found in _NUMERAL.finditer(text):
        if found[0][0] not in "周星礼":
            yield found.start(), found.end(), _number(found[0])


def _number(numeral: str) -> str:
    """Return a Chinese numeral in digits: 二〇二六 is 2026, 二十五 is 25, 十 is 10.

    What is no numeral, such as 十十, stays as it is.
    """
    ten = next((at for at, char in enumerate(numeral) if char in _TEN), None)
    if ten is None:
        return "".join(str(_DIGIT[char]) for char in numeral)
    before, after = numeral[:ten], numeral[ten + 1 :]
    if len(before) > 1 or len(after) > 1 or any(c in _TEN for c in after):
        return numeral
    tens = _TEN[numeral[ten]] * (_DIGIT[before] if before else 1)
    return str(tens + (_DIGIT[after] if after else 0))
