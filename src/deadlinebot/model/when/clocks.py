"""The grammar of times of day, weekdays, and what else stands beside a date."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from deadlinebot.model.when.tokens import Clock, Shift, Token, Undated, Weekday, Year

_PART = (
    r"(?P<part>上午|下午|晚上|晚间|今晚|晚|凌晨|早上|早晨|清晨|早|中午|正午|午后|傍晚|夜间|夜里|深夜"
    r"|午夜|半夜|(?<![A-Za-z])[AP]M(?= [0-9]))"
)
_HALF = r"(?: ?(?P<half>[ap])\.? ?m\b\.?)"
_WORD = r"(?: ?(?P<word>noon|midnight|midday)\b)"
_CLOCK = re.compile(
    rf"(?:{_PART} ?)?(?<![0-9A-SU-Za-z_.])T?(?:"
    r"(?P<hour>[0-9]{1,2}) ?: ?(?P<minute>[0-9]{2})(?: ?: ?(?P<second>[0-9]{2})"
    r"(?:[.,][0-9]{1,9})?)?(?![0-9]|:[0-9])"
    r"|(?P<chour>[0-9]{1,2}) ?[点时](?![间区])(?: ?钟|整)?(?: ?(?P<cminute>[0-9]{1,2}) ?分"
    r"(?: ?(?P<csecond>[0-9]{1,2}) ?秒)?|(?P<quarter>半|1刻|3刻)"
    r"|(?P<bminute>[0-9]{2})(?![0-9]))?"
    r"|(?P<fhour>[0-9]{1,2}) ?h ?(?P<fminute>[0-9]{2})?(?![0-9A-Za-z])"
    r"|(?P<thour>[0-9]{2})(?P<tminute>[0-9]{2})(?P<tsecond>[0-9]{2})?(?![0-9])"
    r"|(?P<dhour>[0-9]{1,2})\.(?P<dminute>[0-9]{2})(?:\.(?P<dsecond>[0-9]{2}))?(?![0-9.]*[0-9])"
    rf"|(?P<only>[0-9]{{1,2}})(?= ?[ap]\.? ?m\b| ?(?:noon|midnight|midday)\b)|(?<=T)(?P<bare>[0-9]{{2}})(?![0-9])"
    r"|(?<=[\x00 ,])(?P<alone>[0-9]{1,2})(?= ?\(?\x00))"
    rf"(?:{_HALF}|{_WORD})?(?: ?(?:hours|hrs?|h|uhr|o'clock)(?![A-Za-z]))?"
    r"|(?P<named>(?<![A-Za-z])(?:noon|midnight|midday)(?![A-Za-z])|正午|中午|午夜|半夜)"
    r"|(?P<vague>(?<![A-Za-z])(?:close of business|COB|end of business)(?![A-Za-z]))",
    re.ASCII | re.IGNORECASE,
)
_TIME_MARK = re.compile(r"T?[0-9]{4}(?:[0-9]{2})?$")
_WEEKDAYS = re.compile(
    r"(?P<open>[(\[] ?)?(?:(?<![A-Za-z])(?P<english>mon(?:day)?|tue(?:s(?:day)?)?"
    r"|wed(?:s|nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?|sat(?:urday)?"
    r"|sun(?:day)?)(?![A-Za-z'])\.?"
    r"|(?<![本上下每])(?:周|星期|礼拜)(?P<chinese>[一二三四五六日天])"
    r"|(?<=[(])(?P<bare>[一二三四五六日])(?=\)))(?(open) ?[)\]]),?",
    re.ASCII | re.IGNORECASE,
)
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_UNDATED = re.compile(
    r"(?<![A-Za-z])(?:TB[ADC]|T\.B\.[ADC]\.?|to be (?:announced|determined|confirmed|decided|"
    r"specified|defined)|not (?:yet )?(?:announced|determined|decided)|N/A|n\.a\.)(?![A-Za-z])"
    r"|(?:时间|日期)?(?:待定|待公布|待通知|待确认|待确定|待宣布|待发布|未定|未公布|另行通知|尚未公布|尚未确定)",
    re.ASCII | re.IGNORECASE,
)
_SHIFTS = re.compile(
    r"(?P<next>(?:(?:the|of the|on the) )?(?:next|following) (?:calendar )?day|次日|翌日|第二天|第2天"
    r"|\(?\+ ?1 ?(?:day|d|天)?\)?(?![0-9:]))"
    r"|(?P<before>(?:the )?(?:previous|prior) day|前一天|前1天|前一日|前1日)"
    r"|(?P<same>(?:the )?same day|当天|当日|同日|同一天)",
    re.ASCII | re.IGNORECASE,
)
_LONE_YEAR = re.compile(
    r"(?<![0-9A-Za-z_.'-])(?P<year>20[0-9]{2})(?![0-9A-Za-z_]|[-/.:][0-9]| ?年)"
)


def find_weekdays(text: str) -> list[Weekday]:
    """Return the days of the week that *text*, in normal spelling, names."""
    return [
        Weekday(*found.span(), _weekday(found)) for found in _WEEKDAYS.finditer(text)
    ]


def _weekday(found: re.Match[str]) -> int:
    if found["english"]:
        return _DAYS.index(found["english"][:3].lower())
    return min("一二三四五六日天".index(found["chinese"] or found["bare"]), 6)


def find_undated(text: str) -> list[Undated]:
    """Return where *text* says that the date is still to come."""
    return [Undated(*found.span()) for found in _UNDATED.finditer(text)]


def find_shifts(text: str) -> list[Shift]:
    """Return where *text* says that a restated time is on the next day, or not."""
    days = {"next": 1, "before": -1, "same": 0}
    return [
        Shift(*found.span(), days[str(found.lastgroup)])
        for found in _SHIFTS.finditer(text)
    ]


def find_years(text: str) -> list[Year]:
    """Return the years that stand alone, such as that in ``May 25, 23:59, 2026``."""
    return [Year(*f.span(), int(f["year"])) for f in _LONE_YEAR.finditer(text)]


def find_clocks(text: str, beside: Callable[[int, int], bool]) -> list[Clock]:
    """Return the times of day that *text*, in normal spelling, writes.

    Args:
        text: without its zones, weekdays and days.
        beside: whether what stands from start to end stands beside a date or
            zone: only there ``23.59`` and ``T1700`` are times.
    """
    return list(_clocks(text, beside))


def _clocks(text: str, beside: Callable[[int, int], bool]) -> Iterator[Clock]:
    for found in _CLOCK.finditer(text):
        start, end = found.span()
        if found["vague"]:
            yield Clock(start, end, problem=f"'{found[0]}' names no time of day")
        elif found["named"]:
            named = found["named"].lower()
            midnight = named in ("midnight", "午夜", "半夜")
            yield Clock(start, end, 0 if midnight else 12, midnight=midnight)
        elif found["thour"] and not _is_basic(text, found):
            continue
        elif found["dhour"] and not found["half"] and not beside(start, end):
            continue
        elif found["alone"] and not (beside(start, start) and beside(end, end)):
            continue
        else:
            yield _clock(found)


def _is_basic(text: str, found: re.Match[str]) -> bool:
    """Whether four or six digits are a time: ``T1700``, ``1700 hrs``, ``1159pm``."""
    return (
        "T" in found[0] or bool(found["half"]) or bool(re.search(r"h", found[0], re.I))
    )


def _clock(found: re.Match[str]) -> Clock:
    hour = int(
        _first(
            found, "hour", "chour", "fhour", "thour", "dhour", "only", "bare", "alone"
        )
        or 0
    )
    minute = int(
        _first(found, "minute", "cminute", "bminute", "fminute", "tminute", "dminute")
        or 0
    )
    seconds = _first(found, "second", "csecond", "tsecond", "dsecond")
    if found["quarter"]:
        minute = {"半": 30, "1刻": 15, "3刻": 45}[found["quarter"]]
    second = int(seconds) if seconds else None
    start, end = found.span()
    written = found[0].strip()
    if minute > 59 or (second or 0) > 59 or hour > 24:
        return Clock(
            start, end, problem=f"there is no {written}: a day has 00:00 to 24:00"
        )
    if hour == 24 and (minute or second):
        return Clock(start, end, problem=f"there is no {written}: a day ends at 24:00")
    word = (found["word"] or "").lower()
    if word:
        return _worded(Clock(start, end, hour, minute, second), word, written)
    part = found["half"] or found["part"] or ""
    moved = _half_day(hour, minute, part.lower())
    if moved is None:
        return Clock(
            start, end, problem=f"'{written}' is not clear: write it as 00:00 to 23:59"
        )
    return (
        Clock(start, end, moved, minute, second, midnight=moved < 0)
        if moved >= 0
        else (Clock(start, end, 0, midnight=True))
    )


def _worded(clock: Clock, word: str, written: str) -> Clock:
    """Return ``12 noon``, ``12:00 midnight``."""
    midnight = word == "midnight"
    if clock.minute or clock.hour not in ((0, 12, 24) if midnight else (12,)):
        if midnight and (clock.hour, clock.minute) in ((23, 59), (11, 59)):
            return Clock(clock.start, clock.end, 23, 59, clock.second)
        return Clock(clock.start, clock.end, problem=f"'{written}' contradicts itself")
    if midnight and clock.hour == 12:
        return Clock(clock.start, clock.end, 0, midnight=True)
    return clock


def _first(found: re.Match[str], *names: str) -> str | None:
    return next((found[name] for name in names if found[name]), None)


def _half_day(hour: int, minute: int, part: str) -> int | None:
    """Return the hour 0..24 that *hour* is in that part of the day.

    -1 is a midnight that does not say which; None if the two do not go together.
    """
    match part:
        case "":
            return hour
        case "a" | "am":
            return hour % 12 if hour <= 12 else None
        case "p" | "pm":
            if hour == 0:
                return None
            return hour % 12 + 12 if hour <= 12 else hour if hour < 24 else None
        case "上午" | "早上" | "早晨" | "清晨" | "早":
            return hour if 4 <= hour < 12 or (part == "上午" and hour < 4) else None
        case "凌晨":
            return hour % 12 if hour < 7 or hour == 12 else None
        case "中午" | "正午":
            return hour if 11 <= hour <= 14 else hour + 12 if hour in (1, 2) else None
        case "下午" | "午后" | "傍晚":
            return (
                hour if hour >= 12 and hour < 24 else hour + 12 if 1 <= hour else None
            )
        case "午夜" | "半夜":
            return _midnight(hour, minute)
        case _:
            return _evening(hour)


def _midnight(hour: int, minute: int) -> int | None:
    if hour == 12 and not minute:
        return -1
    return hour if hour in (0, 23, 24) else hour + 12 if hour == 11 else None


def _evening(hour: int) -> int | None:
    """Return the hour of 晚上8点, 晚上11点59分; 晚上12点 ends the day."""
    if 17 <= hour <= 24:
        return hour
    return hour + 12 if 5 <= hour <= 12 else None


def beside_any(tokens: Sequence[Token], text: str) -> Callable[[int, int], bool]:
    """Return whether a place in *text* touches one of *tokens*, blanks aside."""
    ends = {token.end for token in tokens}
    starts = {token.start for token in tokens}

    def beside(start: int, end: int) -> bool:
        before = text[max(0, start - 8) : start]
        after = text[end : end + 8]
        gap = len(before) - len(re.sub(r"(?:[ ,(]|at|by|on|T)*$", "", before))
        ahead = len(after) - len(re.sub(r"^(?:[ ,(]|on)*", "", after))
        return start - gap in ends or end + ahead in starts

    return beside
