"""Judging: what the claims about one date mean together.

Windows that meet are intersected; windows that do not are a conflict, in which the
more trusted claim counts. Every claim stays visible.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import timedelta

from deadlinebot.model.call import Title
from deadlinebot.model.claim import Claim, Resolution
from deadlinebot.model.deadline import Cause, Conflict, Status
from deadlinebot.model.milestone import Milestone
from deadlinebot.model.resolution import trusted_source
from deadlinebot.model.rounds import Round
from deadlinebot.model.stated import (
    claim_days,
    claim_window,
    claim_zone,
    day,
    same_clock,
)
from deadlinebot.model.when import (
    Assumption,
    Moment,
    Precision,
    Span,
    Tbd,
    Window,
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


def judge(
    claims: Round,
    rank: Mapping[str, int],
    lapsed: AbstractSet[Resolution] = frozenset(),
) -> Judgement:
    """Return what *claims* mean together; their order does not matter.

    Args:
        claims: about one date, at least one.
        rank: the trust in each source's name, 0 for the most trusted.
        lapsed: the resolutions that no longer count.
    """
    chosen = trusted_source(claims, lapsed)
    trust = _Trust(claims, rank, chosen)
    ordered = tuple(sorted(claims, key=trust.order))
    label = next((c.label for c in ordered if c.label.en), ordered[0].label)
    if ordered[0].milestone is Milestone.EVENT:
        return _judge_days(label, ordered, chosen)
    return _judge_instants(label, ordered, chosen)


class _Trust:
    """Orders claims: who says something, a person's word, source, authority, earliest.

    What a source is quoted with yields to its own words, which come in the place of
    the quotation: a portal that quotes a catalogue is no second witness, and its
    quotation may be old.
    """

    def __init__(
        self, claims: Round, rank: Mapping[str, int], chosen: str | None
    ) -> None:
        self._rank, self._chosen = rank, chosen
        self._own = {claim.source for claim in claims if not claim.quoted}
        self._quotes: dict[str, tuple[int, int]] = {}
        for claim in claims:
            if claim.quoted and claim.source in self._own:
                place = self._place(claim)
                known = self._quotes.get(claim.source, place)
                self._quotes[claim.source] = min(known, place)

    def order(self, claim: Claim) -> tuple[object, ...]:
        """Return the place of *claim*; its end only makes equal ones certain."""
        silent = isinstance(claim.reading, Tbd) and not claim.withdrawn
        place = self._place(claim)
        return (
            silent,
            claim.source != self._chosen,
            min(place, self._quotes.get(claim.source, place)),
            claim.quoted and claim.source in self._own,
            place,
            _safe(claim),
            not claim.withdrawn,
            (claim.source, claim.text, claim.zone or "", claim.label.en),
            claim.place,
        )

    def _place(self, claim: Claim) -> tuple[int, int]:
        return self._rank.get(claim.via, len(self._rank)), claim.authority


def _safe(claim: Claim) -> float:
    """Return a number that is the lower, the earlier a claim allows."""
    if claim.milestone is Milestone.EVENT:
        days = claim_days(claim)
        return days.start.toordinal() if days else 0.0
    instants = claim_window(claim)
    return instants.earliest.timestamp() if instants else 0.0


def _judge_instants(
    label: Title, claims: tuple[Claim, ...], chosen: str | None
) -> Judgement:
    instants: Window | None = None
    agreeing: list[Claim] = []
    conflict: Conflict | None = None
    for claim in claims:
        stated = claim_window(claim)
        if stated is None:
            continue
        meeting = _meeting(instants, stated) if instants else stated
        if meeting is None:
            assert instants is not None  # else they would have met
            conflict = conflict or _conflict(agreeing, claim, instants, stated)
            continue
        instants = meeting
        agreeing.append(claim)
    return Judgement(
        label=label,
        window=instants,
        span=next((c.reading for c in agreeing if isinstance(c.reading, Span)), None),
        claims=_as_quoted(claims, agreeing, instants),
        status=_status(claims, instants, conflict, chosen),
        conflict=conflict,
        assumed=_assumed(agreeing, instants),
        precision=_precision(agreeing),
        zone=next((z for c in agreeing if (z := claim_zone(c))), None),
    )


def _as_quoted(
    claims: tuple[Claim, ...], agreeing: Sequence[Claim], instants: Window | None
) -> tuple[Claim, ...]:
    """Return *claims* with the one first whose words fix the instant.

    A day without a zone and an exact instant within it agree: people are shown the
    exact words.
    """
    fixing = next((c for c in agreeing if claim_window(c) == instants), None)
    if fixing is None:
        return claims
    return (fixing, *(claim for claim in claims if claim is not fixing))


def _meeting(held: Window, stated: Window) -> Window | None:
    """Return what two windows have in common.

    One that says 23:59 and one that says 23:59:59 do not contradict each other: the
    more trusted, which is held, counts.
    """
    minutes = {w.earliest.replace(second=0, microsecond=0) for w in (held, stated)}
    if held.exact and stated.exact and len(minutes) == 1:
        return held
    return held.meet(stated)


def _judge_days(
    label: Title, claims: tuple[Claim, ...], chosen: str | None
) -> Judgement:
    days = [(claim, span) for claim in claims if (span := claim_days(claim))]
    first = days[0][1] if days else None
    conflict = next(
        (
            Conflict(Cause.DAY, claim, apart * 86_400)
            for claim, span in days[1:]
            if (apart := _days_apart(days[0][1], span))
        ),
        None,
    )
    return Judgement(
        label=label,
        window=None,
        span=first,
        claims=claims,
        status=_status(claims, first, conflict, chosen),
        conflict=conflict,
        assumed=first.assumed if first else (),
        precision=Precision.DAY if first else None,
        zone=None,
    )


def _days_apart(left: Span, right: Span) -> int:
    """Return how many days the starts are apart, or the ends if the starts are one."""
    starts = abs((left.start - right.start).days)
    return starts or abs((left.end - right.end).days)


def _status(
    claims: Sequence[Claim],
    held: Window | Span | None,
    conflict: Conflict | None,
    chosen: str | None,
) -> Status:
    if claims[0].withdrawn:
        return Status.WITHDRAWN
    if held is None:
        return Status.TENTATIVE
    if conflict is not None and claims[0].source != chosen:
        return Status.CONFLICTING
    if isinstance(held, Window) and not held.exact:
        return Status.ASSUMED
    return Status.CONFIRMED


def _conflict(
    agreeing: Sequence[Claim], other: Claim, held: Window, stated: Window
) -> Conflict:
    if stated.earliest > held.latest:
        apart = stated.earliest - held.latest
    else:
        apart = held.earliest - stated.latest
    opposed = (c for c in agreeing if not _meets(c, stated))
    cause = _cause(next(opposed, agreeing[0]), other)
    return Conflict(cause, other, int(apart.total_seconds()))


def _meets(claim: Claim, stated: Window) -> bool:
    instants = claim_window(claim)
    return instants is None or instants.meet(stated) is not None


def _cause(counts: Claim, other: Claim) -> Cause:
    if day(counts) != day(other):
        return Cause.DAY
    if claim_zone(counts) != claim_zone(other) and same_clock(counts, other):
        return Cause.ZONE
    return Cause.TIME


def _assumed(
    agreeing: Sequence[Claim], instants: Window | None
) -> tuple[Assumption, ...]:
    """Return what is still open when all *agreeing* claims are taken together."""
    if instants is None:
        return ()
    each = [_left_open(claim) for claim in agreeing]
    common = frozenset.intersection(*each)
    if instants.exact:
        common -= _WIDENING
    elif not common & _WIDENING:  # each leaves something else open
        common |= _left_open(min(agreeing, key=_width)) & _WIDENING
    return tuple(a for a in Assumption if a in common)


def _width(claim: Claim) -> timedelta:
    instants = claim_window(claim)
    return instants.latest - instants.earliest if instants else timedelta.max


def _left_open(claim: Claim) -> frozenset[Assumption]:
    """Return what one claim leaves open; a stage's end is a day without a clock."""
    match claim.reading:
        case Moment(assumed=assumed):
            return frozenset(assumed)
        case Span(assumed=assumed):
            zone = () if claim.zone else (Assumption.ZONE,)
            return frozenset((*assumed, Assumption.TIME, *zone))
        case _:
            return frozenset()


def _precision(agreeing: Sequence[Claim]) -> Precision | None:
    stated = {
        c.reading.precision if isinstance(c.reading, Moment) else Precision.DAY
        for c in agreeing
    }
    return next((p for p in _FINEST if p in stated), None)
