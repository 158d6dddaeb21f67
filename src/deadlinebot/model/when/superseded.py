"""Dates that no longer hold: "was May 26", 原定5月26日, "May 26 -> June 20"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from deadlinebot.model.when.normal import BLANK
from deadlinebot.model.when.tokens import Day, Days, Token

_REACH = 64  # characters in which the word that supersedes a date stands
_FILL = (
    r"(?:[\s:,(\x00]|\b(?:deadline|date|due|scheduled|set|planned|announced|for|on|at"
    r"|as|is|was|be|submission|paper|abstract|time|the|by|day|of|from|to be)\b"
    r"|计划|截止|截稿|日期|时间|投稿|提交|报名|安排|公布|定|为|于|是|在|的|至)"
)
_MOVED = (
    r"extended|postponed|moved|delayed|changed|rescheduled|shifted|brought forward"
    r"|advanced|pushed(?: back)?|updated"
)
# Before a date: it was so, and is so no more.
_WAS = re.compile(
    r"(?:\b(?:was|were|originally|previously|formerly|instead of|rather than|no longer"
    rf"|not|(?:{_MOVED}|extension)(?: \S{{1,20}}){{0,4}}? from)\b"
    rf"|原(?!因|则|创|文|始数)|此前|旧){_FILL}{{0,8}}$",
    re.ASCII | re.IGNORECASE,
)
# The same, but these words may also just describe the thing that is due.
_MAYBE_WAS = re.compile(
    rf"\b(?:original|previous|former|old|initial(?:ly)?|earlier)\b{_FILL}{{0,8}}$",
    re.ASCII | re.IGNORECASE,
)
_WAS_AFTER = re.compile(
    r"[\s,\x00]*\(\s*(?:old|original(?:ly)?|superseded|previous(?:ly)?|obsolete|原|旧|已作废)"
    r"[^()]{0,24}\)",
    re.ASCII | re.IGNORECASE,
)
# Between two dates: the second has taken the place of the first.
_NOW = re.compile(
    r"(?:[\s,;()\x00。]|\b(?:is|was|has|have|been|again|further|officially|deadline|date"
    r"|the|it|and|but)\b|截止|截稿|日期|时间|已|现|将|再次|又|后|统一|正式|起|的)*"
    r"(?:-{1,3}>|=>|→|>>|\bnow\b(?: on)?:?"
    r"|\b(?:new|extended|updated|revised|extension|current)\b"
    r"(?: (?:deadline|date|submission|due|version))*(?: (?:to|until|till|is))?\s*:?"
    rf"|\b(?:{_MOVED})(?: back| again)?(?: by \S+ \S+)? (?:to|until|till)\b:?"
    r"|(?:延期|推迟|延迟|延后|延长|顺延|延|改期|更改|变更|调整|修改|提前|更新|改|推|现)"
    r"(?:至|到|为|成|于|在)+:?|(?:新的?截止|最新)(?:日期|时间)?:?)"
    rf"{_FILL}{{0,6}}",
    re.ASCII | re.IGNORECASE,
)


def superseded(text: str, tokens: Sequence[Token]) -> list[tuple[int, int]]:
    """Return the parts of *text* whose dates no longer hold, from start to end.

    Args:
        text: in normal spelling, with its tokens blank.
        tokens: everything found, in order.
    """
    days = [at for at, token in enumerate(tokens) if isinstance(token, Day | Days)]
    sure: list[tuple[int, int]] = []
    maybe: list[tuple[int, int]] = []
    for place, at in enumerate(days):
        following = days[place + 1] if place + 1 < len(days) else None
        before = tokens[days[place - 1]].end if place else 0
        part = _part(text, tokens, at, following)
        if (
            following is not None
            and not _before(_WAS, text, tokens[at].end, tokens[following].start)
            and _is_replaced(text, tokens, at, following)
        ):
            sure.append((tokens[at].start, tokens[following].start))
        elif _before(_WAS, text, before, tokens[at].start):
            sure.append(part)
        elif _before(_MAYBE_WAS, text, before, tokens[at].start) or _WAS_AFTER.match(
            text, part[1]
        ):
            maybe.append(part)
    return sure + maybe if len(sure) + len(maybe) < len(days) else sure


def _before(pattern: re.Pattern[str], text: str, low: int, at: int) -> bool:
    return bool(pattern.search(text[max(low, at - _REACH) : at]))


def _is_replaced(text: str, tokens: Sequence[Token], at: int, following: int) -> bool:
    """Whether the words between two days say that the second replaces the first."""
    gap = text[tokens[at].end : tokens[following].start]
    return len(gap) <= _REACH * 2 and bool(_NOW.fullmatch(gap))


def _part(
    text: str, tokens: Sequence[Token], at: int, following: int | None
) -> tuple[int, int]:
    """Return a day with the time and zone that belong to it."""
    start, end = tokens[at].start, tokens[at].end
    for token in tokens[at + 1 : following]:
        gap = text[end : token.start].replace(BLANK, "")
        if len(gap) > 12 or re.search(r"[);\n。]", gap) or re.search(r"[一-鿿]", gap):
            break
        end = token.end
    return start, end
