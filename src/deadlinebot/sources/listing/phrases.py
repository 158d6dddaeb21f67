"""Phrases: how the page writes dates, and which words say what a date is.

Patterns match folded text (`entries.fold`). They find where a date stands; what it
means, and whether there is such a day, is for `deadlinebot.model.when` to say.
"""

from __future__ import annotations

import re

from deadlinebot.model.call import Title
from deadlinebot.model.milestone import Milestone

_MONTH = r"\b(?i:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_NTH = r"\d{1,2}(?:st|nd|rd|th)?"
_YEAR = r"(?:,?\s\d{4})?(?!\d)"
_FULL = r"\d{4}\s?[-./年]\s?\d{1,2}\s?[-./月]\s?\d{1,2}(?!\d)(?:\s?[日号])?"
_CHINESE = r"\d{1,2}\s?月\s?\d{1,2}\s?[日号]"
_ENGLISH = rf"{_MONTH}\s{_NTH}{_YEAR}|\b{_NTH}\s{_MONTH}{_YEAR}"
_BARE = r"\d{1,2}\.\d{1,2}(?![\d%]|\.\d)"
_DAY = rf"(?<![\d.])(?:{_FULL}|{_CHINESE}|{_ENGLISH}|{_BARE})"
_LAST = rf"{_DAY}|\d{{1,2}}(?![\d:.])(?:\s?[日号])?{_YEAR}"
_TIME = (
    r"(?:,|T|\s?at)?\s?(?:[上下]午|晚上?|中午)?\s?"
    r"\d{1,2}(?::\d{2}(?::\d{2})?|[点时](?:\d{1,2}分?|整|半)?)(?:\s?(?i:[ap]\.?m)\b\.?)?"
)
_ZONE = (
    r"(?:(?i:aoe|anywhere on earth)|(?:UTC|GMT)(?:\s?[-+−–]\s?\d{1,2}(?::?\d{2})?)?"
    r"|Beijing(?: time| Time)?|北京时间|东八区|[PMCE][SD]?T\b|[JKI]ST\b|CES?T\b|HKT\b"
    r"|(?:America|Europe|Asia|Africa|Australia|Pacific|Atlantic)/\w+)"
)
_WAS = r"\s?\((?:原定|原|was|originally|previously)[^)]*\)"
_AFTER = rf"(?:{_TIME})?(?:\s?\(?{_ZONE}\)?)?(?:{_WAS})?"

DATE = re.compile(
    rf"(?:{_ZONE}\s?)?(?P<first>{_DAY})"
    rf"(?:\s?(?:to|until|through|[-–—~至到])\s?(?P<last>{_LAST}))?{_AFTER}"
)
BARE_DATE = re.compile(rf"{_BARE}(?:\s?[-–—~至到]\s?{_BARE})?")
CHECKED = re.compile(rf"(?P<day>{_FULL})\s?(?:核验|核对|核实)")

FULL_DATE = re.compile(_FULL)

_KIND = (
    r"(?:期刊|会议|研讨会|专题|竞赛|项目)?"
    r"(?:征稿|征文|专刊|专辑|专题|[竞比大]赛|挑战赛?|研讨会|会议|期刊|合作)"
)
_BY = r"截止(?:时间|日期)?\s*:?\s*"
_TITLE = rf"(?:之?前)?(?P<kind>{_KIND}(?=\s))?\s+(?P<title>\S.*)"
DEADLINE = re.compile(rf"{_BY}(?P<when>(?:[^\s\d]{{1,12}}\s?)?{_DAY}{_AFTER}){_TITLE}")
UNDATED = re.compile(rf"{_BY}(?P<when>(?:{_ZONE}\s)?\S+?){_TITLE}")

SENTENCE_END = re.compile(r"[。!?；;]|\.(?=\s|$)")
OFFICIAL = re.compile(r"\bofficial\b|官网|官方", re.IGNORECASE)
CATALOGUE = re.compile(r"\b([A-Z][\w.-]+) (?:lists|shows|says|states)\b")
VENUE = re.compile(r"\s+in (?P<venue>[^.;。()]{2,80}?)(?=[.;。]|,? (?:and|with) |$)")
VENUE_ZH = re.compile(r"在(?P<venue>[^\s,。、]{2,20}?)(?:举行|举办|召开)")

# Where a word stands right beside a date, with at most these between.
_JOINT = r"\s?(?:为|于|:|在|时间|日期)?:?\s?"

STAGES = {
    "初赛": Title("Preliminary", "初赛"),
    "预赛": Title("Preliminary", "预赛"),
    "复赛": Title("Semi-final", "复赛"),
    "半决赛": Title("Semi-final", "半决赛"),
    "决赛": Title("Final", "决赛"),
    "preliminary": Title("Preliminary", "初赛"),
    "semi-final": Title("Semi-final", "半决赛"),
    "semifinal": Title("Semi-final", "半决赛"),
    "final": Title("Final", "决赛"),
}
_STAGE = (
    r"(?P<stage>初赛|预赛|复赛|半决赛|决赛|(?i:preliminary|semi-?final)\b"
    r"|(?i:final)(?= (?:round|stage)))"
)
STAGE = re.compile(_STAGE)
STAGE_BEFORE = re.compile(rf"{_STAGE}(?:阶段| round| stage)?{_JOINT}$")
STAGE_AFTER = re.compile(rf"\s?(?:的|前的?)?\s?{_STAGE}")

_SAYS = {
    Milestone.ABSTRACT: r"\babstracts?\b|摘要",
    Milestone.PAPER: (
        r"\b(?:open for |full |long |short |regular )?"
        r"(?:papers?|manuscripts?|submissions?)\b"
        r"|论文|投稿|截稿|征稿|提交"
    ),
    Milestone.SUPPLEMENTARY: r"\bsupplement\w*|补充材料",
    Milestone.NOTIFICATION: r"\bnotif\w+|\bacceptance\b|录用(?:通知)?|通知|结果公布",
    Milestone.CAMERA_READY: r"\bcamera[- ]ready\b|\bfinal versions?\b|终稿|定稿",
    Milestone.EVENT: (
        r"\b(?:conference|workshop|symposium|event)(?: dates?)?\b|\bheld\b"
        r"|\btak(?:es?|ing) place\b"
        r"|会议(?:时间|日期)?|会期|大会|举办|举行|召开"
    ),
    Milestone.REGISTRATION: r"\bregist\w+|报名|注册",
    Milestone.DATA_RELEASE: (
        r"\b(?:training|test|validation|data)(?: (?:data|set|dataset))? releas\w+"
        r"|数据集?(?:发布|开放)|(?:训练|测试|验证)集(?:发布|开放)?"
    ),
    Milestone.REBUTTAL_START: r"\brebuttals? (?:starts?|begins?|opens?)\b",
    Milestone.REBUTTAL_END: r"\brebuttals?(?: ends?)?\b|\bauthor response\b|反驳",
    Milestone.COMMITMENT: r"\bcommitments?\b",
}
WORDS = {m: re.compile(words, re.IGNORECASE) for m, words in _SAYS.items()}
GENERAL = re.compile(r"截止|\bdeadlines?\b|\bdue\b|\buntil\b|\bclos\w+", re.IGNORECASE)
