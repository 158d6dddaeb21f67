"""The clock of the command line: the wall's, or one that ``--now`` sets."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from deadlinebot.engine.clock import Trust
    from deadlinebot.store import Store

Clock = Callable[[], datetime]

_YEARS = range(1970, 9000)  # room for horizons and leads on both sides


def wall() -> datetime:
    """Return the present instant, in UTC."""
    return datetime.now(UTC)


def clock(start: str | None, home: tzinfo) -> Clock:
    """Return the wall clock, or one that shows *start* now and runs on from there.

    Args:
        start: what ``--now`` says, if anything.
        home: the zone of a *start* without one.
    """
    if start is None:
        return wall
    shown = instant(start, home)
    begun = time.monotonic()
    return lambda: shown + timedelta(seconds=time.monotonic() - begun)


def present(start: str | None, home: tzinfo) -> datetime:
    """Return the present instant once: exactly *start*, as ``--now`` sets it, if so."""
    return wall() if start is None else instant(start, home)


def watch(at: Clock, store: Store) -> Trust:
    """Return what watches over *at*; one that ``--now`` set is nobody's to doubt."""
    from deadlinebot.engine.clock import Trust, Watch

    return Watch(store, _boot_s) if at is wall else Trust()


def _boot_s() -> float:
    """Return the seconds since this machine was booted, those asleep included."""
    asleep_too = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)  # Linux alone
    return time.clock_gettime(asleep_too)


def instant(text: str, home: tzinfo, option: str = "--now") -> datetime:
    """Return the instant that *text* names, in UTC.

    Args:
        text: ISO 8601, or a date and time in words with a zone.
        home: the zone of an ISO text without one; a day begins at its midnight.
        option: by which *text* was given, for the message.

    Raises:
        typer.BadParameter: if it names none, or several.
    """
    try:
        stated = datetime.fromisoformat(text.strip())
    except ValueError:
        stated = _in_words(text, option)
    if stated.year not in _YEARS:
        raise _wrong(text, option)
    if stated.tzinfo is None:
        stated = stated.replace(tzinfo=home)
    return stated.astimezone(UTC)


def _in_words(text: str, option: str) -> datetime:
    from deadlinebot.model.when import Moment, Unreadable, read

    try:
        readings = read(text, today=wall().date())
    except Unreadable as error:
        raise _wrong(text, option) from error
    match readings:
        case (Moment(window=window),) if window.exact:
            return window.earliest
        case _:
            raise _wrong(text, option)


def _wrong(text: str, option: str) -> typer.BadParameter:
    return typer.BadParameter(
        f"'{text}' is not one instant: write 2026-05-20T09:00+08:00 "
        "or '2026-05-20 09:00 Beijing'",
        param_hint=f"'{option}'",
    )
