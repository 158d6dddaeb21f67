"""Which time, zone and weekday belong to which day of a text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from deadlinebot.model.when.normal import BLANK
from deadlinebot.model.when.tokens import (
    Clock,
    Day,
    Days,
    Shift,
    Token,
    Weekday,
    Year,
    ZoneWord,
)

_REACH = 48  # characters between two things that belong together
_NEAR = 8  # things that may stand between a day and the end of its range
GLUE = re.compile(
    r"(?:[ ,.:()\[\]'\"|@/=~_\x00-]|\b(?:at|on|by|the|of|before|until|till|is|are|in|to"
    r"|no later than|latest|an?|times?|time ?zone|zone|date|deadline|due|local|i\.?e\.?"
    r"|that is|sharp|strictly|through|thru|from|end of (?:the )?day|EOD|exactly"
    r"|corresponds to|equals|around|also)\b"
    r"|时间|时区|日期|截止|截至|以前|之前|前|于|在|的|为|即|等于|对应|相当于|止|至|到|起|开始"
    r"|当天结束)*",
    re.ASCII | re.IGNORECASE,
)
_RANGE = re.compile(
    r"[ ,.)\n]*(?:起|开始)?[ ,\n]*(?:-{1,3}|~{1,2}|直?至|到|to|through|thru|until|till"
    r"|/|\.\.\.?)[ \n(]*(?:the )?",
    re.ASCII | re.IGNORECASE,
)
_HOURS = re.compile(
    r"[ ,]*(?:-{1,3}|~{1,2}|至|到|to|until|till)[ ]*", re.ASCII | re.IGNORECASE
)
_BETWEEN = re.compile(r"[ ,]*(?:and|和|与)[ ]*", re.ASCII | re.IGNORECASE)
_RESTATES = re.compile(
    r"[(/=]|\bi\.?e\b|即|相当于|对应|等于|that is", re.ASCII | re.IGNORECASE
)
_APART = re.compile(r"[(),/=]")


@dataclass(slots=True)
class Group:
    """One way in which a moment is said: a time, a zone, its day if it has one."""

    clock: Clock | None = None
    until: Clock | None = None
    zones: list[ZoneWord] = field(default_factory=list)
    shift: Shift | None = None
    day: Day | None = None


@dataclass(slots=True)
class Statement:
    """One day, or range of days, with what belongs to it.

    Attributes:
        day: the day.
        groups: how the moment is said, first as it counts, then said again.
        weekdays: those before, inside and after the day.
        start: the offset of its first token.
        end: the offset after its last.
        ranged: whether it is the start (-1) or end (1) of a range of moments.
    """

    day: Day | Days
    groups: list[Group] = field(default_factory=lambda: [Group()])
    weekdays: list[Weekday] = field(default_factory=list)
    start: int = 0
    end: int = 0
    ranged: int = 0


def gap(text: str, left: Token, right: Token) -> str:
    """Return what stands between two tokens, without what was taken out."""
    return text[left.end : right.start].replace(BLANK, "")


def touches(text: str, left: Token, right: Token) -> bool:
    """Whether nothing but glue stands between two tokens."""
    between = text[left.end : right.start]
    return len(between) <= _REACH + between.count(BLANK) and bool(
        GLUE.fullmatch(between)
    )


def clusters(text: str, tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """Yield runs of tokens with nothing but glue between them."""
    run: list[Token] = []
    for token in tokens:
        if run and not (touches(text, run[-1], token) or _ranges(text, run, token)):
            yield run
            run = []
        run.append(token)
    if run:
        yield run


def _ranges(text: str, run: Sequence[Token], token: Token) -> bool:
    """Whether a range goes over to *token*, words such as "and" included."""
    day = next((t for t in reversed(run[-_NEAR:]) if isinstance(t, Day)), None)
    return day is not None and isinstance(token, Day) and is_range(text, day, token)


def is_range(text: str, first: Day, last: Day) -> bool:
    """Whether what stands between two days makes a range of them."""
    between = text[first.end : last.start]
    if len(between) > _REACH + between.count(BLANK):
        return False
    plain = between.replace(BLANK, "")
    if _BETWEEN.fullmatch(plain):
        before = text[max(0, first.start - 12) : first.start].casefold()
        return bool(re.search(r"between(?: the)?[ \x00]*$|介于$", before))
    return bool(_RANGE.fullmatch(plain))


def merged(text: str, run: Sequence[Token]) -> list[Token]:
    """Return *run* with each two days that make a range as one, unless timed."""
    found: list[Token] = []
    for token in run:
        last = _open_day(found)
        first = None if last is None else found[last]
        if (
            last is not None
            and isinstance(token, Day)
            and isinstance(first, Day)
            and is_range(text, first, token)
        ):
            inner = found[last + 1 :]
            if not any(isinstance(one, Clock) for one in inner):
                found[last:] = [Days(first.start, token.end, first, token), *inner]
                continue
        found.append(token)
    return found


def _open_day(found: Sequence[Token]) -> int | None:
    """Return where the last day stands, if it is a single one and not far back."""
    for at in range(len(found) - 1, max(-1, len(found) - 1 - _NEAR), -1):
        if isinstance(found[at], Day | Days):
            return at if isinstance(found[at], Day) else None
    return None


def statements(text: str, run: Sequence[Token]) -> list[Statement]:
    """Return the days of a cluster, each with what belongs to it.

    What stands after a day belongs to it; what stands before the first day too,
    unless each day has its time before it ("17:00 May 1, 17:00 May 8").
    """
    tokens = _with_lone_years(text, merged(text, run))
    days = [at for at, token in enumerate(tokens) if isinstance(token, Day | Days)]
    leads = (
        len(days) > 1
        and isinstance(tokens[-1], Day | Days)
        and any(isinstance(token, Clock) for token in tokens[: days[0]])
    )
    found: list[Statement] = []
    low = 0
    for place, at in enumerate(days):
        end = (
            at + 1
            if leads
            else days[place + 1]
            if place + 1 < len(days)
            else len(tokens)
        )
        own = tokens[low:end]
        if found and not leads and _says_again(text, tokens, at, end):
            found[-1] = _statement(
                text, [*tokens[_low(tokens, found[-1]) : end]], found[-1].day
            )
        else:
            found.append(_statement(text, own, tokens[at]))
        low = end
    return found


def _low(tokens: Sequence[Token], statement: Statement) -> int:
    return next(at for at, token in enumerate(tokens) if token.start >= statement.start)


def _with_lone_years(text: str, tokens: Sequence[Token]) -> list[Token]:
    """Return *tokens* with a year after a time given to the day before it."""
    found: list[Token] = []
    for token in tokens:
        if isinstance(token, Year):
            last = _open_day(found)
            if (
                last is not None
                and last < len(found) - 1
                and _plain(text, found[-1], token)
            ):
                day = found[last]
                assert isinstance(day, Day)
                if day.year is None:
                    found[last] = Day(
                        day.start,
                        day.end,
                        token.year,
                        day.month,
                        day.day,
                        day.weak,
                        day.problem,
                    )
            continue
        found.append(token)
    return found


def _plain(text: str, left: Token, right: Token) -> bool:
    return not gap(text, left, right).strip(" ,()")


def _says_again(text: str, tokens: Sequence[Token], at: int, end: int) -> bool:
    """Whether a day says the moment before it again: ``(2026-05-26 19:59 Beijing)``."""
    if not isinstance(tokens[at], Day):
        return False
    previous = next(
        (t for t in reversed(tokens[:at]) if not isinstance(t, ZoneWord | Weekday)),
        None,
    )
    if previous is None or not _RESTATES.search(gap(text, previous, tokens[at])):
        return False
    if "(" not in gap(text, previous, tokens[at]):
        return any(isinstance(t, Clock) for t in tokens[at:end])
    return text[tokens[end - 1].end :].lstrip(" " + BLANK)[:1] in (")", "")


def _statement(text: str, own: Sequence[Token], day: Token) -> Statement:
    assert isinstance(day, Day | Days)
    made = Statement(day, start=own[0].start, end=max(token.end for token in own))
    made.weekdays = [token for token in own if isinstance(token, Weekday)]
    rest = [token for token in own if not isinstance(token, Weekday)]
    for at, token in enumerate(rest):
        if token is day:
            continue
        previous = rest[at - 1] if at else token
        following = rest[at + 1] if at + 1 < len(rest) else None
        _add(text, made, previous, token, following)
    return made


def _add(
    text: str, made: Statement, previous: Token, token: Token, following: Token | None
) -> None:
    """Add *token* to the group it belongs to, or begin the next."""
    current = made.groups[-1]
    between = gap(text, previous, token) if previous is not token else ""
    match token:
        case Day():
            fresh = len(made.groups) > 1 and not current.clock and not current.day
            (current if fresh else _next(made)).day = token
        case Clock():
            _add_clock(made, token, between)
        case ZoneWord():
            ahead = gap(text, token, following) if following else ""
            leads = (
                isinstance(following, Clock | Day | Shift) and following is not made.day
            )
            leads = leads and bool(_APART.search(between)) and not _APART.search(ahead)
            _add_zone(made, token, between, leads=leads)
        case Shift():
            current.shift = token


def _next(made: Statement) -> Group:
    made.groups.append(Group())
    return made.groups[-1]


def _add_clock(made: Statement, clock: Clock, between: str) -> None:
    current = made.groups[-1]
    if current.clock is None:
        current.clock = clock
    elif current.until is None and _HOURS.fullmatch(between):
        current.until = clock
    else:
        _next(made).clock = clock


def _add_zone(made: Statement, zone: ZoneWord, between: str, *, leads: bool) -> None:
    """Add a zone; it *leads* if it belongs to what follows: "(Beijing 19:59)"."""
    current = made.groups[-1]
    if leads and current.clock is not None:
        current = _next(made)
    elif ")" in between and not made.groups[0].zones:
        current = made.groups[0]  # "11:59 PM (23:59) UTC"
    current.zones.append(zone)
