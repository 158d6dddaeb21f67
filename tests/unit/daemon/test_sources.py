"""Sources in time: one that fails is left alone for longer, and what is logged."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import timedelta

import pytest

from deadlinebot.daemon.sources import Progress, log_changes, log_report, pause
from deadlinebot.engine.reports import SourceReport
from deadlinebot.errors import Place, Problem
from deadlinebot.model.change import Change, ChangeKind
from deadlinebot.wording import Alarm
from tests.build import SEEN, a_deadline

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
WELL = SourceReport("lab")
ILL = SourceReport("lab", error="gone", alarm=Alarm.SOURCE_FAILED, failures=1)


def said(caplog: pytest.LogCaptureFixture) -> list[tuple[str, str]]:
    return [(record.levelname, record.getMessage()) for record in caplog.records]


def test_a_source_that_is_well_keeps_its_interval() -> None:
    assert pause(6 * HOUR, WELL) is None


@pytest.mark.parametrize(
    ("failures", "expected"),
    [
        (1, 5 * MINUTE),
        (2, 10 * MINUTE),
        (3, 20 * MINUTE),
        (9, 1280 * MINUTE),
        (10, 24 * HOUR),
        (10**9, 24 * HOUR),
    ],
)
def test_pauses_double_up_to_four_intervals(failures: int, expected: timedelta) -> None:
    assert pause(6 * HOUR, replace(ILL, failures=failures)) == expected


def test_a_short_interval_is_never_left_for_longer_than_four_of_them() -> None:
    assert pause(MINUTE, ILL) == 4 * MINUTE


def test_a_server_that_asks_for_more_time_gets_it() -> None:
    assert pause(6 * HOUR, replace(ILL, wait=3 * HOUR)) == 3 * HOUR
    assert pause(6 * HOUR, replace(ILL, wait=MINUTE)) == 5 * MINUTE


def test_trouble_recovery_and_what_is_held_are_logged(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO)

    log_report(WELL, ILL)
    log_report(ILL, replace(WELL, problems=(Problem(Place("a.yml", 3), "no date"),)))
    log_report(None, WELL)

    assert said(caplog) == [
        ("WARNING", "source in trouble; what it said stays"),
        ("INFO", "source recovered"),
        ("WARNING", "held"),
    ]


def test_many_changes_are_one_line(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    change = Change(ChangeKind.ADDED, None, a_deadline(), SEEN)

    log_changes([change] * 20)
    log_changes([change] * 21)

    assert len(caplog.records) == 21
    assert vars(caplog.records[-1])["added"] == 21


def test_progress_is_logged_only_of_what_takes_long(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(logging.INFO)
    now = [0.0]
    monkeypatch.setattr("deadlinebot.daemon.sources.time.monotonic", lambda: now[0])
    progress = Progress()

    for done in range(1, 51):
        now[0] += 0.1
        progress(done, 50)

    assert [vars(record)["texts"] for record in caplog.records] == [20, 40]
