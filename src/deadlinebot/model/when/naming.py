"""Zones by name: one zone for a name, to show times in or to read beside a text."""

from __future__ import annotations

import re
from datetime import tzinfo
from functools import lru_cache

from deadlinebot.model.when.names import Zone, abbreviation, phrases, places, region
from deadlinebot.model.when.normal import BLANK, blank, normalise
from deadlinebot.model.when.unreadable import Unreadable
from deadlinebot.model.when.zones import zone_names
from deadlinebot.model.when.zonewords import find_zones, signed, unknown

LONGEST = 200  # characters; no zone has a longer name
_LOCAL = ("", "local", "local time", "当地时间", "none", "n/a")


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
        return _spelled(normalise(name).text)
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


def _spelled(text: str) -> tuple[Zone, ...]:
    """Return the zone that *text*, in normal spelling, is as a whole.

    Several if one glosses the other, as in ``CST (UTC+8)``; none if *text* is empty
    or says only that it is local.

    Raises:
        Unreadable: if it is no zone.
    """
    bare = text.strip()
    if bare.startswith("(") and bare.endswith(")"):
        bare = bare[1:-1].strip()
    if bare.casefold() in _LOCAL:
        return ()
    if whole := _whole(bare):
        return (whole,)
    words = find_zones(bare)
    rest = bare
    for word in words:
        rest = blank(rest, word.start, word.end)
    if not words or re.sub(rf"[ (),/={BLANK}]|time", "", rest):
        raise unknown(bare[:80], 0)
    return tuple(word.zone for word in words)


def _whole(bare: str) -> Zone | None:
    """Return the zone of what names one only where nothing else stands."""
    if zone := abbreviation(bare.upper()):
        return zone
    if name := zone_names().get(bare.replace(" ", "_").casefold()):
        return region(name)
    if zone := phrases().get(f"{bare.casefold()} time"):
        return zone
    if name := places().get(bare.casefold()):
        return region(name)
    if re.fullmatch(r"[+-][0-9]{1,2}(?::?[0-9]{2})?", bare):
        digits = bare[1:].replace(":", "")
        hours, rest = (digits, "00") if len(digits) < 3 else (digits[:-2], digits[-2:])
        return signed(f"{bare[0]}{hours:0>2}:{rest}", 0)
    return None
