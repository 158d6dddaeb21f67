"""Notices: reminders, changes, digests and alarms, worded when they are sent."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta, tzinfo
from enum import StrEnum

from deadlinebot.model.call import Lang
from deadlinebot.model.change import ChangeKind
from deadlinebot.model.deadline import Deadline
from deadlinebot.model.delivery import Delivery
from deadlinebot.model.lead import SNOOZED, lead
from deadlinebot.model.notice import Notice, Tone
from deadlinebot.wording.bilingual import capital, plural, say
from deadlinebot.wording.changes import (
    change_line,
    icon,
    read_move,
    summary,
    tone,
)
from deadlinebot.wording.clocks import countdown, short_day
from deadlinebot.wording.items import Pages, item
from deadlinebot.wording.names import deadline_title

_URGENCY = (Tone.URGENT, Tone.SOON, Tone.CHANGED, Tone.WITHDRAWN, Tone.CALM)
_LATE_AFTER = timedelta(minutes=10)
_LEAD_UNITS = {
    "w": ("周", "week"),
    "d": ("天", "day"),
    "h": ("小时", "hour"),
    "m": ("分钟", "minute"),
    "wd": ("个工作日", "working-day"),
}


class Alarm(StrEnum):
    """What an operator must hear of."""

    CHANNEL_DEAD = "channel_dead"
    SOURCE_FAILED = "source_failed"
    SOURCE_EMPTY = "source_empty"
    SOURCE_SHRUNK = "source_shrunk"
    SOURCE_STALE = "source_stale"
    SOURCE_RECOVERED = "source_recovered"
    VANISHED = "vanished"
    MESSAGE_REFUSED = "message_refused"
    MISSED = "missed"
    UNROUTED = "unrouted"


def is_late(delivery: Delivery, now: datetime) -> bool:
    """Return whether *delivery*, sent at *now*, comes so late that it must say so."""
    return now - delivery.due > _LATE_AFTER


def reminder(
    delivery: Delivery,
    deadline: Deadline,
    now: datetime,
    *,
    lang: Lang,
    zone: tzinfo,
    links: Pages,
) -> Notice:
    """Return a reminder of *deadline*, with the time that is left at *now*."""
    now = on_time(delivery, now)
    left = countdown(deadline.due, now, lang) if deadline.due else ""
    title = deadline_title(deadline, lang)
    shown = item(deadline, now, lang, zone, links, note=_lead_note(delivery.lead, lang))
    mark = mark_of(delivery, lang)
    late = (
        say(lang, "（迟到的提醒）", "(late reminder) ")
        if is_late(delivery, now)
        else ""
    )
    return Notice(
        id=delivery.id,
        kind=delivery.kind,
        due=delivery.due,
        lead=delivery.lead,
        lang=lang,
        tone=tone_of(deadline.due, now),
        headline=mark + late + (f"⏰ {left} · {title}" if left else title),
        mark=mark,
        late=late,
        accent=left,
        items=(shown,),
    )


def on_time(delivery: Delivery, now: datetime) -> datetime:
    """Return the planned instant for what is sent within a minute of it.

    Else every reminder of 3 days, a second late, would say 2 days 23 hours.
    """
    late = now - delivery.due
    return delivery.due if timedelta(0) <= late < timedelta(minutes=1) else now


def tone_of(due: datetime | None, now: datetime) -> Tone:
    """Return how urgent it is at *now* that something is due at *due*."""
    if due is None or due - now > timedelta(days=3):
        return Tone.CALM
    return Tone.SOON if due - now > timedelta(days=1) else Tone.URGENT


def _lead_note(text: str, lang: Lang) -> str:
    """Return the configured lead in words: ``提前 3 天提醒``; empty if it is none."""
    if text == SNOOZED.text:
        return say(lang, "按你的要求稍后提醒", "snoozed until now")
    try:
        ahead = lead(text)
    except ValueError:
        return ""
    if not ahead.count:
        return say(lang, "当天提醒", "same-day reminder")
    zh, en = _LEAD_UNITS[ahead.unit]
    return say(lang, f"提前 {ahead.count} {zh}提醒", f"{ahead.count}-{en} reminder")


def change(
    delivery: Delivery,
    deadline: Deadline,
    now: datetime,
    *,
    lang: Lang,
    zone: tzinfo,
    links: Pages,
) -> Notice:
    """Return the announcement of a change; see `changes.read_move` for its detail."""
    move = read_move(delivery, deadline)
    said = capital(summary(move, zone, lang))
    seen = ""
    if move.on and move.kind is not ChangeKind.ADDED:
        learned = short_day(move.on, lang)
        seen = say(lang, f"{learned}得知", f"learned on {learned}")
    shown = item(
        deadline,
        now,
        lang,
        zone,
        links,
        change=change_line(move, zone, lang),
        note=seen,
    )
    mark = mark_of(delivery, lang)
    return Notice(
        id=delivery.id,
        kind=delivery.kind,
        due=delivery.due,
        lead=delivery.lead,
        lang=lang,
        tone=tone(move.kind),
        headline=f"{mark}{icon(move.kind)} {said} · {shown.title}",
        mark=mark,
        accent=said,
        items=(shown,),
    )


def digest(
    delivery: Delivery, notices: Sequence[Notice], lang: Lang, links: Pages
) -> Notice:
    """Return one message that says all of *notices*, the most urgent first.

    Args:
        delivery: of the digest itself.
        notices: at least one, in the language *lang*.
        lang: the language.
        links: where our own pages are.
    """
    ordered = sorted(notices, key=_urgency)
    items = tuple(shown for notice in ordered for shown in notice.items)
    count = say(lang, f"{len(items)} 条截止消息", plural(len(items), "deadline notice"))
    mark = mark_of(delivery, lang)
    late = next((notice.late for notice in ordered if notice.late), "")
    return Notice(
        id=delivery.id,
        kind=delivery.kind,
        due=delivery.due,
        lead=delivery.lead,
        lang=lang,
        tone=ordered[0].tone,
        headline=f"{mark}{late}🗓️ {count}",
        mark=mark,
        late=late,
        accent=count,
        items=items,
        page=links.everything(lang),
    )


def _urgency(notice: Notice) -> tuple[int, str]:
    due = min((i.due.isoformat() for i in notice.items if i.due), default="9")
    return _URGENCY.index(notice.tone), due


def alarm(delivery: Delivery, lang: Lang) -> Notice:
    """Return a message to the operator.

    The delivery's detail is JSON: ``{"alarm", "name", "reason"}``: an `Alarm`, the
    channel, source or deadline that it is about, and what to know and do.
    """
    detail: Mapping[str, str] = json.loads(delivery.detail)
    what = Alarm(detail["alarm"])
    mark = mark_of(delivery, lang)
    return Notice(
        id=delivery.id,
        kind=delivery.kind,
        due=delivery.due,
        lead=delivery.lead,
        lang=lang,
        tone=Tone.CALM if what is Alarm.SOURCE_RECOVERED else Tone.URGENT,
        headline=mark + alarm_line(what, detail.get("name", ""), lang),
        mark=mark,
        body=detail.get("reason", ""),
    )


def alarm_line(what: Alarm, name: str, lang: Lang) -> str:
    """Return in one line *what* happened to the channel or source *name*."""
    return say(lang, *_ALARMS[what]).format(name=name)


_ALARMS: dict[Alarm, tuple[str, str]] = {
    Alarm.CHANNEL_DEAD: (
        "⚠️ 通道 {name} 已停用，待发消息暂存",
        "⚠️ Channel {name} is down; its messages are held",
    ),
    Alarm.SOURCE_FAILED: (
        "⚠️ 来源 {name} 无法读取，沿用上次的数据",
        "⚠️ Source {name} cannot be read; its last data stay",
    ),
    Alarm.SOURCE_EMPTY: (
        "⚠️ 来源 {name} 空了，沿用上次的数据",
        "⚠️ Source {name} is empty; its last data stay",
    ),
    Alarm.SOURCE_SHRUNK: (
        "⚠️ 来源 {name} 突然缩水，未采用",
        "⚠️ Source {name} has shrunk; its last data stay",
    ),
    Alarm.SOURCE_STALE: (
        "⚠️ 来源 {name} 很久没有更新",
        "⚠️ Source {name} has not changed for long",
    ),
    Alarm.SOURCE_RECOVERED: (
        "✅ 来源 {name} 已恢复正常",
        "✅ Source {name} is well again",
    ),
    Alarm.VANISHED: (
        "⚠️ 来源 {name} 不再列出部分截止日期，仍照常提醒",
        "⚠️ Source {name} no longer lists some deadlines; their reminders stay",
    ),
    Alarm.MESSAGE_REFUSED: (
        "⚠️ 通道 {name} 拒收一条消息",
        "⚠️ Channel {name} refused a message",
    ),
    Alarm.MISSED: (
        "⚠️ 通道 {name} 有提醒没能在截止前送出",
        "⚠️ Channel {name}: reminders that did not go out before their deadlines",
    ),
    Alarm.UNROUTED: (
        "⚠️ {name} 个新截止日期未分派给任何路由，不会提醒",
        "⚠️ No route takes these new deadlines, nobody is reminded: {name}",
    ),
}


def mark_of(delivery: Delivery, lang: Lang) -> str:
    """Return the repeat mark if an earlier attempt may have arrived, else nothing."""
    if not delivery.maybe_sent:
        return ""
    return say(lang, "（可能重复）", "(may be a repeat) ")
