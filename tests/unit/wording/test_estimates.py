"""An estimate is said no finer than it is, and never as a date that is set."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from deadlinebot.model.call import Lang
from deadlinebot.model.deadline import Deadline, Estimate, Status
from deadlinebot.model.when.window import Tbd
from deadlinebot.wording import Pages, doubt, expected, flag, item
from tests.build import a_claim, a_deadline, utc

BEIJING = ZoneInfo("Asia/Shanghai")
YEARS = (2024, 2025, 2026)


def estimate(start: str, end: str) -> Estimate:
    first, last = date.fromisoformat(start), date.fromisoformat(end)
    return Estimate(first, first, last, YEARS)


def undated() -> Deadline:
    return a_deadline(
        None,
        claims=(a_claim(Tbd("TBD")),),
        status=Status.TENTATIVE,
        estimate=estimate("2027-01-03", "2027-01-09"),
    )


@pytest.mark.parametrize(
    ("start", "end", "zh", "en"),
    [
        ("2027-01-03", "2027-01-10", "预计 2027-01 上旬", "expected around 2027-01-03"),
        (
            "2027-01-15",
            "2027-01-31",
            "预计 2027-01 中旬至下旬",
            "expected between 2027-01-15 and 2027-01-31",
        ),
        (
            "2027-01-05",
            "2027-02-15",
            "预计 2027-01 上旬至 02 中旬",
            "expected between 2027-01-05 and 2027-02-15",
        ),
        (
            "2026-12-28",
            "2027-01-03",
            "预计 2026-12 下旬至 2027-01 上旬",
            "expected around 2026-12-28",
        ),
    ],
)
def test_a_narrow_estimate_is_around_a_day_and_a_wide_one_a_range(
    start: str, end: str, zh: str, en: str
) -> None:
    found = estimate(start, end)

    assert (expected(found, Lang.ZH), expected(found, Lang.EN)) == (zh, en)


def test_the_flag_says_that_it_is_an_estimate() -> None:
    assert flag(undated(), Lang.ZH) == "预计"
    assert flag(undated(), Lang.EN) == "estimate"


def test_the_doubt_names_the_editions_that_it_rests_on() -> None:
    said = doubt(undated(), BEIJING, Lang.EN)

    assert said.startswith("date to be announced. expected around 2027-01-03")
    assert said.endswith("(going by the editions of 2024, 2025, 2026)")
    assert "（按 2024、2025、2026 年各届推算）" in doubt(undated(), BEIJING, Lang.ZH)


def test_an_estimated_item_has_days_in_words_and_nothing_that_counts_down() -> None:
    shown = item(undated(), utc("2026-09-01T00:00:00"), Lang.EN, BEIJING, Pages())

    assert shown.home.value == "expected around 2027-01-03"
    assert (shown.countdown, shown.due) == ("", None)
