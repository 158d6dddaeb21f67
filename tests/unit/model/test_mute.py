"""Mutes: the last word on a route counts."""

from __future__ import annotations

from datetime import datetime, timedelta

from deadlinebot.model.mute import Mute, mute_of
from tests.build import SEEN

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
