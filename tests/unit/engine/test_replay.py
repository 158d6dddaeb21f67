"""Replay: a history is read version by version, and each edit is one change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from deadlinebot.engine import replay
from deadlinebot.engine.board import Board
from deadlinebot.engine.refresh import Reading, compare
from deadlinebot.engine.replay import Replay, Version, instants, told, versions
from deadlinebot.errors import UserError
from deadlinebot.files import TextFile
from deadlinebot.model.change import Change, ChangeKind, Diff
from deadlinebot.model.claim import Parsed
from deadlinebot.model.deadline import Status
from deadlinebot.model.when.window import Window
from tests.build import DUE, SEEN, a_deadline, utc

START = utc("2026-01-01T00:00:00")
SUFFIXES = (".yml",)
SERIES = "- title: NLPCC\n  confs:\n"
EDITION = """\
    - year: {year}
      id: nlpcc{year}
      timezone: UTC+8
      timeline:
"""
PATH = "conference/AI/nlpcc.yml"
MOVES = {ChangeKind.EXTENDED, ChangeKind.BROUGHT_FORWARD, ChangeKind.CONFIRMED}


@dataclass(frozen=True)
class Round:
    """One round as the catalogue has it: days after 1 January, or none, and a label."""

    day: int | None
    label: str = ""

    @property
    def due(self) -> datetime | None:
        """23:59:59 of that day in UTC+8."""
        if self.day is None:
            return None
        return utc("2026-01-01T15:59:59") + timedelta(days=self.day)

    def __str__(self) -> str:
        local = self.due + timedelta(hours=8) if self.due else None
        date = f"{local:%Y-%m-%d %H:%M:%S}" if local else "TBD"
        comment = f"          comment: {self.label}\n" if self.label else ""
        return f"        - deadline: {date}\n{comment}"


def version(number: int, *rounds: Round, years: tuple[int, ...] = (2026,)) -> Version:
    """Return version *number* of a series that has the same *rounds* every year."""
    text = SERIES + "".join(
        EDITION.format(year=year) + "".join(map(str, rounds)) for year in years
    )
    return written(number, text)


def written(number: int, text: str, path: str = PATH) -> Version:
    at = START + timedelta(days=number)
    return Version(at, f"v{number}", (TextFile(path, text, at),))


def kinds(changes: tuple[Change, ...]) -> list[tuple[str, str]]:
    return [(change.kind.value, change.after.id) for change in changes]


def put(folder: Path, name: str, text: str = "- title: A\n  confs: []\n") -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_versions_are_read_in_the_order_of_their_times(tmp_path: Path) -> None:
    put(tmp_path, "20260102T000000Z/b.yml")
    put(tmp_path, "20260101T235959Z/a/a.yml")
    put(tmp_path, "notes/c.yml")
    put(tmp_path, "20260103T000000Z", "a file is no version")

    found = list(versions(tmp_path, SUFFIXES))

    assert [v.at for v in found] == [
        utc("2026-01-01T23:59:59"),
        utc("2026-01-02T00:00"),
    ]
    assert [text.path for v in found for text in v.written] == ["a/a.yml", "b.yml"]
    assert found[0].written[0].modified == found[0].at


def test_a_version_may_only_remove(tmp_path: Path) -> None:
    put(tmp_path, "20260101T000000Z/conference/AI/a.yml.deleted", "")

    (found,) = versions(tmp_path, SUFFIXES)

    assert found.written == ()
    assert found.removed == {"conference/AI/a.yml"}


def test_a_text_that_is_none_is_a_problem_beside_its_neighbours(tmp_path: Path) -> None:
    put(tmp_path, "20260101T000000Z/good.yml")
    (tmp_path / "20260101T000000Z/bad.yml").write_bytes(b"\xff\x00")

    (found,) = versions(tmp_path, SUFFIXES)

    assert [text.path for text in found.written] == ["good.yml"]
    assert "UTF-8" in found.problems[0].message


@pytest.mark.parametrize(
    ("name", "reason"), [("nowhere", "cannot read"), ("empty", "no version in")]
)
def test_a_folder_without_versions_says_what_it_lacks(
    tmp_path: Path, name: str, reason: str
) -> None:
    (tmp_path / "empty").mkdir()

    with pytest.raises(UserError, match=reason):
        list(versions(tmp_path / name, SUFFIXES))


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
    gone = run.apply(replace(written(1, ""), written=(), removed=frozenset({PATH})))

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


rounds = st.builds(
    Round,
    st.none() | st.integers(0, 364),
    st.sampled_from(["", "", "Main track", "Journal track", "Round 1", "Round 2"]),
)
histories = st.lists(st.lists(rounds, min_size=0, max_size=5), min_size=2, max_size=6)


@given(histories)
def test_the_changes_applied_to_the_first_version_give_every_other(
    history: list[list[Round]],
) -> None:
    run = Replay("ccfddl")
    dates: dict[str, datetime | None] = {}

    for number, listed in enumerate(history):
        changes = run.apply(version(number, *listed) if listed else emptied(number))
        for change in changes:
            old, new = instants(change)
            assert old == dates.get(change.after.uid)
            dates[change.after.uid] = new
        moved = Counter(c.after.uid for c in changes)

        assert Counter(filter(None, dates.values())) == Counter(
            due for each in listed if (due := each.due)
        )
        assert set(moved.values()) <= {1}


def emptied(number: int) -> Version:
    return replace(written(number, ""), written=(), removed=frozenset({PATH}))


@given(
    st.lists(rounds, min_size=1, max_size=5),
    st.integers(0, 4),
    st.integers(0, 364),
)
@example([Round(1), Round(None), Round(0)], 0, 0)  # the undated one seemed to move
@example(  # two on one date changed places
    [Round(46, "A"), Round(None, "B"), Round(None, "A"), Round(46, "B")], 0, 0
)
def test_an_edit_of_one_date_is_one_change(
    listed: list[Round], number: int, day: int
) -> None:
    run = Replay("ccfddl")
    run.apply(version(0, *listed))
    index = number % len(listed)
    edited = [*listed]
    edited[index] = replace(listed[index], day=day)

    changes = run.apply(version(1, *edited))

    expected = [] if listed[index] == edited[index] else [(listed[index].due, day)]
    assert [instants(c)[0] for c in changes] == [old for old, _ in expected]
    assert all(c.kind in MOVES for c in changes)


@given(rounds, rounds)
def test_a_lone_round_that_is_rewritten_is_one_change(old: Round, new: Round) -> None:
    run = Replay("ccfddl")
    run.apply(version(0, old))

    changes = run.apply(version(1, new))

    assert [instants(c) for c in changes] == (
        [(old.due, new.due)] if old.day != new.day else []
    )


@given(
    st.lists(rounds, min_size=1, max_size=4),
    st.integers(0, 4),
    st.integers(0, 364),
)
def test_an_inserted_round_takes_no_others_uid(
    listed: list[Round], place: int, day: int
) -> None:
    run = Replay("ccfddl")
    run.apply(version(0, *listed))
    more = [*listed]
    more.insert(place % (len(listed) + 1), Round(day, "Extra"))

    changes = run.apply(version(1, *more))

    assert [(c.kind, c.after.due) for c in changes] == [
        (ChangeKind.ADDED, Round(day).due)
    ]


@given(
    st.lists(rounds, min_size=2, max_size=5, unique_by=lambda r: r.day),
    st.integers(0, 4),
)
def test_a_removed_round_leaves_the_others_as_they_were(
    listed: list[Round], number: int
) -> None:
    run = Replay("ccfddl")
    run.apply(version(0, *listed))
    index = number % len(listed)

    changes = run.apply(version(1, *listed[:index], *listed[index + 1 :]))

    assert [(c.kind, c.after.due) for c in changes] == [
        (ChangeKind.VANISHED, listed[index].due)
    ]


@given(
    st.permutations([Round(n * 20, f"Track {n}" if n % 2 else "") for n in range(5)])
)
def test_the_order_of_rounds_says_nothing(shuffled: list[Round]) -> None:
    run = Replay("ccfddl")
    run.apply(
        version(0, *[Round(n * 20, f"Track {n}" if n % 2 else "") for n in range(5)])
    )

    assert run.apply(version(1, *shuffled)) == ()
