"""What the store promises about rendered bytes and marks."""

from __future__ import annotations

from pathlib import Path

import pytest

from deadlinebot.errors import UserError
from deadlinebot.model.database import Postgres
from deadlinebot.store import Store, read_store
from tests.build import SEEN
from tests.stored import NOW, PAPER, Opener


def test_components_are_kept_by_their_key(store: Store) -> None:
    store.keep_components({"a": b"A", "b": b"\x00B"}, NOW)
    store.keep_components({"a": b"A"}, NOW)

    assert store.components(["a", "b", "c"]) == {"a": b"A", "b": b"\x00B"}


def test_components_are_dropped_when_old_and_unused(store: Store) -> None:
    store.keep_components({"used": b"1", "unused": b"2"}, SEEN)
    store.keep_components({"new": b"3"}, NOW)

    assert store.drop_components({"used"}, before=NOW) == 1

    assert set(store.components(["used", "unused", "new"])) == {"used", "new"}


def test_more_components_than_a_statement_has_parameters(store: Store) -> None:
    many = {f"{n}": b"x" for n in range(40_000)}

    store.keep_components(many, NOW)

    assert store.components(many) == many


def test_the_high_water_mark_only_rises(store: Store) -> None:
    assert store.high_water() is None

    assert store.note_clock(NOW) == NOW
    assert store.note_clock(SEEN) == NOW

    assert store.high_water() == NOW


def test_the_day_of_installation_stays(opened: Opener) -> None:
    with opened("first") as store:
        assert store.installed_at() == SEEN


def test_a_reader_sees_what_the_writer_wrote_and_writes_nothing(
    store: Store, place: Path | Postgres
) -> None:
    with read_store(place) as reader:
        store.apply(NOW, deadlines=[PAPER])

        assert reader.deadlines() == (PAPER,)
        with pytest.raises(UserError, match="for reading only"):
            reader.tidy(NOW)
