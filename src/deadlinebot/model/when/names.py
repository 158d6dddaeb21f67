"""The names of zones: every spelling, and what it may mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timezone, tzinfo
from functools import cache

from deadlinebot.model.when.zones import database_zone, fixed_zone, zone_names


@dataclass(frozen=True, slots=True)
class Zone:
    """What the name of a zone may mean.

    Attributes:
        name: in our spelling: ``UTC-12``, ``Asia/Shanghai``, ``CST``.
        readings: one zone, or several if the name has several meanings.
    """

    name: str
    readings: tuple[tzinfo, ...]

    @property
    def exact(self) -> bool:
        """Whether it has one meaning."""
        return len(self.readings) == 1

    @property
    def fixed(self) -> bool:
        """Whether it is one offset all year."""
        return self.exact and isinstance(self.readings[0], timezone)


# One meaning, one offset all year (minutes ahead of UTC).
FIXED: Mapping[str, int] = {
    "AOE": -720, "UTC": 0, "GMT": 0, "UT": 0, "UCT": 0, "ZULU": 0, "Z": 0,
    "BJT": 480, "JST": 540, "KST": 540, "HKT": 480, "SGT": 480, "PHT": 480, "MYT": 480,
    "AWST": 480, "ICT": 420, "WIB": 420, "WITA": 480, "WIT": 540, "NPT": 345,
    "PKT": 300, "UZT": 300, "GST": 240, "MSK": 180, "EAT": 180, "TRT": 180,
    "CAT": 120, "SAST": 120, "WAT": 60, "HST": -600, "BRT": -180, "ART": -180,
    "EDT": -240, "CDT": -300, "MDT": -360, "PDT": -420, "AKDT": -480, "ADT": -180,
    "NDT": -150, "CEST": 120, "MEST": 120, "EEST": 180, "WEST": 60, "AEDT": 660,
    "ACDT": 630, "NZDT": 780, "IDT": 180,
}  # fmt: skip

# The winter offset, as often meant as the zone's own clock in summer (minutes, zone).
SEASONAL: Mapping[str, tuple[int, str]] = {
    "EST": (-300, "America/New_York"), "MST": (-420, "America/Denver"),
    "PST": (-480, "America/Los_Angeles"), "AKST": (-540, "America/Anchorage"),
    "NST": (-210, "America/St_Johns"), "CET": (60, "Europe/Paris"),
    "MET": (60, "Europe/Paris"), "EET": (120, "Europe/Athens"),
    "WET": (0, "Europe/Lisbon"), "AEST": (600, "Australia/Sydney"),
    "ACST": (570, "Australia/Adelaide"), "NZST": (720, "Pacific/Auckland"),
}  # fmt: skip

# Several meanings: by the words that settle which, offsets (minutes) and zones.
AMBIGUOUS: Mapping[str, Mapping[str, tuple[int | str, ...]]] = {
    "CST": {
        "china|chinese|prc|中国": ("Asia/Shanghai",),
        "us central|us|u.s.|usa|america|american|central|chicago|美国": (
            -360,
            "America/Chicago",
        ),
    },
    "IST": {
        "india|indian|kolkata|印度": ("Asia/Kolkata",),
        "israel|以色列": (120, "Asia/Jerusalem"),
        "ireland|irish|dublin|爱尔兰": (60, "Europe/Dublin"),
    },
    "BST": {
        "uk|u.k.|britain|british|london|英国": (60, "Europe/London"),
        "bangladesh|dhaka|孟加拉": (360,),
    },
    "AST": {
        "arabia|saudi|saudi arabia|沙特": (180,),
        "atlantic|canada|halifax|加拿大": (-240, "America/Halifax"),
    },
}

# Names that follow the clocks of a region.
REGIONS: Mapping[str, str] = {
    "PT": "America/Los_Angeles", "MT": "America/Denver",
    "CT": "America/Chicago", "ET": "America/New_York",
}  # fmt: skip

_US = {
    "pacific": ("PST", "PDT", "America/Los_Angeles"),
    "mountain": ("MST", "MDT", "America/Denver"),
    "central": (None, "CDT", "America/Chicago"),
    "eastern": ("EST", "EDT", "America/New_York"),
    "alaska": ("AKST", "AKDT", "America/Anchorage"),
    "hawaii": ("HST", "HST", "Pacific/Honolulu"),
    "atlantic": (None, "ADT", "America/Halifax"),
}
_OTHERS = {
    "central european": ("CET", "CEST"),
    "middle european": ("CET", "CEST"),
    "eastern european": ("EET", "EEST"),
    "western european": ("WET", "WEST"),
    "australian eastern": ("AEST", "AEDT"),
    "australian central": ("ACST", "ACDT"),
    "new zealand": ("NZST", "NZDT"),
}
_COUNTRIES = {
    "china": "Asia/Shanghai", "chinese": "Asia/Shanghai", "beijing": "Asia/Shanghai",
    "japan": "Asia/Tokyo", "japanese": "Asia/Tokyo", "korea": "Asia/Seoul",
    "korean": "Asia/Seoul", "south korea": "Asia/Seoul", "india": "Asia/Kolkata",
    "indian": "Asia/Kolkata", "israel": "Asia/Jerusalem", "uk": "Europe/London",
    "british": "Europe/London", "ireland": "Europe/Dublin", "irish": "Europe/Dublin",
    "germany": "Europe/Berlin", "german": "Europe/Berlin", "france": "Europe/Paris",
    "french": "Europe/Paris", "italy": "Europe/Rome", "italian": "Europe/Rome",
    "taiwan": "Asia/Taipei", "vietnam": "Asia/Ho_Chi_Minh", "thailand": "Asia/Bangkok",
    "hanoi": "Asia/Ho_Chi_Minh", "swiss": "Europe/Zurich", "geneva": "Europe/Zurich",
    "milan": "Europe/Rome", "barcelona": "Europe/Madrid", "munich": "Europe/Berlin",
    "san francisco": "America/Los_Angeles", "seattle": "America/Los_Angeles",
    "boston": "America/New_York", "washington": "America/New_York",
    "shenzhen": "Asia/Shanghai", "hangzhou": "Asia/Shanghai",
    "mumbai": "Asia/Kolkata", "new delhi": "Asia/Kolkata", "delhi": "Asia/Kolkata",
    "greenwich": "Etc/UTC", "universal": "Etc/UTC", "turkey": "Europe/Istanbul",
    "moscow": "Europe/Moscow", "macau": "Asia/Macau", "macao": "Asia/Macau",
}  # fmt: skip
_CHINESE = {
    "北京": "Asia/Shanghai", "中国": "Asia/Shanghai", "中国标准": "Asia/Shanghai",
    "上海": "Asia/Shanghai", "香港": "Asia/Hong_Kong", "澳门": "Asia/Macau",
    "台北": "Asia/Taipei", "台湾": "Asia/Taipei", "日本": "Asia/Tokyo",
    "东京": "Asia/Tokyo", "日本标准": "Asia/Tokyo", "韩国": "Asia/Seoul",
    "首尔": "Asia/Seoul", "韩国标准": "Asia/Seoul", "新加坡": "Asia/Singapore",
    "印度": "Asia/Kolkata", "印度标准": "Asia/Kolkata", "曼谷": "Asia/Bangkok",
    "迪拜": "Asia/Dubai", "莫斯科": "Europe/Moscow", "伦敦": "Europe/London",
    "英国": "Europe/London", "巴黎": "Europe/Paris", "法国": "Europe/Paris",
    "柏林": "Europe/Berlin", "德国": "Europe/Berlin", "罗马": "Europe/Rome",
    "苏黎世": "Europe/Zurich", "悉尼": "Australia/Sydney", "纽约": "America/New_York",
    "芝加哥": "America/Chicago", "洛杉矶": "America/Los_Angeles",
    "旧金山": "America/Los_Angeles", "多伦多": "America/Toronto",
    "温哥华": "America/Vancouver", "美国东部": "America/New_York",
    "美东": "America/New_York", "美国中部": "America/Chicago",
    "美国山地": "America/Denver", "美国太平洋": "America/Los_Angeles",
    "美国西部": "America/Los_Angeles", "美西": "America/Los_Angeles",
    "太平洋": "America/Los_Angeles", "北美东部": "America/New_York",
    "北美西部": "America/Los_Angeles", "欧洲中部": "Europe/Paris",
    "中欧": "Europe/Paris", "格林尼治": "Etc/UTC", "格林尼治标准": "Etc/UTC",
    "格林威治": "Etc/UTC", "格林威治标准": "Etc/UTC", "协调世界": "Etc/UTC",
    "世界协调": "Etc/UTC", "世界标准": "Etc/UTC", "国际标准": "Etc/UTC",
}  # fmt: skip
_ANYWHERE = (
    "anywhere on earth", "anywhere-on-earth", "anywhere on the earth",
    "anywhere in the world", "anywhere on the planet", "anywhere in earth",
    "anywhere-on-earth time", "anywhere on earth time", "aoe time",
    "anywhere of earth",
)  # fmt: skip
_ANYWHERE_CHINESE = (
    "地球上任何地方", "地球任何地方", "地球上任意地方", "地球任意地方",
    "地球上任何地点", "地球上任意地点", "地球任意地点", "全球任意地点",
    "全球任何地方", "全球任意地方", "世界任何地方", "地球上任意一处",
)  # fmt: skip


def offset_zone(minutes: int) -> Zone:
    """Return the zone *minutes* ahead of UTC.

    Raises:
        ValueError: if no place on Earth is that far from UTC.
    """
    zone = fixed_zone(minutes)
    return Zone(str(zone), (zone,))


def region(name: str) -> Zone:
    """Return the zone of this name in the tz database.

    Raises:
        KeyError: if there is none.
    """
    return offset_zone(0) if name == "Etc/UTC" else Zone(name, (database_zone(name),))


@cache
def abbreviation(letters: str) -> Zone | None:
    """Return what an abbreviation in capitals may mean, or None if we know none."""
    if letters in FIXED:
        return offset_zone(FIXED[letters])
    if letters in REGIONS:
        return region(REGIONS[letters])
    if letters in SEASONAL:
        return _several(letters, SEASONAL[letters])
    if letters in AMBIGUOUS:
        meanings = AMBIGUOUS[letters].values()
        return _several(letters, tuple(one for some in meanings for one in some))
    return None


def glossed(letters: str, gloss: str) -> Zone | None:
    """Return what *letters* mean if *gloss*, a country, is said beside them."""
    for words, meanings in AMBIGUOUS.get(letters, {}).items():
        if gloss.casefold() in words.split("|"):
            return _several(letters, meanings)
    return None


def _several(name: str, meanings: tuple[int | str, ...]) -> Zone:
    """Return the zone that means each of these offsets (minutes) or zone names."""
    readings = tuple(
        fixed_zone(one) if isinstance(one, int) else database_zone(one)
        for one in meanings
    )
    alone = len(meanings) == 1 and isinstance(meanings[0], str)
    return Zone(str(meanings[0]) if alone else name, readings)


@cache
def phrases() -> dict[str, Zone]:
    """Return every name of more than one word, in lower case, with its zone."""
    found = dict.fromkeys((*_ANYWHERE, *_ANYWHERE_CHINESE), offset_zone(-720))
    found |= _american() | _seasonal_phrases()
    for place, name in _CHINESE.items():
        found[f"{place}时间"] = found[f"{place}时"] = region(name)
    for place, letters in {"美国东部": "EST", "美国太平洋": "PST"}.items():
        found[f"{place}标准时间"] = _known(letters)
    for word in ("coordinated universal time", "greenwich mean time", "zulu time"):
        found[word] = offset_zone(0)
    for letters in ("utc", "gmt"):
        found[f"{letters} time"] = offset_zone(0)
    for word in ("零时区", "0时区", "中时区", "世界时"):
        found[word] = offset_zone(0)
    return found


def _american() -> dict[str, Zone]:
    """Return ``pacific time``, ``us eastern``, ``central daylight time`` ..."""
    found = {}
    for word, (standard, daylight, name) in _US.items():
        winter = (
            _known(standard)
            if standard
            else glossed({"central": "CST", "atlantic": "AST"}[word], word)
        )
        assert winter is not None
        for own in (word, f"us {word}", f"u.s. {word}", f"american {word}"):
            found[f"{own} time"] = found[f"{own} local time"] = region(name)
            found[f"{own} standard time"] = winter
            found[f"{own} daylight time"] = _known(daylight)
            found[f"{own} daylight saving time"] = _known(daylight)
            found[f"{own} summer time"] = _known(daylight)
        found[f"us {word}"] = found[f"u.s. {word}"] = region(name)
    return found


def _seasonal_phrases() -> dict[str, Zone]:
    """Return ``central european summer time`` and its like elsewhere."""
    found = {"british summer time": offset_zone(60)}
    for word, (standard, summer) in _OTHERS.items():
        found[f"{word} time"] = _known(standard)
        found[f"{word} standard time"] = _known(standard)
        found[f"{word} summer time"] = _known(summer)
        found[f"{word} daylight time"] = _known(summer)
    return found


def _known(letters: str) -> Zone:
    zone = abbreviation(letters)
    assert zone is not None
    return zone


@cache
def places() -> dict[str, str]:
    """Return the tz names of cities and countries whose "... time" is a zone.

    The keys are in lower case.
    """
    cities = {
        name.rpartition("/")[2].replace("_", " ").casefold(): name
        for name in zone_names().values()
        if name.startswith(("Africa/", "America/", "Asia/", "Australia/", "Europe/"))
    }
    return cities | _COUNTRIES
