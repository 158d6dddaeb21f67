"""The horizon of feeds: all that is ahead, and what passed not long ago."""

from __future__ import annotations

from datetime import timedelta

from deadlinebot.model.feed import in_horizon
from deadlinebot.model.when import Window
from tests.build import DUE, a_deadline, an_event, utc

PAST = timedelta(days=60)


def test_what_is_ahead_is_in() -> None:
    assert in_horizon(a_deadline(), utc("2020-01-01"), PAST)


def test_the_border_moves_once_a_day() -> None:
    last_day = DUE.replace(hour=0, minute=0, second=0) + PAST

    assert in_horizon(a_deadline(), last_day, PAST)
    assert in_horizon(a_deadline(), last_day + timedelta(hours=23, minutes=59), PAST)
    assert not in_horizon(a_deadline(), last_day + timedelta(days=1), PAST)


def test_a_wide_window_is_in_until_its_last_instant_is_out() -> None:
    wide = a_deadline(window=Window(DUE, DUE + timedelta(days=1)))

    assert in_horizon(wide, DUE + PAST + timedelta(days=1), PAST)


def test_an_event_counts_by_its_last_day() -> None:
    assert in_horizon(an_event(), utc("2026-12-28"), PAST)
    assert not in_horizon(an_event(), utc("2026-12-29"), PAST)


def test_what_has_no_date_has_no_place_in_time() -> None:
    assert not in_horizon(a_deadline(None), DUE, PAST)
