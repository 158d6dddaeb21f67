"""Mutes: the last word on a route counts."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from deadlinebot.model.deadline import Deadline
from deadlinebot.model.mute import Mute, by_deadline, heard, in_force, mute_of, ticked
from tests.build import SEEN, a_deadline

HOUR = timedelta(hours=1)


def a_mute(route: str = "", until: datetime | None = None, at: datetime = SEEN) -> Mute:
    return Mute("emnlp-2026-paper", route, until, at)


def test_what_is_said_of_every_route_counts_on_each() -> None:
    done = a_mute()

    assert mute_of([done], "papers") is done


def test_what_is_said_of_one_route_counts_on_no_other() -> None:
    done = a_mute("talks")

    assert mute_of([done], "papers") is None


def test_the_last_word_counts() -> None:
    done = a_mute(at=SEEN)
    later = a_mute("papers", until=SEEN + 9 * HOUR, at=SEEN + HOUR)

    assert mute_of([later, done], "papers") is later
    assert mute_of([later, done], "talks") is done


def test_what_is_put_off_is_not_done() -> None:
    assert a_mute().done
    assert not a_mute(until=SEEN).done


def test_what_is_taken_back_silences_nothing() -> None:
    done = a_mute()
    undone = a_mute(until=SEEN + HOUR, at=SEEN + HOUR)

    assert mute_of([done, undone], "papers") is None


def test_one_route_can_be_taken_back_of_all() -> None:
    done = a_mute()
    undone = a_mute("papers", until=SEEN + HOUR, at=SEEN + HOUR)

    assert mute_of([done, undone], "papers") is None
    assert mute_of([done, undone], "talks") is done


def test_a_word_is_heard_in_the_place_of_the_one_before() -> None:
    first, other = a_mute("papers"), a_mute("talks")
    again = a_mute("papers", until=SEEN + HOUR)

    assert heard(by_deadline([first, other]), [again]) == by_deadline([other, again])


def test_what_a_later_word_took_back_is_in_force_no_more() -> None:
    papers = a_mute("papers")
    undone = a_mute(until=SEEN + HOUR, at=SEEN + HOUR)
    talks = a_mute("talks", at=SEEN + 2 * HOUR)

    assert in_force([papers, undone, talks]) == (talks,)


def shown(*words: Mute, route: str = "") -> Deadline:
    """Return EMNLP's paper deadline as a reader sees it after *words*."""
    (deadline,) = ticked([a_deadline()], by_deadline(words), route)
    return deadline


def test_what_is_done_everywhere_is_ticked_for_every_reader() -> None:
    assert shown(a_mute()).done
    assert shown(a_mute(), route="papers").done


def test_what_is_done_on_a_route_is_ticked_for_its_readers_only() -> None:
    assert shown(a_mute("papers"), route="papers").done
    assert shown(a_mute("papers"), route="talks") == a_deadline()
    assert shown(a_mute("papers")) == a_deadline()


def test_what_one_route_takes_back_is_not_done_everywhere() -> None:
    undone = a_mute("papers", until=SEEN + HOUR, at=SEEN + HOUR)

    assert not shown(a_mute(), undone).done
    assert shown(a_mute(), undone).changed == undone.at
    assert not shown(a_mute(), undone, route="papers").done
    assert shown(a_mute(), undone, route="talks").done


def test_what_is_put_off_has_no_tick() -> None:
    assert not shown(a_mute(until=SEEN + HOUR)).done


@pytest.mark.parametrize("until", [None, SEEN + HOUR], ids=["done", "taken back"])
def test_whatever_is_said_moves_the_stamp_on(until: datetime | None) -> None:
    assert shown(a_mute(until=until, at=SEEN + HOUR)).changed == SEEN + HOUR
    assert shown(a_mute(until=until, at=SEEN - HOUR)).changed == SEEN


def test_one_that_never_changed_has_the_stamp_of_the_word() -> None:
    (deadline,) = ticked([a_deadline(changed=None)], by_deadline([a_mute()]))

    assert deadline.changed == SEEN
