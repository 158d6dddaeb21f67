"""parse, convert: what a date as written means."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import MAXYEAR, MINYEAR, UTC, date, datetime, tzinfo
from typing import TYPE_CHECKING, Annotated

import typer

from deadlinebot.cli import failures, options, screen
from deadlinebot.cli.clock import wall
from deadlinebot.cli.view import View, view

if TYPE_CHECKING:
    from deadlinebot.model.when import Moment, Reading

Text = Annotated[
    str,
    typer.Argument(metavar="TEXT", help="A date as written, in Chinese or English."),
]
Today = Annotated[
    datetime | None,
    typer.Option(
        "--today",
        formats=["%Y-%m-%d"],
        metavar="YYYY-MM-DD",
        help="The reference day for a missing year.",
    ),
]
Zone = Annotated[
    str | None,
    typer.Option("--zone", metavar="ZONE", help="The zone stated beside the text."),
]


def parse(
    text: Text,
    *,
    json: options.AsJson = False,
    today: Today = None,
    zone: Zone = None,
    config: options.Config = None,
    lang: options.Language = None,
) -> None:
    """Read a date as written: every instant that it may mean."""
    from deadlinebot.model.when import as_json

    readings = _read(text, today, zone, terse=json)
    if json:
        screen.show_json([as_json(reading) for reading in readings])
        return
    seen = view(config, lang)
    _refuse_the_ends_of_time(readings)
    for reading in readings:
        screen.line(screen.plain(reading.text))
        for line in _explained(reading, seen):
            screen.line(f"  {line}")


def convert(
    text: Text,
    *,
    to: Annotated[
        str | None,
        typer.Option("--to", metavar="ZONE", help="A zone in any spelling; else home."),
    ] = None,
    json: options.AsJson = False,
    today: Today = None,
    zone: Zone = None,
    config: options.Config = None,
    lang: options.Language = None,
) -> None:
    """Show a date as written on the clocks of another zone."""
    from deadlinebot.model.when import Moment, Unreadable, named

    target = named(to) if to else view(config, lang).zone
    moments = [
        reading
        for reading in _read(text, today, zone, terse=json)
        if isinstance(reading, Moment)
    ]
    if not moments:
        raise Unreadable(f"'{text}' states no moment, so there is nothing to convert")
    _refuse_the_ends_of_time(moments)
    if json:
        screen.show_json([_converted(moment, target) for moment in moments])
        return
    for moment in moments:
        ends = dict.fromkeys((moment.window.earliest, moment.window.latest))
        shown = " … ".join(_on_clock(end, target) for end in ends)
        screen.line(f"{shown} {_label(moment.window.earliest, target)}")


def _read(
    text: str, today: datetime | None, zone: str | None, *, terse: bool
) -> tuple[Reading, ...]:
    """Read *text*; what cannot be read is told in one line, to people with a caret."""
    from deadlinebot.model.when import Unreadable, read

    try:
        return tuple(read(text, today=_day(today), zone=zone))
    except Unreadable as error:
        screen.talk(f"error: {error.message}")
        if sys.stderr.isatty() and not terse:
            print(*failures.pointed(text, error.offset), sep="\n", file=sys.stderr)
        raise typer.Exit(error.exit_code) from None


def _refuse_the_ends_of_time(readings: Sequence[Reading]) -> None:
    """Refuse moments so near to the year 1 or 9999 that not every zone has them."""
    from deadlinebot.model.when import Moment, Unreadable

    for reading in readings:
        if not isinstance(reading, Moment):
            continue
        window = reading.window
        if window.earliest.year == MINYEAR or window.latest.year == MAXYEAR:
            raise Unreadable(
                f"'{reading.text}' is too far away to be shown in any zone"
            )


def _day(today: datetime | None) -> date:
    return today.date() if today else wall().date()


def _explained(reading: Reading, seen: View) -> list[str]:
    from deadlinebot import wording
    from deadlinebot.model.when import Moment, Span, Tbd
    from deadlinebot.wording.bilingual import say

    match reading:
        case Span() as span:
            return [wording.days(span, seen.lang)]
        case Tbd():
            return [say(seen.lang, "日期待定", "to be announced")]
        case Moment() as moment:
            return _moment(moment, seen)


def _moment(moment: Moment, seen: View) -> list[str]:
    from deadlinebot import wording
    from deadlinebot.wording.bilingual import say

    def both(instant: datetime) -> str:
        home = wording.clock(instant, seen.zone, seen.lang)
        label = wording.zone_label(seen.zone, seen.lang)
        return f"{label} {home} = {instant:%Y-%m-%d %H:%M:%S} UTC"

    lines = [both(moment.window.earliest)]
    if not moment.window.exact:
        lines[0] += say(
            seen.lang, "（最早的可能，以此为准）", " (the earliest: act by it)"
        )
        latest = say(seen.lang, "（最晚的可能）", " (the latest)")
        lines.append(both(moment.window.latest) + latest)
    if moment.assumed:
        left_open = say(seen.lang, "未注明：", "left open: ")
        lines.append(left_open + ", ".join(moment.assumed))
    return lines


def _converted(moment: Moment, target: tzinfo) -> dict[str, str]:
    window = moment.window
    return {
        "earliest": window.earliest.astimezone(target).isoformat(),
        "latest": window.latest.astimezone(target).isoformat(),
        "zone": str(target),
        "text": moment.text,
    }


def _on_clock(instant: datetime, zone: tzinfo) -> str:
    return f"{instant.astimezone(zone):%a %Y-%m-%d %H:%M:%S}"


def _label(instant: datetime, zone: tzinfo) -> str:
    """Return the zone's name and, where the name does not say it, its offset then."""
    name = str(zone)
    offset = instant.astimezone(zone).strftime("%z")
    if name.startswith("UTC") or zone is UTC:
        return name
    return f"{name} ({offset[:3]}:{offset[3:5]})"
