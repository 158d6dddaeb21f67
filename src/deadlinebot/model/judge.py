"""Judging: what the claims about one date mean together.

Windows that meet are intersected; windows that do not are a conflict, in which the
more trusted claim counts. Every claim stays visible.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from deadlinebot.model.call import Title
from deadlinebot.model.claim import Claim
from deadlinebot.model.deadline import Cause, Conflict, Status
from deadlinebot.model.milestone import Milestone
from deadlinebot.model.rounds import Round, day
from deadlinebot.model.when import (
    Assumption,
    Moment,
    Precision,
    Span,
    Tbd,
    WallTime,
    Window,
    window,
)

_FINEST = (Precision.SECOND, Precision.MINUTE, Precision.DAY)
_WIDENING = frozenset(Assumption) - {Assumption.TIME, Assumption.YEAR}


@dataclass(frozen=True, slots=True)
class Judgement:
    """What is held to be true about one date, still without its id.

    The attributes are those of `Deadline`.
    """

    label: Title
    window: Window | None
    span: Span | None
    claims: tuple[Claim, ...]
    status: Status
    conflict: Conflict | None
    assumed: tuple[Assumption, ...]
    precision: Precision | None
    zone: str | None


def judge(claims: Round, rank: Mapping[str, int]) -> Judgement:
    """Return what *claims* mean together.

    Args:
        claims: about one date, at least one.
        rank: the trust in each source's name, 0 for the most trusted.
    """
    ordered = tuple(sorted(claims, key=lambda claim: _trust(claim, rank)))
    label = next((c.label for c in ordered if c.label.en), ordered[0].label)
    if ordered[0].milestone is Milestone.EVENT:
        return _judge_days(label, ordered)
    return _judge_instants(label, ordered)


def _trust(claim: Claim, rank: Mapping[str, int]) -> tuple[object, ...]:
    """Order claims: a person's word, then dated ones, source, authority, earliest."""
    resolution = claim.resolution
    chosen = resolution is not None and resolution.trust == claim.source
    span = claim_window(claim)
    return (
        not chosen,
        isinstance(claim.reading, Tbd),
        rank.get(claim.via, len(rank)),
        claim.authority,
        span.earliest.timestamp() if span else 0.0,
    )


def claim_window(claim: Claim) -> Window | None:
    """Return the instants that one claim allows; a stage ends with its last day."""
    match claim.reading:
        case Moment(window=instants):
            return instants
        case Span(end=end) if claim.milestone is not Milestone.EVENT:
            return window(WallTime(end), claim.zone)
        case _:
            return None


def _judge_instants(label: Title, claims: tuple[Claim, ...]) -> Judgement:
    span = next((c.reading for c in claims if isinstance(c.reading, Span)), None)
    instants: Window | None = None
    agreeing: list[Claim] = []
    conflict: Conflict | None = None
    for claim in claims:
        stated = claim_window(claim)
        if stated is None:
            continue
        meeting = stated if instants is None else instants.meet(stated)
        if meeting is None and instants is not None:
            conflict = conflict or _conflict(agreeing[0], claim, instants, stated)
            continue
        instants = meeting
        agreeing.append(claim)
    assumed = _assumed(agreeing, instants)
    return Judgement(
        label=label,
        window=instants,
        span=span,
        claims=claims,
        status=_status(claims, instants is not None, conflict, instants),
        conflict=conflict,
        assumed=assumed,
        precision=_precision(agreeing),
        zone=next((z for c in agreeing if (z := claim_zone(c))), None),
    )


def _judge_days(label: Title, claims: tuple[Claim, ...]) -> Judgement:
    days = [(claim, span) for claim in claims if (span := claim_days(claim))]
    conflict = None
    for claim, span in days[1:]:
        apart = abs((span.start - days[0][1].start).days) or abs(
            (span.end - days[0][1].end).days
        )
        if apart and conflict is None:
            conflict = Conflict(Cause.DAY, claim, apart * 86_400)
    first = days[0][1] if days else None
    return Judgement(
        label=label,
        window=None,
        span=first,
        claims=claims,
        status=_status(claims, first is not None, conflict, None),
        conflict=conflict,
        assumed=first.assumed if first else (),
        precision=Precision.DAY if first else None,
        zone=None,
    )


def claim_days(claim: Claim) -> Span | None:
    """Return the days that a claim about an event states."""
    match claim.reading:
        case Span() as span:
            return span
        case Moment(wall=wall, assumed=assumed, text=text):
            year = tuple(a for a in assumed if a is Assumption.YEAR)
            return Span(wall.day, wall.day, year, text)
        case _:
            return None


def claim_zone(claim: Claim) -> str | None:
    """Return the zone that a claim names, in our spelling if it was read."""
    return claim.reading.zone if isinstance(claim.reading, Moment) else claim.zone


def _status(
    claims: Sequence[Claim],
    dated: bool,  # noqa: FBT001 - one fact among facts, never a switch of behaviour
    conflict: Conflict | None,
    instants: Window | None,
) -> Status:
    if claims[0].withdrawn:
        return Status.WITHDRAWN
    if not dated:
        return Status.TENTATIVE
    if conflict is not None and not _resolved(claims[0]):
        return Status.CONFLICTING
    if instants is not None and not instants.exact:
        return Status.ASSUMED
    return Status.CONFIRMED


def _resolved(claim: Claim) -> bool:
    return claim.resolution is not None and claim.resolution.trust == claim.source


def _conflict(counts: Claim, other: Claim, held: Window, stated: Window) -> Conflict:
    if stated.earliest > held.latest:
        apart = stated.earliest - held.latest
    else:
        apart = held.earliest - stated.latest
    return Conflict(_cause(counts, other), other, int(apart.total_seconds()))


def _cause(counts: Claim, other: Claim) -> Cause:
    if day(counts) != day(other):
        return Cause.DAY
    if claim_zone(counts) != claim_zone(other) and _same_wall(counts, other):
        return Cause.ZONE
    return Cause.TIME


def _same_wall(left: Claim, right: Claim) -> bool:
    """Whether two claims of one day show the same clock; no clock is its end."""
    ends = {
        (c.reading.wall.at.hour, c.reading.wall.at.minute)
        if isinstance(c.reading, Moment) and c.reading.wall.at
        else (23, 59)
        for c in (left, right)
    }
    return len(ends) == 1


def _assumed(
    agreeing: Sequence[Claim], instants: Window | None
) -> tuple[Assumption, ...]:
    """Return what is still open when all *agreeing* claims are taken together."""
    if instants is None:
        return ()
    each = [
        frozenset(claim.reading.assumed)
        if isinstance(claim.reading, Moment)
        else frozenset({Assumption.TIME, Assumption.ZONE})
        | frozenset(claim.reading.assumed)
        for claim in agreeing
        if not isinstance(claim.reading, Tbd)
    ]
    common = frozenset.intersection(*each)
    if instants.exact:
        common -= _WIDENING
    return tuple(a for a in Assumption if a in common)


def _precision(agreeing: Sequence[Claim]) -> Precision | None:
    stated = {
        c.reading.precision if isinstance(c.reading, Moment) else Precision.DAY
        for c in agreeing
    }
    return next((p for p in _FINEST if p in stated), None)
