"""Phrases: which zone counts for which date."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from deadlinebot.model.when import (
    Assumption,
    Moment,
    Unreadable,
    read,
)
from tests.unit.model.when.phrased import TODAY, said


@pytest.mark.parametrize(
    "text",
    [
        "Abstract: May 18, 2026; Paper: May 25, 2026 (AoE)",
        "AoE: abstract May 18, 2026, paper May 25, 2026",
        "Abstract: May 18, 2026\nPaper: May 25, 2026\nAll times are AoE",
        "All deadlines are AoE. Abstract: May 18, 2026. Paper: May 25, 2026.",
        "Abstract: May 18, 2026 AoE; Paper: May 25, 2026 AoE",
        "May 18 and 25, 2026 AoE",
        "Abstract: May 18, 2026; Paper: May 25, 2026 (AoE, i.e. UTC-12)",
    ],
)
def test_a_zone_named_once_around_the_dates_counts_for_all(text: str) -> None:
    assert said(text) == ["2026-05-19T11:59:59", "2026-05-26T11:59:59"]


def test_a_zone_with_its_gloss_counts_for_all() -> None:
    text = "All times are CST (UTC+8). Abstract: May 18, 2026. Paper: May 25, 2026."

    assert said(text) == ["2026-05-18T15:59:59", "2026-05-25T15:59:59"]


def test_a_zone_in_the_middle_counts_for_its_date_alone() -> None:
    text = "Abstract: May 18, 2026 AoE; paper: May 25, 2026; camera: June 1, 2026"

    readings = read(text, today=TODAY)

    assert [getattr(one, "zone", "") for one in readings] == ["UTC-12", None, None]


def test_two_zones_around_the_dates_count_for_none_but_their_own() -> None:
    text = "May 18, 2026 UTC; May 25, 2026; June 1, 2026 AoE"

    readings = read(text, today=TODAY)

    assert [getattr(one, "zone", "") for one in readings] == ["UTC", None, "UTC-12"]


def test_date_time_and_zone_may_stand_on_lines_of_their_own() -> None:
    assert said("Date: 2026-07-20\nTime: 17:00\nTimezone: UTC") == [
        "2026-07-20T17:00:00"
    ]


def test_a_zone_beside_the_text_counts_where_the_text_names_none() -> None:
    assert said("2026-07-20 17:00", zone="UTC+8") == ["2026-07-20T09:00:00"]


def test_the_texts_own_zone_is_nearer_than_the_one_beside_it() -> None:
    assert said("2026-07-20 17:00 UTC", zone="UTC+8") == ["2026-07-20T17:00:00"]


def test_the_zone_beside_the_text_settles_one_with_several_meanings() -> None:
    assert said("2026-07-20 17:00 CST", zone="Asia/Shanghai") == ["2026-07-20T09:00:00"]


def test_the_zone_beside_the_text_settles_nothing_if_it_is_no_meaning_of_it() -> None:
    found = said("2026-07-20 17:00 CST", zone="Asia/Tokyo")

    assert found == ["2026-07-20T09:00:00..2026-07-20T23:00:00"]


def test_an_unknown_zone_beside_the_text_is_an_error() -> None:
    with pytest.raises(Unreadable, match="zone: unknown zone 'Mars/Olympus'"):
        read("2026-07-20", today=TODAY, zone="Mars/Olympus")


def test_the_zones_that_an_unstated_one_may_be_narrow_the_window() -> None:
    (found,) = read("2026-05-25", today=TODAY, unstated_zones=("Asia/Shanghai", "AoE"))

    assert isinstance(found, Moment)
    assert found.window.earliest == datetime(2026, 5, 25, 15, 59, 59, tzinfo=UTC)
    assert found.window.latest == datetime(2026, 5, 26, 11, 59, 59, tzinfo=UTC)
    assert Assumption.ZONE in found.assumed


def test_a_zone_that_may_be_meant_must_be_one() -> None:
    with pytest.raises(Unreadable, match="'local' names no single zone"):
        read("2026-05-25", today=TODAY, unstated_zones=("local",))


def test_a_moment_said_again_in_a_known_zone_settles_the_unknown_one() -> None:
    found = said("2026-05-25 23:59 CST (15:59 UTC)")

    assert found == ["2026-05-25T15:59:00"]


@pytest.mark.parametrize(
    "text", ["2026-05-25 23:59 AoE (UTC+8)", "2026-01-25 9:00 PT (EDT)"]
)
def test_a_gloss_that_contradicts_its_zone_is_an_error(text: str) -> None:
    with pytest.raises(Unreadable, match="contradict each other"):
        read(text, today=TODAY)


def test_a_place_is_no_zone() -> None:
    (found,) = read("deadline 2026-05-25 for the workshop in Beijing", today=TODAY)

    assert getattr(found, "zone", "") is None
