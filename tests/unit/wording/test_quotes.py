"""What the sources say, leave open and disagree about."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from deadlinebot.model.call import Lang
from deadlinebot.model.deadline import Cause, Conflict, Status
from deadlinebot.model.when.window import Assumption, Span, Window
from deadlinebot.wording import doubt, flag, provenance, quote, stated
from tests.build import DUE, a_claim, a_deadline, a_moment, an_open_moment, utc

BEIJING = ZoneInfo("Asia/Shanghai")
PORTAL = a_claim(
    a_moment(utc("2026-05-25T15:59:59"), text="2026-05-25"),
    zone="北京时间",
    source="Portal",
)


@pytest.mark.parametrize(
    ("text", "zone", "quoted"),
    [
        ("2026-05-25 23:59:59", "UTC-12", "2026-05-25 23:59:59 UTC-12"),
        ("25 May 2026 (AoE)", None, "25 May 2026 (AoE)"),
        ("25 May 2026 AoE", "AoE", "25 May 2026 AoE"),
        ("25 May\n 2026", "UTC\t-12", "25 May 2026 UTC -12"),
    ],
)
def test_a_quote_is_the_text_and_the_zone_as_written(
    text: str, zone: str | None, quoted: str
) -> None:
    assert quote(a_claim(text=text, zone=zone)) == quoted


def test_a_missing_zone_is_said() -> None:
    moment = an_open_moment()
    deadline = a_deadline(
        claims=(a_claim(moment),), window=moment.window, assumed=moment.assumed
    )

    assert stated(deadline, Lang.ZH) == "2026-07-05（未注明时区）"
    assert stated(deadline, Lang.EN) == "2026-07-05 (no zone stated)"


@pytest.mark.parametrize(
    ("checked", "zh", "en"),
    [
        (None, "来源 CCF-Deadlines", "source CCF-Deadlines"),
        (
            date(2026, 5, 6),
            "来源 CCF-Deadlines，05-06 核对",
            "source CCF-Deadlines, checked 2026-05-06",
        ),
        (
            date(2025, 12, 6),
            "来源 CCF-Deadlines，2025-12-06 核对",
            "source CCF-Deadlines, checked 2025-12-06",
        ),
    ],
)
def test_the_source_and_the_day_of_its_check_are_named(
    checked: date | None, zh: str, en: str
) -> None:
    deadline = a_deadline(claims=(a_claim(checked=checked),))

    assert provenance(deadline, Lang.ZH) == zh
    assert provenance(deadline, Lang.EN) == en


def test_nothing_is_flagged_where_nothing_is_in_doubt() -> None:
    for lang in Lang:
        assert flag(a_deadline(), lang) == ""
        assert doubt(a_deadline(), BEIJING, lang) == ""


@pytest.mark.parametrize("assumption", Assumption)
@pytest.mark.parametrize("lang", Lang)
def test_every_assumption_is_flagged(assumption: Assumption, lang: Lang) -> None:
    deadline = a_deadline(assumed=(assumption,))

    short = flag(deadline, lang)

    assert 0 < len(short) < 32
    assert doubt(deadline, BEIJING, lang).startswith(short)


@pytest.mark.parametrize(
    ("status", "zh"),
    [
        (Status.CONFLICTING, "来源不一致"),
        (Status.TENTATIVE, "日期待定"),
        (Status.WITHDRAWN, "已取消"),
        (Status.VANISHED, "来源已不再列出"),
        (Status.CONFIRMED, ""),
        (Status.ASSUMED, ""),
    ],
)
def test_a_status_that_weakens_a_date_is_flagged(status: Status, zh: str) -> None:
    assert flag(a_deadline(status=status), Lang.ZH) == zh


def test_a_withdrawn_date_needs_no_other_flag() -> None:
    gone = a_deadline(status=Status.WITHDRAWN, assumed=(Assumption.ZONE,))

    assert flag(gone, Lang.EN) == "withdrawn"
    assert doubt(gone, BEIJING, Lang.EN) == "withdrawn"


def test_a_window_says_by_what_it_counts_and_how_late_it_may_be() -> None:
    deadline = a_deadline(
        window=Window(DUE, utc("2026-05-27T12:00:00")), assumed=(Assumption.ZONE,)
    )

    assert doubt(deadline, BEIJING, Lang.ZH) == (
        "时区未注明：按最早的可能计，最晚可能到 2026-05-27（周三）20:00"
    )
    assert doubt(deadline, BEIJING, Lang.EN) == (
        "zone not stated: counted to the earliest reading; "
        "it may be as late as Wed 2026-05-27 20:00"
    )


@pytest.mark.parametrize("lang", Lang)
def test_both_quotes_of_a_conflict_are_shown(lang: Lang) -> None:
    deadline = a_deadline(
        status=Status.CONFLICTING, conflict=Conflict(Cause.ZONE, PORTAL, 72_000)
    )

    said = doubt(deadline, BEIJING, lang)

    assert "2026-05-25 23:59:59 UTC-12" in said
    assert "2026-05-25 北京时间" in said
    assert "23:59" in said.split("北京时间")[1]
    assert ("20 小时" in said) or ("20 hours" in said)


def test_a_settled_conflict_stays_visible() -> None:
    deadline = a_deadline(conflict=Conflict(Cause.DAY, PORTAL, 86_400))

    assert "已人工裁定" in doubt(deadline, BEIJING, Lang.ZH)
    assert "settled" in doubt(deadline, BEIJING, Lang.EN)


def test_days_in_a_conflict_have_no_clock() -> None:
    days = Span(date(2026, 5, 25), date(2026, 5, 26), (), "May 25-26")
    other = a_claim(days, source="Portal")
    deadline = a_deadline(
        status=Status.CONFLICTING, conflict=Conflict(Cause.DAY, other, 86_400)
    )

    assert doubt(deadline, BEIJING, Lang.EN).endswith("Portal says “May 25-26”")
