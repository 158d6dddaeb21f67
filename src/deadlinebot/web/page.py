"""Pages: the deadlines as people read them, on the server, without a script."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from deadlinebot import wording
from deadlinebot.config import Settings
from deadlinebot.engine.explain import Explained, Step
from deadlinebot.engine.published import Published
from deadlinebot.model.call import Lang
from deadlinebot.model.deadline import Deadline, Status
from deadlinebot.model.feed import in_horizon
from deadlinebot.model.mute import Mute, in_force
from deadlinebot.model.when import named
from deadlinebot.wording.bilingual import say
from deadlinebot.wording.page import GROUPS, TEXTS

_TEMPLATES = Environment(
    loader=PackageLoader("deadlinebot.web"),
    autoescape=select_autoescape(default=True, default_for_string=True),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@dataclass(frozen=True, slots=True)
class Row:
    """One deadline on a page; every text is escaped by the template.

    Attributes:
        deadline: the deadline itself.
        title: what it is.
        countdown: how long is left; empty if it passed or has no date.
        home: its instant on the home clock, or its days.
        stated: as written.
        flag: what is assumed or in conflict.
        tags: in words.
        provenance: who says so.
        mark: the class of its colour.
    """

    deadline: Deadline
    title: str
    countdown: str
    home: str
    stated: str
    flag: str
    tags: str
    provenance: str
    mark: str


def list_page(
    published: Published, settings: Settings, lang: Lang, now: datetime
) -> str:
    """Return the page of all deadlines within the horizon, the next one first."""
    config = settings.config
    shown = [
        d
        for d in published.deadlines
        if d.window is None or in_horizon(d, now, config.horizon)
    ]
    groups: dict[str, list[Row]] = {name: [] for name in GROUPS}
    for deadline in shown:
        groups[_group(deadline, now)].append(_row(deadline, settings, lang, now))
    held = [p for report in published.reports.values() for p in report.all_problems]
    down = [
        (wording.alarm_line(r.alarm or wording.Alarm.SOURCE_FAILED, r.name, lang), r)
        for r in published.reports.values()
        if r.error
    ]
    return _TEMPLATES.get_template("list.html").render(
        lang=lang.value,
        text=TEXTS[lang],
        groups={GROUPS[name][lang]: rows for name, rows in groups.items() if rows},
        upcoming=_upcoming(groups),
        feeds=sorted(published.feeds),
        zone=wording.zone_label(named(config.home), lang),
        clock=wording.clock(now.replace(second=0), named(config.home), lang),
        held=held,
        down=down,
        other=Lang.EN if lang is Lang.ZH else Lang.ZH,
    )


def _upcoming(groups: Mapping[str, Sequence[Row]]) -> Row | None:
    """Return the next one by which something is left to do."""
    ahead = (*groups["week"], *groups["month"], *groups["later"])
    return next((row for row in ahead if not row.deadline.done), None)


def item_page(
    explained: Explained,
    mutes: Sequence[Mute],
    settings: Settings,
    lang: Lang,
    now: datetime,
) -> str:
    """Return the page of one deadline: every clock, reminder and claim.

    Args:
        explained: the deadline, as readers see it, and its reminders.
        mutes: what people said of it.
        settings: the configuration in force.
        lang: the language.
        now: the present.
    """
    deadline, home = explained.deadline, named(settings.config.home)
    zones = dict.fromkeys(
        (settings.config.home, "UTC", "AoE", "America/New_York", "Europe/Berlin")
    )
    due = deadline.due
    clocks = [
        (wording.zone_label(named(name), lang), wording.clock(due, named(name), lang))
        for name in zones
        if due
    ]
    return _TEMPLATES.get_template("item.html").render(
        lang=lang.value,
        text=TEXTS[lang],
        row=_row(deadline, settings, lang, now),
        clocks=clocks,
        doubt=wording.doubt(deadline, home, lang),
        said=[wording.muted(word, lang, home) for word in in_force(mutes)],
        reminders=[_reminder(step, home, lang) for step in explained.steps],
        claims=[(claim, wording.quote(claim)) for claim in deadline.claims],
        other=Lang.EN if lang is Lang.ZH else Lang.ZH,
        quote=quote,
    )


def _reminder(step: Step, home: tzinfo, lang: Lang) -> tuple[str, str, str]:
    """Return when, where and what becomes of it; not why a service refused it."""
    rung, sent = step.rung, step.delivery
    plain = replace(sent, error="") if sent else None
    where = f"{rung.channel} · {rung.route} · {rung.lead.text}"
    return (
        wording.clock(rung.at, home, lang),
        where,
        wording.rung_fate(rung, plain, home, lang),
    )


def _row(deadline: Deadline, settings: Settings, lang: Lang, now: datetime) -> Row:
    due = deadline.due
    home = named(settings.config.home)
    if due:
        shown = wording.clock(due, home, lang)
    elif deadline.span:
        shown = wording.days(deadline.span, lang)
    elif deadline.estimate:
        shown = wording.expected(deadline.estimate, lang)
    else:
        shown = say(lang, "日期待定", "date to be announced")
    return Row(
        deadline=deadline,
        title=wording.deadline_title(deadline, lang),
        countdown=wording.countdown(due, now, lang) if due and due > now else "",
        home=shown,
        stated=wording.stated(deadline, lang),
        flag=wording.flag(deadline, lang),
        tags=wording.tag_line(deadline, lang),
        provenance=wording.provenance(deadline, lang),
        mark=_mark(deadline, now),
    )


def _mark(deadline: Deadline, now: datetime) -> str:
    if deadline.status is Status.WITHDRAWN:
        return "gone"
    if deadline.done:
        return "done"
    due = deadline.due
    if due is None or due <= now:
        return "calm"
    if due - now <= timedelta(days=1):
        return "urgent"
    return "soon" if due - now <= timedelta(days=3) else "calm"


def _group(deadline: Deadline, now: datetime) -> str:
    due = deadline.due
    if due is None and deadline.span is None:
        return "undated"
    if due is None and deadline.span:
        return "past" if deadline.span.end < now.date() else "event"
    if due is None or due <= now:
        return "past"
    if due - now <= timedelta(days=7):
        return "week"
    return "month" if due - now <= timedelta(days=30) else "later"
