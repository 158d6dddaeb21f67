"""What changed, from what to what and by how much."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from deadlinebot.model.call import Lang
from deadlinebot.model.change import ChangeKind
from deadlinebot.model.notice import Tone
from deadlinebot.wording.changes import Move, change_line, read_move, summary, tone
from tests.build import a_deadline, utc
from tests.golden.wording.cases import a_delivery

BEIJING = ZoneInfo("Asia/Shanghai")
BERLIN = ZoneInfo("Europe/Berlin")


def a_move(kind: ChangeKind, old: str | None, new: str | None) -> Move:
    return Move(kind, utc(old) if old else None, utc(new) if new else None, None)


@pytest.mark.parametrize(
    ("old", "new", "zh", "en"),
    [
        (
            "2026-05-26T15:59:59",
            "2026-06-20T15:59:59",
            "延期 25 天：5月26日 → 6月20日",
            "Extended by 25 days: 26 May → 20 Jun",
        ),
        (
            "2026-05-26T09:00:00",
            "2026-05-26T15:59:00",
            "延期 6 小时 59 分钟：5月26日 17:00 → 23:59",
            "Extended by 6 hours 59 minutes: 26 May 17:00 → 23:59",
        ),
        (
            "2026-12-30T15:59:59",
            "2027-01-05T11:59:59",
            "延期 5 天 20 小时：2026年12月30日 23:59 → 2027年1月5日 19:59",
            "Extended by 5 days 20 hours: 30 Dec 2026 23:59 → 5 Jan 2027 19:59",
        ),
        (
            "2026-05-26T15:59:00",
            "2026-05-26T15:59:59",
            "延期 不到 1 分钟：5月26日 23:59 → 23:59",
            "Extended by less than a minute: 26 May 23:59 → 23:59",
        ),
    ],
)
def test_an_extension_says_by_how_much(old: str, new: str, zh: str, en: str) -> None:
    move = a_move(ChangeKind.EXTENDED, old, new)

    assert change_line(move, BEIJING, Lang.ZH) == zh
    assert change_line(move, BEIJING, Lang.EN) == en


def test_days_are_calendar_days_where_clocks_change_between() -> None:
    move = a_move(ChangeKind.EXTENDED, "2026-03-27T22:59:00", "2026-04-06T21:59:00")

    assert summary(move, BERLIN, Lang.EN) == "extended by 10 days"


def test_less_time_than_believed_is_urgent() -> None:
    move = a_move(
        ChangeKind.BROUGHT_FORWARD, "2026-06-20T15:59:59", "2026-06-15T15:59:59"
    )

    assert change_line(move, BEIJING, Lang.ZH) == "时间提前 5 天：6月20日 → 6月15日"
    assert tone(move.kind) is Tone.URGENT


@pytest.mark.parametrize(
    ("new", "zh"),
    [
        ("2026-05-26T11:59:59", "时间更正：5月25日 23:59 → 5月26日 19:59（晚 20 小时）"),
        ("2026-05-25T09:59:59", "时间更正：5月25日 23:59 → 17:59（早 6 小时）"),
        ("2026-05-25T15:59:59", "时间更正：时刻不变"),
    ],
)  # fmt: skip
def test_a_restatement_says_which_way_the_instant_goes(new: str, zh: str) -> None:
    move = a_move(ChangeKind.RESTATED, "2026-05-25T15:59:59", new)

    assert change_line(move, BEIJING, Lang.ZH) == zh


@pytest.mark.parametrize("lang", Lang)
@pytest.mark.parametrize("kind", ChangeKind)
def test_every_change_has_words_even_without_dates(
    kind: ChangeKind, lang: Lang
) -> None:
    move = Move(kind, None, None, None)

    assert summary(move, BEIJING, lang)
    assert change_line(move, BEIJING, lang)[:1].islower() is False


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (ChangeKind.WITHDRAWN, Tone.WITHDRAWN),
        (ChangeKind.EXTENDED, Tone.CHANGED),
        (ChangeKind.CONFLICT_FOUND, Tone.CHANGED),
    ],
)
def test_a_change_has_its_tone(kind: ChangeKind, expected: Tone) -> None:
    assert tone(kind) is expected


def test_a_delivery_carries_its_change() -> None:
    detail = {
        "kind": "extended",
        "from": "2026-05-26T15:59:59+00:00",
        "to": None,
        "on": "2026-06-05",
    }

    move = read_move(a_delivery(lead="extended", detail=detail), a_deadline())

    assert move.kind is ChangeKind.EXTENDED
    assert move.old == datetime(2026, 5, 26, 15, 59, 59, tzinfo=UTC)
    assert move.new is None
    assert str(move.on) == "2026-06-05"


def test_a_delivery_without_detail_speaks_of_its_deadline() -> None:
    move = read_move(a_delivery(lead="withdrawn"), a_deadline())

    assert move == Move(ChangeKind.WITHDRAWN, None, a_deadline().due, None)
