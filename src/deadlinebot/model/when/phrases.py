"""Read dates as people write them: the last step of the grammar."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache
from itertools import pairwise

from deadlinebot.model.when.labels import names_event
from deadlinebot.model.when.lexing import Lexed, lexed
from deadlinebot.model.when.moments import moment, span
from deadlinebot.model.when.naming import zones_of
from deadlinebot.model.when.normal import Normal, normalise
from deadlinebot.model.when.saying import Zones
from deadlinebot.model.when.statements import (
    Statement,
    clusters,
    gap,
    statements,
    touches,
)
from deadlinebot.model.when.tokens import Clock, Day, Days, Token, Undated, ZoneWord
from deadlinebot.model.when.unreadable import Unreadable
from deadlinebot.model.when.window import (
    Assumption,
    Moment,
    Precision,
    Reading,
    Span,
    Tbd,
    WallTime,
)
from deadlinebot.model.when.years import with_years
from deadlinebot.model.when.zones import window

LONGEST = 10_000  # characters; a date as written is short, a book is not read
_ANY_DATE, _ANY_DAY = "2026-01-15 12:00", date(2026, 1, 1)  # to try a zone on
_PLAIN = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}(?::[0-9]{2})?")
_MONTHLY = re.compile(
    r"\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?,? [0-9]{4}\b"
    r"|\b(?:19|20)[0-9]{2}-[0-9]{2}\b|[0-9]{1,2} ?月",
    re.ASCII | re.IGNORECASE,
)
_ALL = re.compile(
    r"\b(?:all|each|every|any)\b|均|所有|都|各|一律|统一", re.ASCII | re.IGNORECASE
)


def read(
    text: str,
    *,
    today: date,
    zone: str | None = None,
    unstated_zones: Sequence[str] = (),
) -> tuple[Reading, ...]:
    """Return every moment, span and "to be announced" that *text* states, in order.

    Dates that no longer hold ("was May 26") are left out. A zone counts for the date
    beside it; one before the first date, after the last, or apart from all of them
    counts for every date that has none of its own.

    Args:
        text: as written, in Chinese or English.
        today: the reference day for dates without a year.
        zone: the zone stated beside the text, in any spelling. The text's own zone is
            nearer and counts first; this one settles it if it has several meanings.
        unstated_zones: the zones that a date without one may mean; empty: all.

    Raises:
        Unreadable: if no date can be read with certainty; says which part and why.
    """
    zones = _zones(zone, tuple(unstated_zones))
    if _PLAIN.fullmatch(text) and (quick := _plain(text, zones)):
        return (quick,)
    if len(text) > LONGEST:
        raise Unreadable(f"{len(text)} characters are too many: at most {LONGEST}")
    normal = normalise(text)
    try:
        found = tuple(_readings(text, normal, today, zones))
    except Unreadable as problem:
        where = normal.origin(problem.offset)
        raise Unreadable(problem.message, where) from None
    except OverflowError:
        raise Unreadable("the date lies outside the years 1 to 9999 of UTC") from None
    return tuple(_within(each, tuple(unstated_zones)) for each in found)


def zone_flaw(zone: str) -> Unreadable | None:
    """Return what is wrong with a zone stated beside a date, whatever the date."""
    try:
        read(_ANY_DATE, today=_ANY_DAY, zone=zone)
    except Unreadable as error:
        return error
    return None


def _within(reading: Reading, unstated_zones: tuple[str, ...]) -> Reading:
    if isinstance(reading, Span) and unstated_zones:
        return replace(reading, unstated_zones=unstated_zones)
    return reading


@lru_cache(maxsize=1024)
def _zones(beside: str | None, unstated: tuple[str, ...]) -> Zones:
    """Return the zones named in the arguments of `read`."""
    possible = []
    for name in unstated:
        found = zones_of(name)
        if len(found) != 1:
            raise Unreadable(f"zone: '{name}' names no single zone")
        possible.append(found[0])
    return Zones((), zones_of(beside) if beside else (), tuple(possible))


def _plain(text: str, zones: Zones) -> Moment | None:
    """Read ``2026-05-25 23:59:59``, as nearly all catalogues write.

    None if there is more to say about it: the grammar does.
    """
    beside = zones.beside[0] if zones.beside else None
    if len(zones.beside) > 1 or (beside and not beside.exact):
        return None
    try:
        wall = datetime.fromisoformat(text)
        stated = WallTime(wall.date(), wall.time())
        found = window(stated, beside.readings[0] if beside else zones.possible)
    except (ValueError, OverflowError, Unreadable):
        return None
    if beside and not found.exact:
        return None
    precision = Precision.SECOND if len(text) == 19 else Precision.MINUTE
    if beside:
        return Moment(found, stated, beside.name, precision, (), text)
    return Moment(found, stated, None, precision, (Assumption.ZONE,), text)


def _readings(
    text: str, normal: Normal, today: date, zones: Zones
) -> Iterator[Reading]:
    found = lexed(normal.text, today)
    stated = _stated(found)
    if not stated and not any(isinstance(token, Undated) for token in found.tokens):
        raise _nothing(found, normal.text)
    zones = replace(zones, shared=_shared_zone(found, stated))
    _share_clock(found, stated)
    pending = _undated(text, normal, found)
    days = with_years([one.day for one in stated], found.past, today)
    for at, (one, day) in enumerate(zip(stated, days, strict=True)):
        while pending and pending[0][0] < one.start:
            yield pending.popleft()[1]
        written = _given(text, normal, one.start, one.end)
        yield from _reading(
            one, day, zones, written, event=_is_event(found, stated, at)
        )
    yield from (tbd for _, tbd in pending)


def _given(text: str, normal: Normal, start: int, end: int) -> str:
    """Return the given text from one place in the normal spelling to another.

    A bracket that was opened inside is closed.
    """
    inside = normal.text[start:end]
    if inside.count("(") > inside.count(")") and normal.text[end : end + 1] == ")":
        end += 1
    return text[normal.origin(start) : normal.origin(end)].strip()


def _stated(found: Lexed) -> list[Statement]:
    return [
        statement
        for run in clusters(found.text, found.tokens)
        for statement in statements(found.text, run)
    ]


def _is_event(found: Lexed, stated: Sequence[Statement], at: int) -> bool:
    """Whether the words around a statement call it a stage or an event."""
    first, last = at == 0, at + 1 == len(stated)
    before = found.text[0 if first else stated[at - 1].end : stated[at].start]
    after = found.text[stated[at].end : None if last else stated[at + 1].start]
    return names_event(before, after, first=first, last=last)


def _reading(
    one: Statement, day: Day | Days, zones: Zones, written: str, *, event: bool
) -> Iterator[Reading]:
    """Yield the span or the moment that a statement is.

    A range that closes at a stated time is both: its days, and that moment.
    """
    clock, until = one.groups[0].clock, one.groups[0].until
    if isinstance(day, Days):
        yield span(one, day, written)
        if clock and not until and clock.start > day.last.start:
            assert isinstance(one.day, Days)
            closing = replace(one, day=one.day.last, weekdays=[])
            yield moment(closing, day.last, zones, written)
    elif event and (clock is None or until or clock.vague):
        yield span(one, day, written)
    else:
        yield moment(one, day, zones, written)


def _undated(text: str, normal: Normal, found: Lexed) -> deque[tuple[int, Tbd]]:
    """Return each "to be announced" with its offset, but not one that glosses a day."""
    places: deque[tuple[int, Tbd]] = deque()
    before: Token | None = None
    for token in found.tokens:
        before, last = token, before
        if not isinstance(token, Undated):
            continue
        if (
            found.days
            and isinstance(last, Day | Days | Clock | ZoneWord)
            and gap(found.text, last, token).strip() == "("
        ):
            continue  # "2026-12-01 (TBC)" is a date
        places.append((token.start, Tbd(_given(text, normal, token.start, token.end))))
    return places


def _shared_zone(found: Lexed, stated: Sequence[Statement]) -> tuple[ZoneWord, ...]:
    """Return the zone that counts for every date without one of its own.

    It stands before the first date, after the last, or apart from all of them. If the
    text names different zones, none counts for all.
    """
    if not stated:
        return ()
    low, high = stated[0].day.start, stated[-1].day.start
    first = {id(word) for one in stated for word in one.groups[0].zones}
    owned = {id(w) for one in stated for group in one.groups for w in group.zones}
    words = [
        token
        for token in found.tokens
        if isinstance(token, ZoneWord)
        and (id(token) in first or id(token) not in owned)
    ]
    shared = tuple(
        word for word in words if not (id(word) in owned and low < word.start < high)
    )
    names = {word.zone.name for word in shared}
    glosses = all(touches(found.text, *pair) for pair in pairwise(shared))
    agree = all(word.zone.name in names for word in words)
    return shared if agree and (len(names) == 1 or glosses) else ()


def _share_clock(found: Lexed, stated: Sequence[Statement]) -> None:
    """Give a time that stands apart to the dates without one.

    To the only one, or to all where "all", "each", 均 says so.
    """
    owned = {id(group.clock) for one in stated for group in one.groups}
    owned |= {id(group.until) for one in stated for group in one.groups}
    apart = [
        token
        for token in found.tokens
        if isinstance(token, Clock) and id(token) not in owned and not token.vague
    ]
    bare = [one for one in stated if not any(group.clock for group in one.groups)]
    if len(apart) != 1 or not bare:
        return
    if len(stated) > 1 and not _ALL.search(found.text):
        return
    for one in bare:
        if isinstance(one.day, Day):
            one.groups[0].clock = apart[0]


def _nothing(found: Lexed, text: str) -> Unreadable:
    """Return the error for a text without any date."""
    if found.past:
        return Unreadable("its only date no longer holds", found.past[0].start)
    if monthly := _MONTHLY.search(text):
        return Unreadable(f"'{monthly[0]}' names no day", monthly.start())
    if not text.strip():
        return Unreadable("there is nothing written")
    return Unreadable("there is no date in it")
