"""The moments of which the golden messages speak, one function each."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from deadlinebot.model.agenda import Agenda
from deadlinebot.model.call import CallKind, Lang, Title
from deadlinebot.model.change import Change, ChangeKind
from deadlinebot.model.deadline import Cause, Conflict, Deadline, Status
from deadlinebot.model.delivery import Delivery, DeliveryKind
from deadlinebot.model.milestone import Milestone
from deadlinebot.model.notice import Notice
from deadlinebot.model.when.window import Assumption, Precision, WallTime
from deadlinebot.wording import (
    Alarm,
    Pages,
    agenda,
    alarm,
    change,
    digest,
    many_added,
    reminder,
)
from deadlinebot.wording.mends import mend
from tests.build import (
    DUE,
    a_call,
    a_claim,
    a_deadline,
    a_moment,
    an_open_moment,
    utc,
)

BEIJING = ZoneInfo("Asia/Shanghai")
PAGES = Pages("https://deadlines.example.org")
NOW = DUE - timedelta(days=6, hours=10)


def a_delivery(
    kind: DeliveryKind = DeliveryKind.REMINDER, lead: str = "7d", detail: object = None
) -> Delivery:
    return Delivery(
        id="4f0c",
        channel="lab",
        deadline="emnlp-2026-paper",
        sequence=0,
        kind=kind,
        lead=lead,
        due=NOW,
        not_after=DUE,
        detail=json.dumps(detail) if detail else "",
    )


def emnlp() -> Deadline:
    checked = a_claim(checked=date(2026, 5, 20))
    return a_deadline(claims=(checked,))


def nlpcc(due: datetime) -> Deadline:
    call = a_call("NLPCC", tags=("ccf:C", "nlp"), link="http://tcci.ccf.org.cn/nlpcc")
    wall = WallTime(due.astimezone(BEIJING).date(), time(23, 59, 59))
    moment = a_moment(due, wall=wall, zone="UTC+8", text=f"{wall.day} 23:59:59")
    claim = a_claim(moment, call=call, zone="UTC+8", checked=date(2026, 6, 5))
    return a_deadline(due, id="nlpcc-2026-paper", call=call, claims=(claim,))


def a_reminder(lang: Lang) -> Notice:
    return _reminder(emnlp(), lang)


def a_repeat(lang: Lang) -> Notice:
    again = replace(a_delivery(), maybe_sent=True)
    return reminder(again, emnlp(), NOW, lang=lang, zone=BEIJING, links=PAGES)


def a_last_day(lang: Lang) -> Notice:
    return _reminder(emnlp(), lang, DUE - timedelta(minutes=45), "1h")


def a_late_reminder(lang: Lang) -> Notice:
    late = NOW + timedelta(hours=10)
    return reminder(a_delivery(), emnlp(), late, lang=lang, zone=BEIJING, links=PAGES)


def an_unstated_zone(lang: Lang) -> Notice:
    moment = an_open_moment()
    call = a_call("IEEE BIBM", tags=("ccf:B",), link="https://ieeebibm.org/2026")
    deadline = a_deadline(
        id="ieee-bibm-2026-paper",
        call=call,
        claims=(a_claim(moment, call=call, source="BIBM 2026 CFP"),),
        window=moment.window,
        assumed=moment.assumed,
        precision=Precision.DAY,
        status=Status.ASSUMED,
        zone=None,
    )
    return _reminder(deadline, lang, utc("2026-07-02T01:00:00"))


def a_time_by_rule(lang: Lang) -> Notice:
    claim = a_claim(a_moment(text="2026-05-25"))
    deadline = a_deadline(claims=(claim,), assumed=(Assumption.TIME,))
    return _reminder(deadline, lang)


def a_conflict(lang: Lang) -> Notice:
    portal = a_claim(
        a_moment(utc("2026-05-25T15:59:59"), text="2026-05-25", zone="Asia/Shanghai"),
        zone="北京时间",
        source="医学人工智能门户" if lang is Lang.ZH else "the portal",
    )
    deadline = a_deadline(
        claims=(a_claim(), portal),
        status=Status.CONFLICTING,
        conflict=Conflict(Cause.ZONE, portal, 20 * 3600),
    )
    return _reminder(deadline, lang)


def a_stage(lang: Lang) -> Notice:
    call = a_call(
        "JD Health",
        kind=CallKind.COMPETITION,
        tags=("medical",),
        link="https://health.example.org",
    )
    due = utc("2026-08-07T15:59:59")
    moment = a_moment(
        due, wall=WallTime(date(2026, 8, 7)), zone="UTC+8", text="6.17-8.7 初赛"
    )
    deadline = a_deadline(
        due,
        id="jd-health-2026-preliminary",
        call=call,
        milestone=Milestone.STAGE_END,
        label=Title("Preliminary round", "初赛"),
        claims=(a_claim(moment, call=call, zone="北京时间", checked=date(2026, 5, 3)),),
        assumed=(Assumption.TIME,),
    )
    return _reminder(deadline, lang, utc("2026-08-04T01:00:00"), lead="3d@09:00")


def a_round(lang: Lang) -> Notice:
    return _reminder(a_deadline(round=2, rounds=3), lang)


def an_extension(lang: Lang) -> Notice:
    due = utc("2026-06-20T15:59:59")
    return _change(ChangeKind.EXTENDED, nlpcc(due), utc("2026-05-26T15:59:59"), lang)


def a_brought_forward(lang: Lang) -> Notice:
    due = utc("2026-06-15T15:59:59")
    return _change(
        ChangeKind.BROUGHT_FORWARD, nlpcc(due), utc("2026-06-20T15:59:59"), lang
    )


def a_restatement(lang: Lang) -> Notice:
    before = utc("2026-05-25T15:59:59")
    now = utc("2026-05-10T02:00:00")
    return _change(ChangeKind.RESTATED, emnlp(), before, lang, now)


def a_change_of_zone_rules(lang: Lang) -> Notice:
    zone = "America/Vancouver"
    wall = WallTime(date(2026, 5, 26), time(4, 59, 59))
    moment = a_moment(wall=wall, zone=zone, text="2026-05-26 04:59:59")
    deadline = a_deadline(claims=(a_claim(moment, zone=zone),), zone=zone)
    return _change(
        ChangeKind.RESTATED, deadline, DUE + timedelta(hours=1), lang, rezoned=True
    )


def a_withdrawal(lang: Lang) -> Notice:
    due = utc("2026-06-20T15:59:59")
    gone = nlpcc(due)
    deadline = a_deadline(
        due, id=gone.id, call=gone.call, claims=gone.claims, status=Status.WITHDRAWN
    )
    return _change(ChangeKind.WITHDRAWN, deadline, due, lang)


def a_digest(lang: Lang) -> Notice:
    notices = [
        a_reminder(lang),
        a_conflict(lang),
        an_unstated_zone(lang),
        a_brought_forward(lang),
    ]
    return digest(a_delivery(DeliveryKind.DIGEST), notices, lang, PAGES)


def an_agenda(lang: Lang) -> Notice:
    """Tell what is coming, one of it extended, and what was withdrawn."""
    extended = replace(emnlp(), sequence=1)
    gone = nlpcc(utc("2026-06-20T15:59:59"))
    changes = (
        Change(ChangeKind.EXTENDED, a_deadline(DUE - timedelta(days=7)), extended, NOW),
        Change(ChangeKind.WITHDRAWN, gone, replace(gone, status=Status.WITHDRAWN), NOW),
    )
    return _agenda(Agenda(14, (extended,), changes), lang)


def an_agenda_without_changes(lang: Lang) -> Notice:
    return _agenda(Agenda(7, (emnlp(),)), lang)


def an_agenda_of_changes_alone(lang: Lang) -> Notice:
    before, after = a_deadline(DUE), a_deadline(DUE + timedelta(days=90))
    change = Change(ChangeKind.EXTENDED, before, after, NOW)
    return _agenda(Agenda(14, (), (change,)), lang)


def an_addition(lang: Lang) -> Notice:
    detail = {"kind": ChangeKind.ADDED, "from": None, "to": DUE.isoformat()}
    delivery = a_delivery(DeliveryKind.CHANGE, ChangeKind.ADDED, detail)
    return change(delivery, emnlp(), NOW, lang=lang, zone=BEIJING, links=PAGES)


def many_additions(lang: Lang) -> Notice:
    detail = {"kind": ChangeKind.ADDED, "count": 243}
    delivery = a_delivery(DeliveryKind.CHANGE, ChangeKind.ADDED, detail)
    return many_added(delivery, lang, PAGES)


def a_revival(lang: Lang) -> Notice:
    due = utc("2026-06-20T15:59:59")
    before = utc("2026-05-26T15:59:59")
    return _change(ChangeKind.EXTENDED, nlpcc(due), before, lang, revived=True)


def a_working_day_lead(lang: Lang) -> Notice:
    return _reminder(emnlp(), lang, DUE - timedelta(days=5), lead="3wd@09:00")


def a_snoozed_reminder(lang: Lang) -> Notice:
    return _reminder(emnlp(), lang, DUE - timedelta(days=5), lead="snooze")


def an_unrouted_deadline(lang: Lang) -> Notice:
    detail = {"alarm": Alarm.UNROUTED, "name": "2", "reason": "emnlp-2026-paper, x"}
    return alarm(a_delivery(DeliveryKind.ALARM, "", detail), lang)


def an_alarm(lang: Lang) -> Notice:
    reason = f"errcode 93000 invalid webhook url{mend('wecom', '93000')}"
    detail = {"alarm": Alarm.CHANNEL_DEAD, "name": "lab", "reason": reason}
    return alarm(a_delivery(DeliveryKind.ALARM, "", detail), lang)


CASES: dict[str, Callable[[Lang], Notice]] = {
    case.__name__: case
    for case in (
        a_reminder,
        a_repeat,
        a_last_day,
        a_late_reminder,
        an_unstated_zone,
        a_time_by_rule,
        a_conflict,
        a_stage,
        a_round,
        an_extension,
        a_brought_forward,
        a_restatement,
        a_change_of_zone_rules,
        a_withdrawal,
        a_digest,
        an_agenda,
        an_agenda_without_changes,
        an_agenda_of_changes_alone,
        an_addition,
        many_additions,
        a_revival,
        a_working_day_lead,
        a_snoozed_reminder,
        an_unrouted_deadline,
        an_alarm,
    )
}


def _agenda(listed: Agenda, lang: Lang) -> Notice:
    delivery = a_delivery(DeliveryKind.DIGEST, "daily@09:03")
    return agenda(delivery, listed, NOW, lang=lang, zone=BEIJING, links=PAGES)


def _reminder(
    deadline: Deadline, lang: Lang, now: datetime = NOW, lead: str = "7d"
) -> Notice:
    delivery = replace(a_delivery(lead=lead), due=now)
    return reminder(delivery, deadline, now, lang=lang, zone=BEIJING, links=PAGES)


def _change(
    kind: ChangeKind,
    deadline: Deadline,
    before: datetime,
    lang: Lang,
    now: datetime = datetime(2026, 6, 5, 2, 0, tzinfo=UTC),
    **more: bool,
) -> Notice:
    detail = {
        **more,
        "kind": kind,
        "from": before.isoformat(),
        "to": deadline.due.isoformat() if deadline.due else None,
        "on": now.date().isoformat(),
    }
    delivery = a_delivery(DeliveryKind.CHANGE, kind, detail)
    return change(delivery, deadline, now, lang=lang, zone=BEIJING, links=PAGES)
