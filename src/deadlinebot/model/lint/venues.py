"""Venues: whose clocks hang there, as far as a name of North America tells."""

from __future__ import annotations

import re
from functools import lru_cache

_COUNTRY = re.compile(r"\b(?:USA|U\.S\.A?|US|United States|Canada)\b", re.IGNORECASE)
_CODE = re.compile(r"[,(]\s*([A-Z]{2})\b")
_CODES = {
    "America/New_York": "CT DC DE FL GA MA MD ME MI NC NH NJ NY OH PA RI SC VA VT WV "
    "ON QC",
    "America/Chicago": "AL AR IA IL KS LA MN MO MS NE OK TN TX WI MB",
    "America/Denver": "CO ID MT NM UT WY AB",
    "America/Los_Angeles": "CA NV OR WA BC",
    "America/Anchorage": "AK",
}
_NAMES = {
    "America/New_York": "connecticut|district of columbia|delaware|florida|georgia|"
    "massachusetts|maryland|maine|michigan|north carolina|new hampshire|new jersey|"
    "new york|ohio|pennsylvania|rhode island|south carolina|virginia|vermont|ontario|"
    "qu[eé]bec|atlanta|boston|philadelphia|pittsburgh|washington,? d\\.?c|miami|"
    "orlando|detroit|baltimore|toronto|montr[eé]al|ottawa",
    "America/Chicago": "alabama|arkansas|iowa|illinois|kansas|louisiana|minnesota|"
    "missouri|mississippi|nebraska|oklahoma|tennessee|texas|wisconsin|manitoba|chicago|"
    "dallas|houston|austin|minneapolis|new orleans|nashville|st\\.? louis|winnipeg",
    "America/Denver": "colorado|idaho|montana|new mexico|utah|wyoming|alberta|denver|"
    "salt lake|calgary|edmonton|banff",
    "America/Los_Angeles": "california|nevada|oregon|british columbia|san francisco|"
    "los angeles|san diego|san jose|las vegas|seattle|portland|vancouver",
    "America/Anchorage": "alaska|anchorage",
}
_BY_CODE = {code: zone for zone, codes in _CODES.items() for code in codes.split()}
_BY_NAME = [
    (re.compile(rf"\b(?:{names})\b", re.IGNORECASE), zone)
    for zone, names in _NAMES.items()
]


@lru_cache(maxsize=4096)
def venue_zone(venue: str) -> str | None:
    """Return the tz name of the clocks at *venue*; None if it is not told.

    Only the United States and Canada are known, and of each state its main zone.
    """
    if not _COUNTRY.search(venue):
        return None
    codes = [code for code in _CODE.findall(venue) if code in _BY_CODE]
    if codes:
        return _BY_CODE[codes[0]]
    return next((zone for names, zone in _BY_NAME if names.search(venue)), None)
