"""Reports: what is known of a source, and what of it is stored."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from deadlinebot.engine import guard
from deadlinebot.engine.locations import Mark, Wanted
from deadlinebot.engine.reports import SourceReport
from deadlinebot.errors import Place, Problem
from deadlinebot.wording import Alarm
from tests.build import utc
from tests.unit.engine.conftest import World
from tests.unit.engine.troubles import (
    TROUBLES,
    each_trouble,
    report,
)


@each_trouble
def test_trouble_that_stays_the_same_is_not_written_again(
    watched: World, trouble: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    TROUBLES[trouble][0](watched)
    watched.refresh()
    monkeypatch.setattr(watched.store, "apply", lambda *_, **__: pytest.fail("wrote"))

    watched.refresh()

    assert watched.engine.reports["lab"].failures == 2


@pytest.mark.parametrize(
    ("was", "count", "expected"),
    [
        (0, 0, None),
        (1, 0, Alarm.SOURCE_EMPTY),
        (2, 1, None),
        (3, 1, None),
        (4, 3, None),
        (4, 2, Alarm.SOURCE_SHRUNK),
        (100, 51, None),
        (100, 50, Alarm.SOURCE_SHRUNK),
        (100, 101, None),
    ],
)
def test_half_of_four_or_more_and_all_of_any_is_damage(
    was: int, count: int, expected: Alarm | None
) -> None:
    before = SourceReport("lab", {"a": report(was)})
    after = SourceReport("lab", {"a": report(count)})

    found = guard.damage(Wanted("lab", "native", "calls"), before, after)

    assert (found[0] if found else None) is expected


def test_what_is_kept_of_an_unreadable_text_does_not_count_as_read() -> None:
    before = SourceReport("lab", {"a": report(5), "b": report(5)})
    after = SourceReport("lab", {"a": report(5, kept=True), "b": report(5)})

    found = guard.damage(Wanted("lab", "native", "calls"), before, after)

    assert found == (
        Alarm.SOURCE_FAILED,
        "calls: only 5 of 10 dates can be read: a.yml:1:1: not YAML",
    )


def test_a_report_comes_back_from_the_store_as_it_was() -> None:
    full = SourceReport(
        name="lab",
        files={"a": report(5, kept=True)},
        problems=(Problem(Place("b.yml", 2, 3), "closed"),),
        last_ok=utc("2026-05-01T00:00:00"),
        failures=3,
        error="gone",
        alarm=Alarm.SOURCE_FAILED,
        since=utc("2026-05-02T00:00:00"),
        down=True,
        turned=utc("2026-05-02T00:00:00"),
        moved=utc("2026-04-01T00:00:00"),
        mark=Mark("r", "c", '"e"', "Fri, 01 May 2026 00:00:00 GMT"),
        vanished={"acl-2026-paper": 2},
    )

    data = json.loads(json.dumps(full.as_state().report))

    assert SourceReport.from_state(replace(full.as_state(), report=data)) == full


def test_a_report_of_an_earlier_version_is_read() -> None:
    state = SourceReport("lab", last_ok=utc("2026-05-01T00:00:00")).as_state()

    old = replace(state, report={"files": {}, "problems": []})

    assert SourceReport.from_state(old).last_ok == state.last_ok


def test_a_look_that_finds_nothing_new_is_stored_once_a_day() -> None:
    before = SourceReport("lab", last_ok=utc("2026-05-01T00:00:00"))

    same_day = replace(before, last_ok=utc("2026-05-01T23:59:59"))
    next_day = replace(before, last_ok=utc("2026-05-02T00:00:00"))

    assert not same_day.says_more_than(before)
    assert next_day.says_more_than(before)
