"""One deadline as it is shown in a message: clocks, quotes, links."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from urllib.parse import quote as percent_encoded

from deadlinebot.model.call import CallKind, Lang, Title
from deadlinebot.model.deadline import Deadline, Status
from deadlinebot.model.notice import Fact, Item, Link
from deadlinebot.model.when.window import Moment
from deadlinebot.wording.bilingual import capital, say
from deadlinebot.wording.clocks import (
    clock,
    countdown,
    days,
    short_countdown,
    zone_label,
)
from deadlinebot.wording.estimates import expected
from deadlinebot.wording.names import deadline_title, tag_line
from deadlinebot.wording.quotes import doubt, provenance, stated


@dataclass(frozen=True, slots=True)
class Pages:
    """Where our own pages are.

    Attributes:
        base_url: the address under which the readers of a channel can open us,
            without a slash at its end; None if nobody outside can.
    """

    base_url: str | None = None

    def of(self, deadline: Deadline, lang: Lang) -> tuple[Link, ...]:
        """Return the links of one deadline, the most useful first."""
        links = []
        if self.base_url:
            page = f"{self.base_url}/d/{percent_encoded(deadline.id, safe='')}"
            links.append(Link(say(lang, "详情", "Details"), page))
        if deadline.link and deadline.link.startswith(("https://", "http://")):
            links.append(Link(_source_label(deadline, lang), deadline.link))
        if self.base_url:
            feed = f"{self.base_url}/feeds/all.ics"
            links.append(Link(say(lang, "加入日历", "Calendar"), feed))
        return tuple(links)

    def everything(self, lang: Lang) -> Link | None:
        """Return the link to the page that lists every deadline."""
        if not self.base_url:
            return None
        return Link(say(lang, "全部截止日期", "All deadlines"), f"{self.base_url}/")


def _source_label(deadline: Deadline, lang: Lang) -> str:
    match deadline.call.kind:
        case CallKind.CONFERENCE | CallKind.JOURNAL | CallKind.WORKSHOP:
            return say(lang, "征稿原文", "CFP")
        case CallKind.COMPETITION:
            return say(lang, "竞赛主页", "Competition page")
        case CallKind.OTHER:
            return say(lang, "官网", "Website")


def item(
    deadline: Deadline,
    now: datetime,
    lang: Lang,
    zone: tzinfo,
    pages: Pages,
    *,
    change: str = "",
    note: str = "",
) -> Item:
    """Return *deadline* in words.

    Args:
        deadline: what to show.
        now: for the countdown.
        lang: of every text.
        zone: of the first clock.
        pages: where our own pages are.
        change: what changed, in one line.
        note: what else belongs beside the source, such as the lead.
    """
    withdrawn = deadline.status is Status.WITHDRAWN
    live = deadline.due is not None and not withdrawn
    source = capital(provenance(deadline, lang))
    return Item(
        id=deadline.id,
        title=deadline_title(deadline, lang),
        countdown=countdown(deadline.due, now, lang) if live and deadline.due else "",
        short=short_countdown(deadline.due, now, lang) if live and deadline.due else "",
        due=deadline.due if live else None,
        home=_home(deadline, zone, lang),
        stated=Fact(say(lang, "原文时间", "As stated"), stated(deadline, lang)),
        local_label=say(lang, "你的时区", "Your time"),
        change=change,
        flag="" if withdrawn else capital(doubt(deadline, zone, lang)),
        tags=Fact(say(lang, "标签", "Tags"), tag_line(deadline, lang)),
        links=pages.of(deadline, lang),
        provenance=f"{source} · {note}" if note else source,
        titles=Title(
            deadline_title(deadline, Lang.EN), deadline_title(deadline, Lang.ZH)
        ),
        revision=deadline.sequence,
        status=str(deadline.status),
        assumed=tuple(map(str, deadline.assumed)),
    )


def _home(deadline: Deadline, zone: tzinfo, lang: Lang) -> Fact:
    label = zone_label(zone, lang)
    if deadline.status is Status.WITHDRAWN:
        label = say(lang, f"原定{label}", f"Was due, {label}")
    if deadline.due is None:
        label = say(lang, "日期", "Days")
        return Fact(label, _undated(deadline, lang))
    shown = clock(deadline.due, zone, lang)
    return Fact(label, shown + _shift(deadline, zone, lang))


def _undated(deadline: Deadline, lang: Lang) -> str:
    if deadline.span:
        return days(deadline.span, lang)
    if deadline.estimate:
        return expected(deadline.estimate, lang)
    return say(lang, "待定", "to be announced")


def _shift(deadline: Deadline, zone: tzinfo, lang: Lang) -> str:
    """Return a mark if the home day is not the day that the source wrote."""
    written = _written_day(deadline)
    if deadline.due is None or written is None:
        return ""
    match (deadline.due.astimezone(zone).date() - written).days:
        case 0:
            return ""
        case 1:
            return say(lang, "（次日）", " (next day)")
        case -1:
            return say(lang, "（前一日）", " (previous day)")
        case n:
            return say(lang, f"（{n:+d} 天）", f" ({n:+d} days)")


def _written_day(deadline: Deadline) -> date | None:
    reading = deadline.stated.reading
    return reading.wall.day if isinstance(reading, Moment) else None
