"""A date and its zone, each where it stands in the file: to a reading or a problem."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from deadlinebot.document import Node, Scalar, clean
from deadlinebot.errors import Place, Problem
from deadlinebot.model.claim import Claim, Origin
from deadlinebot.model.when import (
    Moment,
    Reading,
    Span,
    Tbd,
    Unreadable,
    named,
    read,
    zone_flaw,
)


@dataclass(frozen=True, slots=True)
class Beside:
    """The zone that counts for a date without one of its own.

    Attributes:
        text: as written, or by the format's rule; None if there is none.
        node: where it is written; None if the rule says so.
    """

    text: str | None = None
    node: Scalar | None = None


def reading(value: Node, text: str, zone: Beside, origin: Origin) -> Reading | Problem:
    """Return what *text* means, or what is wrong, at the date or at its zone.

    Args:
        value: where the date stands.
        text: what it says.
        zone: of the date.
        origin: where we read.
    """
    try:
        readings = read(
            text,
            today=origin.today,
            zone=known_zone(zone.text) if zone.text else None,
            unstated_zones=origin.unstated_zones,
        )
    except Unreadable as error:
        return _unreadable(value, text, zone, error)
    match readings:
        case (Moment() | Tbd() as one,):
            return one
        case (Span(),):
            return value.problem("expected one moment, not several days")
        case _:
            return value.problem("several dates: write one for each round")


def known_zone(written: str) -> str:
    """Return the tz database's name where *written* is certain to mean it.

    Such names are made up by analogy: ``America/Seattle``, ``Asia/Beijing``. The city
    must be one that we know, in the area that is written; else *written* stays, and
    is refused where it is read (``America/Moscow`` lies in Idaho).
    """
    area, slash, city = clean(written).text.rpartition("/")
    if not slash or _means(written):
        return written
    key = str(_means(city.replace("_", " ")) or "")
    return key if key.partition("/")[0].casefold() == area.casefold() else written


def _means(zone: str) -> object:
    try:
        return named(zone)
    except Unreadable:
        return None


def _unreadable(value: Node, text: str, zone: Beside, error: Unreadable) -> Problem:
    """Return what is wrong at the date, or at the zone if that is to blame."""
    if zone.node is not None and zone.text:
        wrong = zone_flaw(known_zone(zone.text))
        if wrong:
            return zone.node.problem(wrong.message)
    if isinstance(value, Scalar) and value.text == text:
        return value.source.problem(value.place_of(error.offset), error.message)
    return value.problem(error.message)


def joined(statements: Iterable[Claim | Problem]) -> Iterator[Claim | Problem]:
    """Pass *statements* on; one wrong zone is one problem that holds all its dates."""
    found: dict[tuple[Place, str], Problem] = {}
    for statement in statements:
        if isinstance(statement, Claim):
            yield statement
            continue
        key = (statement.place, statement.message)
        before = found[key].holds if key in found else 0
        found[key] = replace(statement, holds=before + statement.holds)
    yield from found.values()
