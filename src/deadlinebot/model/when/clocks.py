"""The grammar of times of day, weekdays, and what else stands beside a date."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from deadlinebot.model.when.tokens import Clock, Shift, Token, Undated, Weekday, Year

_PART = (
    r"(?P<part>上午|下午|晚上|晚间|今晚|晚|凌晨|早上|早晨|清晨|早|中午|正午|午后|傍晚"
    r"|夜间|夜里|深夜|午夜|半夜|(?<![A-Za-z])[AP]M(?= [0-9]))"
)
_HALF = r"(?: ?(?P<half>[ap])\.? ?m\b\.?)"
_WORD = r"(?: ?(?P<word>noon|midnight|midday)\b)"
_COLON = (  # 17:00, 23:59:59.999
    r"(?P<hour>[0-9]{1,2}) ?: ?(?P<minute>[0-9]{2})(?: ?: ?(?P<second>[0-9]{2})"
    r"(?:[.,][0-9]{1,9})?)?(?![0-9]|:[0-9])"
)
_CHINESE = (  # 17点, 17时30分, 5点半
    r"(?P<chour>[0-9]{1,2}) ?[点时](?![间区])(?: ?钟|整)?"
    r"(?: ?(?P<cminute>[0-9]{1,2}) ?分(?: ?(?P<csecond>[0-9]{1,2}) ?秒)?"
    r"|(?P<quarter>半|1刻|3刻)|(?P<bminute>[0-9]{2})(?![0-9]))?"
)
_LETTER = r"(?P<fhour>[0-9]{1,2}) ?h ?(?P<fminute>[0-9]{2})?(?![0-9A-Za-z])"  # 23h59
_BASIC = (  # T170000, 1700 hrs
    r"(?P<thour>[0-9]{2})(?P<tminute>[0-9]{2})(?P<tsecond>[0-9]{2})?(?![0-9])"
)
_DOTTED = (  # 23.59
    r"(?P<dhour>[0-9]{1,2})\.(?P<dminute>[0-9]{2})(?:\.(?P<dsecond>[0-9]{2}))?"
    r"(?![0-9.]*[0-9])"
)
_ONLY = (  # 5 pm, T17, and 17 before a zone that was taken out
    r"(?P<only>[0-9]{1,2})(?= ?[ap]\.? ?m\b| ?(?:noon|midnight|midday)\b)"
    r"|(?<=T)(?P<bare>[0-9]{2})(?![0-9])"
    r"|(?<=[\x00 ,])(?P<alone>[0-9]{1,2})(?= ?\(?\x00)"
)
_BROKEN = r"(?P<broken>[0-9]{1,3}:[0-9]{1,3})(?![0-9:])"  # 7:5
_NUMBERS = f"{_COLON}|{_CHINESE}|{_LETTER}|{_BASIC}|{_DOTTED}|{_ONLY}|{_BROKEN}"
_CLOCK = re.compile(
    rf"(?:{_PART} ?)?(?<![0-9A-SU-Za-z_.+])T?(?:{_NUMBERS})"
    rf"(?:{_HALF}|{_WORD})?(?: ?(?:hours|hrs?|h|uhr|o'clock)(?![A-Za-z]))?"
    r"|(?P<named>(?<![A-Za-z])(?:noon|midnight|midday)(?![A-Za-z])"
    r"|正午|中午|午夜|半夜)"
    r"|(?P<vague>(?<![A-Za-z])(?:close of business|COB|end of business"
    r"|(?:in the )?(?:morning|afternoon|evening))(?![A-Za-z])"
    r"|上午|下午|晚上|凌晨|早上|傍晚|夜间|深夜)",
    re.ASCII | re.IGNORECASE,
)
_WEEKDAYS = re.compile(
    r"(?P<open>[(\[] ?)?(?:(?<![A-Za-z])(?P<english>mon(?:day)?|tue(?:s(?:day)?)?"
    r"|wed(?:s|nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?|sat(?:urday)?"
    r"|sun(?:day)?)(?![A-Za-z'])\.?"
    r"|(?<![本上下每])(?:周|星期|礼拜)(?P<chinese>[一二三四五六日天])"
    r"|(?<=[(])(?P<bare>[一二三四五六日月火水木金土])(?=\)))(?(open) ?[)\]]),?",
    re.ASCII | re.IGNORECASE,
)
_DAYS_OF = {  # Chinese, and Japanese in brackets
    day: number
    for names in ("一二三四五六日", "月火水木金土天")
    for number, day in enumerate(names)
}
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_UNDATED = re.compile(
    r"(?<![A-Za-z])(?:TB[ADC]|T\.B\.[ADC]\.?|to be (?:announced|determined|confirmed"
    r"|decided|specified|defined)|not (?:yet )?(?:announced|determined|decided)"
    r"|N/A|n\.a\.)(?![A-Za-z])|^ ?NA ?$"
    r"|(?:时间|日期)?(?:待(?:定|公布|通知|确认|确定|宣布|发布)|尚?未(?:定|公布|确定)"
    r"|另行通知)",
    re.ASCII | re.IGNORECASE,
)
_SHIFTS = re.compile(
    r"(?P<next>(?:(?:the|of the|on the) )?(?:next|following) (?:calendar )?day"
    r"|次日|翌日|第二天|第2天"
    r"|\(?\+ ?1 ?(?:day|d|天)?\)?(?![0-9:]))"
    r"|(?P<before>(?:the )?(?:previous|prior) day|前一天|前1天|前一日|前1日)"
    r"|(?P<same>(?:the )?same day|当天|当日|同日|同一天)",
    re.ASCII | re.IGNORECASE,
)
_LONE_YEAR = re.compile(
    r"(?<![0-9A-Za-z_.'-])(?P<year>20[0-9]{2})(?![0-9A-Za-z_]|[-/.:][0-9]| ?年)"
)


# Which hour of 0..24 is meant by an hour in a part of the day.
_AFTERNOON = {hour: hour for hour in range(12, 24)} | {h: h + 12 for h in range(1, 12)}
_EVENING = {hour: hour for hour in range(17, 25)} | {h: h + 12 for h in range(5, 13)}
_PARTS: tuple[tuple[tuple[str, ...], dict[int, int]], ...] = (
    (("a", "am"), {hour: hour % 12 for hour in range(13)}),
    (("p", "pm", "下午", "午后", "傍晚"), _AFTERNOON),
    (("上午",), {hour: hour for hour in range(12)}),
    (("早上", "早晨", "清晨", "早"), {hour: hour for hour in range(4, 12)}),
    (("凌晨",), {12: 0} | {hour: hour for hour in range(7)}),
    (("中午", "正午"), {11: 11, 12: 12, 13: 13, 14: 14, 1: 13, 2: 14}),
    (("午夜", "半夜"), {0: 0, 11: 23, 12: -1, 23: 23, 24: 24}),
)


_QUARTERS = {"半": 30, "1刻": 15, "3刻": 45}


def find_weekdays(text: str) -> list[Weekday]:
    """Return the days of the week that *text*, in normal spelling, names."""
    return [
        Weekday(*found.span(), _weekday(found)) for found in _WEEKDAYS.finditer(text)
    ]


def _weekday(found: re.Match[str]) -> int:
    if found["english"]:
        return _DAYS.index(found["english"][:3].lower())
    return _DAYS_OF[found["chinese"] or found["bare"]]


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
            problem = f"'{found[0]}' names no time of day"
            yield Clock(start, end, problem=problem, vague=True)
        elif found["broken"]:
            if beside(start, end):
                yield Clock(start, end, problem=f"'{found[0]}' is no time of day")
        elif found["named"]:
            midnight = found["named"].lower() in ("midnight", "午夜", "半夜")
            yield Clock(start, end, 0 if midnight else 12, midnight=midnight)
        elif _is_time(found, beside):
            yield _clock(found)


def _is_time(found: re.Match[str], beside: Callable[[int, int], bool]) -> bool:
    """Whether the digits found are a time where they stand."""
    start, end = found.span()
    if found["thour"]:
        both = beside(start, start) and beside(end, end)
        return _is_basic(found) or (both and found["thour"] != "20")  # 2026 is a year
    if found["dhour"]:
        return bool(found["half"]) or beside(start, end)
    if found["alone"]:
        return beside(start, start) and beside(end, end)
    return True


def _is_basic(found: re.Match[str]) -> bool:
    """Whether four or six digits are a time: ``T1700``, ``1700 hrs``, ``1159pm``."""
    return "T" in found[0] or bool(found["half"]) or "h" in found[0].lower()


_HOURS = "hour", "chour", "fhour", "thour", "dhour", "only", "bare", "alone"
_MINUTES = "minute", "cminute", "bminute", "fminute", "tminute", "dminute"
_SECONDS = "second", "csecond", "tsecond", "dsecond"


def _clock(found: re.Match[str]) -> Clock:
    start, end = found.span()
    written = found[0].strip()
    hour = _number(found, _HOURS) or 0
    minute = _QUARTERS.get(found["quarter"], _number(found, _MINUTES) or 0)
    second = _number(found, _SECONDS)
    if problem := _impossible(hour, minute, second or 0):
        return Clock(start, end, problem=f"there is no {written}: {problem}")
    if word := (found["word"] or "").lower():
        return _worded(Clock(start, end, hour, minute, second), word, written)
    part = found["half"] or found["part"] or ""
    moved = _half_day(hour, minute, part.lower())
    if moved is None:
        problem = f"'{written}' is not clear: write it as 00:00 to 23:59"
        return Clock(start, end, problem=problem)
    return Clock(start, end, max(moved, 0), minute, second, midnight=moved < 0)


def _number(found: re.Match[str], names: Sequence[str]) -> int | None:
    """Return the number in the first of these groups that matched."""
    return next((int(found[name]) for name in names if found[name]), None)


def _impossible(hour: int, minute: int, second: int) -> str:
    if minute > 59 or second > 59 or hour > 24:
        return "a day has 00:00 to 24:00"
    return "a day ends at 24:00" if hour == 24 and (minute or second) else ""


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


def _half_day(hour: int, minute: int, part: str) -> int | None:
    """Return the hour 0..24 that *hour* is in that part of the day.

    -1 is a midnight that does not say which; None if the two do not go together.
    """
    if not part:
        return hour
    hours = next((hours for parts, hours in _PARTS if part in parts), _EVENING)
    moved = hours.get(hour)
    return None if moved == -1 and minute else moved


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
