"""Judging what is resolved, withdrawn, a stage or an event."""

from __future__ import annotations

from datetime import date

import pytest

from deadlinebot.model.claim import Resolution
from deadlinebot.model.deadline import Cause, Status
from deadlinebot.model.milestone import Milestone
from deadlinebot.model.when import Assumption, Precision, Window
from tests.build import utc
from tests.claims import says
from tests.unit.model.judged import texts, told


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
