"""Instants, days and countdowns in words."""

from __future__ import annotations

from datetime import UTC, date, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deadlinebot.model.call import Lang
from deadlinebot.model.when.window import Span
from deadlinebot.wording import (
    clock,
    countdown,
    days,
    duration,
    short_countdown,
    short_day,
    zone_label,
)
from tests.build import DUE, utc

BEIJING = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    ("lang", "said"),
    [(Lang.ZH, "2026-05-26（周二）19:59"), (Lang.EN, "Tue 2026-05-26 19:59")],
)
def test_a_clock_names_its_weekday(lang: Lang, said: str) -> None:
    assert clock(DUE, BEIJING, lang) == said


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [("00", "11:30"), ("59", "11:30"), ("01", "11:30:01"), ("30", "11:30:30")],
)
def test_seconds_are_shown_where_they_say_something(seconds: str, shown: str) -> None:
    at = utc(f"2026-05-26T11:30:{seconds}")

    assert clock(at, UTC, Lang.EN) == f"Tue 2026-05-26 {shown}"


@pytest.mark.parametrize(
    ("left", "zh", "en"),
    [
        (timedelta(days=6, hours=10, minutes=59), "还有 6 天 10 小时", "6 days 10 hours left"),
        (timedelta(days=29, hours=23, minutes=59), "还有 29 天 23 小时", "29 days 23 hours left"),
        (timedelta(days=400), "还有 400 天", "400 days left"),
        (timedelta(days=1, minutes=30), "还有 1 天", "1 day left"),
        (timedelta(hours=23, minutes=59, seconds=59), "还有 23 小时 59 分钟", "23 hours 59 minutes left"),
        (timedelta(hours=1), "还有 1 小时", "1 hour left"),
        (timedelta(minutes=59, seconds=59), "还有 59 分钟", "59 minutes left"),
        (timedelta(minutes=1), "还有 1 分钟", "1 minute left"),
        (timedelta(seconds=59), "不到 1 分钟", "less than a minute left"),
        (timedelta(0), "已截止", "passed"),
        (timedelta(days=-1), "已截止", "passed"),
    ],
)  # fmt: skip
def test_a_countdown_is_floored_to_two_units(left: timedelta, zh: str, en: str) -> None:
    assert countdown(DUE, DUE - left, Lang.ZH) == zh
    assert countdown(DUE, DUE - left, Lang.EN) == en


@pytest.mark.parametrize(
    ("left", "zh", "en"),
    [
        (timedelta(days=6, hours=23), "6 天", "6 days"),
        (timedelta(hours=5, minutes=59), "5 小时", "5 hours"),
        (timedelta(minutes=1), "1 分钟", "1 minute"),
        (timedelta(seconds=1), "<1 分钟", "<1 minute"),
        (timedelta(0), "已截止", "passed"),
    ],
)
def test_a_big_figure_is_the_first_unit_alone(
    left: timedelta, zh: str, en: str
) -> None:
    assert short_countdown(DUE, DUE - left, Lang.ZH) == zh
    assert short_countdown(DUE, DUE - left, Lang.EN) == en


@given(st.integers(60, 10**8))
def test_a_countdown_never_promises_more_than_there_is(seconds: int) -> None:
    units = {"day": 86_400, "hour": 3_600, "minute": 60}

    words = duration(timedelta(seconds=seconds), Lang.EN).split()

    promised = sum(
        int(count) * units[unit.rstrip("s")]
        for count, unit in zip(words[::2], words[1::2], strict=True)
    )
    coarse = 3_600 if seconds >= 86_400 else 60
    assert seconds - coarse < promised <= seconds


def test_a_length_of_nothing_is_zero_minutes() -> None:
    assert duration(timedelta(0), Lang.EN) == "0 minutes"


@pytest.mark.parametrize(
    ("span", "zh", "en"),
    [
        (
            Span(date(2026, 10, 24), date(2026, 10, 29), (), ""),
            "2026-10-24（周六） 至 2026-10-29（周四）",
            "Sat 2026-10-24 to Thu 2026-10-29",
        ),
        (
            Span(date(2026, 9, 21), date(2026, 9, 21), (), ""),
            "2026-09-21（周一）",
            "Mon 2026-09-21",
        ),
    ],
)
def test_days_name_both_ends_or_the_only_one(span: Span, zh: str, en: str) -> None:
    assert days(span, Lang.ZH) == zh
    assert days(span, Lang.EN) == en


def test_a_short_day_is_one_that_cannot_be_misread() -> None:
    assert short_day(date(2026, 5, 6), Lang.ZH) == "5月6日"
    assert short_day(date(2026, 5, 6), Lang.EN) == "6 May"


@pytest.mark.parametrize(
    ("zone", "zh", "en"),
    [
        (BEIJING, "北京时间", "Beijing time"),
        (ZoneInfo("America/New_York"), "New York 时间", "New York time"),
        (ZoneInfo("UTC"), "UTC 时间", "UTC time"),
        (timezone(timedelta(hours=-12)), "UTC-12:00 时间", "UTC-12:00 time"),
    ],
)
def test_a_clock_is_called_by_its_city(zone: ZoneInfo, zh: str, en: str) -> None:
    assert zone_label(zone, Lang.ZH) == zh
    assert zone_label(zone, Lang.EN) == en
