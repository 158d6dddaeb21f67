"""channels: how each channel stands, what waits for it, and how to mend it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import typer

from deadlinebot.cli import options, screen
from deadlinebot.cli.clock import present
from deadlinebot.cli.view import View, view_of

if TYPE_CHECKING:
    from rich.table import Table

    from deadlinebot.cli.rows import Row
    from deadlinebot.config import Settings
    from deadlinebot.store import ChannelState, Traffic


_WITH_HOSTS = frozenset({"http", "https", "smtp", "smtps"})


@dataclass(frozen=True, slots=True)
class Standing:
    """How one configured channel stands.

    Attributes:
        name: as configured.
        notifier: the service.
        host: of its address; the rest is secret.
        state: up or dead, and its pause.
        traffic: what waits for it and what it took.
    """

    name: str
    notifier: str
    host: str
    state: ChannelState
    traffic: Traffic

    @property
    def dead(self) -> bool:
        """Whether it takes nothing until a person says otherwise."""
        from deadlinebot.store import Health

        return self.state.health is Health.DEAD

    def paused(self, now: datetime) -> bool:
        """Whether it waits at *now* for the end of a pause."""
        return bool(self.state.paused_until and self.state.paused_until > now)

    def trouble(self, now: datetime) -> str:
        """Return what is wrong with it at *now*; empty if its last message arrived."""
        if self.dead or self.paused(now):
            return self.state.reason
        sent, failed = self.traffic.delivered_at, self.traffic.failed_at
        return self.traffic.error if failed and (not sent or failed > sent) else ""


def channels(
    *,
    json: options.AsJson = False,
    config: options.Config = None,
    lang: options.Language = None,
    now: options.Now = None,
) -> None:
    """Show how each channel stands; exit code 1 if one is dead."""
    from deadlinebot.config import load_settings

    settings = load_settings(config)
    seen = view_of(settings, lang)
    at = present(now, seen.zone)
    found = standings(settings)
    if json:
        screen.show_json([_row(each, at) for each in found])
    else:
        screen.show(_table(found, seen, at))
    for each in found:
        if each.dead and not json:
            screen.talk(_mend(each, seen))
    if any(each.dead for each in found):
        raise typer.Exit(1)


def standings(settings: Settings) -> list[Standing]:
    """Return how the configured channels stand, in their order."""
    from deadlinebot.store import ChannelState, Traffic, read_store

    states: Mapping[str, ChannelState] = {}
    traffic: Mapping[str, Traffic] = {}
    if settings.stored:
        with read_store(settings.database) as store:
            states, traffic = store.channel_states(), store.traffic()
    return [
        Standing(
            name,
            channel.notifier,
            _host(settings.urls.get(name, "")),
            states.get(name, ChannelState(name)),
            traffic.get(name, Traffic()),
        )
        for name, channel in settings.config.channels.items()
    ]


def _host(url: str) -> str:
    """Return the host of a channel's address: of some services it is the secret."""
    from urllib.parse import urlsplit

    parts = urlsplit(url)
    if parts.scheme not in _WITH_HOSTS:
        return f"{parts.scheme}://…" if parts.scheme else ""
    return parts.hostname or ""


def _row(standing: Standing, now: datetime) -> Row:
    from deadlinebot.cli.rows import instant

    state, traffic = standing.state, standing.traffic
    paused = standing.paused(now)
    return {
        "channel": standing.name,
        "notifier": standing.notifier,
        "host": standing.host,
        "state": state.health.value,
        "paused_until": instant(state.paused_until) if paused else None,
        "waiting": traffic.waiting,
        "held": traffic.held,
        "delivered_at": instant(traffic.delivered_at),
        "failed_at": instant(traffic.failed_at),
        "error": traffic.error,
        "trouble": standing.trouble(now),
    }


def _table(found: Iterable[Standing], seen: View, now: datetime) -> Table:
    from deadlinebot import wording
    from deadlinebot.cli.tables import table_of
    from deadlinebot.wording.bilingual import say

    lang = seen.lang
    table = table_of(
        say(lang, "通道", "Channel"),
        say(lang, "服务", "Service"),
        say(lang, "地址", "Host"),
        say(lang, "状态", "State"),
        say(lang, "待发", "Waiting"),
        say(lang, "暂存", "Held"),
        say(lang, "最近送达", "Last delivered"),
        say(lang, "问题", "Trouble"),
    )
    for each in found:
        sent = each.traffic.delivered_at
        table.add_row(
            each.name,
            each.notifier,
            screen.plain(each.host),
            _state(each, seen, now),
            str(each.traffic.waiting),
            str(each.traffic.held),
            wording.clock(sent, seen.zone, lang) if sent else "",
            screen.plain(each.trouble(now)),
        )
    return table


def _state(standing: Standing, seen: View, now: datetime) -> str:
    from deadlinebot import wording
    from deadlinebot.wording.bilingual import say

    if standing.dead:
        return say(seen.lang, "停用", "dead")
    until = standing.state.paused_until
    if until and standing.paused(now):
        end = wording.clock(until, seen.zone, seen.lang)
        return say(seen.lang, f"暂停至 {end}", f"paused until {end}")
    return say(seen.lang, "正常", "up")


def _mend(standing: Standing, seen: View) -> str:
    from deadlinebot.wording.bilingual import say

    name, reason = standing.name, standing.state.reason
    again = f"deadlinebot deliveries retry --channel {name}"
    return say(
        seen.lang,
        f"通道 {name} 已停用：{reason}；修好之后运行：{again}",
        f"channel {name} is dead: {reason}; when it is mended: {again}",
    )
