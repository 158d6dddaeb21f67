"""The calendar as a whole."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from deadlinebot.feeds.ics import FORMAT
from deadlinebot.model.call import Lang
from deadlinebot.model.feed import FeedOptions, FeedTitle

TITLE = FeedTitle("all", "学术截止日期")
OPTIONS = FeedOptions(Lang.ZH, ZoneInfo("Asia/Shanghai"), (timedelta(days=7),))


def header(title: FeedTitle) -> list[bytes]:
    head, _, _ = FORMAT.join([], title).partition(b"BEGIN:VTIMEZONE")
    return head.split(b"\r\n")


def test_the_header_names_the_feed_for_new_and_old_clients() -> None:
    title = FeedTitle(
        "all", "学术截止日期", "一句话", "https://d.example/feeds/all.ics"
    )

    assert header(title) == [
        b"BEGIN:VCALENDAR",
        b"VERSION:2.0",
        b"PRODID:-//deadlinebot//deadlinebot//EN",
        b"CALSCALE:GREGORIAN",
        "NAME:学术截止日期".encode(),
        "X-WR-CALNAME:学术截止日期".encode(),
        "DESCRIPTION:一句话".encode(),
        "X-WR-CALDESC:一句话".encode(),
        b"REFRESH-INTERVAL;VALUE=DURATION:PT6H",
        b"X-PUBLISHED-TTL:PT6H",
        b"COLOR:crimson",
        b"SOURCE;VALUE=URI:https://d.example/feeds/all.ics",
        b"URL:https://d.example/feeds/all.ics",
        b"",
    ]


def test_what_is_not_known_is_not_in_the_header() -> None:
    names = {each.partition(b":")[0].partition(b";")[0] for each in header(TITLE)}

    assert names.isdisjoint({b"DESCRIPTION", b"X-WR-CALDESC", b"SOURCE", b"URL"})


def test_there_is_no_method() -> None:
    assert not any(each.startswith(b"METHOD") for each in header(TITLE))


def test_a_hostile_title_stays_one_line() -> None:
    hostile = FeedTitle("all", "x\r\nMETHOD:REQUEST", "\x07\u2028y", "javascript:1")

    assert Calendar.from_ical(FORMAT.join([], hostile))["NAME"] == "x METHOD:REQUEST"
    assert b"URL:javascript:1" not in header(hostile)


def test_a_feed_is_its_components_in_their_order() -> None:
    components = [
        b"BEGIN:VEVENT\r\nEND:VEVENT\r\n",
        b"BEGIN:VEVENT\r\nX:1\r\nEND:VEVENT\r\n",
    ]

    feed = FORMAT.join(components, TITLE)

    assert feed.startswith(b"BEGIN:VCALENDAR\r\n")
    assert feed.endswith(b"".join(components) + b"END:VCALENDAR\r\n")
    assert b"VTIMEZONE" not in feed


@pytest.mark.parametrize("components", [[], [b""]])
def test_an_empty_feed_holds_a_lone_time_zone(components: list[bytes]) -> None:
    calendar = Calendar.from_ical(FORMAT.join(components, TITLE))

    assert [part.name for part in calendar.subcomponents] == ["VTIMEZONE"]
    assert calendar.subcomponents[0]["TZID"] == "UTC"
