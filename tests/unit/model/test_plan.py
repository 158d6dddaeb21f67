"""Plans: which reminders the routes ask for."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from deadlinebot.model.deadline import Deadline, Status
from deadlinebot.model.delivery import Delivery, DeliveryKind, State
from deadlinebot.model.milestone import ACTING, Milestone
from deadlinebot.model.plan import Plan
from deadlinebot.model.route import Route
from deadlinebot.model.when import Window, named
from tests.build import DUE, a_deadline, a_route, an_event, utc

NOW = utc("2026-05-01T00:00:00")
HOME = named("Asia/Shanghai")


def reminders(
    deadline: Deadline, *routes: Route, now: datetime = NOW
) -> list[Delivery]:
    return list(Plan(routes, HOME).reminders([deadline], now))


class TestReminders:
    """Leads become rows, long before they are said."""

    def test_each_lead_is_one_row_on_each_channel(self) -> None:
        found = reminders(a_deadline(), a_route("14d", "3d@09:00", to=("lab", "me")))

        assert [(one.channel, one.lead, one.due) for one in found] == [
            ("lab", "14d", utc("2026-05-12T11:59:59")),
            ("me", "14d", utc("2026-05-12T11:59:59")),
            ("lab", "3d@09:00", utc("2026-05-23T01:00:00")),
            ("me", "3d@09:00", utc("2026-05-23T01:00:00")),
        ]

    def test_a_row_says_for_what_it_was_planned_and_until_when_it_may_go(self) -> None:
        (row,) = reminders(a_deadline(sequence=4), a_route("6h"))

        assert row.kind is DeliveryKind.REMINDER
        assert row.state is State.PLANNED
        assert (row.deadline, row.sequence) == ("emnlp-2026-paper", 4)
        assert row.due == row.next_at == DUE - timedelta(hours=6)
        assert row.not_after == DUE

    def test_a_lead_that_is_past_is_left_out(self) -> None:
        at = utc("2026-05-12T11:59:59")

        on_time = reminders(a_deadline(), a_route("14d", "7d"), now=at)
        late = reminders(
            a_deadline(), a_route("14d", "7d"), now=at + timedelta(seconds=1)
        )

        assert [one.lead for one in on_time] == ["14d", "7d"]
        assert [one.lead for one in late] == ["7d"]

    def test_two_routes_to_one_channel_remind_once(self) -> None:
        found = reminders(a_deadline(), a_route("7d"), a_route("7d", to=("lab", "me")))

        assert [one.channel for one in found] == ["lab", "me"]

    def test_leads_that_fall_together_remind_once(self) -> None:
        found = reminders(a_deadline(), a_route("14d", "2w", "24h", "1d"))

        assert [one.lead for one in found] == ["14d", "24h"]

    def test_a_reminder_at_the_deadline_itself_would_never_be_sent(self) -> None:
        assert reminders(a_deadline(), a_route("0d", "0h")) == []

    @pytest.mark.parametrize("status", list(Status))
    def test_the_tentative_and_the_withdrawn_are_silent(self, status: Status) -> None:
        found = reminders(a_deadline(status=status), a_route("7d"))

        assert bool(found) == (status not in {Status.TENTATIVE, Status.WITHDRAWN})

    def test_without_a_date_there_is_nothing_to_remind_of(self) -> None:
        route = a_route("7d", only="milestone:paper,event")

        assert reminders(a_deadline(None), route) == []
        assert reminders(an_event(), route) == []

    def test_what_is_over_reminds_no_more(self) -> None:
        assert reminders(a_deadline(), a_route("0h", "7d"), now=DUE) == []

    def test_reminders_count_to_the_safe_instant(self) -> None:
        wide = a_deadline(window=Window(DUE, DUE + timedelta(hours=26)))

        (row,) = reminders(wide, a_route("6h"))

        assert row.due == DUE - timedelta(hours=6)
        assert row.not_after == DUE

    @pytest.mark.parametrize("milestone", list(Milestone))
    def test_unasked_only_those_by_which_somebody_must_act_remind(
        self, milestone: Milestone
    ) -> None:
        deadline = a_deadline(milestone=milestone)

        by_default = reminders(deadline, a_route("7d"))
        asked = reminders(deadline, a_route("7d", only=f"milestone:{milestone}"))
        by_id = reminders(deadline, a_route("7d", only="id:emnlp-2026-paper"))

        assert bool(by_default) == (milestone in ACTING)
        assert asked
        assert by_id

    def test_ruling_out_one_milestone_asks_for_no_other(self) -> None:
        notice = a_deadline(milestone=Milestone.NOTIFICATION)

        assert reminders(notice, a_route("7d", only="not milestone:paper")) == []

    def test_a_filter_that_does_not_match_plans_nothing(self) -> None:
        assert reminders(a_deadline(), a_route("7d", only="ccf:A")) == []

    def test_planning_twice_gives_the_same_rows(self) -> None:
        route = a_route("14d", "7d")

        first = reminders(a_deadline(), route)
        again = reminders(a_deadline(), route, now=NOW + timedelta(hours=1))

        assert first == again
        assert len({one.id for one in first}) == 2

    def test_another_version_is_another_row(self) -> None:
        (old,) = reminders(a_deadline(), a_route("7d"))
        (new,) = reminders(a_deadline(sequence=2), a_route("7d"))

        assert old.id != new.id
