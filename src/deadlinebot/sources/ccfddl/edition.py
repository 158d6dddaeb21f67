"""One edition: its rounds of deadlines and the days of the conference."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from deadlinebot.document import Mapping, Node, Scalar, Sequence, clean, closest
from deadlinebot.errors import Place, Problem
from deadlinebot.model.call import Call, Title, call_id, slug
from deadlinebot.model.claim import Claim, Origin
from deadlinebot.model.milestone import Milestone
from deadlinebot.model.when import Moment, Reading, Span, Tbd, Unreadable, read
from deadlinebot.sources._entries.days import days
from deadlinebot.sources._entries.values import both, harmful, link, words

SOURCE = "CCF-Deadlines"
DATES = {"abstract_deadline": Milestone.ABSTRACT, "deadline": Milestone.PAPER}
ROUND_KEYS = frozenset({*DATES, "comment"})
EDITION_KEYS = frozenset(
    {"year", "id", "link", "timeline", "timezone", "date", "place"}
)
_ANY_DATE = "2026-01-15 12:00"  # to try a zone on
NO_LABEL = Title("", "")
_YEAR = re.compile(r"(19|20|21)[0-9]{2}")
_NOTIFICATION = re.compile(r"(author )?notifications?( of acceptance)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Edition:
    """What every date of an edition needs to know.

    Attributes:
        call: what they are about.
        record: tells the edition apart from all others of the catalogue, also from
            those of another series with the same acronym.
        zone: where the zone stands, if it does.
        origin: where we read.
    """

    call: Call
    record: str
    zone: Scalar | None
    origin: Origin


def stated(node: Node) -> int:
    """Return how many deadlines an edition states; at least 1, for it should."""
    if not isinstance(node, Mapping):
        return 1
    rounds = node.get("timeline")
    parts = rounds.items if isinstance(rounds, Sequence) else (node,)
    return max(1, sum(map(_stated_in, parts)))


def _stated_in(node: Node) -> int:
    return len(DATES.keys() & node.values.keys()) if isinstance(node, Mapping) else 1


def edition(
    node: Node, series: Call, shelf: str, origin: Origin
) -> Iterator[Claim | Problem]:
    """Yield what an edition states, its problems beside its claims.

    Args:
        node: the edition.
        series: the call as far as the series describes it.
        shelf: the series' own place in the catalogue: ``AI/aaai``.
        origin: where we read.
    """
    wrong = _unusable(node)
    if wrong or not isinstance(node, Mapping):
        yield wrong or node.problem("")
        return
    page = link(node, "link")
    if isinstance(page, Problem):
        yield page
    yield from harmful(node, "place")
    yield from _misspelt(node)
    year = int(node.text("year") or "")
    call = replace(
        series,
        id=call_id(series.series, year),
        year=year,
        link=page if isinstance(page, str) else None,
        venue=words(node, "place"),
    )
    name = words(node, "id") or f"{slug(series.series)}{year}"
    zone = node.get("timezone")
    part = _Edition(
        call, f"{shelf}/{name}", zone if isinstance(zone, Scalar) else None, origin
    )
    yield from _joined(_timeline(node, part))
    yield from _event(node, part)


def _unusable(node: Node) -> Problem | None:
    """Return why nothing of an edition can be used, if so."""
    if not isinstance(node, Mapping):
        return node.problem("expected an edition: 'year:', 'timeline:' ...")
    flaws = node.flaws and node.without("timeline", "confs").flaws
    if flaws:
        return replace(flaws[0], holds=stated(node))
    year = node.text("year") or ""
    if not _YEAR.fullmatch(year):
        spot = node.values.get("year", node)
        message = f"the year must be four digits, not {year!r}"
        return spot.problem(message, stated(node))
    zone = node.get("timezone")
    if isinstance(zone, Mapping | Sequence):
        message = "expected one zone for the edition: 'AoE', 'UTC-12' ..."
        return zone.problem(message, stated(node))
    return None


def _misspelt(node: Mapping) -> Iterator[Problem]:
    for key in node.values.keys() - EDITION_KEYS:
        near = closest(key, EDITION_KEYS - node.values.keys())
        if near:
            message = f"unknown key '{key}' (did you mean '{near}'?)"
            yield node.source.problem(node.key_place(key), message, holds=0)


def _timeline(node: Mapping, part: _Edition) -> Iterator[Claim | Problem]:
    rounds = node.get("timeline")
    if rounds is None and DATES.keys() & node.values.keys():  # the shape of 2021
        yield from _dates(node, part, 0)
    elif isinstance(rounds, Sequence) and rounds.items:
        for index, round_ in enumerate(rounds):
            yield from _round(round_, part, index)
    else:
        spot = node.values.get("timeline", node)
        yield spot.problem("expected rounds: 'timeline:', '- deadline: ...'")


def _round(node: Node, part: _Edition, index: int) -> Iterator[Claim | Problem]:
    if not isinstance(node, Mapping):
        yield node.problem("expected a round: 'deadline: ...'")
        return
    if node.flaws:
        yield replace(node.flaws[0], holds=max(1, _stated_in(node)))
        return
    unknown = sorted(node.values.keys() - ROUND_KEYS)
    for key in unknown:
        near = closest(key, ROUND_KEYS)
        hint = f"did you mean '{near}'?" if near else f"known: {', '.join(DATES)}"
        message = f"unknown key '{key}' ({hint})"
        yield node.source.problem(node.key_place(key), message)
    if not unknown and not _stated_in(node):
        yield node.problem("the round states no deadline")
    yield from harmful(node, "comment")
    yield from _dates(node, part, index)


def _dates(node: Mapping, part: _Edition, index: int) -> Iterator[Claim | Problem]:
    comment = words(node, "comment")
    label = both(comment)
    for key, milestone in DATES.items():
        value = node.values.get(key)
        if value is None:
            continue
        reading = _deadline(value, part)
        if isinstance(reading, Problem):
            yield reading
        elif milestone is Milestone.PAPER and _NOTIFICATION.fullmatch(comment):
            yield _claim(value, Milestone.NOTIFICATION, reading, part, item=index)
        else:
            yield _claim(value, milestone, reading, part, item=index, label=label)


def _deadline(value: Node, part: _Edition) -> Reading | Problem:
    if not isinstance(value, Scalar) or not value.text:
        return value.problem("expected a date: '2026-05-25 23:59:59', or TBD")
    zone = part.zone.text if part.zone else None
    try:
        readings = read(
            value.text,
            today=part.origin.today,
            zone=zone,
            unstated_zones=part.origin.unstated_zones,
        )
    except Unreadable as error:
        return _unreadable(value, part, error)
    match readings:
        case (Moment() | Tbd() as reading,):
            return reading
        case (Span(),):
            return value.problem("expected one moment, not several days")
        case _:
            return value.problem("several dates: write one round for each")


def _unreadable(value: Scalar, part: _Edition, error: Unreadable) -> Problem:
    """Return what is wrong at the date, or at the zone if that is to blame."""
    zone = part.zone
    if zone is not None and zone.text is not None:
        try:
            read(_ANY_DATE, today=part.origin.today, zone=zone.text)
        except Unreadable as wrong:
            return zone.problem(wrong.message)
    place = value.place_of(error.offset)
    return value.source.problem(place, error.message)


def _joined(statements: Iterable[Claim | Problem]) -> Iterator[Claim | Problem]:
    """Pass *statements* on; one wrong zone is one problem that holds all its dates."""
    holds: dict[tuple[Place, str], int] = defaultdict(int)
    first: dict[tuple[Place, str], Problem] = {}
    for statement in statements:
        if isinstance(statement, Claim):
            yield statement
            continue
        key = (statement.place, statement.message)
        holds[key] += statement.holds
        first.setdefault(key, statement)
    for key, problem in first.items():
        yield replace(problem, holds=holds[key])


def _event(node: Mapping, part: _Edition) -> Iterator[Claim | Problem]:
    value = node.get("date")
    if value is None:
        return
    if not isinstance(value, Scalar) or value.text is None:
        yield value.problem("expected days: 'July 2-7, 2026'", holds=0)
        return
    try:
        spans = days(value.text, part.call.year)
    except Unreadable as error:
        place = value.place_of(error.offset)
        message = f"the days of the event: {error.message}"
        yield value.source.problem(place, message, holds=0)
        return
    for index, span in enumerate(spans):
        yield _claim(value, Milestone.EVENT, span, part, item=index)


def _claim(
    value: Node,
    milestone: Milestone,
    reading: Reading,
    part: _Edition,
    *,
    item: int,
    label: Title = NO_LABEL,
) -> Claim:
    assert isinstance(value, Scalar)
    event = milestone is Milestone.EVENT
    return Claim(
        call=part.call,
        milestone=milestone,
        text=clean(value.text or "").text,
        zone=part.zone.text if part.zone and not event else None,
        reading=reading,
        source=SOURCE,
        via=part.origin.source,
        record=part.record,
        place=value.place,
        item=item,
        label=label,
    )
