"""What came of a word, as the one who said it reads it."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from deadlinebot.model.call import Lang
from deadlinebot.model.deadline import Deadline
from deadlinebot.model.instruction import Done, Snooze, Undo, Word
from deadlinebot.model.milestone import Milestone
from deadlinebot.model.mute import Mute
from deadlinebot.wording import muted, obeyed
from tests.build import SEEN, a_deadline, utc

BEIJING = ZoneInfo("Asia/Shanghai")
IDS = ("emnlp-2026-paper",)
UNTIL = utc("2026-05-20T01:00:00")
ABSTRACT = a_deadline(id="emnlp-2026-abstract", milestone=Milestone.ABSTRACT)


def said(word: Word, lang: Lang, planned: int, cancelled: int, *of: Deadline) -> str:
    return obeyed(
        word,
        of or (a_deadline(),),
        planned=planned,
        cancelled=cancelled,
        lang=lang,
        zone=BEIJING,
    )


@pytest.mark.parametrize(
    ("word", "counts", "zh", "en"),
    [
        (
            Done(IDS),
            (0, 3),
            "EMNLP 2026 论文截稿：已办，取消 3 条提醒",
            "EMNLP 2026 paper deadline: done; 3 reminders called off",
        ),
        (
            Done(IDS, "lab"),
            (0, 1),
            "EMNLP 2026 论文截稿：已办（路由 lab），取消 1 条提醒",
            "EMNLP 2026 paper deadline: done on route lab; 1 reminder called off",
        ),
        (
            Done(IDS),
            (0, 0),
            "EMNLP 2026 论文截稿：已办，待发的提醒没有变化",
            "EMNLP 2026 paper deadline: done; no reminder changes",
        ),
        (
            Snooze(IDS, UNTIL),
            (1, 2),
            "EMNLP 2026 论文截稿：2026-05-20（周三）09:00 再提醒，取消 2 条提醒，安排 1 条提醒",
            "EMNLP 2026 paper deadline: snoozed until Wed 2026-05-20 09:00; 2 reminders called off, 1 reminder planned",
        ),
        (
            Undo(IDS),
            (2, 0),
            "EMNLP 2026 论文截稿：已恢复，安排 2 条提醒",
            "EMNLP 2026 paper deadline: taken back; 2 reminders planned",
        ),
    ],
)
def test_what_came_of_a_word_is_one_line(
    word: Word, counts: tuple[int, int], zh: str, en: str
) -> None:
    assert said(word, Lang.ZH, *counts) == zh
    assert said(word, Lang.EN, *counts) == en


def test_several_deadlines_of_a_call_go_by_its_name() -> None:
    both = (a_deadline(), ABSTRACT)

    assert said(Done(IDS), Lang.ZH, 0, 6, *both).startswith("EMNLP 2026（2 项）：已办")
    assert said(Done(IDS), Lang.EN, 0, 6, *both).startswith(
        "EMNLP 2026 (2 deadlines): done"
    )


@pytest.mark.parametrize(
    ("route", "until", "zh", "en"),
    [
        ("", None, "✓ 已办", "✓ done"),
        ("lab", None, "✓ 已办（路由 lab）", "✓ done (route lab)"),
        (
            "lab",
            SEEN + timedelta(days=1),
            "推迟到 2026-04-02（周四）16:00（路由 lab）",
            "snoozed until Thu 2026-04-02 16:00 (route lab)",
        ),
    ],
)
def test_what_holds_of_a_deadline_is_said_in_both_languages(
    route: str, until: datetime | None, zh: str, en: str
) -> None:
    word = Mute("emnlp-2026-paper", route, until, SEEN)

    assert muted(word, Lang.ZH, BEIJING) == zh
    assert muted(word, Lang.EN, BEIJING) == en
