"""Phrases: every date of a text, and no other number."""

from __future__ import annotations

from datetime import date, time

import pytest

from deadlinebot.model.when import (
    Unreadable,
    WallTime,
    read,
)
from tests.unit.model.when.phrased import TODAY, said


def test_every_date_of_a_text_is_read_in_its_order() -> None:
    text = (
        "The official CFP lists full papers due 2026-07-05 UTC, notification on "
        "2026-09-25 UTC, and the conference on 2026-12-01 to 2026-12-04 in Dallas; "
        "the workshops are TBA."
    )

    assert said(text) == [
        "2026-07-05T23:59:59",
        "2026-09-25T23:59:59",
        "2026-12-01/2026-12-04",
        "tbd",
    ]


def test_a_time_for_all_deadlines_counts_for_each() -> None:
    text = (
        "All deadlines are at 17:00 UTC. Abstract: May 18, 2026. Paper: May 25, 2026."
    )

    assert said(text) == ["2026-05-18T17:00:00", "2026-05-25T17:00:00"]


def test_a_time_beside_one_date_is_not_another_dates() -> None:
    text = "Abstract: May 18, 2026; paper: May 25, 2026, 17:00 UTC"

    assert said(text) == ["2026-05-18T23:59:59", "2026-05-25T17:00:00"]


def test_times_may_stand_before_their_dates() -> None:
    text = "17:00 May 18, 2026 UTC, 18:00 May 25, 2026"

    assert said(text, zone="UTC") == ["2026-05-18T17:00:00", "2026-05-25T18:00:00"]


@pytest.mark.parametrize(
    "text",
    [
        "June 20, 2026 UTC (was May 26)",
        "June 20, 2026 (was May 26, 23:59 AoE) UTC",
        "May 26 -> June 20, 2026 UTC",
        "May 26 → June 20, 2026 UTC",
        "~~May 26, 2026~~ June 20, 2026 UTC",
        "<del>May 26, 2026 AoE</del> June 20, 2026 UTC",
        "<s>2026-05-26</s> 2026-06-20 UTC",
        "extended from May 26 to June 20, 2026 UTC",
        "The deadline of May 26 has been extended to June 20, 2026 (UTC)",
        "June 20, 2026 UTC (extended from May 26)",
        "originally May 26, now June 20, 2026 UTC",
        "June 20, 2026 UTC (not May 26)",
        "New deadline: June 20, 2026 UTC. Old deadline: May 26, 2026",
        "由5月26日延期至2026年6月20日 UTC",
        "原定5月26日，现改为2026年6月20日 UTC",
        "2026年6月20日（原5月26日） UTC",
        "2026年5月26日（延期至6月20日 UTC）",
        "截止日期由2026年5月26日调整为2026年6月20日 UTC",
        "提前至2026年6月20日（原定6月26日） UTC",
    ],
)
def test_a_date_that_no_longer_holds_is_no_part_of_the_answer(text: str) -> None:
    assert said(text) == ["2026-06-20T23:59:59"]


def test_another_milestone_is_not_replaced_by_an_extension() -> None:
    assert len(said("摘要截止5月10日，论文截止延期至5月18日")) == 2


def test_original_may_describe_what_is_due() -> None:
    found = said("original paper submission deadline: May 25, 2026 UTC")

    assert found == ["2026-05-25T23:59:59"]


def test_a_text_whose_only_date_no_longer_holds_is_unreadable() -> None:
    with pytest.raises(Unreadable, match="its only date no longer holds"):
        read("was May 26, 2026", today=TODAY)


@pytest.mark.parametrize(
    "text",
    [
        "2026-05-25 23:59 AoE (Beijing 19:59 next day)",
        "2026-05-25 23:59 AoE (2026-05-26 19:59 Beijing time)",
        "2026-05-25 23:59 AoE（北京时间5月26日19:59）",
        "2026-05-25 23:59 AoE（北京时间次日19:59）",
        "2026-05-25 23:59 AoE / 2026-05-26 11:59 UTC",
        "2026-05-25 23:59 AoE = 2026-05-26 19:59 北京时间",
        "2026-05-25 23:59 (UTC-12), i.e. 2026-05-26 19:59 (UTC+8)",
        "2026-05-25 23:59 (11:59 PM) AoE",
        "May 25, 2026 (2026-05-25), 23:59 AoE",
    ],
)
def test_a_moment_said_twice_is_one_if_both_agree(text: str) -> None:
    assert said(text) == ["2026-05-26T11:59:00"]


@pytest.mark.parametrize(
    "text",
    [
        "2026-05-25 23:59 AoE (Beijing 20:59 next day)",
        "2026-05-25 23:59 AoE (Beijing 19:59 same day)",
        "2026-05-25 23:59 AoE (2026-05-27 19:59 Beijing time)",
        "2026-05-25 17:00 PT (21:00 ET)",
    ],
)
def test_a_moment_said_twice_differently_is_an_error(text: str) -> None:
    with pytest.raises(Unreadable, match="it is said twice, differently"):
        read(text, today=TODAY)


