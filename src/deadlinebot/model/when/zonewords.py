"""Where a text names its zone: found, and taken out before the rest is read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from functools import cache

from deadlinebot.model.when.names import (
    AMBIGUOUS,
    FIXED,
    REGIONS,
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
from deadlinebot.model.when.zones import zone_names

_AREAS = frozenset(
    "africa america antarctica arctic asia atlantic australia brazil canada chile etc "
    "europe indian mexico pacific us".split()
)
# In small letters these are words: a zone only in capitals.
_WORDS = frozenset("ART CAT EAT MET WEST WET WIT ICT GST UT NPT WAT AST".split())
_LOCAL = ("", "local", "local time", "当地时间", "none", "n/a")
_ABBREVIATIONS = "|".join(
    sorted({*FIXED, *SEASONAL, *AMBIGUOUS, *REGIONS} - {"Z"}, key=len, reverse=True)
)
_GLOSSES = "|".join(
    re.escape(word)
    for word in sorted(
        {w for some in AMBIGUOUS.values() for words in some for w in words.split("|")},
        key=len,
        reverse=True,
    )
)
_EDGE = r"(?<![A-Za-z0-9_/.+-])"
_STOP = r"(?![A-Za-z0-9_])"

# Each alternative is linear: no repetition inside a repetition over the same letters.
_OFFSET = (
    r"(?<![A-Za-z0-9_.+-])(?:UTC ?/ ?GMT|GMT ?/ ?UTC|UTC|GMT|UT)(?P<gap> ?)(?P<sign>[+-]|±|\+/-|\+-)(?P<after> ?)"
    r"(?P<hours>\d{1,2})(?P<colon>[:.]?)(?P<minutes>\d{2}|(?<=[.])[05])?"
    r"(?: ?h(?:ours?|rs?)?\b)?(?![0-9])(?:时区|时间)?"
)
_SHORT_OFFSET = rf"{_EDGE}(?:UTC|GMT)(?P<signless>[0-9]{{1,2}})(?![0-9:])"
_QUARTER = (
    r"(?P<side>[东西])(?P<quarter>\d{1,2})(?P<half>\.5)?(?:时?区|个时区)(?:时间)?"
)
_DATABASE = (
    rf"{_EDGE}(?!(?!etc)[a-z]{{2,4}}/(?:UTC|GMT))(?P<database>Etc/(?:GMT|UTC)[+-]\d{{1,2}}|[A-Za-z_]+(?:-[A-Za-z_]+)*"
    r"(?:/[A-Za-z_]+(?:-[A-Za-z_]+)*){1,2}|EST5EDT|CST6CDT|MST7MDT|PST8PDT)"
    r"(?![A-Za-z0-9_/])"
)
_PAIR = (
    rf"{_EDGE}(?P<winter>EST|CST|MST|PST|CET|EET|WET|AEST|ACST|NZST|BST|GMT)"
    rf" ?/ ?(?P<summer>EDT|CDT|MDT|PDT|CEST|EEST|WEST|AEDT|ACDT|NZDT|BST|GMT){_STOP}"
)
_ABBREVIATION = (
    rf"{_EDGE}(?:(?P<country>{_GLOSSES}) )?(?P<letters>{_ABBREVIATIONS}){_STOP}"
    rf"(?!'[A-Za-z]|/(?!UTC|GMT)[A-Za-z])(?:(?P<gloss> ?[(,] ?| |/)(?:i\.e\. |= ?)?"
    rf"(?P<meant>{_GLOSSES})(?![A-Za-z])(?! ?(?:(?:standard|local) )?time|时间|标准)\)?)?"
)
_CITY = (
    r"(?<![A-Za-z])(?P<city>[A-Za-z]{2,15}(?: [A-Za-z]{2,15}){0,2}?),? "
    r"(?:(?:local|standard) )?time(?![A-Za-z])"
)
_BARE = r"(?<!\bin )(?<!\bat )(?<![A-Za-z/])(?P<bare>Beijing)(?![A-Za-z])(?!, ?China)"
_AMERICAN = (
    r"(?:(?<=[ap]m )|(?<=m\. )|(?<=:[0-9]{2} ))(?P<american>eastern|pacific|central"
    r"|mountain)(?![A-Za-z])(?! (?:europ|stand|day))"
)
_BARE_CHINESE = r"(?<![一-鿿] )(?<![一-鿿])(?P<bare_chinese>北京)(?![一-鿿])"
_AFTER_CLOCK = (
    r"(?<=[0-9])(?P<zulu> ?Z)(?![A-Za-z0-9])"
    r"|(?P<iso>(?<=:[0-9]{2})|(?<=[0-9]\.[0-9]{3})|(?<=T[0-9]{4})|(?<=T[0-9]{6})"
    r"|(?<=T[0-9]{2})|(?<=[ap]m))"
    r"(?P<blank> ?)(?P<way>[+-])(?P<ahead>\d{2})(?::?(?P<rest>\d{2}))?(?![0-9:.-])"
    r"|(?<=[( ])(?P<plain>[+-]\d{2}:\d{2})(?=\)|$)"
)
_IN_TIME = re.compile(r"\d{1,2}:\d{2}(?P<seconds>:\d{2}(?:\.\d+)?)?$", re.ASCII)
_ISO_DAY = re.compile(r"\d-\d{1,2}[ T]+\d{1,2}:\d{2}$", re.ASCII)


@cache
def _pattern() -> re.Pattern[str]:
    """Return the expression that finds every name, the longest kind first."""
    named = sorted(phrases(), key=len, reverse=True)
    english = "|".join(re.escape(name) for name in named if name.isascii())
    chinese = "|".join(re.escape(name) for name in named if not name.isascii())
    phrase = (
        rf"(?<![A-Za-z])(?P<phrase>{english})(?![A-Za-z])"
        r"(?: ?\((?:US|U\.S\.)(?: ?(?:&|and) ?Canada)?\))?"
        rf"|(?P<chinese>{chinese})"
    )
    kinds = (_PAIR, _OFFSET, _SHORT_OFFSET, _QUARTER, _DATABASE, phrase, _ABBREVIATION)
    return re.compile(
        "|".join((*kinds, _CITY, _AMERICAN, _BARE, _BARE_CHINESE, _AFTER_CLOCK)),
        re.ASCII | re.IGNORECASE,
    )


def find_zones(text: str) -> list[ZoneWord]:
    """Return the zones that *text*, in normal spelling, names, in its order.

    Raises:
        Unreadable: if it names a zone that does not exist; its offset counts in
            the normal spelling.
    """
    return list(_found(text))


def _found(text: str) -> Iterator[ZoneWord]:
    at = 0
    while found := _pattern().search(text, at):
        word = _word(text, found)
        at = max(word.end if word else _skip(found), at + 1)
        if word:
            yield word


def _skip(found: re.Match[str]) -> int:
    """Return where to go on after words that name no zone."""
    city = found["city"]
    if city is None or " " not in city:
        return found.end()
    return found.start("city") + city.index(" ")  # "our New York time": try "New York"


def _word(text: str, found: re.Match[str]) -> ZoneWord | None:
    start, end = found.span()
    if found["sign"]:
        return _offset(text, found)
    if found["signless"]:
        what = found[0].strip()
        raise Unreadable(
            f"'{what}' has no sign: write {what[:3]}+{what[3:]} or {what[:3]}-{what[3:]}",
            start,
        )
    if found["quarter"]:
        minutes = int(found["quarter"]) * 60 + (30 if found["half"] else 0)
        minutes = minutes if found["side"] == "东" else -minutes
        return ZoneWord(start, end, _checked(minutes, found[0], start))
    if found["database"]:
        return _database(text, found)
    if found["phrase"] or found["chinese"]:
        name = found["phrase"] or found["chinese"]
        return ZoneWord(start, end, phrases()[name.casefold()])
    if found["winter"]:
        return ZoneWord(start, end, _pair(found["winter"].upper()))
    if found["letters"]:
        return _abbreviated(text, found)
    if found["city"]:
        name = places().get(found["city"].casefold())
        return ZoneWord(start, end, region(name)) if name else None
    if found["american"]:
        return ZoneWord(start, end, phrases()[f"us {found['american'].casefold()}"])
    if found["bare"] or found["bare_chinese"]:
        return ZoneWord(start, end, region("Asia/Shanghai"), weak=True)
    return _after_clock(text, found)


def _offset(text: str, found: re.Match[str]) -> ZoneWord:
    """Return ``UTC+8``, ``GMT-5:30``, ``UTC +0545``."""
    start, end = found.span()
    if found["gap"] and found["after"] and found["sign"] == "-":
        dash = re.match(r"\d+:\d{2}|\d{4}", text[found.start("hours") :])
        if dash or re.match(r"[-/.年月:]", text[end:]):
            return ZoneWord(
                start, found.end("gap") - 1, offset_zone(0)
            )  # "UTC - 18:00"
    rest = found["minutes"] or "0"
    if found["colon"] == "." and rest in ("5", "25", "75"):
        rest = str(int(rest.ljust(2, "0")) * 60 // 100)  # UTC+5.5
    if int(rest) > 59:
        raise Unreadable(f"'{found[0].strip()}' has no such minutes: 0 to 59", start)
    minutes = int(found["hours"]) * 60 + int(rest)
    minutes = -minutes if found["sign"] == "-" else minutes
    return ZoneWord(start, end, _checked(minutes, found[0], start))


def _checked(minutes: int, written: str, start: int) -> Zone:
    try:
        return offset_zone(minutes)
    except ValueError:
        raise Unreadable(
            f"'{written.strip()}' is no zone: offsets run from UTC-12 to UTC+14", start
        ) from None


def _database(text: str, found: re.Match[str]) -> ZoneWord | None:
    """Return a zone of the tz database; what only looks like one is none."""
    start, end = found.span()
    written = found["database"]
    known = zone_names()
    more = re.match(r"(?: [A-Z][a-z]+){1,2}", text[end:]) if "/" in written else None
    for tail in (more[0], more[0].rpartition(" ")[0], "") if more else ("",):
        name = known.get((written + tail).replace(" ", "_").casefold())
        if name:
            return ZoneWord(start, end + len(tail), region(name))
    if written.partition("/")[0].casefold() in _AREAS and written[0].isupper():
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


def _pair(winter: str) -> Zone:
    """Return the zone of ``CET/CEST``: the region's own clock, whatever the season."""
    if winter in SEASONAL:
        return region(SEASONAL[winter][1])
    return region({"CST": "America/Chicago"}.get(winter, "Europe/London"))


