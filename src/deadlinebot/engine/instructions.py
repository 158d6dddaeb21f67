"""Instructions: what a person wants of the process that holds the state.

::

    nobody holds it   the command opens the state and obeys by itself
    a daemon does     the command leaves a file in the inbox, and waits; the daemon's
                      next tick obeys, which notes what it did in the same transaction,
                      and removes the file

Whoever obeys begins with what was left before, so the last word is the last one said.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from threading import Event

from deadlinebot.config import Settings
from deadlinebot.engine.inbox import Inbox, Left, Sheet, new_name
from deadlinebot.engine.verbs import Engine
from deadlinebot.errors import BusyError
from deadlinebot.model.instruction import (
    AcceptClock,
    Done,
    Instruction,
    Retry,
    Snooze,
    Undo,
    Word,
)
from deadlinebot.model.mute import Mute, Mutes, mute_of
from deadlinebot.net import Net
from deadlinebot.store import Applied, Selection, open_store, read_store

_LOOKS, _BETWEEN_S = 100, 0.1  # the daemon ticks every second
_LATER = timedelta(milliseconds=1)  # the finest that the store keeps


def instruct(settings: Settings, wanted: Instruction, now: datetime) -> Applied:
    """See to it that *wanted* is done, by whoever holds the state.

    Args:
        settings: whose state.
        wanted: what is to be done.
        now: the present.

    Returns:
        What it did.

    Raises:
        BusyError: if the process that holds the state does not get to it within ten
            seconds. It is not lost.
        UserError: if the state cannot be had.
    """
    name, sheet = new_name(now), Sheet(at=now, wanted=wanted)
    for look in range(_LOOKS):
        try:
            return _by_itself(settings, name, sheet, now)
        except BusyError:
            if not look:
                Inbox(settings).leave(name, sheet)
        with read_store(settings.database) as store:
            applied = store.obeyed(name)
        if applied is not None:
            return applied
        Event().wait(_BETWEEN_S)
    raise BusyError(
        "it is left for the process that holds the state, which has not taken it up "
        f"within {_LOOKS * _BETWEEN_S:.0f} seconds; it will, or the next one does"
    )


def _by_itself(settings: Settings, name: str, sheet: Sheet, now: datetime) -> Applied:
    owner = secrets.token_hex(8)
    with open_store(settings.database, owner=owner, now=now) as store:
        engine = Engine(settings, store, Net(), lambda _line: None)
        with closing(engine):
            take_up(engine, now)
            return obey(engine, name, sheet, now)


def take_up(engine: Engine, now: datetime) -> tuple[Left, ...]:
    """Obey what was left in the inbox; return that, the first one first.

    What cannot be read is set aside. What was obeyed before is only removed.
    """
    inbox, taken = Inbox(engine.settings), []
    for left in inbox.waiting():
        if isinstance(left.said, Sheet):
            obey(engine, left.name, left.said, now)
            inbox.remove(left.name)
        else:
            inbox.set_aside(left.name)
        taken.append(left)
    return tuple(taken)


def obey(engine: Engine, name: str, sheet: Sheet, now: datetime) -> Applied:
    """Do what *sheet* wants, once for each *name*; return what that did."""
    match sheet.wanted:
        case Retry(ids, channels):
            wanted = Selection(ids=ids, channels=channels)
            return engine.store.retry(wanted, now, instruction=name)
        case AcceptClock():
            return engine.store.accept_clock(now, instruction=name)
        case Done() | Snooze() | Undo() as word:
            held = (key for key in word.deadlines if engine.board.get(key))
            words = tuple(_words(word, held, engine.mutes, sheet.at))
            return engine.mute(now, words, name)


def _words(
    word: Word, deadlines: Iterable[str], mutes: Mutes, at: datetime
) -> Iterator[Mute]:
    """Yield what *word* says of each of *deadlines*, later than what was said before.

    However the clock was set in between: the last word counts.
    """
    for key in deadlines:
        said = mutes.get(key, ())
        when = _whole(max([at, *(each.at + _LATER for each in said)]))
        match word:
            case Done(route=route):
                yield Mute(key, route, None, when)
            case Snooze(route=route, until=until):
                yield Mute(key, route, _whole(until), when)
            case Undo(route=route) if _silent(said, route):
                yield Mute(key, route, when, when)


def _silent(said: Iterable[Mute], route: str) -> bool:
    """Whether anything is silent on *route*, or on any if it is empty."""
    words = tuple(said)
    routes = {route} if route else {"", *(word.route for word in words)}
    return any(mute_of(words, each) for each in routes)


def _whole(at: datetime) -> datetime:
    """Return *at* in UTC as the store keeps it, in whole milliseconds."""
    utc = at.astimezone(UTC)
    return utc.replace(microsecond=utc.microsecond // 1000 * 1000)
