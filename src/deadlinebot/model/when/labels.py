"""What a day is named: a stage or an event lasts all day, a deadline is a moment."""

from __future__ import annotations

import re

from deadlinebot.model.when.normal import BLANK

_EVENT = re.compile(
    r"初赛|复赛|决赛|预赛|海选|晋级赛|正式赛|总决选|比赛日|赛事|答辩|路演|颁奖|会议|大会|会期"
    r"|开幕|闭幕|论坛|研讨会|峰会|年会|培训|讲座|举行|举办|召开|第[0-9一二三四五六]+阶段"
    r"|\b(?:(?:semi|quarter)?-?finals|(?:semi|quarter)-?final|heats|kick-?off"
    r"|preliminar(?:y|ies)(?: round)?|qualif(?:ier|ying round|ication round)s?"
    r"|final (?:round|stage|phase|event|match)|(?:stage|phase) [0-9]+"
    r"|(?:first|second|third|last|main) stage|conferences?|workshops?|symposium|summit"
    r"|ceremony|hackathon|meetup|meeting|forum|congress|tutorials?|events?|takes? place"
    r"|(?:demo|main|conference|workshop|competition|event) day|(?:will be )?held)\b"
    r"|\bfinal\b(?= ?(?:$|[:,(-]|on\b|is\b|will\b))",
    re.ASCII | re.IGNORECASE,
)
_ACT = re.compile(
    r"截止|截稿|截至|提交|投稿|征稿|报名|注册|通知|公布|发布|录用|之?前$|^之?前|摘要|论文|上传|申请"
    r"|反馈|开放|延期|推迟|延长"
    r"|\b(?:due|deadlines?|submi\w+|until|till|by|before|clos\w+|paper|papers|abstracts?|notif\w+"
    r"|camera|registration|register|opens?|released?|announce\w*|proposals?|extended|accept\w*"
    r"|decisions?|versions?|manuscripts?|results|entries|rebuttal|reviews?|commitment|appl\w+"
    r"|upload|data|cfp)\b",
    re.ASCII | re.IGNORECASE,
)
_BREAK = re.compile(
    r"[,;、。\n|]|(?<![A-Za-z])and(?![A-Za-z])|[和及与]|\. ", re.ASCII | re.IGNORECASE
)
_EDGE = " :()-~\x00\t"


def names_event(before: str, after: str, *, first: bool, last: bool) -> bool:
    """Whether the words around a day call it a stage or an event, no deadline.

    Args:
        before: the text between the day before it, or the start, and the day.
        after: the text between the day and the next, or the end.
        first: no other day stands before it.
        last: no other day stands after it.
    """
    left, right = _left(before, first=first), _right(after, last=last)
    if _ACT.search(left) or _ACT.search(right):
        return False
    return bool(_EVENT.search(left) or _EVENT.search(right))


def names_date(before: str, after: str) -> bool:
    """Whether the words around say that numbers such as ``6.17`` are a date."""
    left, right = _left(before, first=False), _right(after, last=False)
    around = left, right
    return any(_EVENT.search(side) or _ACT.search(side) for side in around)


def _left(before: str, *, first: bool) -> str:
    """Return what the words just before a day call it."""
    text = before.replace(BLANK, " ")
    bare = text.rstrip(_EDGE)
    loose = bare.rstrip(",;")
    cuts = [found.end() for found in _BREAK.finditer(loose)]
    if len(loose) < len(bare) and not first and not cuts:
        return ""  # "2026-05-01 workshop, 2026-06-01": it names the day before it
    return loose[cuts[-1] :] if cuts else loose


def _right(after: str, *, last: bool) -> str:
    """Return what the words just after a day call it."""
    text = after.replace(BLANK, " ")
    bare = text.lstrip(_EDGE)
    loose = bare.lstrip(",")
    cut = _BREAK.search(loose)
    if len(loose) < len(bare) and not last and not cut:
        return ""  # "2026-05-01, workshop 2026-06-01": it names the day after it
    return loose[: cut.start()] if cut else loose
