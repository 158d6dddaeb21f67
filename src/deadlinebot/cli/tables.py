"""Tables: deadlines and deliveries laid out for the width that there is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.table import Table
from rich.text import Text

from deadlinebot import wording
from deadlinebot.cli.outlook import Line
from deadlinebot.cli.screen import plain
from deadlinebot.cli.view import View
from deadlinebot.model.deadline import Deadline, Status
from deadlinebot.model.notice import Item
from deadlinebot.wording.bilingual import say

_WIDE = 118  # cells that the five columns need to be read with ease
_BAD = frozenset({Status.CONFLICTING, Status.WITHDRAWN, Status.VANISHED})


class Agenda:
    """Deadlines in order: five columns where they fit, else a few lines for each."""

    def __init__(
        self, deadlines: Sequence[Deadline], view: View, now: datetime
    ) -> None:
        self._deadlines = deadlines
        self._view = view
        self._now = now

    def __rich_console__(
        self, _console: Console, options: ConsoleOptions
    ) -> RenderResult:
        """Yield what fits into the console."""
        yield _heading(self._view, self._now)
        yield ""
        if options.max_width >= _WIDE:
            yield self._columns()
        else:
            for deadline in self._deadlines:
                yield from self._lines(deadline)

    def _columns(self) -> Table:
        lang = self._view.lang
        table = table_of(
            say(lang, "倒计时", "Countdown"),
            wording.zone_label(self._view.zone, lang),
            say(lang, "原文时间", "As stated"),
            say(lang, "截止事项", "Deadline"),
            say(lang, "注意", "Mind"),
        )
        for deadline in self._deadlines:
            item = self._item(deadline)
            table.add_row(
                _countdown(item),
                plain(item.home.value),
                plain(item.stated.value),
                Text(plain(item.title), style="bold"),
                _flag(deadline, self._view),
            )
        return table

    def _lines(self, deadline: Deadline) -> Iterable[RenderableType]:
        item = self._item(deadline)
        title = Text(plain(item.title), style="bold")
        yield Text("  ").join((_countdown(item), title)) if item.countdown else title
        yield Text(f"  {item.home.label} {plain(item.home.value)}")
        yield Text(f"  {item.stated.label} {plain(item.stated.value)}", style="dim")
        flag = _flag(deadline, self._view)
        if flag:
            yield Text("  ").join((Text(), flag))
        yield ""

    def _item(self, deadline: Deadline) -> Item:
        view = self._view
        return wording.item(deadline, self._now, view.lang, view.zone, wording.Pages())


def outlook(lines: Iterable[Line], view: View) -> Table:
    """Return what will be sent when, where and why."""
    lang = view.lang
    table = table_of(
        wording.zone_label(view.zone, lang),
        say(lang, "通道", "Channel"),
        say(lang, "提前", "Lead"),
        say(lang, "内容", "What"),
        say(lang, "路由", "Route"),
    )
    for line in lines:
        sent = line.delivery
        table.add_row(
            wording.clock(sent.due, view.zone, lang),
            sent.channel,
            sent.lead,
            plain(line.title),
            line.route or "",
        )
    return table


def table_of(*columns: str) -> Table:
    """Return an empty table without lines; long cells fold, nothing is cut off."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    for number, column in enumerate(columns):
        table.add_column(column, no_wrap=number < 2, overflow="fold")
    return table


def _heading(view: View, now: datetime) -> Text:
    label = wording.zone_label(view.zone, view.lang)
    shown = wording.clock(now, view.zone, view.lang)
    return Text(f"{say(view.lang, '现在', 'now')} · {label} {shown}", style="dim")


def _countdown(item: Item) -> Text:
    return Text(item.countdown, style="cyan")


def _flag(deadline: Deadline, view: View) -> Text:
    words = wording.flag(deadline, view.lang)
    if not words:
        return Text()
    mark, style = ("✗", "red") if deadline.status in _BAD else ("?", "yellow")
    return Text(f"{mark} {words}", style=style)
