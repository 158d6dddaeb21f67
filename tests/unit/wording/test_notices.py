"""Notices, worded when they are sent."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from deadlinebot.model.call import CallKind, Lang
from deadlinebot.model.deadline import Status
from deadlinebot.model.delivery import DeliveryKind
from deadlinebot.model.notice import Link, Tone
from deadlinebot.wording import Alarm, Pages, alarm, digest, reminder
from tests.build import DUE, a_call, a_deadline, an_event
from tests.golden.wording.cases import (
    BEIJING,
    NOW,
    PAGES,
    a_brought_forward,
    a_delivery,
    a_reminder,
)


@pytest.mark.parametrize(
    ("left", "tone"),
    [
        (timedelta(days=7), Tone.CALM),
        (timedelta(days=3, seconds=1), Tone.CALM),
        (timedelta(days=3), Tone.SOON),
        (timedelta(days=1, seconds=1), Tone.SOON),
        (timedelta(days=1), Tone.URGENT),
        (timedelta(minutes=5), Tone.URGENT),
    ],
)
def test_a_reminder_is_as_urgent_as_its_time_is_short(
    left: timedelta, tone: Tone
) -> None:
    notice = reminder(
        a_delivery(),
        a_deadline(),
        DUE - left,
        lang=Lang.EN,
        zone=BEIJING,
        links=PAGES,
    )

    assert notice.tone is tone


def test_a_late_reminder_says_so_and_the_time_that_is_left_now() -> None:
    late = DUE - timedelta(days=2, hours=14)

    notice = reminder(
        a_delivery(lead="3d"),
        a_deadline(),
        late,
        lang=Lang.ZH,
        zone=BEIJING,
        links=PAGES,
    )

    assert notice.headline == "（迟到的提醒）⏰ 还有 2 天 14 小时 · EMNLP 2026 论文截稿"


@pytest.mark.parametrize(("minutes", "late"), [(10, ""), (11, "(late reminder) ")])
def test_what_waits_for_its_turn_is_not_late_for_ten_minutes(
    minutes: int, late: str
) -> None:
    now = NOW + timedelta(minutes=minutes)

    notice = reminder(
        a_delivery(), a_deadline(), now, lang=Lang.EN, zone=BEIJING, links=PAGES
    )

    assert notice.late == late
    assert notice.headline.startswith(f"{late}⏰")


@pytest.mark.parametrize("lang", Lang)
def test_a_repeat_says_so_before_all_else(lang: Lang) -> None:
    again = replace(a_delivery(), maybe_sent=True)

    notice = reminder(again, a_deadline(), NOW, lang=lang, zone=BEIJING, links=PAGES)

    assert notice.mark in {"（可能重复）", "(may be a repeat) "}
    assert notice.headline.startswith(notice.mark + "⏰")


@pytest.mark.parametrize(
    ("lead", "note"),
    [
        ("7d", "提前 7 天提醒"),
        ("3d@09:00", "提前 3 天提醒"),
        ("6h", "提前 6 小时提醒"),
        ("2w", "提前 2 周提醒"),
        ("0d@09:00", "当天提醒"),
    ],
)
def test_the_lead_stands_beside_the_source(lead: str, note: str) -> None:
    notice = reminder(
        a_delivery(lead=lead),
        a_deadline(),
        NOW,
        lang=Lang.ZH,
        zone=BEIJING,
        links=PAGES,
    )

    assert notice.items[0].provenance == f"来源 CCF-Deadlines · {note}"


@pytest.mark.parametrize(
    ("zone", "home"),
    [
        ("Asia/Shanghai", "Tue 2026-05-26 19:59 (next day)"),
        ("Etc/GMT+12", "Mon 2026-05-25 23:59"),
        ("Pacific/Kiritimati", "Wed 2026-05-27 01:59 (+2 days)"),
    ],
)
def test_a_home_day_that_is_not_the_written_one_is_marked(zone: str, home: str) -> None:
    notice = reminder(
        a_delivery(),
        a_deadline(),
        NOW,
        lang=Lang.EN,
        zone=ZoneInfo(zone),
        links=PAGES,
    )

    assert notice.items[0].home.value == home


def test_without_a_public_address_only_the_sources_link_is_shown() -> None:
    links = Pages(None).of(a_deadline(), Lang.EN)

    assert links == (Link("CFP", "https://2026.emnlp.org"),)
    assert Pages(None).everything(Lang.EN) is None


def test_an_id_of_any_script_makes_a_valid_address() -> None:
    links = Pages("https://d.example.org").of(a_deadline(id="医学-2026/x"), Lang.EN)

    assert links[0].url == "https://d.example.org/d/%E5%8C%BB%E5%AD%A6-2026%2Fx"


@pytest.mark.parametrize("link", ["javascript:alert(1)", "ftp://x", None])
def test_only_web_pages_are_linked(link: str | None) -> None:
    deadline = a_deadline(call=a_call(link=link), claims=a_deadline().claims)

    assert Pages(None).of(deadline, Lang.EN) == ()


@pytest.mark.parametrize(
    ("kind", "label"),
    [
        (CallKind.JOURNAL, "征稿原文"),
        (CallKind.COMPETITION, "竞赛主页"),
        (CallKind.OTHER, "官网"),
    ],
)
def test_the_page_of_a_call_is_called_what_it_is(kind: CallKind, label: str) -> None:
    deadline = a_deadline(call=a_call(kind=kind))

    assert Pages(None).of(deadline, Lang.ZH)[0].label == label


def test_an_undated_deadline_can_be_spoken_of() -> None:
    undated = a_deadline(None, status=Status.TENTATIVE)

    item = reminder(
        a_delivery(), undated, NOW, lang=Lang.ZH, zone=BEIJING, links=PAGES
    ).items[0]

    assert (item.due, item.countdown, item.home.value) == (None, "", "待定")
    assert item.flag == "日期待定"


def test_an_event_shows_its_days() -> None:
    notice = reminder(
        a_delivery(), an_event(), NOW, lang=Lang.EN, zone=BEIJING, links=PAGES
    )

    assert notice.headline == "EMNLP 2026 conference days"
    assert notice.items[0].home.value == "Sat 2026-10-24 to Thu 2026-10-29"


def test_a_digest_begins_with_the_most_urgent() -> None:
    notices = [a_reminder(Lang.ZH), a_brought_forward(Lang.ZH)]

    merged = digest(a_delivery(DeliveryKind.DIGEST), notices, Lang.ZH, PAGES)

    assert merged.headline == "🗓️ 2 条截止消息"
    assert merged.tone is Tone.URGENT
    assert [item.id for item in merged.items] == [
        "nlpcc-2026-paper",
        "emnlp-2026-paper",
    ]
    assert merged.page == Link("全部截止日期", "https://deadlines.example.org/")


@pytest.mark.parametrize("lang", Lang)
@pytest.mark.parametrize("what", Alarm)
def test_every_alarm_names_what_it_is_about(what: Alarm, lang: Lang) -> None:
    detail = {"alarm": what, "name": "l{a}b", "reason": "why, and what to do"}

    notice = alarm(a_delivery(DeliveryKind.ALARM, "", detail), lang)

    assert notice.headline.startswith(("⚠️", "✅"))
    assert "l{a}b" in notice.headline
    assert notice.body == "why, and what to do"
    assert notice.items == ()
