"""Where a text names its zone: found, and taken out before the rest is read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from difflib import get_close_matches

from deadlinebot.model.when.names import (
    SEASONAL,
    Zone,
    abbreviation,
    glossed,
    offset_zone,
    phrases,
    places,
    region,
)
from deadlinebot.model.when.tokens import ZoneWord
from deadlinebot.model.when.unreadable import Unreadable
from deadlinebot.model.when.zonegrammar import zone_pattern
from deadlinebot.model.when.zones import zone_names

_AREAS = frozenset(
    ("africa", "america", "antarctica", "arctic", "asia", "atlantic", "australia",
     "brazil", "canada", "chile", "etc", "europe", "indian", "mexico", "pacific", "us")
)  # fmt: skip
# In small letters these are words: a zone only in capitals.
_WORDS = frozenset(
    ("ART", "CAT", "EAT", "MET", "WEST", "WET", "WIT", "ICT", "GST", "UT", "NPT",
     "WAT", "AST")
)  # fmt: skip
_SOMETHING_ELSE = re.compile(r"[0-9]+:[0-9]{2}|[0-9]{4}|[0-9]{1,2}[-/.年月]")
_IN_TIME = re.compile(r"\d{1,2}:\d{2}(?P<seconds>:\d{2}(?:\.\d+)?)?$", re.ASCII)
_ISO_DAY = re.compile(r"\d-\d{1,2}[ T]+\d{1,2}:\d{2}$", re.ASCII)


def find_zones(text: str) -> list[ZoneWord]:
    """Return the zones that *text*, in normal spelling, names, in its order.

    Raises:
        Unreadable: if it names a zone that does not exist; its offset counts in
            the normal spelling.
    """
    return list(_found(text))


def _found(text: str) -> Iterator[ZoneWord]:
    at = 0
    while found := zone_pattern().search(text, at):
        word = _word(found)
        at = max(word.end if word else _skip(found), at + 1)
        if word:
            yield word


def _skip(found: re.Match[str]) -> int:
    """Return where to go on after words that name no zone."""
    city = found["city"]
    if city is None or " " not in city:
        return found.end()
    return found.start("city") + city.index(" ")  # "our New York time": try "New York"


def _word(found: re.Match[str]) -> ZoneWord | None:
    for group, meaning in _MEANINGS:
        if found[group]:
            return meaning(found)
    return _after_clock(found)


def _offset(found: re.Match[str]) -> ZoneWord:
    """Return ``UTC+8``, ``GMT-5:30``, ``UTC +0545``."""
    start, end = found.span()
    spaced = found["gap"] and found["after"] and found["sign"] == "-"
    if spaced and _SOMETHING_ELSE.match(found.string, found.start("hours")):
        return ZoneWord(start, found.end("gap") - 1, offset_zone(0))  # "UTC - 18:00"
    rest = found["minutes"] or "0"
    if found["colon"] == "." and rest in ("5", "25", "75"):
        rest = str(int(rest.ljust(2, "0")) * 60 // 100)  # UTC+5.5
    if int(rest) > 59:
        raise Unreadable(f"'{found[0].strip()}' has no such minutes: 0 to 59", start)
    minutes = int(found["hours"]) * 60 + int(rest)
    minutes = -minutes if found["sign"].casefold() in ("-", "minus") else minutes
    return ZoneWord(start, end, _checked(minutes, found[0], start))


def _signless(found: re.Match[str]) -> ZoneWord:
    what = found["signless"]
    name, hours = what[:3], what[3:]
    raise Unreadable(
        f"'{what}' has no sign: write {name}+{hours} or {name}-{hours}",
        found.start("signless"),
    )


def _quarter(found: re.Match[str]) -> ZoneWord:
    """Return 东八区, 西五区."""
    minutes = int(found["quarter"]) * 60 + (30 if found["half"] else 0)
    minutes = minutes if found["side"] == "东" else -minutes
    return ZoneWord(*found.span(), _checked(minutes, found[0], found.start()))


def _checked(minutes: int, written: str, start: int) -> Zone:
    try:
        return offset_zone(minutes)
    except ValueError:
        raise Unreadable(
            f"'{written.strip()}' is no zone: offsets run from UTC-12 to UTC+14", start
        ) from None


def _database(found: re.Match[str]) -> ZoneWord | None:
    """Return a zone of the tz database; what only looks like one is none."""
    start, end = found.span()
    written = found["database"]
    known = zone_names()
    more = (
        re.match(r"(?: [A-Z][a-z]+){1,2}", found.string[end : end + 40])
        if "/" in written
        else None
    )
    for tail in (more[0], more[0].rpartition(" ")[0], "") if more else ("",):
        name = known.get((written + tail).replace(" ", "_").casefold())
        if name:
            return ZoneWord(start, end + len(tail), region(name))
    area, _, place = written.partition("/")
    if (
        area.casefold() in _AREAS
        and area[0].isupper()
        and place.casefold() not in _AREAS
    ):
        raise unknown(written, start)
    return None


def unknown(written: str, start: int) -> Unreadable:
    """Return the error about a zone that we do not know, with the nearest we do."""
    near = _nearest(written)
    hint = f" (did you mean {near}?)" if near else ""
    return Unreadable(f"unknown zone '{written}'{hint}", start)


def _nearest(written: str) -> str | None:
    """Return the known name most like *written*, if one is like it."""
    words = {"asia/beijing": "Asia/Shanghai", "asia/peking": "Asia/Shanghai"}
    if written.casefold() in words:
        return words[written.casefold()]
    near = get_close_matches(written[:64].casefold(), zone_names(), n=1, cutoff=0.75)
    return zone_names()[near[0]] if near else None


def _phrase(found: re.Match[str]) -> ZoneWord:
    """Return ``anywhere on Earth``, ``Pacific time``, 北京时间."""
    name = found["phrase"] or found["chinese"]
    return ZoneWord(*found.span(), phrases()[name.casefold()])


def _pair(found: re.Match[str]) -> ZoneWord:
    """Return ``CET/CEST``: the region's own clock, whatever the season."""
    winter = found["winter"].upper()
    other = {"CST": "America/Chicago"}.get(winter, "Europe/London")
    name = SEASONAL[winter][1] if winter in SEASONAL else other
    return ZoneWord(*found.span(), region(name))


