"""Plans: which reminders and announcements the routes ask for."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import pytest

from deadlinebot.model.change import Change, ChangeKind
from deadlinebot.model.deadline import Deadline, Status
from deadlinebot.model.delivery import Delivery, DeliveryKind, State
from deadlinebot.model.filter import read_filter
from deadlinebot.model.lead import lead
from deadlinebot.model.milestone import ACTING, Milestone
from deadlinebot.model.mute import Mute
from deadlinebot.model.plan import Plan
from deadlinebot.model.route import Route
from deadlinebot.model.rungs import Fate
from deadlinebot.model.when import Window, named
from tests.build import DUE, a_claim, a_deadline, a_moment, an_event, utc

NOW = utc("2026-05-01T00:00:00")
HOME = named("Asia/Shanghai")


def a_route(
    *leads: str, only: str = "", to: tuple[str, ...] = ("lab",), announce: bool = True
) -> Route:
    return Route("papers", read_filter(only), tuple(map(lead, leads)), to, announce)


def reminders(
    deadline: Deadline, *routes: Route, now: datetime = NOW
) -> list[Delivery]:
    return list(Plan(routes, HOME).reminders([deadline], now))


def news(change: Change, *routes: Route, now: datetime = NOW) -> list[Delivery]:
    return list(Plan(routes, HOME).announcements([change], now))


def a_change(
    kind: ChangeKind = ChangeKind.EXTENDED,
    before: datetime | None = DUE,
    after: datetime | None = DUE + timedelta(days=25),
) -> Change:
    return Change(kind, a_deadline(before), a_deadline(after, sequence=1), NOW)


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


class TestMutes:
    """What is done is silent; what is put off comes when it was asked for."""

    def fates(self, *mutes: Mute) -> list[tuple[str, Fate]]:
        plan = Plan((a_route("14d", "7d"),), HOME, mutes={"emnlp-2026-paper": mutes})
        return [(r.lead.text, r.fate) for r in plan.rungs(a_deadline(), NOW)]

    def test_what_is_done_reminds_no_more(self) -> None:
        done = Mute("emnlp-2026-paper", "", None, NOW)

        assert self.fates(done) == [("14d", Fate.DONE), ("7d", Fate.DONE)]

    def test_what_is_done_for_another_route_reminds(self) -> None:
        done = Mute("emnlp-2026-paper", "talks", None, NOW)

        assert self.fates(done) == [("14d", Fate.PLANNED), ("7d", Fate.PLANNED)]

    def test_what_is_put_off_comes_then_and_not_before(self) -> None:
        later = Mute("emnlp-2026-paper", "", utc("2026-05-15T01:00:00"), NOW)

        assert self.fates(later) == [
            ("14d", Fate.SNOOZED),
            ("7d", Fate.PLANNED),
            ("snooze", Fate.PLANNED),
        ]

    def test_what_is_put_off_beyond_the_deadline_comes_not_at_all(self) -> None:
        later = Mute("emnlp-2026-paper", "", DUE, NOW)

        assert self.fates(later) == [
            ("14d", Fate.SNOOZED),
            ("7d", Fate.SNOOZED),
            ("snooze", Fate.TOO_LATE),
        ]

    def test_putting_off_twice_is_two_reminders(self) -> None:
        def snoozed(until: datetime) -> Delivery:
            mute = Mute("emnlp-2026-paper", "", until, NOW)
            plan = Plan((a_route(),), HOME, mutes={"emnlp-2026-paper": (mute,)})
            (row,) = plan.reminders([a_deadline()], NOW)
            return row

        first, second = (snoozed(NOW + timedelta(days=n)) for n in (1, 2))

        assert first.lead == second.lead == "snooze"
        assert first.id != second.id


class TestRungs:
    """Every rung says what becomes of it, and every route why not."""

    def test_each_rung_has_its_fate(self) -> None:
        plan = Plan((a_route("30d", "14d", "2w", "0h"),), HOME)

        fates = [(r.lead.text, r.fate) for r in plan.rungs(a_deadline(), NOW)]

        assert fates == [
            ("30d", Fate.PAST),
            ("14d", Fate.PLANNED),
            ("2w", Fate.SAME_TIME),
            ("0h", Fate.TOO_LATE),
        ]

    def test_a_withdrawn_deadline_is_silent_and_a_past_one_over(self) -> None:
        plan = Plan((a_route("7d"),), HOME)
        withdrawn = a_deadline(status=Status.WITHDRAWN)

        (silent,) = plan.rungs(withdrawn, NOW)
        (over,) = plan.rungs(a_deadline(), DUE)

        assert (silent.fate, over.fate) == (Fate.SILENT, Fate.OVER)

    def test_the_reminders_are_the_planned_rungs(self) -> None:
        plan = Plan((a_route("30d", "14d", "2w", to=("lab", "me")),), HOME)

        rungs = [r for r in plan.rungs(a_deadline(), NOW) if r.fate is Fate.PLANNED]
        rows = list(plan.reminders([a_deadline()], NOW))

        assert [(r.channel, r.at) for r in rungs] == [(r.channel, r.due) for r in rows]

    def test_a_route_says_what_keeps_a_deadline_out(self) -> None:
        plan = Plan((a_route("7d", only="ccf:A"), a_route("7d", only="tag:nlp")), HOME)
        notice = a_deadline(milestone=Milestone.NOTIFICATION)

        assert list(plan.passes(a_deadline())) == [("papers", "ccf:A")]
        assert list(plan.passes(notice)) == [
            ("papers", "ccf:A"),
            ("papers", "milestone:notification"),
        ]


class TestAnnouncements:
    """What changed is told at once, to those whom it concerns."""

    @pytest.mark.parametrize("kind", list(ChangeKind))
    def test_every_change_is_told(self, kind: ChangeKind) -> None:
        found = news(a_change(kind), a_route("7d"))

        assert [one.lead for one in found] == [kind.value]

    def test_it_says_when_a_zones_rules_moved_the_deadline(self) -> None:
        def read(by: timedelta) -> Deadline:
            moment = a_moment(DUE + by, zone="America/Vancouver")
            return a_deadline(DUE + by, claims=(a_claim(moment),))

        before, after = read(timedelta()), read(timedelta(hours=1))

        (row,) = news(Change(ChangeKind.RESTATED, before, after, NOW), a_route())

        assert json.loads(row.detail)["rezoned"] is True

    def test_it_carries_both_dates_and_goes_at_once(self) -> None:
        (row,) = news(a_change(), a_route())

        assert row.kind is DeliveryKind.CHANGE
        assert row.due == row.next_at == NOW
        assert row.not_after == DUE + timedelta(days=25)
        assert json.loads(row.detail) == {
            "kind": "extended",
            "from": "2026-05-26T11:59:59Z",
            "to": "2026-06-20T11:59:59Z",
            "on": "2026-05-01T00:00:00Z",
        }

    def test_one_channel_hears_it_once(self) -> None:
        found = news(a_change(), a_route(to=("lab", "me")), a_route(to=("me",)))

        assert [one.channel for one in found] == ["lab", "me"]

    def test_a_route_may_keep_quiet(self) -> None:
        assert news(a_change(), a_route("7d", announce=False)) == []

    def test_what_happens_to_a_past_date_is_no_news(self) -> None:
        past = a_change(after=DUE - timedelta(days=1))

        assert news(past, a_route(), now=DUE) == []

    def test_a_passed_deadline_that_is_extended_is_news(self) -> None:
        assert news(a_change(), a_route(), now=DUE + timedelta(days=1))

    def test_one_brought_forward_into_the_past_is_news(self) -> None:
        late = a_change(ChangeKind.BROUGHT_FORWARD, after=NOW - timedelta(days=1))

        assert news(late, a_route())

    def test_news_without_any_date_is_old_after_a_week(self) -> None:
        undated = a_change(ChangeKind.VANISHED, None, None)

        (row,) = news(undated, a_route())

        assert row.not_after == NOW + timedelta(days=7)

    def test_the_days_of_a_past_event_are_no_news(self) -> None:
        change = Change(ChangeKind.EXTENDED, an_event(), an_event(), NOW)
        route = a_route(only="milestone:event")

        assert news(change, route)
        assert news(change, route, now=utc("2026-11-01T00:00:00")) == []

    def test_only_routes_whose_filter_matches_tell(self) -> None:
        assert news(a_change(), a_route(only="kind:competition")) == []

    def test_telling_twice_is_the_same_row(self) -> None:
        (first,) = news(a_change(), a_route())
        (again,) = news(a_change(), a_route(), now=NOW + timedelta(hours=1))

        assert first.id == again.id
