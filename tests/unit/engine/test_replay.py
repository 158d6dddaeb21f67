"""Replay: a history is read version by version, and each edit is one change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from deadlinebot.engine import replay
from deadlinebot.engine.board import Board
from deadlinebot.engine.refresh import Reading, compare
from deadlinebot.engine.replay import Replay, instants, told
from deadlinebot.files import TextFile, Version
from deadlinebot.model.change import Change, ChangeKind, Diff
from deadlinebot.model.claim import Parsed
from deadlinebot.model.deadline import Status
from deadlinebot.model.when.window import Window
from tests.build import DUE, SEEN, a_deadline, utc
from tests.unit.engine.histories import PATH, START, Round, emptied, version, written


def kinds(changes: tuple[Change, ...]) -> list[tuple[str, str]]:
    return [(change.kind.value, change.after.id) for change in changes]


def test_a_date_that_moves_is_one_change_and_keeps_its_uid() -> None:
    run = Replay("ccfddl")
    first = run.apply(version(0, Round(145)))

    second = run.apply(version(1, Round(170)))

    assert kinds(first) == [("added", "nlpcc-2026-paper")]
    assert kinds(second) == [("extended", "nlpcc-2026-paper")]
    assert instants(second[0]) == (Round(145).due, Round(170).due)
    assert second[0].at == utc("2026-01-02T00:00:00")


def test_a_version_that_writes_the_same_again_changes_nothing() -> None:
    run = Replay("ccfddl")
    run.apply(version(0, Round(145)))

    assert run.apply(version(1, Round(145))) == ()


def test_a_removed_file_takes_its_dates_away_and_brings_them_back_as_they_are() -> None:
    run = Replay("ccfddl")
    run.apply(version(0, Round(145)))
    gone = run.apply(emptied(1))

    back = run.apply(version(2, Round(170)))

    assert kinds(gone) == [("vanished", "nlpcc-2026-paper")]
    assert instants(gone[0]) == (Round(145).due, None)
    assert kinds(back) == [("restored", "nlpcc-2026-paper")]
    assert instants(back[0]) == (None, Round(170).due)


def test_a_file_that_moves_takes_its_uids_along() -> None:
    run = Replay("ccfddl")
    run.apply(version(0, Round(145)))
    text = version(1, Round(145)).written[0]
    moved = replace(text, path="conference/NLP/nlpcc.yml")

    changes = run.apply(
        Version(text.modified, "v1", (moved,), removed=frozenset({PATH}))
    )

    assert changes == ()
    assert [d.id for d in run.board.all()] == ["nlpcc-2026-paper"]


def test_what_a_history_never_had_cannot_be_removed() -> None:
    run = Replay("ccfddl")

    assert run.apply(Version(START, "v0", (), removed=frozenset({PATH}))) == ()


def test_a_source_that_halves_has_halved() -> None:
    run = Replay("ccfddl")
    many = [Round(day, f"Round {day}") for day in range(30)]
    run.apply(version(0, *many))

    changes = run.apply(version(1, *many[:10]))

    assert Counter(change.kind for change in changes) == {ChangeKind.VANISHED: 20}


def test_a_broken_text_takes_nothing_back_and_is_said_with_its_version() -> None:
    run = Replay("ccfddl")
    run.apply(version(0, Round(145)))

    broken = run.apply(written(1, "- title: [unclosed"))
    mended = run.apply(version(2, Round(170)))

    assert broken == ()
    assert kinds(mended) == [("extended", "nlpcc-2026-paper")]
    assert [problem.place.path for problem in run.problems] == [f"v1/{PATH}"]


def test_only_the_edition_that_changed_is_reconciled(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    run = Replay("ccfddl")
    run.apply(version(0, Round(1), years=(2024, 2025, 2026)))
    reconciled: list[str] = []

    def noted(
        board: Board, readings: Sequence[Reading], trust: Sequence[str], now: datetime
    ) -> Diff:
        reconciled.extend(c.call.id for reading in readings for c in reading.claims)
        return compare(board, readings, trust, now)

    monkeypatch.setattr(replay, "compare", noted)

    run.apply(version(1, Round(1), years=(2024, 2025, 2026, 2027)))

    assert reconciled == ["nlpcc-2027"]


def test_an_unchanged_text_is_not_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    run = Replay("ccfddl")
    run.apply(version(0, Round(1)))
    parsed: list[str] = []

    def noted(text: TextFile, *_: object) -> Parsed:
        parsed.append(text.path)
        return Parsed()

    monkeypatch.setattr(replay, "parse", noted)

    run.apply(version(1, Round(1)))

    assert parsed == []


def test_what_comes_back_with_another_date_is_told_once() -> None:
    gone = a_deadline(status=Status.VANISHED)
    back = a_deadline(DUE + timedelta(days=1))
    restored = Change(ChangeKind.RESTORED, gone, back, SEEN)
    moved = Change(ChangeKind.EXTENDED, gone, back, SEEN)

    assert list(told([restored, moved])) == [restored]


def test_a_conflict_moves_nothing() -> None:
    before, after = a_deadline(), a_deadline(DUE + timedelta(days=1))

    change = Change(ChangeKind.CONFLICT_FOUND, before, after, SEEN)

    assert instants(change) == (after.due, after.due)


def test_a_window_moves_by_its_safe_end() -> None:
    wide = a_deadline(window=Window(DUE, DUE + timedelta(hours=26)))

    change = Change(ChangeKind.RESTATED, wide, a_deadline(DUE), SEEN)

    assert instants(change) == (DUE, DUE)
