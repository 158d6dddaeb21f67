"""done, snooze, undo: what people say of deadlines."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from deadlinebot.cli import options, screen
from deadlinebot.cli.clock import instant, present
from deadlinebot.cli.view import View, view_of
from deadlinebot.errors import UserError

if TYPE_CHECKING:
    from deadlinebot.config import Settings
    from deadlinebot.model.deadline import Deadline
    from deadlinebot.model.instruction import Word

Id = Annotated[
    str,
    typer.Argument(
        metavar="ID", help="A deadline's id or UID, or a call's: all of its deadlines."
    ),
]
Route = Annotated[
    str,
    typer.Option("--route", metavar="NAME", help="On this route alone; else on all."),
]
_LENGTH = re.compile(r"(\d{1,4})\s*([wdhm])")
_UNITS = {"w": "weeks", "d": "days", "h": "hours", "m": "minutes"}


def done(
    id_: Id,
    *,
    route: Route = "",
    json: options.AsJson = False,
    config: options.Config = None,
    lang: options.Language = None,
    now: options.Now = None,
) -> None:
    """Say that nothing is left to do: no reminder any more, a tick in the feeds."""
    from deadlinebot.model.instruction import Done

    asked = _asked(id_, route, config, now)
    _say(asked, Done(asked.ids, route), view_of(asked.settings, lang), json=json)


def snooze(
    id_: Id,
    *,
    for_: Annotated[
        str | None,
        typer.Option("--for", metavar="LENGTH", help="So long: 2d, 1w, 3h, 30m."),
    ] = None,
    until: Annotated[
        str | None,
        typer.Option(
            "--until",
            metavar="INSTANT",
            help="Until then: 2026-05-20T09:00; without a zone, home time.",
        ),
    ] = None,
    route: Route = "",
    json: options.AsJson = False,
    config: options.Config = None,
    lang: options.Language = None,
    now: options.Now = None,
) -> None:
    """Be silent for a while, remind once when it is over, then go on as before."""
    from deadlinebot.model.instruction import Snooze

    asked = _asked(id_, route, config, now)
    seen = view_of(asked.settings, lang)
    at = _end(for_, until, asked.now, seen.zone)
    _refuse_what_is_too_late(asked, at, seen)
    _say(asked, Snooze(asked.ids, at, route), seen, json=json)


def undo(
    id_: Id,
    *,
    route: Route = "",
    json: options.AsJson = False,
    config: options.Config = None,
    lang: options.Language = None,
    now: options.Now = None,
) -> None:
    """Take done or snooze back: what is still ahead reminds again."""
    from deadlinebot.model.instruction import Undo

    asked = _asked(id_, route, config, now)
    _say(asked, Undo(asked.ids, route), view_of(asked.settings, lang), json=json)


@dataclass(frozen=True, slots=True)
class _Asked:
    """Of what somebody speaks.

    Attributes:
        settings: the configuration in force.
        deadlines: at least one.
        now: the present.
    """

    settings: Settings
    deadlines: tuple[Deadline, ...]
    now: datetime

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of the deadlines."""
        return tuple(deadline.id for deadline in self.deadlines)


def _asked(id_: str, route: str, config: Path | None, now: str | None) -> _Asked:
    """Find out of what somebody speaks.

    Raises:
        UserError: if there is no such deadline or route, with what was probably meant;
            if there is no state yet.
    """
    from deadlinebot.cli.holdings import named
    from deadlinebot.config import load_settings
    from deadlinebot.store import read_store

    settings = load_settings(config)
    _refuse_unknown(route, settings)
    with read_store(settings.database) as store:
        found = named(id_, store.deadlines())
    at = present(now, view_of(settings, None).zone)
    return _Asked(settings, found, at)


def _refuse_unknown(route: str, settings: Settings) -> None:
    from deadlinebot.document import closest

    known = settings.config.routes
    if route and route not in known:
        near = closest(route, known)
        hint = f"did you mean '{near}'?" if near else f"there are: {', '.join(known)}"
        raise UserError(f"no route '{route}' ({hint})")


def _end(
    length: str | None, until: str | None, now: datetime, home: tzinfo
) -> datetime:
    """Return the end of a snooze, in UTC.

    Raises:
        typer.BadParameter: if it is not told once, or has passed.
    """
    if (length is None) == (until is None):
        raise typer.BadParameter("say one of --for 2d and --until 2026-05-20T09:00")
    if until is None:
        return _after(length or "", now, home)
    end = instant(until, home, "--until")
    if end <= now:
        raise typer.BadParameter(f"'{until}' has passed", param_hint="'--until'")
    return end


def _after(length: str, now: datetime, home: tzinfo) -> datetime:
    """Return *now* plus *length*; days and weeks are those of the wall clock."""
    found = _LENGTH.fullmatch(length.strip())
    if not found or not int(found[1]):
        message = f"'{length}' is no length of time: write 2d, 1w, 3h or 30m"
        raise typer.BadParameter(message, param_hint="'--for'")
    step = timedelta(**{_UNITS[found[2]]: int(found[1])})
    if found[2] in "hm":
        return now + step
    return (now.astimezone(home) + step).astimezone(UTC)


def _refuse_what_is_too_late(asked: _Asked, end: datetime, seen: View) -> None:
    """Refuse a snooze that ends after every deadline that it is about."""
    from deadlinebot import wording

    last = max((d.due for d in asked.deadlines if d.due), default=None)
    if last and last <= end:
        shown = wording.clock(last, seen.zone, seen.lang)
        raise UserError(
            f"that is after the deadline ({shown}): snooze for less, or say "
            f"deadlinebot done {asked.deadlines[0].id}"
        )


def _say(asked: _Asked, word: Word, seen: View, *, json: bool) -> None:
    """Let *word* count, and tell what came of it."""
    from deadlinebot import wording
    from deadlinebot.engine.instructions import instruct

    applied = instruct(asked.settings, word, asked.now)
    planned, cancelled = applied.planned, applied.cancelled
    if json:
        screen.show_json(
            {"planned": planned, "cancelled": cancelled, "deadlines": _rows(asked)}
        )
        return
    said = wording.obeyed(
        word,
        asked.deadlines,
        planned=planned,
        cancelled=cancelled,
        lang=seen.lang,
        zone=seen.zone,
    )
    screen.line(screen.plain(said))


def _rows(asked: _Asked) -> list[dict[str, object]]:
    """Return what holds of the deadlines now."""
    from deadlinebot.cli.rows import mute_row
    from deadlinebot.model.mute import by_deadline, in_force
    from deadlinebot.store import read_store

    with read_store(asked.settings.database) as store:
        words = by_deadline(store.mutes())
    return [
        {
            "id": key,
            "mutes": [mute_row(each) for each in in_force(words.get(key, ()))],
        }
        for key in asked.ids
    ]
