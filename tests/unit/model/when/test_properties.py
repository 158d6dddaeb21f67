"""What holds for every text and every date."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, time, timedelta
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deadlinebot.model.when import (
    Moment,
    Reading,
    Span,
    Unreadable,
    WallTime,
    as_json,
    read,
    window,
)
from deadlinebot.model.when.zones import fixed_zone

TODAY = date(2026, 5, 3)
DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))
CLOCKS = st.times().map(lambda at: at.replace(second=0, microsecond=0))
HOURS = st.integers(-12, 14)
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August",
    "September", "October", "November", "December",
)  # fmt: skip
PIECES = st.sampled_from(
    [
        *(
            "2026",
            "07",
            "20",
            "-",
            "/",
            ".",
            ":",
            " ",
            "\n",
            ",",
            "(",
            ")",
            ";",
            "\x00",
        ),
        *(
            "May",
            "5",
            "31",
            "17:00",
            "25:61",
            "AoE",
            "UTC+8",
            "CST",
            "PT",
            "Z",
            "+08:00",
        ),
        *(
            "年",
            "月",
            "日",
            "二十",
            "下午",
            "点",
            "北京时间",
            "延期至",
            "原定",
            "周五",
            "决赛",
        ),
        *(
            "was",
            "to",
            "and",
            "next day",
            "noon",
            "midnight",
            "TBD",
            "~~",
            "<del>",
            "</s>",
        ),
        *(
            "\ud800",
            "\u0660",
            "²",
            "İ",
            "9999",
            "0000",
            "'26",
            "6.17",
            "7/8",
            "Fri",
            "次日",
        ),
    ]
)
TEXTS = st.text(max_size=60) | st.lists(PIECES, max_size=14).map(" ".join)
TEXTS |= st.lists(PIECES, max_size=14).map("".join)


def attempt(text: str, zone: str | None = None) -> tuple[Reading, ...] | Unreadable:
    """Return what *text* gives: its readings, or why it has none."""
    try:
        return read(text, today=TODAY, zone=zone)
    except Unreadable as problem:
        return problem


def sign(hours: int) -> str:
    """Return ``+8`` or ``-12``."""
    return f"{hours:+d}"


def wide(text: str) -> str:
    """Return *text* in full width."""
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


def chinese(number: int) -> str:
    """Return a number from 1 to 31 in Chinese numerals."""
    digits = "〇一二三四五六七八九"
    tens, ones = divmod(number, 10)
    head = "" if not tens else ("十" if tens == 1 else f"{digits[tens]}十")
    return head + (digits[ones] if ones else "")


SPELLINGS: dict[str, Callable[[date, time, int], str]] = {
    "iso": lambda d, t, h: f"{d.isoformat()}T{t:%H:%M}{h:+03d}:00",
    "full width": lambda d, t, h: wide(f"{d.isoformat()} {t:%H:%M} UTC{sign(h)}"),
    "minus": lambda d, t, h: f"{d} {t:%H:%M} UTC{sign(h)}".replace("-", "−"),
    "small": lambda d, t, h: f"{d} {t:%H:%M} utc{sign(h)}",
    "padded": lambda d, t, h: f"  {d}   {t:%H:%M}  UTC {sign(h)} \n",
    "zone first": lambda d, t, h: f"UTC{sign(h)} {d} {t:%H:%M}",
    "bracket": lambda d, t, h: f"{d} {t:%H:%M} (GMT{h:+03d}00)",
    "slashes": lambda d, t, h: f"{d.year}/{d.month}/{d.day} {t:%H:%M} UTC{sign(h)}",
    "dots": lambda d, t, h: f"{d.year}.{d.month}.{d.day} {t:%H:%M} UTC{sign(h)}",
    "basic": lambda d, t, h: f"{d:%Y%m%d}T{t:%H%M}{h:+03d}00",
    "English": lambda d, t, h: (
        f"{MONTHS[d.month - 1]} {d.day}, {d.year}, {t:%H:%M} UTC{sign(h)}"
    ),
    "day first": lambda d, t, h: (
        f"{t:%H:%M} UTC{sign(h)} on {d.day} {MONTHS[d.month - 1][:3]}. {d.year}"
    ),
    "twelve hours": lambda d, t, h: (
        f"{MONTHS[d.month - 1].upper()} {d.day} {d.year} at "
        f"{t.hour % 12 or 12}:{t:%M} {'pm' if t.hour > 11 else 'am'} UTC{sign(h)}"
    ),
    "Chinese": lambda d, t, h: (
        f"{d.year}年{d.month}月{d.day}日{t.hour}点{t.minute}分（UTC{sign(h)}）"
    ),
    "Chinese numerals": lambda d, t, h: (
        "".join("〇一二三四五六七八九"[int(c)] for c in str(d.year))
        + f"年{chinese(d.month)}月{chinese(d.day)}日 {t:%H:%M} UTC{sign(h)}"
    ),
    "quarter": lambda d, t, h: (
        f"{d} {t:%H:%M} {'东' if h >= 0 else '西'}{chinese(abs(h)) or '零'}区"
    ),
}


@pytest.mark.parametrize("spelling", SPELLINGS)
@given(day=DAYS, at=CLOCKS, hours=HOURS)
def test_every_spelling_of_an_instant_means_it(
    spelling: str, day: date, at: time, hours: int
) -> None:
    written = SPELLINGS[spelling](day, at, hours)

    (found,) = read(written, today=TODAY)

    assert isinstance(found, Moment)
    assert found.window == window(WallTime(day, at), fixed_zone(hours * 60))


@given(day=DAYS, at=CLOCKS | st.none(), hours=HOURS)
def test_the_safe_instant_is_never_late_whatever_zone_was_meant(
    day: date, at: time | None, hours: int
) -> None:
    text = f"{day} {at:%H:%M}" if at else f"{day}"
    (meant,) = read(f"{text} UTC{sign(hours)}", today=TODAY)

    (found,) = read(text, today=TODAY)

    assert isinstance(found, Moment)
    assert isinstance(meant, Moment)
    assert found.window.earliest <= meant.window.earliest <= found.window.latest


@pytest.mark.parametrize(
    ("letters", "meanings"),
    [
        ("CST", ("Asia/Shanghai", "UTC-6", "America/Chicago")),
        ("IST", ("Asia/Kolkata", "Asia/Jerusalem", "Europe/Dublin")),
        ("BST", ("Europe/London", "UTC+1", "UTC+6")),
        ("EST", ("UTC-5", "America/New_York")),
        ("CET", ("UTC+1", "Europe/Paris")),
        ("PST", ("UTC-8", "America/Los_Angeles")),
    ],
)
@given(day=DAYS)
def test_the_window_of_an_ambiguous_zone_holds_each_of_its_meanings(
    letters: str, meanings: tuple[str, ...], day: date
) -> None:
    (found,) = read(f"{day} 12:00 {letters}", today=TODAY)

    for zone in meanings:
        (meant,) = read(f"{day} 12:00 {zone}", today=TODAY)
        assert isinstance(found, Moment)
        assert isinstance(meant, Moment)
        assert found.window.meet(meant.window) == meant.window


@given(day=DAYS, longer=st.integers(0, 180))
def test_a_span_is_read_as_it_was_written(day: date, longer: int) -> None:
    end = day + timedelta(days=longer)

    (found,) = read(f"{day} – {end}", today=TODAY)

    assert isinstance(found, Span)
    assert (found.start, found.end) == (day, end)


@given(text=TEXTS, zone=st.none() | st.sampled_from(["CST", "AoE", "Europe/Paris"]))
def test_any_text_is_read_or_unreadable(text: str, zone: str | None) -> None:
    found = attempt(text, zone)

    if isinstance(found, Unreadable):
        assert found.message
        assert 0 <= found.offset <= len(text)
    else:
        assert found
        assert all(as_json(one)["text"] in text for one in found)


@given(name=TEXTS)
def test_any_zone_is_known_or_unreadable(name: str) -> None:
    found = attempt("2026-07-20 17:00", name)

    assert isinstance(found, Unreadable) or len(found) == 1


@given(days=st.lists(DAYS, min_size=1, max_size=5))
def test_dates_are_read_in_the_order_of_the_text(days: list[date]) -> None:
    text = "; ".join(f"round {at}: {day} UTC" for at, day in enumerate(days))

    found = read(text, today=TODAY)

    assert [start_of(one) for one in found] == days


def start_of(one: Reading) -> date:
    """Return the day of a moment in UTC."""
    assert isinstance(one, Moment)
    return one.window.earliest.astimezone(UTC).date()


@pytest.mark.parametrize(
    "unit",
    [
        "1.",
        "May 5, ",
        "5月5日",
        "二",
        "CST (",
        "<s>",
        "~~",
        "a/b ",
        "was ",
        "7/8 ",
        "(Fri",
        "x ",
    ],
)
def test_a_hostile_text_is_answered_soon(unit: str) -> None:
    text = (unit * 9_990)[:9_990]
    begun = process_time()

    found = attempt(text)

    assert found
    assert process_time() - begun < 5  # seconds; a quadratic grammar takes minutes
