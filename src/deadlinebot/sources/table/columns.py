"""Columns of a table: what each header means, in English and Chinese."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from deadlinebot.document import Scalar
from deadlinebot.model.milestone import Milestone
from deadlinebot.model.when import Unreadable, read

FACTS = {
    "series": "series|name|acronym|conference|call|title|会议|会议名称|名称|简称|竞赛"
    "|期刊|系列",
    "full_name": "full name|full title|description|全称|会议全称|描述|说明",
    "year": "year|edition|年份|年度|年|届",
    "timezone": "timezone|time zone|tz|zone|时区",
    "link": "link|url|website|homepage|web|cfp link|链接|网址|网站|官网|主页",
    "place": "place|venue|location|city|地点|城市|会场|举办地",
    "tags": "tags|tag|topic|topics|area|field|标签|领域|方向",
    "ccf": "ccf|ccf rank|rank|ccf等级|ccf 等级|ccf类别|级别|等级",
    "kind": "kind|category|类别|种类",
    "type": "type|milestone|deadline type|里程碑|类型|节点",
    "label": "label|round|track|轮次|赛道|阶段",
    "start": "start|start date|begin|开始|开始日期|开会",
    "end": "end|end date|结束|结束日期",
    "days": "conference date|conference dates|conference days|event date|event dates"
    "|event|days|dates|会议日期|会议时间|举办日期|举办时间|会期",
    "date": "date|when|日期|时间",
}
MILESTONES = {
    Milestone.PAPER: "paper|papers|paper deadline|paper submission|full paper"
    "|submission|submission deadline|paper submission deadline|deadline|due|due date"
    "|截稿|截稿日期|截稿时间|截止|截止日期|截止时间|论文截稿|论文截止|投稿截止|提交截止|ddl",
    Milestone.ABSTRACT: "abstract|abstracts|abstract deadline|abstract submission|摘要"
    "|摘要截止|摘要截止日期|摘要提交",
    Milestone.REGISTRATION: "registration|registration deadline|报名|报名截止"
    "|注册|注册截止",
    Milestone.SUPPLEMENTARY: "supplementary|supplementary material|supplement"
    "|supplementary materials|补充材料|补充材料截止",
    Milestone.DATA_RELEASE: "data release|数据发布",
    Milestone.STAGE_START: "stage start|阶段开始",
    Milestone.STAGE_END: "stage end|stage deadline|初赛截止|复赛截止|决赛截止|阶段截止",
    Milestone.REBUTTAL_START: "rebuttal start|rebuttal 开始|rebuttal开始|答辩开始",
    Milestone.REBUTTAL_END: "rebuttal|rebuttal end|rebuttal deadline|author response"
    "|rebuttal 截止|rebuttal截止|答辩截止",
    Milestone.NOTIFICATION: "notification|notification date|notification of acceptance"
    "|author notification|decision|decisions|acceptance|通知|录用|录用通知"
    "|通知日期|结果公布",
    Milestone.CAMERA_READY: "camera ready|camera ready deadline|final version|终稿"
    "|终稿截止|定稿",
    Milestone.COMMITMENT: "commitment|commitment deadline|commitment 截止",
}
_FACTS = {word: key for key, words in FACTS.items() for word in words.split("|")}
_KINDS = {word: kind for kind, words in MILESTONES.items() for word in words.split("|")}
_GLOSS = re.compile(r"(.*?)\s*\(([^()]+)\)\s*")
_NUMBER = re.compile(r"(?:(?:round|r) ?)?\d{1,2}$|第.{1,2}轮$")
_DATED = re.compile(r"(?:19|20|21)\d\d ?[-/.年] ?\d{1,2} ?[-/.月] ?\d{1,2}", re.ASCII)
_ANY_DATE = "2026-01-15 12:00"  # to try a zone on


@dataclass(frozen=True, slots=True)
class Column:
    """What the cells of a column state.

    Attributes:
        header: where it is named.
        fact: which fact of a call; None if they are dates, or nothing we know.
        milestone: which date, if they are dates.
        zone: the zone that the header names for them: ``Deadline (AoE)``.
    """

    header: Scalar
    fact: str | None = None
    milestone: Milestone | None = None
    zone: Scalar | None = None

    @property
    def known(self) -> bool:
        """Whether its cells are read."""
        return self.fact is not None or self.milestone is not None


def column(header: Scalar) -> Column:
    """Return what *header* means."""
    text = unicodedata.normalize("NFKC", header.text or "")
    zone = None
    if (found := _GLOSS.fullmatch(text)) and _is_zone(found[2]):
        zone = Scalar(header.source, header.line, header.column, found[2])
    word = _word(found[1] if found else text)
    if fact := _FACTS.get(word):
        return Column(header, fact, None, zone)
    return Column(header, None, milestone(word), zone)


def milestone(text: str) -> Milestone | None:
    """Return the milestone that a header, or a cell, names; None if it is none."""
    word = _word(text)
    return _KINDS.get(word) or _KINDS.get(_NUMBER.sub("", word).strip())


def dated(cell: Scalar) -> bool:
    """Whether a cell states a day: then no column of such is left unread."""
    return bool(_DATED.search((cell.text or "")[:100]))


def _word(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(re.sub(r"[\W_]+", " ", folded).split())


def _is_zone(text: str) -> bool:
    try:
        read(_ANY_DATE, today=date(2026, 1, 1), zone=text)
    except Unreadable:
        return False
    return True
