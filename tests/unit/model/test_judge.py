"""Judging: windows that meet agree, others are a conflict, and trust decides."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deadlinebot.model.claim import Authority, Claim, Resolution
from deadlinebot.model.deadline import Cause, Status
from deadlinebot.model.judge import Judgement, judge
from deadlinebot.model.milestone import Milestone
from deadlinebot.model.when import Assumption, Moment, Precision, Window
from tests.build import a_moment, utc
from tests.claims import says

RANK = {"a": 0, "b": 1, "c": 2}


def told(*claims: Claim) -> Judgement:
    return judge(claims, RANK)


def texts(judgement: Judgement) -> list[str]:
    return [claim.text for claim in judgement.claims]


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


class TestResolution:
    """A person's word."""

    WORD = Resolution("B", "Li", date(2026, 5, 1))

    def test_it_makes_the_named_source_count_and_leaves_the_conflict_in_sight(
        self,
    ) -> None:
        found = told(
            says("2026-05-25 北京时间", resolution=self.WORD),
            says("2026-05-25 AoE", via="b", resolution=self.WORD),
        )

        assert texts(found)[0] == "2026-05-25 AoE"
        assert found.status is Status.CONFIRMED
        assert found.conflict is not None
        assert found.conflict.other.text == "2026-05-25 北京时间"

    def test_it_also_names_a_claim_that_stands_in_another_source(self) -> None:
        found = told(
            says("2026-05-25 北京时间", resolution=self.WORD),
            says("2026-05-25 AoE", via="b"),
        )

        assert texts(found)[0] == "2026-05-25 AoE"
        assert found.status is Status.CONFIRMED

    def test_the_latest_word_counts(self) -> None:
        later = Resolution("A", "Li", date(2026, 5, 2))

        found = told(
            says("2026-05-25 北京时间", resolution=later),
            says("2026-05-25 AoE", via="b", resolution=self.WORD),
        )

        assert texts(found)[0] == "2026-05-25 北京时间"

    def test_for_a_source_that_says_nothing_it_resolves_nothing(self) -> None:
        word = Resolution("nobody", "Li", date(2026, 5, 1))

        found = told(
            says("2026-05-25 AoE", resolution=word), says("2026-05-26 AoE", via="b")
        )

        assert found.status is Status.CONFLICTING

    def test_for_a_source_without_a_date_it_takes_no_date_away(self) -> None:
        found = told(says("2026-05-25 AoE", resolution=self.WORD), says("TBD", via="b"))

        assert texts(found)[0] == "2026-05-25 AoE"


class TestWithdrawn:
    """The most trusted source that says anything decides."""

    def test_the_most_trusted_source_withdraws_it(self) -> None:
        found = told(says("N/A", withdrawn=True), says("2026-05-25 AoE", via="b"))

        assert found.status is Status.WITHDRAWN
        assert found.window is not None

    def test_a_less_trusted_source_does_not(self) -> None:
        found = told(says("2026-05-25 AoE"), says("N/A", via="b", withdrawn=True))

        assert found.status is Status.CONFIRMED

    def test_one_that_only_waits_for_a_date_does_not_contradict_it(self) -> None:
        found = told(says("TBD"), says("N/A", via="b", withdrawn=True))

        assert found.status is Status.WITHDRAWN


