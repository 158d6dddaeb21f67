"""The deadlines of the golden feeds: one of every sort that a calendar meets."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

from deadlinebot.model.call import Call, CallKind, Lang, Title
from deadlinebot.model.claim import Authority
from deadlinebot.model.deadline import Cause, Conflict, Deadline, Estimate, Status
from deadlinebot.model.feed import FeedOptions, FeedTitle
from deadlinebot.model.milestone import Milestone
from deadlinebot.model.when.window import (
    Assumption,
    Precision,
    Span,
    Tbd,
    WallTime,
    Window,
)
from tests.build import (
    a_call,
    a_claim,
    a_deadline,
    a_moment,
    an_event,
    an_open_moment,
    utc,
)

BEIJING = ZoneInfo("Asia/Shanghai")
FEEDS: dict[str, tuple[FeedTitle, FeedOptions]] = {
    "zh": (
        FeedTitle(
            "all", "学术截止日期", "征稿与竞赛的截止时间", "https://d.example/all.ics"
        ),
        FeedOptions(Lang.ZH, BEIJING),
    ),
    "en-alarms": (
        FeedTitle("all", "Research deadlines"),
        FeedOptions(Lang.EN, BEIJING, (timedelta(days=7), timedelta(days=1))),
    ),
}


def deadlines() -> tuple[Deadline, ...]:
    return (
        _sure(),
        _disputed(),
        _open(),
        _midnight(),
        _second_round(),
        _stage(),
        _withdrawn(),
        _vanished(),
        _undated(),
        _estimated(),
        replace(an_event(), call=a_call(venue="Budapest, Hungary")),
        _done(),
    )


def _sure() -> Deadline:
    claim = a_claim(zone="AoE", checked=date(2026, 5, 3))
    return a_deadline(claims=(claim,), call=a_call(venue="Budapest, Hungary"))


def _disputed() -> Deadline:
    call = _call("BIBM", link="https://ieeebibm.org/BIBM2026/")
    ours = a_claim(
        a_moment(
            utc("2026-07-05T22:00:00"),
            text="2026-07-05 17:00",
            zone="UTC-5",
            wall=WallTime(date(2026, 7, 5), time(17)),
        ),
        zone="UTC-5",
        checked=date(2026, 5, 3),
    )
    portal = a_claim(
        a_moment(utc("2026-07-05T15:59:59"), text="2026-07-05", zone="Asia/Shanghai"),
        zone="北京时间",
        source="Portal",
        authority=Authority.PORTAL,
    )
    return a_deadline(
        utc("2026-07-05T22:00:00"),
        id="bibm-2026-paper",
        call=call,
        claims=(ours, portal),
        status=Status.CONFLICTING,
        conflict=Conflict(Cause.TIME, portal, 21_601),
        zone="UTC-5",
        sequence=2,
        changed=utc("2026-05-20T08:15:30"),
    )


def _open() -> Deadline:
    reading = an_open_moment()
    return a_deadline(
        id="open-2026-paper",
        call=_call("Open"),
        window=reading.window,
        claims=(a_claim(reading),),
        status=Status.ASSUMED,
        precision=Precision.DAY,
        assumed=reading.assumed,
        zone=None,
    )


def _midnight() -> Deadline:
    due = utc("2026-07-20T16:00:00")
    moment = a_moment(
        due,
        wall=WallTime(date(2026, 7, 21), time(0)),
        zone="Asia/Shanghai",
        text="2026年7月20日 24:00",
    )
    return a_deadline(
        due,
        id="midnight-2026-registration",
        call=_call("Midnight", kind=CallKind.COMPETITION),
        milestone=Milestone.REGISTRATION,
        claims=(a_claim(moment, zone="北京时间"),),
    )


def _second_round() -> Deadline:
    return a_deadline(
        utc("2026-09-01T11:59:59"),
        id="pets-2027-paper-2",
        call=_call("PETS", 2027),
        round=2,
        rounds=4,
    )


def _stage() -> Deadline:
    days = Span(date(2026, 6, 17), date(2026, 8, 7), (), "6.17-8.7 初赛")
    due = utc("2026-08-07T15:59:59")
    portal = a_claim(
        a_moment(due, text="2026-08-07", zone="Asia/Shanghai"),
        zone="北京时间",
        source="Portal",
    )
    return a_deadline(
        due,
        id="health-2026-stage-1",
        call=_call("Health, Data & AI; \\Nabla", kind=CallKind.COMPETITION),
        milestone=Milestone.STAGE_END,
        label=Title("preliminary", "初赛"),
        rounds=2,
        span=days,
        claims=(a_claim(days, source="Organiser"), portal),
        assumed=(Assumption.TIME,),
    )


def _withdrawn() -> Deadline:
    return a_deadline(
        utc("2026-10-01T11:59:59"),
        id="gone-2026-paper",
        call=_call("Gone"),
        claims=(a_claim(withdrawn=True),),
        status=Status.WITHDRAWN,
        sequence=1,
    )


def _vanished() -> Deadline:
    due = utc("2026-10-05T11:59:59")
    return a_deadline(
        due,
        id="lost-2026-abstract",
        call=_call("Lost", link="javascript:alert(1)"),
        milestone=Milestone.ABSTRACT,
        status=Status.VANISHED,
        window=Window(due, due),
    )


def _undated() -> Deadline:
    return a_deadline(
        None,
        id="later-2026-paper",
        claims=(a_claim(Tbd("TBD")),),
        status=Status.TENTATIVE,
    )


def _estimated() -> Deadline:
    guess = Estimate(
        date(2027, 1, 5), date(2026, 12, 28), date(2027, 1, 9), (2024, 2025, 2026)
    )
    return a_deadline(
        None,
        id="habit-2027-paper",
        call=_call("Habit", 2027),
        claims=(a_claim(Tbd("TBD")),),
        status=Status.TENTATIVE,
        estimate=guess,
    )


def _done() -> Deadline:
    return a_deadline(
        utc("2026-11-01T11:59:59"),
        id="sent-2026-paper",
        call=_call("Sent"),
        done=True,
        changed=utc("2026-05-20T08:15:30"),
    )


def _call(series: str, year: int = 2026, **changes: object) -> Call:
    return a_call(
        series, year, title=Title(f"{series}, in full", f"{series} 全称"), **changes
    )