def _abbreviated(text: str, found: re.Match[str]) -> ZoneWord | None:
    """Return the zone of some capitals, settled by the country said beside them."""
    letters = found["letters"].upper()
    start, end = found.start("letters"), found.end("letters")
    small = found["letters"] != letters
    if small and letters in _WORDS:
        return None
    if letters == "ET" and re.match(r" al\b", text[end:]):
        return None
    zone = abbreviation(letters)
    assert zone is not None
    if found["meant"] and (settled := glossed(letters, found["meant"])):
        closed = found["gloss"].strip().startswith("(") or found[0][-1] != ")"
        return ZoneWord(start, found.end() - (not closed), settled)
    if found["country"] and (settled := glossed(letters, found["country"])):
        return ZoneWord(found.start(), end, settled)
    return ZoneWord(start, end, zone, weak=letters not in ("UTC", "GMT", "AOE"))


def _after_clock(text: str, found: re.Match[str]) -> ZoneWord | None:
    """Return ``Z`` or an ISO offset; a range such as ``9:00-12:00`` is none."""
    start, end = found.span()
    if found["zulu"]:
        return ZoneWord(start, end, offset_zone(0))
    if found["plain"]:
        return ZoneWord(start, end, _signed(found["plain"], start))
    if found["way"] == "-" and not _is_offset(text, found):
        return None
    return ZoneWord(start, end, _signed(found[0].strip(), start))


