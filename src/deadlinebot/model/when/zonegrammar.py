"""How the name of a zone looks: the expressions that find it."""

from __future__ import annotations

import re
from functools import cache

from deadlinebot.model.when.names import AMBIGUOUS, FIXED, REGIONS, SEASONAL, phrases

_LETTERS = {*FIXED, *SEASONAL, *AMBIGUOUS, *REGIONS} - {"Z"}
_GLOSS_WORDS = {
    word for some in AMBIGUOUS.values() for words in some for word in words.split("|")
}


def _longest_first(words: set[str]) -> str:
    """Return the expression for any of *words*."""
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return "|".join(re.escape(word) for word in ordered)


_ABBREVIATIONS = _longest_first(_LETTERS)
_GLOSSES = _longest_first(_GLOSS_WORDS)
_EDGE = r"(?<![A-Za-z0-9_/.+-])"
_STOP = r"(?![A-Za-z0-9_])"

# Each alternative is linear: no repetition inside a repetition over the same letters.
# UTC+8, GMT-5:30, UTC +0545, UTC/GMT +08:00
_OFFSET = (
    r"(?<![A-Za-z0-9_.+-])(?:UTC ?/ ?GMT|GMT ?/ ?UTC|UTC|GMT|UT)(?P<gap> ?)"
    r"(?P<sign>\+/-|\+-|[+-]|±|plus\b|minus\b)(?P<after> ?)"
    r"(?P<hours>\d{1,2})(?P<colon>[:.]?)(?P<minutes>\d{2}|(?<=[.])[05])?"
    r"(?: ?h(?:ours?|rs?)?\b)?(?![0-9])(?:时区|时间)?"
)
_SIGNLESS = rf"{_EDGE}(?P<signless>(?:UTC|GMT)[0-9]{{1,2}})(?![0-9:])"  # UTC8
_QUARTER = (  # 东八区
    r"(?P<side>[东西])(?P<quarter>\d{1,2})(?P<half>\.5)?(?:时?区|个时区)(?:时间)?"
)
_DATABASE = (  # Europe/Paris; but not EST/UTC-5
    rf"{_EDGE}(?!(?!etc)[a-z]{{2,4}}/(?:UTC|GMT))(?P<database>"
    r"Etc/(?:GMT|UTC)[+-]\d{1,2}|EST5EDT|CST6CDT|MST7MDT|PST8PDT"
    r"|[A-Za-z_]+(?:-[A-Za-z_]+)*(?:/[A-Za-z_]+(?:-[A-Za-z_]+)*){1,2})"
    r"(?![A-Za-z0-9_/])"
)
_PAIR = (  # CET/CEST
    rf"{_EDGE}(?P<winter>EST|CST|MST|PST|CET|EET|WET|AEST|ACST|NZST|BST|GMT) ?/ ?"
    rf"(?:EDT|CDT|MDT|PDT|CEST|EEST|WEST|AEDT|ACDT|NZDT|BST|GMT){_STOP}"
)
_ABBREVIATION = (  # JST, US CST, CST (China)
    rf"{_EDGE}(?:(?P<country>{_GLOSSES}) )?(?P<letters>{_ABBREVIATIONS}){_STOP}"
    rf"(?!'[A-Za-z]|/(?!UTC|GMT)[A-Za-z])(?:(?P<gloss> ?[(,] ?| |/)(?:i\.e\. |= ?)?"
    rf"(?P<meant>{_GLOSSES})(?![A-Za-z])"
    r"(?! ?(?:(?:standard|summer|daylight|local) )?time|时间|标准)\)?)?"
)
_CITY = (  # New York time
    r"(?<![A-Za-z])(?P<city>[A-Za-z]{2,15}(?: [A-Za-z]{2,15}){0,2}?),? "
    r"(?:(?:local|standard) )?time(?![A-Za-z])"
    r"|(?<=[A-Z]{3} \()(?P<gloss_city>[A-Za-z]{2,15}(?: [A-Za-z]{2,15}){0,2})(?=\))"
)
_BARE = (  # 17:00 Beijing
    r"(?<!\bin )(?<!\bat )(?<![A-Za-z/])(?P<beijing>Beijing)(?![A-Za-z])(?!, ?China)"
    r"|(?<![一-鿿] )(?<![一-鿿])(?P<beijing_chinese>北京)(?![一-鿿])"
)
_AMERICAN = (  # 8 PM Eastern
    r"(?:(?<=[ap]m )|(?<=m\. )|(?<=:[0-9]{2} ))(?P<american>eastern|pacific|central"
    r"|mountain)(?![A-Za-z])(?! (?:europ|stand|day))"
)
_AFTER_CLOCK = (  # 17:00Z, 17:00+08:00
    r"(?<=[0-9])(?P<zulu> ?Z)(?![A-Za-z0-9])"
    r"|(?P<iso>(?<=:[0-9]{2})|(?<=[0-9]\.[0-9]{3})|(?<=T[0-9]{4})|(?<=T[0-9]{6})"
    r"|(?<=T[0-9]{2})|(?<=[ap]m))"
    r"(?P<blank> ?)(?P<way>[+-])(?P<ahead>\d{2})(?::?(?P<rest>\d{2}))?(?![0-9:.-])"
    r"|(?:(?<=[( ])|(?<=[0-9]{4}-[0-9]{2}-[0-9]{2}))(?P<plain>[+-]\d{2}:\d{2})(?=\)|$)"
)


@cache
def zone_pattern() -> re.Pattern[str]:
    """Return the expression that finds every name, the longest kind first."""
    english = _longest_first({name for name in phrases() if name.isascii()})
    chinese = _longest_first({name for name in phrases() if not name.isascii()})
    phrase = (
        rf"(?<![A-Za-z])(?P<phrase>{english})(?![A-Za-z])"
        r"(?: ?\((?:US|U\.S\.)(?: ?(?:&|and) ?Canada)?\))?"
        rf"|(?P<chinese>{chinese})"
    )
    words = (_PAIR, _OFFSET, _SIGNLESS, _QUARTER, _DATABASE, phrase, _ABBREVIATION)
    return re.compile(
        "|".join((*words, _CITY, _AMERICAN, _BARE, _AFTER_CLOCK)),
        re.ASCII | re.IGNORECASE,
    )