@pytest.mark.parametrize(
    "text",
    [
        "Submit 8 pages by May 25, 2026 UTC, plus 2 for references",
        "EMNLP 2026: papers due May 25 UTC",
        "Paper 1234 (arXiv:2605.12345, version 2.1.0), due 2026-05-25 UTC",
        "https://example.org/2026/01/02 says 2026-05-25 UTC",
        "CT and MT papers are due 2026-05-25 UTC",
        "Round 2 May 25, 2026 UTC",
        "2026-05-25 (TBC) UTC",
    ],
)
def test_numbers_that_are_no_dates_are_left_alone(text: str) -> None:
    assert said(text) == ["2026-05-25T23:59:59"]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("9.21 决赛", "2026-09-21/2026-09-21"),
        ("决赛：2026年9月21日", "2026-09-21/2026-09-21"),
        ("workshop on September 21, 2026", "2026-09-21/2026-09-21"),
        ("2026-09-21, conference in Vienna", "2026-09-21/2026-09-21"),
        ("the final will take place on 2026-09-21", "2026-09-21/2026-09-21"),
        ("9.21 9:00-17:00 决赛", "2026-09-21/2026-09-21"),
    ],
)
def test_a_day_named_as_a_stage_or_event_is_a_span_of_one_day(
    text: str, days: str
) -> None:
    assert said(text) == [days]


@pytest.mark.parametrize(
    "text",
    [
        "决赛作品提交截止 2026-09-21 UTC",
        "final paper due September 21, 2026 UTC",
        "workshop proposals: September 21, 2026 UTC",
        "会议征稿截止2026年9月21日 UTC",
        "Conference September 21, 2026 23:59:59 UTC",
    ],
)
def test_a_deadline_of_a_stage_or_event_is_a_moment(text: str) -> None:
    assert said(text) == ["2026-09-21T23:59:59"]


def test_each_date_has_the_words_beside_it() -> None:
    text = "6.17-8.7 初赛、后续复赛和 9.21 决赛，2026-10-01 公布结果 UTC"

    assert said(text) == [
        "2026-06-17/2026-08-07",
        "2026-09-21/2026-09-21",
        "2026-10-01T23:59:59",
    ]


def test_a_range_of_moments_is_its_two_moments() -> None:
    text = "报名时间：2026年5月1日9:00至2026年6月30日24:00（北京时间）"

    assert said(text) == ["2026-05-01T01:00:00", "2026-06-30T16:00:00"]


def test_a_range_that_closes_at_a_stated_time_is_its_days_and_that_moment() -> None:
    text = "Rebuttal: June 1 - June 5, 2026, 23:59 AoE"

    assert said(text) == ["2026-06-01/2026-06-05", "2026-06-06T11:59:00"]


def test_a_range_of_times_is_no_deadline() -> None:
    with pytest.raises(Unreadable, match="two times of one day"):
        read("2026-07-05 5pm - 6pm UTC", today=TODAY)


def test_24_00_is_the_next_days_midnight_on_the_wall_too() -> None:
    (found,) = read("2026-06-20 24:00 UTC", today=TODAY)

    assert getattr(found, "wall", None) == WallTime(date(2026, 6, 21), time(0))


def test_the_part_that_was_read_is_quoted_as_it_was_written() -> None:
    found = read("请于２０２６年７月２０日 １７：００（北京时间）前提交", today=TODAY)

    assert [one.text for one in found] == [
        "２０２６年７月２０日 １７：００（北京时间）"
    ]


@pytest.mark.parametrize(
    ("text", "offset"),
    [
        ("papers: 2026-07-20 25:00 UTC", 19),
        ("论文　２０２６年２月３０日", 3),
        ("<b>due</b>  2026-02-30", 12),
        ("2026-07-20 17:00 Mars/Olympus", 17),
        ("2026-07-20 17:00 UTC+15", 17),
        ("2026-08-07, a Thursday", 14),
    ],
)
def test_an_error_points_at_the_part_that_is_wrong(text: str, offset: int) -> None:
    with pytest.raises(Unreadable) as raised:
        read(text, today=TODAY)

    assert raised.value.offset == offset


@pytest.mark.parametrize(
    "text", ["9999-12-31", "0001-01-01 00:00", "9999-12-31 24:00 UTC"]
)
def test_a_date_outside_what_utc_expresses_is_an_error(text: str) -> None:
    with pytest.raises(Unreadable, match="outside the years"):
        read(text, today=TODAY)


def test_a_text_as_long_as_a_book_is_not_read() -> None:
    with pytest.raises(Unreadable, match="1000000 characters are too many"):
        read("2026 " * 200_000, today=TODAY)