def _signed(written: str, start: int) -> Zone:
    hours, rest = int(written[1:3]), int(written[3:].replace(":", "") or 0)
    if rest > 59:
        raise Unreadable(f"'{written}' has no such minutes: 0 to 59", start)
    minutes = hours * 60 + rest
    return _checked(-minutes if written[0] == "-" else minutes, written, start)


def _is_offset(text: str, found: re.Match[str]) -> bool:
    """Whether ``-12:00`` after a time is its offset, and not the end of a range."""
    before = text[max(0, found.start() - 24) : found.start()]
    time = _IN_TIME.search(before)
    if time is None or time["seconds"] or found["blank"]:
        return True
    if _ISO_DAY.search(before):
        return found["ahead"] <= "12"
    colon = ":" in found[0]
    if not colon:
        return found["rest"] is not None
    return (found["ahead"], found["rest"]) < tuple(time[0].split(":"))


def spelled(text: str) -> tuple[Zone, ...]:
    """Return the zone that *text*, in normal spelling, is as a whole.

    Several if one glosses the other, as in ``CST (UTC+8)``; none if *text* is empty
    or says only that it is local.

    Raises:
        Unreadable: if it is no zone.
    """
    bare = text.strip(" ()\n")
    if bare.casefold() in _LOCAL:
        return ()
    if whole := _whole(bare):
        return (whole,)
    words = find_zones(bare)
    rest = bare
    for word in words:
        rest = rest[: word.start] + " " * (word.end - word.start) + rest[word.end :]
    if not words or re.sub(r"[ (),/=]|time", "", rest):
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
        return _signed(f"{bare[0]}{hours:0>2}:{rest}", 0)
    return None
