"""Judging: windows that meet are intersected, others are a conflict."""

from __future__ import annotations

from dataclasses import replace

import pytest

from deadlinebot.model.claim import Authority
from deadlinebot.model.deadline import Cause, Status
from deadlinebot.model.when import Assumption, Precision, Window
from tests.build import a_moment, utc
from tests.claims import says
from tests.unit.model.judged import texts, told


def test_an_exact_claim_inside_an_open_one_makes_the_deadline_exact() -> None:
    found = told(says("2026-07-05"), says("2026-07-05 17:00 UTC-5", via="b"))

    assert found.window == Window(utc("2026-07-05T22:00"), utc("2026-07-05T22:00"))
    assert found.status is Status.CONFIRMED
    assert found.conflict is None
    assert found.assumed == ()
    assert found.precision is Precision.MINUTE
    assert found.zone == "UTC-5"


def test_windows_that_overlap_are_cut_to_what_both_allow() -> None:
    left = says("x 2026-07-05", reading=a_moment(utc("2026-07-05"), utc("2026-07-07")))
    right = replace(left, reading=a_moment(utc("2026-07-06"), utc("2026-07-08")))

    found = told(left, replace(right, via="b"))

    assert found.window == Window(utc("2026-07-06"), utc("2026-07-07"))
    assert found.status is Status.ASSUMED


def test_windows_that_touch_in_one_instant_agree() -> None:
    left = says("2026-07-05", reading=a_moment(utc("2026-07-05"), utc("2026-07-06")))
    right = replace(left, via="b", reading=a_moment(utc("2026-07-06")))

    assert told(left, right).window == Window(utc("2026-07-06"), utc("2026-07-06"))


def test_a_minute_and_its_last_second_do_not_disagree() -> None:
    found = told(says("2026-05-25 23:59 AoE"), says("2026-05-25 23:59:59 AoE", via="b"))

    assert found.conflict is None
    assert found.window == Window(utc("2026-05-26T11:59"), utc("2026-05-26T11:59"))


@pytest.mark.parametrize(
    ("first", "second", "cause", "apart"),
    [
        ("2026-05-25 AoE", "2026-05-25 北京时间", Cause.ZONE, 20 * 3600),
        ("2026-05-25 23:59 AoE", "2026-05-25 UTC+8", Cause.ZONE, 20 * 3600 - 59),
        ("2026-07-05 17:00 UTC-5", "2026-07-05 北京时间", Cause.TIME, 6 * 3600 + 1),
        ("2026-07-05 17:00 UTC+8", "2026-07-05 18:00 UTC+8", Cause.TIME, 3600),
        ("2026-07-05 UTC+8", "2026-07-06 UTC+8", Cause.DAY, 86_400),
        ("2026-07-05", "2026-07-09 12:00 UTC", Cause.DAY, 72 * 3600 + 1),
    ],
)
def test_a_conflict_names_its_cause_and_its_size(
    first: str, second: str, cause: Cause, apart: int
) -> None:
    found = told(says(first), says(second, via="b"))

    assert found.status is Status.CONFLICTING
    assert found.conflict is not None
    assert found.conflict.cause is cause
    assert found.conflict.other.text == second
    assert found.conflict.apart_s == apart


def test_the_cause_is_sought_in_the_claim_that_is_contradicted() -> None:
    found = told(
        says("2026-07-05"),
        says("2026-07-05 20:00 UTC-5", via="b"),
        says("2026-07-05 20:00 UTC+8", via="c"),
    )

    assert found.conflict is not None
    assert found.conflict.cause is Cause.ZONE
    assert found.conflict.apart_s == 13 * 3600


def test_the_order_of_the_sources_is_the_order_of_trust() -> None:
    found = told(
        says("2026-05-24 AoE", via="b", authority=Authority.ORGANISER),
        says("2026-05-25 AoE", via="a", authority=Authority.PORTAL),
    )

    assert texts(found) == ["2026-05-25 AoE", "2026-05-24 AoE"]
    assert found.window == Window(
        utc("2026-05-26T11:59:59"), utc("2026-05-26T11:59:59")
    )


def test_inside_a_source_the_organisers_words_come_before_the_portals() -> None:
    found = told(
        says("2026-05-25 北京时间", authority=Authority.PORTAL),
        says("2026-05-25 AoE", authority=Authority.ORGANISER),
        says("2026-05-26 AoE", authority=Authority.CATALOGUE),
    )

    assert texts(found) == ["2026-05-25 AoE", "2026-05-26 AoE", "2026-05-25 北京时间"]


def test_a_quotation_yields_to_the_words_of_the_source_itself() -> None:
    found = told(
        says("2026-05-26 UTC+8", source="CCF", quoted=True),
        says("2026-05-26 北京时间", source="Portal", authority=Authority.PORTAL),
        says("2026-06-20 UTC+8", via="c", source="CCF"),
        says("2026-05-27 UTC+8", via="b", source="Other"),
    )

    assert texts(found) == [
        "2026-06-20 UTC+8",  # in the place of its quotation
        "2026-05-26 UTC+8",
        "2026-05-26 北京时间",
        "2026-05-27 UTC+8",
    ]
    assert found.status is Status.CONFLICTING


def test_a_quotation_of_what_is_not_read_counts_as_ever() -> None:
    found = told(
        says("2026-05-26 UTC+8", source="CCF", quoted=True),
        says("2026-06-20 UTC+8", via="b", source="Other"),
    )

    assert texts(found)[0] == "2026-05-26 UTC+8"


def test_of_equal_trust_the_earliest_counts() -> None:
    found = told(says("2026-05-26 AoE"), says("2026-05-25 AoE"))

    assert texts(found)[0] == "2026-05-25 AoE"


def test_a_source_without_a_name_in_the_order_counts_least() -> None:
    found = told(says("2026-05-24 AoE", via="stranger"), says("2026-05-25 AoE"))

    assert texts(found)[0] == "2026-05-25 AoE"


def test_a_date_counts_before_an_announcement_without_one() -> None:
    found = told(says("TBD"), says("2026-05-25 AoE", via="b"))

    assert texts(found) == ["2026-05-25 AoE", "TBD"]
    assert found.status is Status.CONFIRMED


def test_without_any_date_it_is_tentative() -> None:
    found = told(says("TBD"), says("待定", via="b"))

    assert found.status is Status.TENTATIVE
    assert (found.window, found.span, found.precision, found.zone) == (None,) * 4


def test_an_open_zone_is_assumed_and_named() -> None:
    found = told(says("2026-07-05"))

    assert found.status is Status.ASSUMED
    assert found.assumed == (Assumption.ZONE, Assumption.TIME)


def test_the_end_of_the_day_is_a_rule_that_leaves_one_instant() -> None:
    found = told(says("2026-07-05 AoE"))

    assert found.status is Status.CONFIRMED
    assert found.assumed == (Assumption.TIME,)


def test_what_one_claim_leaves_open_another_may_settle() -> None:
    found = told(says("July 5 AoE"), says("2026-07-05 23:59:59 AoE", via="b"))

    assert found.assumed == ()


def test_two_claims_open_in_different_ways_are_still_open() -> None:
    found = told(says("2026-07-05 12:00"), says("2026-07-05 12:00 CST", via="b"))

    assert found.status is Status.ASSUMED
    assert found.assumed == (Assumption.ZONE_READING,)