class TestStages:
    """Spans of days that are not events."""

    def test_a_stage_ends_with_its_last_day_in_every_zone(self) -> None:
        found = told(says("6.17-8.7 初赛", milestone=Milestone.STAGE_END))

        assert found.window == Window(
            utc("2026-08-07T09:59:59"), utc("2026-08-08T11:59:59")
        )
        assert found.span is not None
        assert (found.span.start, found.span.end) == (
            date(2026, 6, 17),
            date(2026, 8, 7),
        )
        assert found.status is Status.ASSUMED
        assert Assumption.ZONE in found.assumed
        assert found.precision is Precision.DAY

    def test_a_stage_starts_with_its_first_day(self) -> None:
        found = told(
            says("6.17-8.7 初赛", milestone=Milestone.STAGE_START, zone="UTC+8")
        )

        assert found.window == Window(
            utc("2026-06-17T15:59:59"), utc("2026-06-17T15:59:59")
        )

    @pytest.mark.parametrize(
        "zone", ["UTC+8", "北京时间", "CST (UTC+8)", "CST (北京时间)"]
    )
    def test_a_zone_beside_it_makes_the_end_exact(self, zone: str) -> None:
        found = told(says("6.17-8.7", milestone=Milestone.STAGE_END, zone=zone))

        assert found.window == Window(
            utc("2026-08-07T15:59:59"), utc("2026-08-07T15:59:59")
        )
        assert found.status is Status.CONFIRMED

    def test_an_ambiguous_zone_beside_it_stays_open(self) -> None:
        found = told(says("6.17-8.7", milestone=Milestone.STAGE_END, zone="CST"))

        assert found.window is not None
        assert found.window.earliest == utc("2026-08-07T15:59:59")
        assert found.status is Status.ASSUMED

    def test_the_portals_zone_narrows_the_organisers_days(self) -> None:
        found = told(
            says("6.17-8.7 初赛", milestone=Milestone.STAGE_END),
            says("2026-08-07 北京时间", milestone=Milestone.STAGE_END, via="b"),
        )

        assert found.window == Window(
            utc("2026-08-07T15:59:59"), utc("2026-08-07T15:59:59")
        )
        assert found.span is not None
        assert found.conflict is None

    def test_days_that_do_not_count_are_not_shown_as_its_days(self) -> None:
        found = told(
            says("2026-08-20 北京时间", milestone=Milestone.STAGE_END),
            says("6.17-8.7 初赛", milestone=Milestone.STAGE_END, via="b"),
        )

        assert found.span is None
        assert found.status is Status.CONFLICTING


class TestEvents:
    """Days without an instant."""

    def test_an_event_has_days_and_no_instant(self) -> None:
        found = told(says("December 1-4, 2026", milestone=Milestone.EVENT))

        assert found.window is None
        assert found.span is not None
        assert found.status is Status.CONFIRMED
        assert found.precision is Precision.DAY

    def test_other_days_are_a_conflict(self) -> None:
        found = told(
            says("December 1-4, 2026", milestone=Milestone.EVENT),
            says("December 2-4, 2026", milestone=Milestone.EVENT, via="b"),
        )

        assert found.status is Status.CONFLICTING
        assert found.conflict is not None
        assert found.conflict.cause is Cause.DAY
        assert found.conflict.apart_s == 86_400

    def test_another_last_day_is_a_conflict_too(self) -> None:
        found = told(
            says("December 1-4, 2026", milestone=Milestone.EVENT),
            says("December 1-6, 2026", milestone=Milestone.EVENT, via="b"),
        )

        assert found.conflict is not None
        assert found.conflict.apart_s == 2 * 86_400

    def test_of_equal_trust_the_first_days_count(self) -> None:
        found = told(
            says("December 2-4, 2026", milestone=Milestone.EVENT),
            says("December 1-4, 2026", milestone=Milestone.EVENT),
        )

        assert texts(found)[0] == "December 1-4, 2026"

    def test_a_single_day_is_an_event_of_one_day(self) -> None:
        found = told(says("2026-12-01", milestone=Milestone.EVENT))

        assert found.window is None
        assert found.span is not None
        assert found.span.start == found.span.end == date(2026, 12, 1)


SAYINGS = (
    "TBD",
    "2026-05-25",
    "2026-05-25 AoE",
    "2026-05-25 23:59 AoE",
    "2026-05-25 北京时间",
    "2026-05-25 12:00 CST",
    "2026-05-26",
    "2026-05-26 17:00 UTC",
)
CLAIMS = st.builds(
    says,
    st.sampled_from(SAYINGS),
    via=st.sampled_from(["a", "b", "c"]),
    authority=st.sampled_from(list(Authority)),
    withdrawn=st.booleans(),
)


@given(st.lists(CLAIMS, min_size=1, max_size=4))
def test_the_order_of_claims_changes_nothing(claims: list[Claim]) -> None:
    assert len({judge(some, RANK) for some in permutations(claims)}) == 1


@given(st.lists(CLAIMS, min_size=1, max_size=6))
def test_the_deadline_lies_inside_the_claim_that_counts(claims: list[Claim]) -> None:
    found = told(*claims)
    dated = [c.reading for c in found.claims if isinstance(c.reading, Moment)]

    assert sorted(map(repr, found.claims)) == sorted(map(repr, claims))
    assert (found.window is None) == (not dated)
    if found.window:
        assert dated[0].window.earliest <= found.window.earliest
        assert found.window.latest <= dated[0].window.latest


@given(st.lists(CLAIMS, min_size=1, max_size=6))
def test_what_is_open_is_named(claims: list[Claim]) -> None:
    found = told(*claims)
    widening = set(found.assumed) - {Assumption.TIME, Assumption.YEAR}

    if found.window:
        assert found.window.exact == (not widening)