def _city(found: re.Match[str]) -> ZoneWord | None:
    """Return ``New York time``, ``EST (New York)``; most words are no city."""
    name = places().get((found["city"] or found["gloss_city"]).casefold())
    return ZoneWord(*found.span(), region(name)) if name else None


def _american(found: re.Match[str]) -> ZoneWord:
    """Return ``8 PM Eastern``."""
    return ZoneWord(*found.span(), phrases()[f"us {found['american'].casefold()}"])


def _beijing(found: re.Match[str]) -> ZoneWord:
    return ZoneWord(*found.span(), region("Asia/Shanghai"), weak=True)


def _abbreviated(found: re.Match[str]) -> ZoneWord | None:
    """Return the zone of some capitals, settled by the country said beside them."""
    letters = found["letters"].upper()
    start, end = found.start("letters"), found.end("letters")
    small = found["letters"] != letters
    if small and letters in _WORDS:
        return None
    if letters == "ET" and found.string[end : end + 3] == " al":
        return None
    zone = abbreviation(letters)
    assert zone is not None
    if found["meant"] and (settled := glossed(letters, found["meant"])):
        closed = found["gloss"].strip().startswith("(") or found[0][-1] != ")"
        return ZoneWord(start, found.end() - (not closed), settled)
    if found["country"] and (settled := glossed(letters, found["country"])):
        return ZoneWord(found.start(), end, settled)
    return ZoneWord(start, end, zone, weak=letters not in ("UTC", "GMT", "AOE"))


def _after_clock(found: re.Match[str]) -> ZoneWord | None:
    """Return ``Z`` or an ISO offset; a range such as ``9:00-12:00`` is none."""
    start, end = found.span()
    if found["zulu"]:
        return ZoneWord(start, end, offset_zone(0))
    if found["plain"]:
        return ZoneWord(start, end, signed(found["plain"], start))
    if found["way"] == "-" and not _is_offset(found):
        return None
    return ZoneWord(start, end, signed(found[0].strip(), start))


def signed(written: str, start: int) -> Zone:
    """Return the zone of ``+08:00`` or ``-0800``.

    Raises:
        Unreadable: if there is no such offset.
    """
    hours, rest = int(written[1:3]), int(written[3:].replace(":", "") or 0)
    if rest > 59:
        raise Unreadable(f"'{written}' has no such minutes: 0 to 59", start)
    minutes = hours * 60 + rest
    return _checked(-minutes if written[0] == "-" else minutes, written, start)


def _is_offset(found: re.Match[str]) -> bool:
    """Whether ``-12:00`` after a time is its offset, and not the end of a range."""
    before = found.string[max(0, found.start() - 24) : found.start()]
    time = _IN_TIME.search(before)
    if time is None or time["seconds"] or found["blank"]:
        return True
    if _ISO_DAY.search(before):
        return found["ahead"] <= "12"
    colon = ":" in found[0]
    if not colon:
        return found["rest"] is not None
    hour, minute = map(int, time[0].split(":"))
    return (int(found["ahead"]), int(found["rest"])) < (hour, minute)


# Each kind of name by the group of the expression that finds it.
_MEANINGS: tuple[tuple[str, Callable[[re.Match[str]], ZoneWord | None]], ...] = (
    ("sign", _offset),
    ("signless", _signless),
    ("quarter", _quarter),
    ("database", _database),
    ("phrase", _phrase),
    ("chinese", _phrase),
    ("winter", _pair),
    ("letters", _abbreviated),
    ("city", _city),
    ("gloss_city", _city),
    ("american", _american),
    ("beijing", _beijing),
    ("beijing_chinese", _beijing),
)
