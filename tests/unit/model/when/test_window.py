"""The laws of windows."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deadlinebot.model.when import Window

BASE = datetime(2026, 5, 25, tzinfo=UTC)
INSTANTS = st.integers(-100, 100).map(lambda hours: BASE + timedelta(hours=hours))
WINDOWS = st.tuples(INSTANTS, INSTANTS).map(lambda ends: Window(min(ends), max(ends)))


@given(one=WINDOWS, other=WINDOWS)
def test_meeting_does_not_ask_who_comes_first(one: Window, other: Window) -> None:
    assert one.meet(other) == other.meet(one)


@given(one=WINDOWS)
def test_a_window_meets_itself_in_itself(one: Window) -> None:
    assert one.meet(one) == one


@given(one=WINDOWS, other=WINDOWS, third=WINDOWS)
def test_three_windows_meet_in_the_same_instants_in_any_order(
    one: Window, other: Window, third: Window
) -> None:
    left = both.meet(third) if (both := one.meet(other)) else None
    right = one.meet(both) if (both := other.meet(third)) else None

    assert left == right


@given(one=WINDOWS, other=WINDOWS, instant=INSTANTS)
def test_an_instant_is_common_when_both_windows_hold_it(
    one: Window, other: Window, instant: datetime
) -> None:
    both = one.meet(other)

    held = all(w.earliest <= instant <= w.latest for w in (one, other))

    assert held == (both is not None and both.earliest <= instant <= both.latest)


def test_a_window_cannot_end_before_it_begins() -> None:
    with pytest.raises(ValueError, match="ends before"):
        Window(BASE, BASE - timedelta(seconds=1))


def test_a_window_needs_aware_instants() -> None:
    naive = BASE.replace(tzinfo=None)

    with pytest.raises(ValueError, match="aware"):
        Window(naive, naive)
