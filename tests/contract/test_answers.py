"""Every answer that a service is known to give, and its class: a row each.

``answers.tsv`` has the notifier, the status, the body, the outcome (and after how many
attempts it is believed), the seconds to wait, and a header.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from deadlinebot.model.channel import Response
from deadlinebot.model.delivery import Outcome, Verdict
from tests.services import NOTIFIERS, services

with (Path(__file__).parent / "answers.tsv").open(encoding="utf-8") as file:
    ROWS = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def judged(row: dict[str, str | None]) -> Verdict:
    """Return the verdict on the answer of a row."""
    name, _, value = (row["header"] or "").partition(": ")
    headers = {name: value} if name else {}
    response = Response(int(row["status"] or 0), (row["body"] or "").encode(), headers)
    return NOTIFIERS[row["notifier"] or ""].verdict(response)


@pytest.mark.parametrize(
    "row", ROWS, ids=lambda row: f"{row['notifier']}-{row['status']}-{row['body']}"
)
def test_every_known_answer_has_its_class(row: dict[str, str | None]) -> None:
    outcome, _, tries = (row["outcome"] or "").partition(" after ")

    verdict = judged(row)

    assert verdict.outcome is Outcome(outcome)
    assert verdict.believed_after == int(tries or 1)
    assert verdict.after_s == (float(row["seconds"]) if row["seconds"] else None)
    assert verdict.reason
    assert verdict.code in f"{row['status']} {row['body']} rate_limited"


@pytest.mark.parametrize("name", services())
def test_of_every_service_some_answers_are_known(name: str) -> None:
    known = {row["outcome"] for row in ROWS if row["notifier"] == name}

    assert Outcome.DELIVERED in known
    assert len(known) > 1


@pytest.mark.parametrize(
    "row", [row for row in ROWS if Outcome.CHANNEL_DEAD in (row["outcome"] or "")]
)
def test_a_dead_channel_is_told_in_both_languages_how_to_mend_it(
    row: dict[str, str | None],
) -> None:
    reason = judged(row).reason

    zh, slash, en = reason.rpartition(" / ")
    assert slash
    assert any("\u4e00" <= char <= "\u9fff" for char in zh)
    assert en.isascii()
