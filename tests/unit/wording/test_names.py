"""What calls, milestones and tags are called."""

from __future__ import annotations

import pytest

from deadlinebot.model.call import CallKind, Lang, Title
from deadlinebot.model.milestone import Milestone
from deadlinebot.wording import (
    deadline_title,
    kind_name,
    milestone_name,
    tag_line,
    tag_name,
)
from tests.build import a_call, a_deadline, an_event


def test_a_title_is_the_short_name_and_the_milestone() -> None:
    assert deadline_title(a_deadline(), Lang.ZH) == "EMNLP 2026 论文截稿"
    assert deadline_title(a_deadline(), Lang.EN) == "EMNLP 2026 paper deadline"


def test_one_of_several_rounds_is_numbered() -> None:
    second = a_deadline(round=2, rounds=3)

    assert deadline_title(second, Lang.ZH) == "EMNLP 2026 论文截稿（第 2/3 轮）"
    assert deadline_title(second, Lang.EN) == "EMNLP 2026 paper deadline (round 2 of 3)"


def test_a_round_with_a_name_goes_by_it() -> None:
    early = a_deadline(round=1, rounds=2, label=Title("Early Submission", "早期投稿"))

    assert deadline_title(early, Lang.ZH) == "EMNLP 2026 论文截稿（早期投稿）"
    assert deadline_title(early, Lang.EN) == (
        "EMNLP 2026 paper deadline (Early Submission)"
    )


@pytest.mark.parametrize(
    ("milestone", "zh", "en"),
    [
        (Milestone.STAGE_END, "初赛截止", "Preliminary round deadline"),
        (Milestone.STAGE_START, "初赛开始", "Preliminary round start"),
        (Milestone.EVENT, "初赛", "Preliminary round"),
    ],
)
def test_a_stage_goes_by_its_name(milestone: Milestone, zh: str, en: str) -> None:
    label = Title("Preliminary round", "初赛")
    stage = a_deadline(
        call=a_call("REG", kind=CallKind.COMPETITION), milestone=milestone, label=label
    )

    assert deadline_title(stage, Lang.ZH) == f"REG 2026 {zh}"
    assert deadline_title(stage, Lang.EN) == f"REG 2026 {en}"


def test_a_sentence_for_a_label_is_one_short_line() -> None:
    label = Title("Mandatory\nabstract " + "x" * 99, "x")

    title = deadline_title(a_deadline(label=label), Lang.EN)

    assert len(title) < 80
    assert title.startswith("EMNLP 2026 paper deadline (Mandatory abstract xxx")
    assert title.endswith("…)")


@pytest.mark.parametrize(
    ("kind", "zh", "en"),
    [
        (CallKind.CONFERENCE, "会议日期", "conference days"),
        (CallKind.WORKSHOP, "研讨会日期", "workshop days"),
        (CallKind.COMPETITION, "比赛日期", "competition days"),
        (CallKind.OTHER, "活动日期", "event days"),
    ],
)
def test_days_are_called_by_the_kind_of_call(kind: CallKind, zh: str, en: str) -> None:
    assert milestone_name(Milestone.EVENT, kind, Lang.ZH) == zh
    assert milestone_name(Milestone.EVENT, kind, Lang.EN) == en


def test_an_event_is_its_days() -> None:
    assert deadline_title(an_event(), Lang.EN) == "EMNLP 2026 conference days"


@pytest.mark.parametrize("lang", Lang)
@pytest.mark.parametrize("kind", CallKind)
@pytest.mark.parametrize("milestone", Milestone)
def test_every_milestone_of_every_call_has_a_name(
    milestone: Milestone, kind: CallKind, lang: Lang
) -> None:
    name = milestone_name(milestone, kind, lang)

    assert name == name.strip() != ""
    assert "_" not in name
    assert kind_name(kind, lang)


@pytest.mark.parametrize(
    ("tag", "zh", "en"),
    [
        ("ccf:B", "CCF-B", "CCF-B"),
        ("core:A*", "CORE-A*", "CORE-A*"),
        ("sub:AI", "人工智能", "AI"),
        ("sub:ZZ", "ZZ", "ZZ"),
        ("nlp", "nlp", "nlp"),
    ],
)
def test_a_tag_is_said_in_words_people_know(tag: str, zh: str, en: str) -> None:
    assert tag_name(tag, Lang.ZH) == zh
    assert tag_name(tag, Lang.EN) == en


def test_tags_stand_once_and_with_the_kind() -> None:
    deadline = a_deadline(call=a_call(tags=("ccf:B", "nlp", "ccf:B")))

    assert tag_line(deadline, Lang.ZH) == "CCF-B · nlp · 会议"
