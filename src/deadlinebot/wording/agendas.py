"""Digests in words: what is coming and what changed, in one message."""

from __future__ import annotations

import json
from datetime import datetime, tzinfo

from deadlinebot.model.agenda import Agenda
from deadlinebot.model.call import Lang
from deadlinebot.model.change import Change, ChangeKind
from deadlinebot.model.deadline import Deadline
from deadlinebot.model.delivery import Delivery
from deadlinebot.model.notice import Item, Notice, Tone
from deadlinebot.wording.bilingual import capital, plural, say
from deadlinebot.wording.changes import Move, change_line, icon, summary
from deadlinebot.wording.items import Pages, item
from deadlinebot.wording.notices import mark_of, on_time, tone_of


def agenda(
    delivery: Delivery,
    listed: Agenda,
    now: datetime,
    *,
    lang: Lang,
    zone: tzinfo,
    links: Pages,
) -> Notice:
    """Return the digest that says *listed*: what is coming by date, then the rest.

    A coming deadline that changed says so in its place.
    """
    now = on_time(delivery, now)
    changes = {change.after.id: change for change in listed.changes}
    coming = [deadline.id for deadline in listed.coming]
    rest = [c.after for key, c in changes.items() if key not in coming]

    def shown(deadline: Deadline) -> Item:
        told = _said(changes.get(deadline.id), zone, lang)
        return item(deadline, now, lang, zone, links, change=told)

    said, mark = _counts(listed, lang), mark_of(delivery, lang)
    items = tuple(shown(deadline) for deadline in (*listed.coming, *rest))
    return Notice(
        id=delivery.id,
        kind=delivery.kind,
        due=delivery.due,
        lead=delivery.lead,
        lang=lang,
        tone=tone_of(listed.coming[0].due, now) if coming else Tone.CHANGED,
        headline=f"{mark}🗓️ {said}" + _alone(items),
        mark=mark,
        accent=said,
        items=items,
        page=links.everything(lang),
    )


def _counts(listed: Agenda, lang: Lang) -> str:
    """Return ``未来 14 天 5 个截止日期，2 处变化``, without what there is none of."""
    due, changed = len(listed.coming), len(listed.changes)
    days = plural(listed.days, "day")
    parts = []
    if due:
        zh = f"未来 {listed.days} 天有 {due} 个截止日期"
        parts.append(say(lang, zh, f"{plural(due, 'deadline')} within {days}"))
    if changed:
        parts.append(say(lang, f"{changed} 处变化", plural(changed, "change")))
    return say(lang, "，", ", ").join(parts)


def _alone(items: tuple[Item, ...]) -> str:
    """Return what the headline must name: of one item alone it is the title."""
    if len(items) != 1:
        return ""
    return " · ".join(("", items[0].title, *filter(None, [items[0].countdown])))


def _said(change: Change | None, zone: tzinfo, lang: Lang) -> str:
    """Return what changed, in one line; empty if nothing did."""
    if change is None:
        return ""
    on = change.at.date()
    move = Move(change.kind, change.old, change.new, on)
    line = change_line(move, zone, lang) or capital(summary(move, zone, lang))
    return f"{icon(change.kind)} {line}"


def new_deadlines(count: int, lang: Lang) -> str:
    """Return how many deadlines are new: ``243 new deadlines``."""
    return say(lang, f"新增 {count} 个截止日期", plural(count, "new deadline"))


def many_added(delivery: Delivery, lang: Lang, links: Pages) -> Notice:
    """Return in one line how many deadlines are new; see `announce.many_added`."""
    count = int(json.loads(delivery.detail)["count"])
    mark = mark_of(delivery, lang)
    said = new_deadlines(count, lang)
    where = ("列表见日历订阅", "The calendar feed lists them.")
    if links.base_url:
        where = (f"列表见 {links.base_url}/", f"They are listed on {links.base_url}/")
    return Notice(
        id=delivery.id,
        kind=delivery.kind,
        due=delivery.due,
        lead=delivery.lead,
        lang=lang,
        tone=Tone.CHANGED,
        headline=f"{mark}{icon(ChangeKind.ADDED)} {said}",
        mark=mark,
        accent=said,
        body=say(lang, *where),
        page=links.everything(lang),
    )
