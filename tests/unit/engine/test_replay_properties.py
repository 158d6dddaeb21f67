"""Whatever history is invented: its changes applied give every version of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import example, given
from hypothesis import strategies as st

from deadlinebot.engine.replay import Replay, instants
from deadlinebot.files import TextFile, Version
from deadlinebot.model.change import ChangeKind
from tests.unit.engine.histories import START, Round, emptied, series, version

MOVES = {ChangeKind.EXTENDED, ChangeKind.BROUGHT_FORWARD, ChangeKind.CONFIRMED}
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


YEARS = (2025, 2026, 2027)
PATHS = ("AI/nlpcc.yml", "AI/nlp.yml", "MX/others.yml")
editions = st.fixed_dictionaries(
    {}, optional={year: st.lists(rounds, min_size=1, max_size=3) for year in YEARS}
)
homes = st.fixed_dictionaries({year: st.sampled_from(PATHS) for year in YEARS})


def laid_out(
    number: int,
    listed: dict[int, list[Round]],
    home: dict[int, str],
    before: set[str] | frozenset[str],
) -> tuple[Version, set[str]]:
    """Return version *number*, each edition in its file, and the files there are."""
    at = START + timedelta(days=number)
    texts = {
        path: series({year: r for year, r in listed.items() if home[year] == path})
        for path in {home[year] for year in listed}
    }
    written = tuple(TextFile(path, text, at) for path, text in sorted(texts.items()))
    gone = frozenset(before - texts.keys())
    return Version(at, f"v{number}", written, gone), set(texts)


@given(st.lists(st.tuples(editions, homes), min_size=2, max_size=5))
def test_records_that_move_between_files_are_replayed_as_they_stand(
    history: list[tuple[dict[int, list[Round]], dict[int, str]]],
) -> None:
    run = Replay("ccfddl")
    dates: dict[str, tuple[int, datetime | None]] = {}
    files: set[str] = set()

    for number, (listed, home) in enumerate(history):
        state, files = laid_out(number, listed, home, files)
        changes = run.apply(state)
        for change in changes:
            old, new = instants(change)
            assert old == dates.get(change.after.uid, (0, None))[1]
            dates[change.after.uid] = change.after.call.year, new

        assert Counter((y, due) for y, due in dates.values() if due) == Counter(
            (year, each.due) for year, rs in listed.items() for each in rs if each.due
        )
        assert max(Counter(c.after.uid for c in changes).values(), default=0) <= 1


@given(editions, homes, homes)
def test_a_file_that_is_renamed_or_split_changes_nothing(
    listed: dict[int, list[Round]], home: dict[int, str], other: dict[int, str]
) -> None:
    run = Replay("ccfddl")
    state, files = laid_out(0, listed, home, frozenset())
    run.apply(state)

    moved, _ = laid_out(1, listed, other, files)

    assert run.apply(moved) == ()


@given(editions, homes, homes, st.sampled_from(YEARS), st.integers(0, 364))
def test_an_edit_on_the_way_to_another_file_is_one_change(
    listed: dict[int, list[Round]],
    home: dict[int, str],
    other: dict[int, str],
    year: int,
    day: int,
) -> None:
    run = Replay("ccfddl")
    edited = {**listed, year: [Round(day)]}
    state, files = laid_out(0, {**listed, year: [Round(100)]}, home, frozenset())
    run.apply(state)

    moved, _ = laid_out(1, edited, other, files)

    expected = [] if day == 100 else [(Round(100).due, Round(day).due)]
    assert [instants(change) for change in run.apply(moved)] == expected
