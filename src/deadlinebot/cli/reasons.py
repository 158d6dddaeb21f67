"""Reasons: why a deadline is spoken of, when and where, laid out for people."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from deadlinebot import wording
from deadlinebot.cli.details import claims, heading, section
from deadlinebot.cli.screen import plain
from deadlinebot.cli.tables import table_of
from deadlinebot.cli.view import View
from deadlinebot.config import Config
from deadlinebot.engine.explain import Explained, Step
from deadlinebot.model.delivery import Delivery
from deadlinebot.model.when import Window, named
from deadlinebot.wording.bilingual import say


def reasons(
    explained: Explained, config: Config, view: View, now: datetime
) -> RenderableType:
    """Return *explained* in full; each channel's times are on its own clock."""
    zones = {name: named(c.zone or config.home) for name, c in config.channels.items()}
    seen = {name: View(view.lang, zone) for name, zone in zones.items()}
    return Group(*_parts(explained, seen, view, now), "")


def _parts(
    explained: Explained, seen: dict[str, View], view: View, now: datetime
) -> Iterable[RenderableType]:
    lang, deadline = view.lang, explained.deadline
    yield from heading(deadline, view, now)
    if deadline.window and not deadline.window.exact:
        yield Text(_range(deadline.window, view), style="yellow")
    yield section(say(lang, "出处", "Claims"))
    yield claims(deadline, view)
    yield section(say(lang, "路由", "Routes"))
    yield _routes(explained, view)
    yield section(say(lang, "提醒", "Reminders"))
    if explained.steps:
        yield _steps(explained.steps, seen, view)
    else:
        yield Text(_none(explained, view))
    if explained.others:
        yield section(say(lang, "其他消息", "Other messages"))
        yield _others(explained.others, seen, view)


def _range(window: Window, view: View) -> str:
    first = wording.clock(window.earliest, view.zone, view.lang)
    last = wording.clock(window.latest, view.zone, view.lang)
    return say(
        view.lang,
        f"可能是 {first} 至 {last} 之间的任何时刻，以最早为准",
        f"may be any instant from {first} to {last}; the earliest counts",
    )


def _routes(explained: Explained, view: View) -> Table:
    grid = Table.grid(padding=(0, 2, 0, 0))
    for name, why_not in explained.routes:
        fails = say(view.lang, f"✗ 不符合 {why_not}", f"✗ fails {why_not}")
        takes = say(view.lang, "✓ 符合", "✓ takes it")
        grid.add_row(name, plain(fails if why_not else takes))
    return grid


def _none(explained: Explained, view: View) -> str:
    if all(why_not for _, why_not in explained.routes):
        return say(view.lang, "没有路由接收它", "no route takes it")
    return say(view.lang, "没有确定的时刻，不提醒", "it has no instant to remind of")


def _steps(steps: Iterable[Step], seen: dict[str, View], view: View) -> Table:
    table = _table(say(view.lang, "路由", "Route"), view)
    for step in steps:
        rung, by = step.rung, seen.get(step.rung.channel, view)
        table.add_row(
            _clock(rung.at, by),
            rung.channel,
            rung.lead.text,
            rung.route,
            plain(wording.rung_fate(rung, step.delivery, by.zone, by.lang)),
        )
    return table


def _others(deliveries: Iterable[Delivery], seen: dict[str, View], view: View) -> Table:
    table = _table(say(view.lang, "种类", "Kind"), view)
    for each in deliveries:
        by = seen.get(each.channel, view)
        table.add_row(
            _clock(each.due, by),
            each.channel,
            each.lead,
            each.kind,
            plain(wording.delivery_fate(each, by.zone, by.lang)),
        )
    return table


def _table(third: str, view: View) -> Table:
    lang = view.lang
    return table_of(
        say(lang, "时间", "When"),
        say(lang, "通道", "Channel"),
        say(lang, "提前", "Lead"),
        third,
        say(lang, "结果", "Outcome"),
    )


def _clock(at: datetime, by: View) -> str:
    """Return the instant on the channel's clock, with the name of its zone."""
    return (
        f"{wording.clock(at, by.zone, by.lang)} {wording.zone_label(by.zone, by.lang)}"
    )
