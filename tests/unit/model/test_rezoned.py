"""Only a zone whose rules changed moves what its source says word for word as before."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from deadlinebot.model.change import ChangeKind, diff
from deadlinebot.model.deadline import Deadline
from deadlinebot.model.reconcile import reconcile
from deadlinebot.model.rezoned import zone_rules_changed
from deadlinebot.model.when.window import Moment, Window
from tests.build import utc
from tests.claims import says

NOW = utc("2026-05-01T00:00:00")


def stated(text: str, by: timedelta = timedelta()) -> Deadline:
    """Return what *text* states, as rules read it by which it is *by* later."""
    claim = says(text)
    assert isinstance(claim.reading, Moment)
    window = claim.reading.window
    moved = Window(window.earliest + by, window.latest + by)
    return reconcile([replace(claim, reading=replace(claim.reading, window=moved))])[0]


def test_the_same_words_at_another_instant_are_another_rule_of_the_zone() -> None:
    text = "2026-06-20 23:59 America/Vancouver"
    before, after = stated(text), stated(text, timedelta(hours=-1))

    assert zone_rules_changed(before, after)
    (change,) = diff([before], [after], NOW).changes
    assert change.kind is ChangeKind.RESTATED


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("2026-06-20 23:59 America/Vancouver", "2026-06-21 23:59 America/Vancouver"),
        ("2026-06-20 23:59 America/Vancouver", "2026-06-20 23:59 America/Toronto"),
        ("2026-06-20 23:59 America/Vancouver", "TBD"),
        ("TBD", "2026-06-20 23:59 America/Vancouver"),
    ],
)
def test_another_word_of_the_source_is_none(old: str, new: str) -> None:
    before = reconcile([says(old)])[0]

    assert not zone_rules_changed(before, reconcile([says(new)])[0])


@pytest.mark.parametrize("text", ["2026-06-20 23:59 UTC-8", "2026-06-20 23:59 AoE"])
def test_an_offset_has_no_rules(text: str) -> None:
    assert not zone_rules_changed(stated(text), stated(text, timedelta(hours=1)))


def test_what_did_not_move_and_what_is_new_were_not_moved() -> None:
    held = stated("2026-06-20 23:59 America/Vancouver")

    assert not zone_rules_changed(held, held)
    assert not zone_rules_changed(None, held)
