"""Entries: one edition of a call each, flat, with its dates under keys of their own."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from collections.abc import Sequence as Listed
from dataclasses import dataclass, replace

from deadlinebot.document import Mapping, Node, Scalar, Sequence, clean, closest
from deadlinebot.errors import Problem, SourceError
from deadlinebot.model.call import Call, slug
from deadlinebot.model.claim import Claim, Origin, Parsed
from deadlinebot.model.milestone import Milestone
from deadlinebot.model.when import Tbd
from deadlinebot.sources._entries.dates import Beside, joined, reading
from deadlinebot.sources._entries.days import event_days
from deadlinebot.sources._entries.shape import Shape, Stated
from deadlinebot.sources._entries.values import harmful, link, words

_YEAR = re.compile(r"(19|20|21)[0-9]{2}")


@dataclass(frozen=True, slots=True)
class _Entry:
    """What every date of an entry needs to know.

    Attributes:
        node: the entry.
        call: what its dates are about.
        record: of that call; further entries may be further rounds of it.
        shape: how the catalogue spells it.
        origin: where we read.
        items: how many dates of a milestone each record has stated so far.
    """

    node: Mapping
    call: Call
    record: str
    shape: Shape
    origin: Origin
    items: Counter[tuple[str, Milestone]]


def listed(root: Node, shape: Shape) -> tuple[Node, ...]:
    """Return the entries of a document: a list, or one entry alone.

    Raises:
        SourceError: if it is neither.
    """
    match root:
        case Sequence():
            return root.items
        case Mapping() if shape.name in root:
            return (root,)
        case _:
            message = f"expected a list of entries: '- {shape.name}: ...'"
            raise SourceError(message, root.place, root.problem("").excerpt)


def parsed(nodes: Listed[Node], shape: Shape, origin: Origin) -> Parsed:
    """Return what a list of entries states, its problems beside its claims."""
    claims: list[Claim] = []
    problems: list[Problem] = []
    usable: list[Mapping] = []
    for node in nodes:
        wrong = _unusable(node, shape)
        if wrong:
            problems.append(wrong)
        elif isinstance(node, Mapping):
            usable.append(node)
    items: Counter[tuple[str, Milestone]] = Counter()
    undated = 0
    for node, record in zip(usable, _records(usable, shape), strict=True):
        found = [*_statements(node, record, shape, origin, items)]
        undated += not found
        claims.extend(each for each in found if isinstance(each, Claim))
        problems.extend(each for each in found if isinstance(each, Problem))
    ignored = {"without a date": undated} if undated else {}
    return Parsed(tuple(claims), tuple(problems), len(nodes), ignored)


def _unusable(node: Node, shape: Shape) -> Problem | None:
    """Return why nothing of an entry can be used, if so."""
    if not isinstance(node, Mapping):
        return node.problem(f"expected an entry: '{shape.name}: ...', 'year: ...'")
    holds = _count(node, shape)
    needed = {*shape.dates, shape.name, "year", "timezone"}
    if flaws := node.without(*node.values.keys() - needed).flaws:
        return replace(flaws[0], holds=holds)
    if not words(node, shape.name):
        return node.problem(f"the entry has no '{shape.name}'", holds)
    year = words(node, "year")
    if not _YEAR.fullmatch(year):
        spot = node.values.get("year", node)
        return spot.problem(f"the year must be four digits, not {year!r}", holds)
    return None


def _count(node: Mapping, shape: Shape) -> int:
    """Return how many deadlines an entry states; at least 1, for it should."""
    found = (s.holds if isinstance(s, Problem) else 1 for s in shape.stated(node, 0))
    return max(1, sum(found))


def _records(nodes: Listed[Mapping], shape: Shape) -> list[str]:
    """Return the record of each entry: by its own name, else by call and days.

    Where entries have no name, a further round of an edition is a further entry:
    those of one call and year are one edition, unless they take place on other days.
    """
    calls = [slug(f"{node.text(shape.name)} {node.text('year')}") for node in nodes]
    if shape.record:
        own = [slug(words(node, shape.record)) for node in nodes]
        return [f"{call}/{name}" for call, name in zip(calls, own, strict=True)]
    when = [slug(words(node, "start") or words(node, "date")) for node in nodes]
    days: dict[str, set[str]] = defaultdict(set)
    for call, day in zip(calls, when, strict=True):
        days[call].add(day)
    return [
        call if len(days[call]) == 1 else f"{call}/{day}"
        for call, day in zip(calls, when, strict=True)
    ]


def _statements(
    node: Mapping,
    record: str,
    shape: Shape,
    origin: Origin,
    items: Counter[tuple[str, Milestone]],
) -> Iterator[Claim | Problem]:
    year = int(words(node, "year"))
    page = link(node, "link")
    if isinstance(page, Problem):
        yield page
    yield from harmful(node, shape.name, "place")
    yield from _misspelt(node, shape)
    call = shape.call(node, words(node, shape.name), year)
    call = replace(call, link=page if isinstance(page, str) else None)
    entry = _Entry(node, call, record, shape, origin, items)
    stated = [*shape.stated(node, year)]
    cancelled = any(s.withdrawn for s in stated if isinstance(s, Stated))
    yield from joined(_deadlines(entry, stated))
    yield from _event(entry, cancelled=cancelled)


def _misspelt(node: Mapping, shape: Shape) -> Iterator[Problem]:
    """Yield what looks like a known key but is none; a date under it is held."""
    for key in sorted(node.values.keys() - shape.dates - shape.keys):
        near = closest(key, (shape.dates | shape.keys) - node.values.keys())
        if near:
            message = f"unknown key '{key}' (did you mean '{near}'?)"
            holds = 1 if near in shape.dates else 0
            yield node.source.problem(node.key_place(key), message, holds)


def _deadlines(
    entry: _Entry, stated: Iterable[Stated | Problem]
) -> Iterator[Claim | Problem]:
    for each in stated:
        yield each if isinstance(each, Problem) else _deadline(each, entry)


def _deadline(stated: Stated, entry: _Entry) -> Claim | Problem:
    value = stated.value
    if not isinstance(value, Scalar) or not (value.text or "").strip():
        return value.problem("expected a date: '2026-05-25 23:59', or TBD")
    zone = _zone(stated, entry)
    if isinstance(zone, Problem):
        return zone
    text = stated.text or value.text or ""
    found = stated.withdrawn or reading(value, text, zone, entry.origin)
    if isinstance(found, Problem):
        return found
    shown = clean(text).text
    if stated.before and not isinstance(found, Tbd):
        shown += f" (was {stated.before})"
    by_rule = zone.node is None and isinstance(found, Tbd)  # no date, so no zone of it
    claim = _claim(entry, value, stated.milestone, item=_next(entry, stated.milestone))
    return replace(
        claim,
        text=shown,
        zone=clean(zone.text).text if zone.text and not by_rule else None,
        reading=found,
        label=stated.label,
        withdrawn=stated.withdrawn is not None,
    )


def _zone(stated: Stated, entry: _Entry) -> Beside | Problem:
    """Return the zone of a date: its own, else the entry's, else the format's."""
    for node in (stated.zone, entry.node.get("timezone")):
        if isinstance(node, Mapping | Sequence):
            return node.problem("expected one zone: 'AoE', 'Europe/Berlin' ...")
        if node is not None and (node.text or "").strip():
            return Beside(node.text, node)
    return Beside(entry.shape.zone)


def _event(entry: _Entry, *, cancelled: bool) -> Iterator[Claim | Problem]:
    """Yield the days of an edition, once for all of its rounds."""
    if entry.items[entry.record, Milestone.EVENT]:
        return
    for found in event_days(entry.node, entry.call.year):
        if isinstance(found, Problem):
            yield found
            continue
        value, span = found
        item = _next(entry, Milestone.EVENT)
        claim = _claim(entry, value, Milestone.EVENT, item=item)
        yield replace(claim, text=span.text, reading=span, withdrawn=cancelled)


def _next(entry: _Entry, milestone: Milestone) -> int:
    """Return the number of a further date of *milestone* in the record, from 0."""
    number = entry.items[entry.record, milestone]
    entry.items[entry.record, milestone] += 1
    return number


def _claim(entry: _Entry, value: Scalar, milestone: Milestone, *, item: int) -> Claim:
    """Return a claim of *entry* that states nothing yet."""
    return Claim(
        call=entry.call,
        milestone=milestone,
        text="",
        zone=None,
        reading=Tbd(""),
        source=entry.shape.source,
        via=entry.origin.source,
        record=entry.record,
        place=value.place,
        item=item,
    )
