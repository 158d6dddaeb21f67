"""What a delivery speaks of, in one line of a list."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from deadlinebot.model.call import Lang
from deadlinebot.model.delivery import Delivery, DeliveryKind
from deadlinebot.wording import subject
from tests.build import a_deadline
from tests.stored import a_reminder


def of_no_deadline(kind: DeliveryKind, **detail: object) -> Delivery:
    """Return a delivery that speaks of no deadline in particular."""
    return replace(a_reminder(kind=kind), deadline="", detail=json.dumps(detail))


@pytest.mark.parametrize(
    ("lang", "title"),
    [(Lang.ZH, "EMNLP 2026 论文截稿"), (Lang.EN, "EMNLP 2026 paper deadline")],
)
def test_a_reminder_speaks_of_its_deadline(lang: Lang, title: str) -> None:
    assert subject(a_reminder(), a_deadline(), lang) == title


def test_a_deadline_that_is_held_no_more_has_its_id() -> None:
    assert subject(a_reminder(), None, Lang.EN) == "emnlp-2026-paper"


@pytest.mark.parametrize(
    ("delivery", "words"),
    [
        (of_no_deadline(DeliveryKind.DIGEST, route="all"), "digest"),
        (of_no_deadline(DeliveryKind.CHANGE, count=243), "243 new deadlines"),
        (
            of_no_deadline(DeliveryKind.ALARM, alarm="source_failed", name="lab"),
            "Source lab cannot be read",
        ),
    ],
    ids=["digest", "change", "alarm"],
)
def test_what_speaks_of_no_single_deadline_says_of_what(
    delivery: Delivery, words: str
) -> None:
    assert words in subject(delivery, None, Lang.EN)
