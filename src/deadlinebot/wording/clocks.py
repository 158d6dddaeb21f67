"""Instants, days and countdowns in words.

Own code where the libraries are wrong: babel and humanize round 29 days and 23 hours
up to a month, and a countdown must never promise more time than there is.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta, tzinfo

from deadlinebot.model.call import Lang
from deadlinebot.model.when.window import Span
from deadlinebot.wording.bilingual import plural, say

_WEEKDAYS_ZH = "一二三四五六日"
_WEEKDAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS_EN = (
    *("Jan", "Feb", "Mar", "Apr", "May", "Jun"),
    *("Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
)
_UNITS = (("天", "day", 86_400), ("小时", "hour", 3_600), ("分钟", "minute", 60))


def clock(instant: datetime, zone: tzinfo, lang: Lang) -> str:
    """Return *instant* on a clock of *zone*, with its weekday.

    ``2026-05-26（周二）19:59`` or ``Tue 2026-05-26 19:59``. Seconds are shown only
    when they say something: 23:59:59 is what people write as 23:59.
    """
    wall = instant.astimezone(zone)
    seconds = "" if wall.second in {0, 59} else f":{wall:%S}"
    return f"{day(wall.date(), lang)}{say(lang, '', ' ')}{wall:%H:%M}{seconds}"


def day(of: date, lang: Lang) -> str:
    """Return a day with its weekday: ``2026-05-26（周二）``, ``Tue 2026-05-26``."""
    if lang is Lang.ZH:
        return f"{of.isoformat()}（周{_WEEKDAYS_ZH[of.weekday()]}）"
    return f"{_WEEKDAYS_EN[of.weekday()]} {of.isoformat()}"


def short_day(of: date, lang: Lang) -> str:
    """Return a day of a year that is clear: ``5月26日``, ``26 May``."""
    return say(lang, f"{of.month}月{of.day}日", f"{of.day} {_MONTHS_EN[of.month - 1]}")


def days(span: Span, lang: Lang) -> str:
    """Return the days of *span*, both ends included."""
    if span.start == span.end:
        return day(span.start, lang)
    return day(span.start, lang) + say(lang, " 至 ", " to ") + day(span.end, lang)


def countdown(due: datetime, now: datetime, lang: Lang) -> str:
    """Return the time left in two units, floored: ``还有 6 天 10 小时``.

    Below one hour it is minutes; at and after *due* it says that it is over.
    """
    left = due - now
    if left <= timedelta(0):
        return say(lang, "已截止", "passed")
    if left < timedelta(minutes=1):
        return say(lang, "不到 1 分钟", "less than a minute left")
    spoken = duration(left, lang)
    return say(lang, f"还有 {spoken}", f"{spoken} left")


def short_countdown(due: datetime, now: datetime, lang: Lang) -> str:
    """Return the first unit of the countdown alone, for a big figure: ``6 天``."""
    left = due - now
    if left <= timedelta(0):
        return say(lang, "已截止", "passed")
    if left < timedelta(minutes=1):
        return say(lang, "<1 分钟", "<1 minute")
    return _counted(left, lang)[0]


def duration(length: timedelta, lang: Lang) -> str:
    """Return a length of time in its two greatest units, floored.

    ``6 天 10 小时``, ``10 小时 5 分钟``, ``45 分钟``; nothing at all is zero minutes.
    """
    return " ".join(_counted(length, lang))


def _counted(length: timedelta, lang: Lang) -> list[str]:
    rest = int(length.total_seconds())
    counts = []
    for _, _, size in _UNITS:
        count, rest = divmod(rest, size)
        counts.append(count)
    first = next((i for i, count in enumerate(counts) if count), len(_UNITS) - 1)
    return [
        say(lang, f"{counts[i]} {_UNITS[i][0]}", plural(counts[i], _UNITS[i][1]))
        for i in range(first, min(first + 2, len(_UNITS)))
        if counts[i] or i == first
    ]


def zone_label(zone: tzinfo, lang: Lang) -> str:
    """Return what to call the clock of *zone*: ``北京时间``, ``Berlin time``."""
    name = str(zone)
    if name == "Asia/Shanghai":
        return say(lang, "北京时间", "Beijing time")
    city = name.rsplit("/", 1)[-1].replace("_", " ")
    return say(lang, f"{city} 时间", f"{city} time")
