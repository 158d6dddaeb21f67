"""What an entry says, in both languages."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from deadlinebot.feeds.ics.prose import PARAGRAPH_LENGTH, description, summary
from deadlinebot.model.call import Lang, Title
from deadlinebot.model.deadline import Cause, Conflict, Deadline, Status
from deadlinebot.model.feed import FeedOptions
from deadlinebot.model.milestone import Milestone
from deadlinebot.model.when.window import Assumption, Span
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
ZH = FeedOptions(Lang.ZH, BEIJING)
EN = FeedOptions(Lang.EN, BEIJING)


def told(deadline: Deadline, options: FeedOptions) -> list[str]:
    return list(description(deadline, options))


def a_disputed_deadline() -> Deadline:
    ours = a_claim(source="EMNLP", checked=date(2026, 5, 20))
    portal = a_claim(
        a_moment(utc("2026-05-25T15:59:59"), zone="Asia/Shanghai", text="2026-05-25"),
        source="Portal",
        zone="北京时间",
    )
    return a_deadline(
        claims=(ours, portal),
        status=Status.CONFLICTING,
        conflict=Conflict(Cause.ZONE, portal, 72_000),
    )


@pytest.mark.parametrize(
    ("lang", "said"),
    [(Lang.ZH, "EMNLP 2026 论文截稿"), (Lang.EN, "EMNLP 2026 paper deadline")],
)
def test_a_sure_deadline_is_its_title_and_nothing_else(lang: Lang, said: str) -> None:
    assert summary(a_deadline(), lang) == said


@pytest.mark.parametrize(
    ("changes", "zh", "en"),
    [
        ({"status": Status.CONFLICTING}, "来源不一致", "sources disagree"),
        ({"status": Status.VANISHED}, "来源已不再列出", "no longer listed"),
        (
            {"status": Status.ASSUMED, "assumed": (Assumption.ZONE,)},
            "时区未注明",
            "zone not stated",
        ),
        ({"assumed": (Assumption.TIME,)}, "时刻未注明", "time not stated"),
    ],
)
def test_status_and_assumption_stand_in_the_summary(
    changes: dict[str, Any], zh: str, en: str
) -> None:
    deadline = a_deadline(**changes)

    assert summary(deadline, Lang.ZH) == f"EMNLP 2026 论文截稿（{zh}）"
    assert summary(deadline, Lang.EN) == f"EMNLP 2026 paper deadline ({en})"


def test_what_is_withdrawn_says_so_first() -> None:
    withdrawn = a_deadline(status=Status.WITHDRAWN, assumed=(Assumption.ZONE,))

    assert summary(withdrawn, Lang.ZH) == "[取消] EMNLP 2026 论文截稿"
    assert summary(withdrawn, Lang.EN) == "[Cancelled] EMNLP 2026 paper deadline"


@pytest.mark.parametrize("lang", Lang)
def test_what_is_done_begins_with_a_tick(lang: Lang) -> None:
    title = summary(a_deadline(assumed=(Assumption.ZONE,)), lang)

    done = summary(a_deadline(assumed=(Assumption.ZONE,), done=True), lang)

    assert done == f"✓ {title}"


def test_a_round_says_which_of_how_many() -> None:
    second = a_deadline(round=2, rounds=3)

    assert "第 2/3 轮" in summary(second, Lang.ZH)
    assert "round 2 of 3" in summary(second, Lang.EN)


def test_a_stage_says_its_name() -> None:
    stage = a_deadline(milestone=Milestone.STAGE_END, label=Title("final", "决赛"))

    assert "决赛" in summary(stage, Lang.ZH)


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("2026-05-25 23:59 AoE", None),
        ("2026-05-25 23:59", "aoe"),
        ("25 May, anywhere on  Earth", None),
    ],
)
def test_aoe_is_said_where_the_source_says_it(text: str, zone: str | None) -> None:
    deadline = a_deadline(claims=(a_claim(text=text, zone=zone),))

    assert summary(deadline, Lang.ZH) == "EMNLP 2026 论文截稿 (AoE)"


@pytest.mark.parametrize("zone", ["UTC-12", "Etc/GMT+12", "Canoe time", None])
def test_aoe_is_never_said_where_the_source_does_not(zone: str | None) -> None:
    deadline = a_deadline(claims=(a_claim(zone=zone),))

    assert "AoE" not in summary(deadline, Lang.EN)
    assert not any("AoE" in paragraph for paragraph in told(deadline, EN))


def test_a_huge_name_is_cut_but_never_what_is_doubtful() -> None:
    deadline = a_deadline(
        call=a_call("名" * 9_000), claims=(a_claim(zone="AoE"),), status=Status.VANISHED
    )

    said = summary(deadline, Lang.ZH)

    assert len(said) == 255
    assert said.endswith("… (AoE)（来源已不再列出）")


def test_both_clocks_come_first() -> None:
    assert told(a_deadline(), ZH)[:2] == [
        "北京时间：2026-05-26（周二）19:59",
        "UTC 时间：2026-05-26（周二）11:59",
    ]


def test_both_clocks_come_first_in_english() -> None:
    assert told(a_deadline(), EN)[:2] == [
        "Beijing time: Tue 2026-05-26 19:59",
        "UTC time: Tue 2026-05-26 11:59",
    ]


def test_who_lives_in_utc_gets_one_clock() -> None:
    clocks = [p for p in told(a_deadline(), replace(EN, zone=UTC)) if "11:59" in p]

    assert clocks == ["UTC time: Tue 2026-05-26 11:59"]


def test_the_text_stands_as_its_source_wrote_it() -> None:
    deadline = a_deadline(claims=(a_claim(checked=date(2026, 5, 20)),))

    assert "原文：2026-05-25 23:59:59 UTC-12（CCF-Deadlines，2026-05-20 核对）" in told(
        deadline, ZH
    )
    assert (
        "As written: 2026-05-25 23:59:59 UTC-12 (CCF-Deadlines, checked 2026-05-20)"
        in told(deadline, EN)
    )


def test_a_conflict_shows_every_claim_and_which_one_counts() -> None:
    paragraphs = told(a_disputed_deadline(), ZH)

    assert "采用 EMNLP" in paragraphs[2]
    assert "原文：2026-05-25 23:59:59 UTC-12（EMNLP，2026-05-20 核对）" in paragraphs
    assert "原文：2026-05-25 北京时间（Portal）" in paragraphs


def test_an_open_zone_names_the_safe_instant_and_the_latest() -> None:
    reading = an_open_moment()
    deadline = a_deadline(
        window=reading.window,
        claims=(a_claim(reading),),
        assumed=reading.assumed,
        status=Status.ASSUMED,
    )

    said = told(deadline, EN)

    assert said[0] == "Beijing time: Sun 2026-07-05 17:59"
    assert "may be as late as Mon 2026-07-06 19:59" in said[2]


def test_a_stage_tells_its_days() -> None:
    days = Span(date(2026, 6, 17), date(2026, 8, 7), (), "6.17-8.7")

    said = told(a_deadline(span=days), EN)

    assert "Days: Wed 2026-06-17 to Fri 2026-08-07" in said


def test_an_event_has_days_and_no_clock() -> None:
    said = told(an_event(), EN)

    assert "Days: Sat 2026-10-24 to Thu 2026-10-29" in said
    assert not any(" time: " in paragraph for paragraph in said)


def test_venue_full_name_and_link_follow() -> None:
    deadline = a_deadline(call=a_call(venue="Budapest, Hungary"))

    assert told(deadline, EN)[-3:] == [
        "Venue: Budapest, Hungary",
        "Empirical Methods in NLP",
        "https://2026.emnlp.org",
    ]


@pytest.mark.parametrize("link", ["javascript:alert(1)", "https://a.org/\r\nX:y"])
def test_a_link_that_may_not_be_clicked_is_not_shown(link: str) -> None:
    said = told(a_deadline(call=a_call(link=link)), EN)

    assert said[-1] == ""


def test_a_runaway_text_does_not_fill_the_calendar() -> None:
    said = told(a_deadline(call=a_call(venue="x" * 100_000)), EN)

    assert max(map(len, said)) == PARAGRAPH_LENGTH
