"""Leads: calendar days at home, elapsed hours, never past the deadline."""

from __future__ import annotations

import pytest

from deadlinebot.config.working_days import working_days
from deadlinebot.model.lead import lead
from deadlinebot.model.when import named
from tests.build import utc

BEIJING = named("Asia/Shanghai")
NEW_YORK = named("America/New_York")


def test_days_keep_the_wall_time_of_the_deadline_at_home() -> None:
    at = lead("14d").before(utc("2026-05-26T11:59:59"), BEIJING)

    assert at == utc("2026-05-12T11:59:59")


def test_a_day_is_a_calendar_day_where_clocks_change() -> None:
    due = utc("2026-03-08T16:00:00")  # 12:00 in New York, after the change

    at = lead("1d").before(due, NEW_YORK)

    assert at == utc("2026-03-07T17:00:00")  # 12:00 the day before: 23 hours earlier


def test_a_wall_time_counts_in_the_home_zone() -> None:
    due = utc("2026-05-26T11:59:59")  # 19:59 in Beijing

    at = lead("3d@09:00").before(due, BEIJING)

    assert at == utc("2026-05-23T01:00:00")


def test_the_day_of_a_wall_time_is_the_day_at_home() -> None:
    due = utc("2026-05-25T20:00:00")  # already 26 May, 04:00, in Beijing

    at = lead("1d@09:00").before(due, BEIJING)

    assert at == utc("2026-05-25T01:00:00")


def test_hours_are_elapsed_time() -> None:
    at = lead("6h").before(utc("2026-03-08T08:00:00"), NEW_YORK)

    assert at == utc("2026-03-08T02:00:00")


def test_a_lead_never_falls_after_its_deadline() -> None:
    due = utc("2026-05-26T03:00:00")

    assert lead("0d@23:00").before(due, BEIJING) == due


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("14d", "14d"),
        (" 3d@9:05 ", "3d@09:05"),
        ("2w", "2w"),
        ("030m", "30m"),
        ("3 working days", "3wd"),
        ("1 working day@09:00", "1wd@09:00"),
        ("3wd @ 09:00", "3wd@09:00"),
        ("3 个工作日", "3wd"),
        ("14天", "14d"),
        ("6 hours", "6h"),
    ],
)
def test_a_lead_has_one_spelling(text: str, written: str) -> None:
    assert lead(text).text == written


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("3 wrkdays", "3wd"),
        ("3 Working Days", "3wd"),
        ("14dy", "14d"),
        ("6 hrs", "6h"),
        ("2 weekz@09:00", "2w@09:00"),
        ("3d@9", "09:00"),
        ("300wd", "at most 260"),
    ],
)
def test_a_misspelt_lead_is_told_what_was_meant(text: str, meant: str) -> None:
    with pytest.raises(ValueError, match=meant):
        lead(text)


class TestWorkingDays:
    """Counted back from the day of the deadline, on the clock at home."""

    due = utc("2026-10-12T03:00:00")  # Monday, 11:00 in Beijing

    def test_a_weekend_does_not_count(self) -> None:
        at = lead("1wd").before(self.due, BEIJING)

        assert at == utc("2026-10-09T03:00:00")  # Friday

    def test_holidays_do_not_count_and_make_up_days_do(self) -> None:
        at = lead("4wd@09:00").before(self.due, BEIJING, working_days("CN"))

        # Saturday the 10th makes up; 9th, 8th; 1st to 7th is National Day
        assert at == utc("2026-09-30T01:00:00")

    @pytest.mark.parametrize(
        ("text", "day"), [("0wd", "2026-10-09"), ("1wd", "2026-10-09")]
    )
    def test_a_deadline_on_a_day_off_counts_from_the_last_working_day(
        self, text: str, day: str
    ) -> None:
        at = lead(text).before(utc("2026-10-11T03:00:00"), BEIJING)

        assert at == utc(f"{day}T03:00:00")

    def test_none_before_a_working_day_is_that_day(self) -> None:
        at = lead("0wd@09:00").before(self.due, BEIJING)

        assert at == utc("2026-10-12T01:00:00")


@pytest.mark.parametrize("text", ["", "3", "d", "3x", "3d@25:00", "-1d", "6h@09:00"])
def test_what_is_no_lead_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(ValueError, match=r"write 14d|days and weeks only"):
        lead(text)
