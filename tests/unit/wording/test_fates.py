"""What becomes of a reminder, in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from deadlinebot.model.call import Lang
from deadlinebot.model.delivery import State
from deadlinebot.model.lead import lead
from deadlinebot.model.rungs import Fate, Rung
from deadlinebot.model.when import named
from deadlinebot.wording.fates import delivery_fate, rung_fate
from tests.build import DUE, a_deadline

BEIJING = named("Asia/Shanghai")
AT = DUE - timedelta(days=3)
RUNG = Rung("all", "lab", lead("3d"), wanted_at=AT, at=AT, fate=Fate.PLANNED)
REMINDER = RUNG.reminder(a_deadline())


@pytest.mark.parametrize("fate", Fate)
def test_every_fate_is_said_in_both_languages(fate: Fate) -> None:
    rung = replace(RUNG, fate=fate)

    told = {rung_fate(rung, None, BEIJING, lang) for lang in Lang}

    assert len(told) == 2


@pytest.mark.parametrize("state", State)
def test_every_state_is_said_in_both_languages(state: State) -> None:
    delivery = replace(REMINDER, state=state)

    told = {delivery_fate(delivery, BEIJING, lang) for lang in Lang}

    assert len(told) == 2


def test_what_was_delivered_says_when_by_the_clock_of_the_channel() -> None:
    delivered = replace(REMINDER, state=State.DELIVERED, delivered_at=AT)

    told = rung_fate(RUNG, delivered, BEIJING, Lang.EN)

    assert told == "delivered at Sat 2026-05-23 19:59"


def test_trouble_says_the_reason_and_when_it_is_tried_again() -> None:
    again = replace(
        REMINDER,
        state=State.RETRY,
        error="HTTP status 500",
        next_at=AT + timedelta(minutes=1),
        maybe_sent=True,
    )

    told = delivery_fate(again, BEIJING, Lang.ZH)

    assert told == "将于 2026-05-23（周六）20:00 再试（可能重复）：HTTP status 500"


def test_quiet_hours_say_from_when_they_moved_a_reminder() -> None:
    moved = replace(RUNG, at=AT - timedelta(hours=2))

    told = rung_fate(moved, None, BEIJING, Lang.EN)

    assert told == "will be sent (moved from Sat 2026-05-23 19:59 by quiet hours)"


@pytest.mark.parametrize(
    ("fate", "said"),
    [
        (Fate.DONE, "已标为已办"),
        (Fate.SNOOZED, "已推迟到之后"),
        (Fate.PLANNED, "已作废"),
    ],
)
def test_what_was_called_off_says_why_if_the_plan_knows(fate: Fate, said: str) -> None:
    called_off = replace(REMINDER, state=State.CANCELLED)

    told = rung_fate(replace(RUNG, fate=fate), called_off, BEIJING, Lang.ZH)

    assert told == said
