from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import typer
from freezegun import freeze_time

from deadlinebot.cli.clock import clock, instant
from deadlinebot.model.when import named
from tests.build import utc

BEIJING = named("Asia/Shanghai")


@pytest.mark.parametrize(
    "text",
    [
        "2026-05-20T01:00:00Z",
        "2026-05-20T09:00+08:00",
        "2026-05-20 09:00",
        "2026-05-20 09:00 Beijing",
    ],
)
def test_one_instant_in_many_spellings(text: str) -> None:
    assert instant(text, BEIJING) == utc("2026-05-20T01:00:00")


@pytest.mark.parametrize(
    "text", ["soon", "", "07/08/2026 23:59 UTC", "0001-01-01", "9999-12-31T23:59Z"]
)
def test_what_is_not_one_instant_is_a_wrong_use(text: str) -> None:
    with pytest.raises(typer.BadParameter, match="not one instant"):
        instant(text, BEIJING)


def test_a_clock_that_is_set_runs_on() -> None:
    with freeze_time("2030-01-01T00:00:00") as world:
        shown = clock("2026-05-20T01:00:00Z", BEIJING)
        world.tick(timedelta(seconds=90))

        assert shown() == utc("2026-05-20T01:01:30")


def test_without_a_setting_it_is_the_worlds_clock() -> None:
    with freeze_time("2030-01-01T00:00:00"):
        assert clock(None, BEIJING)() == datetime(2030, 1, 1, tzinfo=UTC)
