"""Titles of calendar entries: which call, which edition, which of its dates.

A calendar has one line for all of it, ``EMNLP 2026 paper deadline (AoE)``, and every
author orders it differently. The series is what stands before the year, or before the
word for the date; plain rules, and what they do not know is `Milestone.OTHER`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from deadlinebot.document import clean
from deadlinebot.model.milestone import Milestone

LONGEST = 300  # characters of a title that are looked at
_MARKS = re.compile(r"^(?:[\[【][^\]】]*[\]】]\s*)+")
_GLOSS = re.compile(r"\s*[(（][^()（）]*[)）]\s*$")
_YEAR = re.compile(r"(?<![0-9])((?:19|20|21)[0-9]{2})(?![0-9]|[-/.年][0-9])")
_SHORT_YEAR = re.compile(r"(?<=[A-Za-z])\s?['’]([0-9]{2})(?![0-9])")
_EDGES = " \t-–—:：|,，;；·./"
_KINDS = {
    milestone: re.compile("|".join(words), re.IGNORECASE)
    for milestone, words in {
        Milestone.CAMERA_READY: (
            *(r"camera[- ]?ready", r"final (?:version|papers?)\b", r"终稿"),
        ),
        Milestone.REBUTTAL_START: (
            r"(?:rebuttal|response|discussion)(?: period)? (?:start|begin|open)s?",
            r"rebuttal ?开始",
        ),
        Milestone.REBUTTAL_END: (r"rebuttal", r"author (?:response|feedback)"),
        Milestone.NOTIFICATION: (
            *(r"notifications?", r"acceptance", r"decisions?\b", r"results\b"),
            *(r"录用", r"通知", r"结果公布"),
        ),
        Milestone.SUPPLEMENTARY: (r"supplementa\w+(?: materials?)?", r"补充材料"),
        Milestone.COMMITMENT: (r"commitment",),
        Milestone.ABSTRACT: (r"abstracts?\b", r"摘要"),
        Milestone.REGISTRATION: (r"registrations?", r"报名", r"注册"),
        Milestone.DATA_RELEASE: (r"data release", r"数据发布"),
        Milestone.STAGE_START: (r"stage (?:start|begin|open)s?", r"(?:赛|阶段)开始"),
        Milestone.STAGE_END: (
            r"(?:stage|phase)(?: \w+)? (?:deadline|ends?|closes?)",
            r"(?:赛|阶段)截止",
        ),
        Milestone.PAPER: (
            r"(?:full )?papers? (?:deadline|due|submissions?)",
            *(r"submissions?", r"call for (?:papers|proposals)", r"\bcfp\b"),
            *(r"论文截稿", r"截稿", r"投稿截止", r"提交截止", r"征稿"),
            *(r"(?:full )?\bpapers\b", r"deadline", r"\bdue\b", r"截止"),
        ),
        Milestone.EVENT: (
            r"(?:conference|workshop|competition|event) days",
            r"(?:会议|研讨会|比赛|活动)日期",
        ),
    }.items()
}


@dataclass(frozen=True, slots=True)
class Named:
    """What a title says.

    Attributes:
        series: the name of the call; the whole title if nothing else is known.
        year: of the edition; None if it is not in the title.
        milestone: which date; None if no word for one is in it.
        rest: what follows the year, or the name: to tell dates of no kind apart.
    """

    series: str
    year: int | None
    milestone: Milestone | None
    rest: str


def named(summary: str) -> Named:
    """Return what a title says about its call."""
    text = _MARKS.sub("", clean(summary).text[:LONGEST])
    text = _turned(text)
    year, before, after = _split(text)
    body = _GLOSS.sub("", after if year else text)
    kind, word = _kind(body if year else text) or _kind(text) or (None, None)
    if year:
        series = _name(before, word) or _name(body, word)
        rest = body.strip(_EDGES) if _name(before, word) else ""
    else:
        parts = text.partition(word) if word else (text, "", "")
        series = _name(parts[0], None) or _name(parts[2], None)
        rest = ""
    return Named(series or text, year, kind, rest)


def _turned(text: str) -> str:
    """Return "Deadline: EMNLP 2026" as "EMNLP 2026 Deadline"."""
    head, colon, tail = text.replace("：", ":", 1).partition(":")
    ahead = _kind(head)
    if not colon or ahead is None or _split(head)[0]:
        return text
    return tail.strip() if _kind(tail) else f"{tail.strip()} {ahead[1]}"


def _split(text: str) -> tuple[int | None, str, str]:
    """Return the year in *text*, with what stands before and after it."""
    if found := _YEAR.search(text):
        return int(found[1]), text[: found.start()], text[found.end() :]
    if found := _SHORT_YEAR.search(text):
        return 2000 + int(found[1]), text[: found.start()], text[found.end() :]
    return None, text, ""


def _kind(text: str) -> tuple[Milestone, str] | None:
    for milestone, words in _KINDS.items():
        if found := words.search(text):
            return milestone, found[0]
    return None


def _name(text: str, word: str | None) -> str:
    """Return *text* as a name: without the word for the date, and its separators."""
    bare = text.replace(word, " ") if word else text
    return " ".join(_GLOSS.sub("", bare).strip(_EDGES).split())
