"""Announcements: what is news, for whom, and when it may wait."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import pytest

from deadlinebot.model.change import Change, ChangeKind
from deadlinebot.model.deadline import Deadline, Status
from deadlinebot.model.delivery import Delivery, DeliveryKind
from deadlinebot.model.plan import Plan
from deadlinebot.model.quiet import quiet_hours
from deadlinebot.model.route import Route
from deadlinebot.model.when import named
from tests.build import DUE, a_claim, a_deadline, a_moment, a_route, an_event, utc

NOW = utc("2026-05-01T00:00:00")
HOME = named("Asia/Shanghai")


def news(change: Change, *routes: Route, now: datetime = NOW) -> list[Delivery]:
    return list(Plan(routes, HOME).announcements([change], now))


def a_change(
    kind: ChangeKind = ChangeKind.EXTENDED,
    before: datetime | None = DUE,
    after: datetime | None = DUE + timedelta(days=25),
) -> Change:
    return Change(kind, a_deadline(before), a_deadline(after, sequence=1), NOW)


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


class TestAdditions:
    """What is new is told if it has a date ahead; of many only the number."""

    def added(self, count: int) -> list[Change]:
        new = (a_deadline(id=f"new-{n}") for n in range(count))
        return [Change(ChangeKind.ADDED, None, one, NOW) for one in new]

    @pytest.mark.parametrize(
        "unfit",
        [a_deadline(None), a_deadline(NOW), a_deadline(status=Status.WITHDRAWN)],
    )
    def test_what_has_no_date_ahead_is_not_told(self, unfit: Deadline) -> None:
        assert news(Change(ChangeKind.ADDED, None, unfit, NOW), a_route()) == []

    def test_of_more_than_twenty_each_channel_hears_the_number(self) -> None:
        plan = Plan((a_route(to=("lab", "me")),), HOME)

        lines = list(plan.announcements(self.added(21), NOW))

        assert [(one.channel, one.deadline) for one in lines] == [
            ("lab", ""),
            ("me", ""),
        ]
        assert json.loads(lines[0].detail) == {"kind": "added", "count": 21}

    def test_a_channel_that_takes_few_of_many_hears_of_each(self) -> None:
        some = a_route(to=("me",), only="id:new-3,new-4")
        plan = Plan((a_route(), some), HOME)

        found = list(plan.announcements(self.added(21), NOW))

        mine = [one.deadline for one in found if one.channel == "me"]
        assert mine == ["new-3", "new-4"]


class TestAfterItPassed:
    """A deadline is watched for 30 days more."""

    over = DUE + timedelta(days=29)

    def test_a_new_date_within_them_is_told_as_a_revival(self) -> None:
        back = a_change(after=DUE + timedelta(days=60))

        (row,) = news(back, a_route(), now=self.over)

        assert json.loads(row.detail)["revived"] is True

    def test_later_it_is_no_news(self) -> None:
        back = a_change(after=DUE + timedelta(days=60))

        assert news(back, a_route(), now=DUE + timedelta(days=30)) == []

    def test_it_reminds_again_whenever_it_comes_back(self) -> None:
        later = DUE + timedelta(days=60)
        plan = Plan((a_route("7d"),), HOME)

        assert list(plan.reminders([a_deadline(later)], DUE + timedelta(days=40)))


class TestQuietHours:
    """News waits for the morning, unless it cannot."""

    night = utc("2026-05-20T18:00:00")
    morning = utc("2026-05-21T00:00:00")

    def told(self, change: Change) -> datetime:
        quiet = {"lab": quiet_hours("22:00-08:00", HOME)}
        plan = Plan((a_route(),), HOME, quiet=quiet)
        (row,) = plan.announcements([change], self.night)
        assert row.due == row.next_at
        return row.due

    def test_it_waits(self) -> None:
        assert self.told(a_change()) == self.morning
        assert self.told(a_change(ChangeKind.WITHDRAWN)) == self.morning

    def test_less_time_than_believed_does_not_wait(self) -> None:
        sooner = a_change(ChangeKind.BROUGHT_FORWARD, after=DUE - timedelta(days=1))

        assert self.told(sooner) == self.night

    def test_a_date_that_would_pass_meanwhile_does_not_wait(self) -> None:
        soon = a_change(after=self.night + timedelta(hours=2))

        assert self.told(soon) == self.night
