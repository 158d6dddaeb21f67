"""doctor: what an operator needs to know, in one look."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from deadlinebot import __version__
from deadlinebot.cli import options, screen
from deadlinebot.cli.clock import clock, wall
from deadlinebot.cli.rows import Row, instant
from deadlinebot.errors import UserError
from deadlinebot.model.call import Lang

if TYPE_CHECKING:
    from deadlinebot.config import Settings
    from deadlinebot.model.deadline import Deadline
    from deadlinebot.store import ChannelState, SourceState, Store

_BACK = timedelta(minutes=5)  # what NTP corrects without anybody noticing


@dataclass(frozen=True, slots=True)
class Examination:
    """What was found.

    Attributes:
        row: everything, as JSON.
        complaints: what is wrong, each in one line.
    """

    row: Row
    complaints: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Stored:
    """What the database holds; ``seen``: the latest instant that the clock showed."""

    deadlines: tuple[Deadline, ...] = ()
    sources: dict[str, SourceState] = field(default_factory=dict)
    channels: dict[str, ChannelState] = field(default_factory=dict)
    seen: datetime | None = None


def doctor(
    *,
    json: options.AsJson = False,
    config: options.Config = None,
    now: options.Now = None,
) -> None:
    """Show versions, configuration, state, sources, channels; exit 1 if one is ill."""
    found = examined(config, now)
    if json:
        screen.show_json(found.row | {"complaints": list(found.complaints)})
    else:
        _print(found)
    if found.complaints:
        raise typer.Exit(1)


def examined(config: Path | None, now: str | None) -> Examination:
    """Return what can be found out; what cannot be read is a complaint."""
    from deadlinebot.config import load_settings
    from deadlinebot.model.when import database_version, named

    row: Row = {"version": __version__, "tz_database": database_version()}
    try:
        settings = load_settings(config)
    except UserError as error:
        row["config"] = {"path": str(config) if config else None, "valid": False}
        return Examination(row, (f"configuration: {error}",))
    path = str(settings.path) if settings.path else None
    row["config"] = {"path": path, "valid": True}
    at = clock(now, named(settings.config.home))() if now else wall()
    try:
        stored = _stored(settings)
    except UserError as error:
        row["state"] = {"path": str(settings.database), "exists": True}
        return Examination(row, (f"state: {error}",))
    return _examined(settings, stored, at, row)


def _stored(settings: Settings) -> _Stored:
    from deadlinebot.store import read_store

    if not settings.stored:
        return _Stored()
    with read_store(settings.database) as store:
        return _read(store)


def _read(store: Store) -> _Stored:
    sources = store.source_states()
    shown = [store.installed_at(), store.high_water()]
    shown += [state.last_ok for state in sources.values()]
    return _Stored(
        deadlines=store.deadlines(),
        sources=sources,
        channels=store.channel_states(),
        seen=max((at for at in shown if at), default=None),
    )


def _examined(
    settings: Settings, stored: _Stored, now: datetime, row: Row
) -> Examination:
    from deadlinebot.model.namesakes import namesakes
    from deadlinebot.wording import duration

    sources = [_source(name, stored) for name in settings.config.sources]
    channels = [_channel(name, stored) for name in settings.config.channels]
    behind = stored.seen - now if stored.seen else timedelta()
    row |= {
        "state": _state(settings, stored),
        "clock": {
            "now": instant(now),
            "highest_seen": instant(stored.seen),
            "behind_s": max(0, int(behind.total_seconds())),
        },
        "sources": sources,
        "channels": channels,
        "unrouted": len(_unrouted(settings, stored, now)),
        "namesakes": [
            {"left": pair.left, "right": pair.right, "score": pair.score}
            for pair in namesakes(stored.deadlines)
        ],
    }
    ill = [
        f"source {each['name']}: {each['error']}" for each in sources if each["error"]
    ]
    ill += [
        f"channel {each['name']} is dead: {each['reason']}"
        for each in channels
        if each["health"] == "dead"
    ]
    if behind > _BACK:
        by = duration(behind, Lang.EN)
        ill.append(f"the clock is {by} behind what it showed before: set it right")
    return Examination(row, tuple(ill))


def _state(settings: Settings, stored: _Stored) -> Row:
    from deadlinebot.store.migrate import HEAD

    place = settings.database
    beside = place.parent.glob(f"{place.name}*") if isinstance(place, Path) else ()
    return {
        "path": str(place),  # of a server host and name, no secret
        "exists": settings.stored,
        "schema": HEAD if settings.stored else None,
        "bytes": sum(path.stat().st_size for path in beside),
        "deadlines": len(stored.deadlines),
    }


def _source(name: str, stored: _Stored) -> Row:
    state = stored.sources.get(name)
    return {
        "name": name,
        "last_ok": instant(state.last_ok if state else None),
        "failures": state.failures if state else 0,
        "error": state.last_error if state else "",
    }


def _channel(name: str, stored: _Stored) -> Row:
    from deadlinebot.store import ChannelState

    state = stored.channels.get(name) or ChannelState(name)
    return {
        "name": name,
        "health": state.health.value,
        "paused_until": instant(state.paused_until),
        "reason": state.reason,
    }


def _unrouted(settings: Settings, stored: _Stored, now: datetime) -> list[Deadline]:
    """Return what somebody must act by and no channel will hear of."""
    from deadlinebot.engine import setup

    return list(setup.plan(settings.config).unrouted(stored.deadlines, now))


def _print(found: Examination) -> None:
    from rich.table import Table
    from rich.text import Text

    grid = Table.grid(padding=(0, 2, 0, 0))
    for label, value in _lines(found.row):
        grid.add_row(Text(label, style="dim"), Text(screen.plain(value)))
    screen.show(grid)
    for complaint in found.complaints:
        screen.line(screen.plain(f"✗ {complaint}"))


def _lines(row: Row) -> list[tuple[str, str]]:
    lines = [("version", row["version"]), ("tz database", row["tz_database"])]
    lines.append(("config", row["config"]["path"] or "none: the defaults"))
    if state := row.get("state"):
        lines.append(("state", f"{state['path']}{_holding(state)}"))
    for source in row.get("sources", ()):
        read = f"read {source['last_ok']}" if source["last_ok"] else "never read"
        lines.append((f"source {source['name']}", read))
    for channel in row.get("channels", ()):
        until = channel["paused_until"]
        paused = f", paused until {until}" if until else ""
        lines.append((f"channel {channel['name']}", channel["health"] + paused))
    if "clock" in row:
        lines.append(("clock", row["clock"]["now"]))
        lines.append(("without a route", f"{row['unrouted']} dates to act by"))
    for pair in row.get("namesakes", ()):
        same = f"{pair['left']} = {pair['right']}? ({pair['score']} of 100): {_ALIAS}"
        lines.append(("one call?", same))
    return lines


def _holding(state: Row) -> str:
    if not state["exists"]:
        return ": not there yet"
    if "schema" not in state:
        return ": unreadable"
    size = f" {state['bytes'] // 1024} KiB," if state["bytes"] else ""
    return f": schema {state['schema']},{size} {state['deadlines']} dates"


_ALIAS = "if so, write 'aliases' at a call of your own"
