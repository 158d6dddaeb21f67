"""What to call calls, milestones and tags."""

from __future__ import annotations

from deadlinebot.model.call import CallKind, Lang
from deadlinebot.model.deadline import Deadline
from deadlinebot.model.milestone import Milestone
from deadlinebot.wording.bilingual import say

_TICK = "✓ "
_LABEL_MAX = 48  # characters; some sources put a whole sentence there

_Words = tuple[str, str]  # zh, en

_KINDS: dict[CallKind, _Words] = {
    CallKind.CONFERENCE: ("会议", "conference"),
    CallKind.JOURNAL: ("期刊", "journal"),
    CallKind.COMPETITION: ("竞赛", "competition"),
    CallKind.WORKSHOP: ("研讨会", "workshop"),
    CallKind.OTHER: ("活动", "event"),
}
_MILESTONES: dict[Milestone, _Words] = {
    Milestone.REGISTRATION: ("报名截止", "registration deadline"),
    Milestone.ABSTRACT: ("摘要截止", "abstract deadline"),
    Milestone.PAPER: ("论文截稿", "paper deadline"),
    Milestone.SUPPLEMENTARY: ("补充材料截止", "supplementary material deadline"),
    Milestone.DATA_RELEASE: ("数据发布", "data release"),
    Milestone.STAGE_START: ("阶段开始", "stage start"),
    Milestone.STAGE_END: ("阶段截止", "stage deadline"),
    Milestone.REBUTTAL_START: ("Rebuttal 开始", "rebuttal start"),
    Milestone.REBUTTAL_END: ("Rebuttal 截止", "rebuttal deadline"),
    Milestone.NOTIFICATION: ("录用通知", "notification"),
    Milestone.CAMERA_READY: ("终稿截止", "camera-ready deadline"),
    Milestone.COMMITMENT: ("Commitment 截止", "commitment deadline"),
    Milestone.EVENT: ("举办日期", "days"),
    Milestone.OTHER: ("日期", "date"),
}
_BY_KIND: dict[tuple[Milestone, CallKind], _Words] = {
    (Milestone.PAPER, CallKind.JOURNAL): ("投稿截止", "submission deadline"),
    (Milestone.PAPER, CallKind.COMPETITION): ("提交截止", "submission deadline"),
    (Milestone.PAPER, CallKind.OTHER): ("提交截止", "submission deadline"),
    (Milestone.NOTIFICATION, CallKind.COMPETITION): ("结果公布", "results"),
    (Milestone.EVENT, CallKind.CONFERENCE): ("会议日期", "conference days"),
    (Milestone.EVENT, CallKind.WORKSHOP): ("研讨会日期", "workshop days"),
    (Milestone.EVENT, CallKind.COMPETITION): ("比赛日期", "competition days"),
    (Milestone.EVENT, CallKind.OTHER): ("活动日期", "event days"),
}
_STAGES: dict[Milestone, _Words] = {  # what follows the name of a stage
    Milestone.STAGE_START: ("开始", " start"),
    Milestone.STAGE_END: ("截止", " deadline"),
    Milestone.EVENT: ("", ""),
    Milestone.OTHER: ("", ""),
}
_SUBJECTS: dict[str, _Words] = {  # CCF's ten fields, as CCF-Deadlines codes them
    "DS": ("体系结构", "architecture"),
    "NW": ("计算机网络", "networks"),
    "SC": ("信息安全", "security"),
    "SE": ("软件工程", "software engineering"),
    "DB": ("数据库与挖掘", "databases & mining"),
    "CT": ("理论", "theory"),
    "CG": ("图形与多媒体", "graphics & multimedia"),
    "AI": ("人工智能", "AI"),
    "HI": ("人机交互", "HCI"),
    "MX": ("交叉新兴", "interdisciplinary"),
}


def deadline_title(deadline: Deadline, lang: Lang) -> str:
    """Return the name of one deadline, in one line; a tick says that it is done.

    ``EMNLP 2026 论文截稿``, ``PETS 2026 paper deadline (round 2 of 3)``,
    ``✓ REG 2026 初赛截止``.
    """
    return _TICK + _title(deadline, lang) if deadline.done else _title(deadline, lang)


def _title(deadline: Deadline, lang: Lang) -> str:
    label = _label(deadline, lang)
    if label and deadline.milestone in _STAGES:
        return f"{deadline.name} {label}" + say(lang, *_STAGES[deadline.milestone])
    name = milestone_name(deadline.milestone, deadline.call.kind, lang)
    title = f"{deadline.name} {name}"
    if not label and deadline.rounds > 1:
        n, m = deadline.round, deadline.rounds
        label = say(lang, f"第 {n}/{m} 轮", f"round {n} of {m}")
    return title + say(lang, f"（{label}）", f" ({label})") if label else title


def _label(deadline: Deadline, lang: Lang) -> str:
    label = " ".join(deadline.label.said(lang).split())
    return label if len(label) <= _LABEL_MAX else label[: _LABEL_MAX - 1] + "…"


def milestone_name(milestone: Milestone, kind: CallKind, lang: Lang) -> str:
    """Return what people call this milestone of such a call."""
    return say(lang, *_BY_KIND.get((milestone, kind), _MILESTONES[milestone]))


def kind_name(kind: CallKind, lang: Lang) -> str:
    """Return what people call such a call."""
    return say(lang, *_KINDS[kind])


def tag_name(tag: str, lang: Lang) -> str:
    """Return a tag in words people know: ``ccf:B`` is ``CCF-B``."""
    key, _, value = tag.partition(":")
    if not value:
        return tag
    if key == "sub":
        return say(lang, *_SUBJECTS.get(value, (value, value)))
    return f"{key.upper()}-{value}"


def tag_line(deadline: Deadline, lang: Lang) -> str:
    """Return all tags and the kind of the call: ``CCF-B · NLP · 会议``."""
    names = (tag_name(tag, lang) for tag in deadline.call.tags)
    return " · ".join(dict.fromkeys((*names, kind_name(deadline.call.kind, lang))))
