"""Refresh: the work follows the change, and nothing that was good is lost."""

from __future__ import annotations

from datetime import datetime

import pytest

from deadlinebot.engine import catalogue, refresh
from deadlinebot.files import TextFile
from deadlinebot.model.claim import Parsed
from deadlinebot.model.deadline import Status
from deadlinebot.model.delivery import State
from tests.build import utc
from tests.unit.engine.conftest import CALL, World


def test_what_is_new_is_added_and_planned(world: World) -> None:
    changes = world.refresh()

    assert changes == [("added", "acl-2026-paper"), ("added", "emnlp-2026-paper")]
    leads = [(d.deadline, d.lead) for d in world.deliveries(State.PLANNED)]
    assert ("emnlp-2026-paper", "14d") in leads
    assert len(leads) == 6


def test_what_did_not_change_is_neither_parsed_nor_written(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.refresh()
    parsed: list[str] = []

    def noted(file: TextFile, wanted: catalogue.Wanted, now: datetime) -> Parsed:
        parsed.append(file.path)
        return catalogue.parse(file, wanted, now)

    monkeypatch.setattr(refresh, "parse", noted)

    again = world.refresh()
    world.states("ACL", "2026-06-11 23:59")
    moved = world.refresh()

    assert again == []
    assert moved == [("extended", "acl-2026-paper")]
    assert [path.rsplit("/", 1)[1] for path in parsed] == ["acl.yaml"]


def test_a_restart_parses_nothing_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.refresh()
    monkeypatch.setattr(refresh, "parse", lambda *_: pytest.fail("parsed again"))

    world.started()

    assert world.refresh() == []
    assert len(world.engine.board) == 2


def test_a_moved_deadline_changes_exactly_one_event_and_keeps_its_uid(
    world: World,
) -> None:
    world.refresh()
    before = world.feed().split(b"BEGIN:VEVENT")
    world.wait(hours=1)
    world.states("EMNLP", "2026-06-01 23:59")
    world.refresh()

    after = world.feed().split(b"BEGIN:VEVENT")

    changed = sorted(set(after) - set(before))
    assert len(changed) == 1
    assert len(after) == len(before)
    assert b"UID:emnlp-2026-paper@deadlinebot" in changed[0]
    assert b"SEQUENCE:1" in changed[0]
    assert b"DTSTART:20260602T115900Z" in changed[0]
    assert b"LAST-MODIFIED:20260501T010000Z" in changed[0]


def test_the_feed_does_not_change_with_the_clock(world: World) -> None:
    world.refresh()
    before = world.feed()

    world.wait(days=3)

    assert world.feed() == before


def test_a_moved_deadline_gets_new_reminders_and_the_old_ones_are_called_off(
    world: World,
) -> None:
    world.refresh()
    world.states("EMNLP", "2026-06-01 23:59")
    world.refresh()

    of_emnlp = [d for d in world.deliveries() if d.deadline == "emnlp-2026-paper"]
    planned = [d for d in of_emnlp if d.state is State.PLANNED and d.kind == "reminder"]

    assert [d.sequence for d in planned] == [1, 1, 1]
    assert {d.state for d in of_emnlp if d.sequence == 0} == {State.CANCELLED}
    assert max(d.due for d in planned) == utc("2026-06-02T05:59:00")


def test_a_file_that_breaks_keeps_what_it_said_and_says_where(world: World) -> None:
    world.refresh()
    world.write("emnlp.yaml", "calls:\n  - series: [unclosed\n")
    world.states("ACL", "2026-06-11 23:59")

    changes = world.refresh()

    assert changes == [("extended", "acl-2026-paper")]
    held = world.engine.board.get("emnlp-2026-paper")
    assert held is not None
    assert held.status is Status.CONFIRMED
    problems = world.engine.reports["lab"].all_problems
    assert [p.place.path.rsplit("/", 1)[1] for p in problems] == ["emnlp.yaml"]
    assert b"emnlp-2026-paper" in world.feed()


def test_a_date_that_becomes_unreadable_does_not_vanish(world: World) -> None:
    world.refresh()
    world.states("EMNLP", "2026-02-30 23:59")

    assert world.refresh() == []

    held = world.engine.board.get("emnlp-2026-paper")
    assert held is not None
    assert held.due == utc("2026-05-26T11:59:00")
    [problem] = world.engine.reports["lab"].all_problems
    assert "2026" in problem.message
    assert problem.place.line == 8


def test_a_date_that_is_mended_counts_again(world: World) -> None:
    world.refresh()
    world.states("EMNLP", "2026-02-30 23:59")
    world.refresh()
    world.states("EMNLP", "2026-05-30 23:59")

    assert world.refresh() == [("extended", "emnlp-2026-paper")]
    assert world.engine.reports["lab"].all_problems == ()


def test_an_id_that_two_files_give_is_said_with_both_places(world: World) -> None:
    text = (world.folder / "calls" / "emnlp.yaml").read_text(encoding="utf-8")
    world.write("more.yaml", text)

    world.refresh()
    again = world.started()
    world.states("ACL", "2026-06-11 23:59")
    world.refresh()

    [problem] = again.reports["lab"].all_problems
    assert problem.place.path.endswith("more.yaml")
    assert "'emnlp-2026' is taken by the call at " in problem.message
    assert f"{world.folder}/calls/emnlp.yaml:2:" in problem.message
    assert problem.holds == 0


def test_a_file_that_goes_away_makes_its_deadlines_vanish_but_not_disappear(
    world: World,
) -> None:
    world.refresh()
    (world.folder / "calls" / "emnlp.yaml").unlink()

    assert world.refresh() == [("vanished", "emnlp-2026-paper")]
    assert world.refresh() == []
    assert b"emnlp-2026-paper" in world.feed()


def test_a_vanished_deadline_that_comes_back_is_the_same(world: World) -> None:
    world.refresh()
    (world.folder / "calls" / "emnlp.yaml").unlink()
    world.refresh()
    world.states("EMNLP", "2026-05-25 23:59")

    assert world.refresh() == [("restored", "emnlp-2026-paper")]


def test_a_file_that_is_renamed_changes_nothing(world: World) -> None:
    world.refresh()
    before = world.feed()
    calls = world.folder / "calls"
    (calls / "emnlp.yaml").rename(calls / "nlp.yaml")

    assert world.refresh() == []
    assert world.feed() == before


def test_a_source_that_is_gone_keeps_what_it_said(world: World) -> None:
    world.refresh()
    before = world.feed()
    (world.folder / "calls").rename(world.folder / "elsewhere")

    assert world.refresh() == []
    assert world.feed() == before.replace(
        b"Research deadlines", b"Research deadlines (stale)"
    )
    report = world.engine.reports["lab"]
    assert report.failures == 1
    assert "no such file or folder" in report.error


def test_a_source_that_recovers_says_so_by_its_silence(world: World) -> None:
    world.refresh()
    (world.folder / "calls").rename(world.folder / "elsewhere")
    world.refresh()
    (world.folder / "elsewhere").rename(world.folder / "calls")
    world.refresh()

    report = world.engine.reports["lab"]
    assert (report.failures, report.error) == (0, "")


def test_a_source_that_shrinks_by_half_is_a_problem_and_no_mass_withdrawal(
    world: World,
) -> None:
    for number in range(20):
        world.states(f"CONF{number}", "2026-07-01 23:59")
    world.refresh()
    for number in range(15):
        (world.folder / "calls" / f"conf{number}.yaml").unlink()

    assert world.refresh() == []
    assert "shrank from 22 to 7" in world.engine.reports["lab"].error
    assert len(world.engine.board) == 22


def test_problems_are_known_after_a_restart(world: World) -> None:
    world.states("BAD", "2026-02-30")
    world.refresh()
    before = world.engine.reports["lab"].all_problems

    world.started()

    assert world.engine.reports["lab"].all_problems == before
    assert len(before) == 1


def test_a_source_that_is_no_longer_configured_counts_no_more(world: World) -> None:
    world.refresh()
    (world.folder / "other").mkdir()
    text = CALL.format(series="KDD", date="2026-08-01")
    (world.folder / "other" / "kdd.yaml").write_text(text, encoding="utf-8")
    config = (
        "state: state\n"
        "sources: {other: {format: native, location: other}}\n"
        "channels: {console: {notifier: console}}\n"
        "routes: {all: {channels: [console]}}\n"
    )
    world.started(config)

    assert sorted(world.refresh()) == [
        ("added", "kdd-2026-paper"),
        ("vanished", "acl-2026-paper"),
        ("vanished", "emnlp-2026-paper"),
    ]


def test_other_routes_replace_what_was_planned(world: World) -> None:
    world.refresh()
    world.engine.replan(world.now)
    config = (
        "state: state\n"
        "sources: {lab: {format: native, location: calls}}\n"
        "channels: {console: {notifier: console}}\n"
        "routes: {all: {leads: [1d], channels: [console]}}\n"
    )
    world.started(config)
    world.refresh()
    world.engine.replan(world.now)

    planned = [(d.channel, d.lead) for d in world.deliveries(State.PLANNED)]
    assert planned == [("console", "1d"), ("console", "1d")]
