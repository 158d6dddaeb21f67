"""Details: everything that is known of one deadline, for people."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, tzinfo

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from deadlinebot import wording
from deadlinebot.cli.screen import plain
from deadlinebot.cli.tables import table_of
from deadlinebot.cli.view import View
from deadlinebot.model.change import Change
from deadlinebot.model.deadline import Deadline
from deadlinebot.model.rezoned import zone_rules_changed
from deadlinebot.model.when import named
from deadlinebot.wording.bilingual import say
from deadlinebot.wording.changes import Move, change_line, summary

_ZONES = (  # from west to east; where those who write calls live
    *("UTC-12", "America/Los_Angeles", "America/New_York", "UTC"),
    *("Europe/London", "Europe/Paris", "Asia/Kolkata", "Asia/Shanghai"),
    *("Asia/Tokyo", "Australia/Sydney"),
)


def details(
    deadline: Deadline, history: Sequence[Change], view: View, now: datetime
) -> RenderableType:
    """Return *deadline* in full: clocks, doubts, claims, history."""
    return Group(*_parts(deadline, history, view, now), "")


def _parts(
    deadline: Deadline, history: Sequence[Change], view: View, now: datetime
) -> Iterable[RenderableType]:
    lang = view.lang
    yield from heading(deadline, view, now)
    if deadline.due:
        yield section(say(lang, "世界各地", "Around the world"))
        yield _clocks(deadline.due, view)
    yield section(say(lang, "出处", "Claims"))
    yield claims(deadline, view)
    if history:
        yield section(say(lang, "变更记录", "History"))
        yield _changes(history, view)


def heading(deadline: Deadline, view: View, now: datetime) -> Iterable[RenderableType]:
    """Yield what *deadline* is, when, and what is in doubt."""
    lang = view.lang
    item = wording.item(deadline, now, lang, view.zone, wording.Pages())
    yield Text(plain(item.title), style="bold")
    yield Text(
        f"{deadline.id}  ·  {plain(deadline.call.title.said(lang))}", style="dim"
    )
    facts = Table.grid(padding=(0, 2, 0, 0))
    for fact in (item.home, item.stated, item.tags):
        facts.add_row(Text(fact.label, style="dim"), plain(fact.value))
    if item.countdown:
        facts.add_row("", Text(item.countdown, style="cyan"))
    if item.flag:
        facts.add_row(Text(say(lang, "注意", "Mind"), style="dim"), plain(item.flag))
    if deadline.link:
        facts.add_row(
            Text(say(lang, "链接", "Link"), style="dim"), plain(deadline.link)
        )
    yield facts


def section(words: str) -> Text:
    """Return the head of a part."""
    return Text(f"\n{words}", style="dim")


def _clocks(due: datetime, view: View) -> Table:
    grid = Table.grid(padding=(0, 2, 0, 0))
    zones = {str(zone): zone for zone in (view.zone, *map(named, _ZONES))}
    for zone in sorted(zones.values(), key=lambda z: _offset(due, z)):
        grid.add_row(str(zone), wording.clock(due, zone, view.lang))
    return grid


def _offset(due: datetime, zone: tzinfo) -> float:
    offset = due.astimezone(zone).utcoffset()
    return offset.total_seconds() if offset else 0.0


def claims(deadline: Deadline, view: View) -> Table:
    """Return what each source states, as written, and where."""
    lang = view.lang
    table = table_of(
        say(lang, "来源", "Source"),
        say(lang, "核对", "Checked"),
        say(lang, "原文", "Text"),
        say(lang, "位置", "Place"),
    )
    for claim in deadline.claims:
        checked = claim.checked.isoformat() if claim.checked else ""
        quote = Text(plain(wording.quote(claim)))
        table.add_row(
            plain(claim.source), checked, quote, Text(plain(str(claim.place)))
        )
    return table


def _changes(history: Sequence[Change], view: View) -> Table:
    grid = Table.grid(padding=(0, 2, 0, 0))
    for change in history:
        rezoned = zone_rules_changed(change.before, change.after)
        move = Move(change.kind, change.old, change.new, change.at.date(), rezoned)
        when = change.at.astimezone(view.zone).date().isoformat()
        said = change_line(move, view.zone, view.lang)
        grid.add_row(when, plain(said or summary(move, view.zone, view.lang)))
    return grid
