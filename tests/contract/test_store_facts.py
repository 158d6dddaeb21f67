"""What the store promises about facts: whole, in order, as they were."""

from __future__ import annotations

from dataclasses import replace

import pytest

from deadlinebot.model.change import Change, ChangeKind
from deadlinebot.store import SourceState, Store
from tests.build import SEEN, an_event
from tests.stored import NOW, PAPER, a_reminder, moved


def test_deadlines_come_back_as_they_were(store: Store) -> None:
    held = (an_event(), PAPER)

    store.apply(NOW, deadlines=held)

    assert store.deadlines() == held


def test_a_deadline_is_overwritten_by_its_next_version(store: Store) -> None:
    store.apply(NOW, deadlines=[PAPER, an_event()])

    store.apply(NOW, deadlines=[moved()])

    assert store.deadlines() == (an_event(), moved())


def test_changes_come_back_oldest_first(store: Store) -> None:
    added = Change(ChangeKind.ADDED, None, PAPER, SEEN)
    extended = Change(ChangeKind.EXTENDED, PAPER, moved(), NOW)
    event = Change(ChangeKind.ADDED, None, an_event(), SEEN)

    store.apply(NOW, deadlines=[moved(), an_event()], changes=[added, event, extended])

    assert store.changes() == (added, event, extended)
    assert store.changes(PAPER.id) == (added, extended)
    assert store.changes(since=NOW) == (extended,)
    assert store.changes(limit=1) == (extended,)


def test_the_state_of_a_source_is_its_last(store: Store) -> None:
    failing = SourceState("ccf", "abc", '"e1"', "", SEEN, "timeout", 2, {"held": 1})
    well = replace(failing, last_ok=NOW, last_error="", failures=0)
    store.apply(SEEN, sources=[failing])

    store.apply(NOW, sources=[well, SourceState("own")])

    assert store.source_states() == {"ccf": well, "own": SourceState("own")}


def test_what_cannot_be_stored_whole_is_not_stored_at_all(store: Store) -> None:
    orphan = replace(a_reminder(), deadline="unknown")

    with pytest.raises(Exception, match=r"(?i)foreign key"):
        store.apply(NOW, deadlines=[PAPER], plan=[orphan])

    assert store.deadlines() == ()


def test_what_changes_the_facts_is_counted_and_nothing_else(store: Store) -> None:
    first = store.apply(NOW, deadlines=[PAPER])
    source = store.apply(NOW, sources=[SourceState("ccf")])

    planned = store.apply(NOW, plan=[a_reminder()])

    assert (first.facts, source.facts, planned.facts) == (1, 2, None)
    assert store.facts() == 2


def test_in_a_turn_the_store_is_the_same(store: Store) -> None:
    with store.turn() as turn:
        turn.apply(NOW, deadlines=[PAPER])

        assert turn.deadlines() == store.deadlines() == (PAPER,)
