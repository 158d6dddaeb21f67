"""Rungs: every lead has its fate, and every route says why not."""

from __future__ import annotations

from datetime import datetime, timedelta
from types import MappingProxyType

import pytest

from deadlinebot.model.deadline import Deadline, Status
from deadlinebot.model.delivery import Delivery
from deadlinebot.model.filter import read_filter
from deadlinebot.model.lead import lead
from deadlinebot.model.milestone import Milestone
from deadlinebot.model.mute import Mute
from deadlinebot.model.plan import Plan
from deadlinebot.model.quiet import quiet_hours
from deadlinebot.model.route import Ladder
from deadlinebot.model.rungs import Fate
from deadlinebot.model.when import named
from tests.build import DUE, a_call, a_deadline, a_route, utc

NOW = utc("2026-05-01T00:00:00")
HOME = named("Asia/Shanghai")


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


class TestQuietHours:
    """A rung in the night comes before it, and says when it was meant to come."""

    quiet = MappingProxyType({"lab": quiet_hours("22:00-08:00", HOME)})

    def test_it_is_moved_on_that_channel_alone(self) -> None:
        route = a_route("3d@03:00", to=("lab", "me"))

        lab, me = Plan((route,), HOME, quiet=self.quiet).rungs(a_deadline(), NOW)

        assert lab.wanted_at == me.wanted_at == me.at
        assert lab.at == utc("2026-05-22T14:00:00")

    def test_two_of_one_night_are_one(self) -> None:
        plan = Plan((a_route("3d@01:00", "3d@03:00"),), HOME, quiet=self.quiet)

        fates = [rung.fate for rung in plan.rungs(a_deadline(), NOW)]

        assert fates == [Fate.PLANNED, Fate.SAME_TIME]

    def test_what_a_person_put_off_to_the_night_comes_then(self) -> None:
        at = utc("2026-05-22T18:00:00")
        mute = {"emnlp-2026-paper": (Mute("emnlp-2026-paper", "", at, NOW),)}
        plan = Plan((a_route(),), HOME, quiet=self.quiet, mutes=mute)

        (rung,) = plan.rungs(a_deadline(), NOW)

        assert rung.at == at


class TestLadders:
    """The first ladder that matches gives the leads."""

    route = a_route(
        "7d",
        ladders=(
            Ladder(read_filter("milestone:camera_ready"), ()),
            Ladder(read_filter("ccf:B"), (lead("30d"), lead("3wd@09:00"))),
            Ladder(read_filter("tag:nlp"), (lead("1d"),)),
        ),
    )

    def leads(self, deadline: Deadline) -> list[str]:
        early = utc("2026-04-01T00:00:00")
        plan = Plan((self.route,), HOME)
        return [rung.lead.text for rung in plan.rungs(deadline, early)]

    def test_the_first_that_matches_counts(self) -> None:
        assert self.leads(a_deadline()) == ["30d", "3wd@09:00"]

    def test_where_none_matches_those_of_the_route_count(self) -> None:
        assert self.leads(a_deadline(call=a_call(tags=("ccf:A",)))) == ["7d"]

    def test_one_without_leads_is_silence(self) -> None:
        assert self.leads(a_deadline(milestone=Milestone.CAMERA_READY)) == []


class TestUnrouted:
    """What somebody must act by and no route takes."""

    @pytest.mark.parametrize(
        ("deadline", "found"),
        [
            (a_deadline(), True),
            (a_deadline(call=a_call(tags=("ccf:A",))), False),
            (a_deadline(milestone=Milestone.NOTIFICATION), False),
            (a_deadline(status=Status.WITHDRAWN), False),
            (a_deadline(NOW), False),
            (a_deadline(None), False),
        ],
    )
    def test_it_is_found(self, deadline: Deadline, *, found: bool) -> None:
        plan = Plan((a_route(only="ccf:A"),), HOME)

        assert list(plan.unrouted([deadline], NOW)) == [deadline] * found
