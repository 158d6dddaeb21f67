"""Quiet hours: across midnight, where clocks change, and what they do to a rung."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta

import pytest

from deadlinebot.model.delivery import Delivery, DeliveryKind
from deadlinebot.model.quiet import QuietHours, put_off, quiet_hours
from deadlinebot.model.when import named
from tests.build import utc

BEIJING = named("Asia/Shanghai")
NIGHT = quiet_hours("22:00-08:00", BEIJING)  # 14:00 to 00:00 UTC
EARLY = utc("2026-05-01T00:00:00")
DUE = utc("2026-05-26T11:59:59")


@pytest.mark.parametrize(
    ("at", "quiet"),
    [
        ("2026-05-20T13:59:59", False),
        ("2026-05-20T14:00:00", False),
        ("2026-05-20T14:00:01", True),
        ("2026-05-20T16:00:00", True),  # midnight
        ("2026-05-20T23:59:59", True),
        ("2026-05-21T00:00:00", False),
    ],
)
def test_they_cross_midnight(at: str, *, quiet: bool) -> None:
    assert (NIGHT.around(utc(at)) is not None) is quiet


def test_they_may_lie_within_a_day() -> None:
    noon = quiet_hours("12:00-14:00", BEIJING)

    assert noon.around(utc("2026-05-20T05:00:00"))
    assert noon.around(utc("2026-05-20T17:00:00")) is None


def test_they_follow_the_clock_where_it_changes() -> None:
    night = quiet_hours("22:00-08:00", named("America/New_York"))

    hours = night.around(utc("2026-03-08T08:00:00"))  # the clock skips 02:00 to 03:00

    assert hours == (utc("2026-03-08T03:00:00"), utc("2026-03-08T12:00:00"))


def test_a_reminder_comes_before_they_begin() -> None:
    moved = NIGHT.moved(utc("2026-05-20T20:00:00"), DUE, EARLY)

    assert moved == utc("2026-05-20T14:00:00")


def test_if_that_is_over_it_comes_when_they_end() -> None:
    now = utc("2026-05-20T18:00:00")

    assert NIGHT.moved(utc("2026-05-20T20:00:00"), DUE, now) == utc(
        "2026-05-21T00:00:00"
    )


def test_if_that_is_too_late_it_comes_all_the_same() -> None:
    wanted, now = utc("2026-05-20T20:00:00"), utc("2026-05-20T18:00:00")

    assert NIGHT.moved(wanted, wanted + timedelta(hours=4), now) == wanted


def test_what_is_said_by_day_stays() -> None:
    wanted = utc("2026-05-20T04:00:00")

    assert NIGHT.moved(wanted, DUE, EARLY) == wanted


@pytest.mark.parametrize("text", ["22:00-08:00", " 22:00 \u2013 8:00 ", "22:00~08:00"])
def test_they_are_written_as_people_write_them(text: str) -> None:
    assert quiet_hours(text, BEIJING) == NIGHT


def test_midnight_may_be_written_as_24() -> None:
    assert quiet_hours("20:00-24:00", BEIJING) == QuietHours(time(20), time(), BEIJING)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "22:00-08:00"),
        ("22-8", "22:00-08:00"),
        ("25:00-08:00", "no 25:00"),
        ("08:00-08:00", "all day"),
    ],
)
def test_what_is_none_is_refused_with_an_example(text: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        quiet_hours(text, BEIJING)


class TestLateOnes:
    """What is late at night waits for the morning, unless it cannot."""

    night = utc("2026-05-20T18:00:00")
    morning = utc("2026-05-21T00:00:00")

    def a_delivery(self, due: str, **changes: object) -> Delivery:
        at = utc(due)
        row = Delivery(
            id="1",
            channel="lab",
            deadline="emnlp-2026-paper",
            sequence=0,
            kind=DeliveryKind.REMINDER,
            lead="7d",
            due=at,
            not_after=DUE,
            next_at=at,
        )
        return replace(row, **changes)  # type: ignore[arg-type]  # keywords are the fields

    def test_what_was_due_by_day_waits(self) -> None:
        late = self.a_delivery("2026-05-20T12:00:00")

        assert put_off(late, NIGHT, self.night) == self.morning

    def test_what_was_planned_for_the_night_goes(self) -> None:
        meant = self.a_delivery("2026-05-20T17:00:00")

        assert put_off(meant, NIGHT, self.night) == self.night

    def test_what_comes_before_the_night_may_take_some_minutes(self) -> None:
        last = self.a_delivery("2026-05-20T14:00:00")
        soon = utc("2026-05-20T14:09:00")

        assert put_off(last, NIGHT, soon) == soon

    @pytest.mark.parametrize(
        "urgent",
        [
            {"kind": DeliveryKind.ALARM},
            {"kind": DeliveryKind.CHANGE, "lead": "brought_forward"},
            {"not_after": utc("2026-05-21T00:00:00")},
        ],
    )
    def test_what_cannot_wait_goes(self, urgent: dict[str, object]) -> None:
        late = self.a_delivery("2026-05-20T12:00:00", **urgent)

        assert put_off(late, NIGHT, self.night) == self.night

    def test_by_day_everything_goes(self) -> None:
        late = self.a_delivery("2026-05-19T12:00:00")
        noon = utc("2026-05-20T04:00:00")

        assert put_off(late, NIGHT, noon) == noon

    def test_a_channel_without_quiet_hours_takes_everything(self) -> None:
        late = self.a_delivery("2026-05-20T12:00:00")

        assert put_off(late, None, self.night) == self.night
