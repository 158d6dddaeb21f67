"""Zones by name: one zone for a name, to show times in or to read beside a text."""

from __future__ import annotations

from datetime import tzinfo
from functools import lru_cache

from deadlinebot.model.when.names import Zone
from deadlinebot.model.when.normal import normalise
from deadlinebot.model.when.unreadable import Unreadable
from deadlinebot.model.when.zonewords import spelled

LONGEST = 200  # characters; no zone has a longer name


@lru_cache(maxsize=1024)
def zones_of(name: str) -> tuple[Zone, ...]:
    """Return what *name* says as a whole: several if one glosses the other.

    None at all if it says only that the time is local.

    Raises:
        Unreadable: if it is no zone.
    """
    if len(name) > LONGEST:
        raise Unreadable("zone: the name is too long")
    try:
        return spelled(normalise(name).text)
    except Unreadable as problem:
        raise Unreadable(f"zone: {problem.message}") from None


def named(name: str) -> tzinfo:
    """Return the one zone that *name* means, in any spelling.

    Aware datetimes are shown in it by ``astimezone``.

    Raises:
        Unreadable: if there is no such zone, or if the name has several meanings.
    """
    found = zones_of(name)
    if len(found) != 1 or not found[0].exact:
        raise Unreadable(
            f"zone: '{name}' names no single zone: write UTC+8 or Asia/Shanghai"
        )
    return found[0].readings[0]
