"""Staleness: a source in trouble keeps its last word, and is told once at each end."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from deadlinebot.engine import guard
from deadlinebot.engine.locations import Mark, Wanted
from deadlinebot.engine.reports import FileReport, SourceReport, total
from deadlinebot.errors import Place, Problem
from deadlinebot.model.deadline import Status
from deadlinebot.model.delivery import DeliveryKind, State
from deadlinebot.wording import Alarm
from tests.build import utc
from tests.unit.engine.conftest import CONFIG, World

OPERATED = CONFIG + "operator: {channels: [slack]}\n"
STALE = OPERATED.replace("location: calls", "location: calls, stale_after: 30d")
SHRINKS = OPERATED.replace("location: calls", "location: calls, may_shrink: true")
EMPTY = "calls: []\n"
BROKEN = "calls: [oops\n"


@pytest.fixture
def watched(world: World) -> World:
    """The world with an operator, 8 calls, read once."""
    world.started(OPERATED)
    for number in range(6):
        world.states(f"CONF{number}", "2026-07-01 23:59")
    world.refresh()
    return world


def alarms(world: World) -> list[tuple[str, str]]:
    """Return kind and reason of every alarm ever planned, in order."""
    planned = [d for d in world.deliveries() if d.kind is DeliveryKind.ALARM]
    return [(d.lead, json.loads(d.detail)["reason"]) for d in planned]


def kinds(world: World) -> list[str]:
    return [kind for kind, _ in alarms(world)]


def events(world: World) -> bytes:
    """Return the feed from its first event on."""
    return world.feed().partition(b"BEGIN:VEVENT")[2]


def names(world: World) -> list[str]:
    folder = world.folder / "calls"
    return sorted(path.name for path in folder.iterdir())


def empty(world: World) -> None:
    for name in names(world):
        world.write(name, EMPTY)


def halve(world: World) -> None:
    for number in range(4):
        (world.folder / "calls" / f"conf{number}.yaml").unlink()


def break_(world: World) -> None:
    for name in names(world):
        world.write(name, BROKEN)


def remove(world: World) -> None:
    (world.folder / "calls").rename(world.folder / "elsewhere")


def heal(world: World) -> None:
    world.wait(minutes=1)
    if (world.folder / "elsewhere").exists():
        (world.folder / "elsewhere").rename(world.folder / "calls")
    world.states("EMNLP", "2026-05-25 23:59")
    world.states("ACL", "2026-06-10 23:59")
    for number in range(6):
        world.states(f"CONF{number}", "2026-07-01 23:59")


TROUBLES = {
    "emptied": (empty, Alarm.SOURCE_EMPTY, "holds no date, it had 8"),
    "halved": (halve, Alarm.SOURCE_SHRUNK, "shrank from 8 to 4"),
    "broken": (break_, Alarm.SOURCE_FAILED, "only 0 of 8 dates can be read"),
    "removed": (remove, Alarm.SOURCE_FAILED, "no such file or folder"),
}
each_trouble = pytest.mark.parametrize("trouble", TROUBLES)


@each_trouble
def test_a_source_in_trouble_keeps_its_events_and_its_reminders(
    watched: World, trouble: str
) -> None:
    before, planned = events(watched), watched.deliveries(State.PLANNED)

    TROUBLES[trouble][0](watched)

    assert watched.refresh() == []
    assert events(watched) == before
    reminders = [d for d in watched.deliveries(State.PLANNED) if d.deadline]
    assert tuple(reminders) == planned


@each_trouble
def test_an_episode_is_told_once_at_each_end(watched: World, trouble: str) -> None:
    damage, alarm, reason = TROUBLES[trouble]
    damage(watched)
    for _ in range(3):
        watched.refresh()
        watched.wait(hours=1)
        watched.tick()
    heal(watched)
    for _ in range(2):
        watched.refresh()
        watched.tick()

    (began, why), (ended, _) = alarms(watched)
    assert (began, ended) == (alarm, Alarm.SOURCE_RECOVERED)
    assert reason in why
    first, last = [str(said["text"]) for said in watched.net.said()]
    assert "⚠️ Source lab" in first
    assert "✅ Source lab is well again" in last


@each_trouble
def test_an_episode_outlasts_a_restart(watched: World, trouble: str) -> None:
    TROUBLES[trouble][0](watched)
    watched.refresh()
    before = watched.engine.reports["lab"]

    watched.started(OPERATED)
    assert watched.engine.reports["lab"] == before
    watched.refresh()
    heal(watched)
    watched.refresh()

    assert kinds(watched) == [TROUBLES[trouble][1], Alarm.SOURCE_RECOVERED]


@each_trouble
def test_trouble_that_stays_the_same_is_not_written_again(
    watched: World, trouble: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    TROUBLES[trouble][0](watched)
    watched.refresh()
    monkeypatch.setattr(watched.store, "apply", lambda *_, **__: pytest.fail("wrote"))

    watched.refresh()

    assert watched.engine.reports["lab"].failures == 2


def test_trouble_that_changes_its_kind_is_one_episode(watched: World) -> None:
    empty(watched)
    watched.refresh()
    remove(watched)
    watched.refresh()
    heal(watched)
    watched.refresh()

    assert kinds(watched) == [Alarm.SOURCE_EMPTY, Alarm.SOURCE_RECOVERED]


def test_a_second_episode_is_told_again(watched: World) -> None:
    for _ in range(2):
        remove(watched)
        watched.wait(hours=1)
        watched.refresh()
        heal(watched)
        watched.wait(hours=1)
        watched.refresh()

    assert kinds(watched) == [Alarm.SOURCE_FAILED, Alarm.SOURCE_RECOVERED] * 2


def test_without_an_operator_nothing_is_sent(world: World) -> None:
    world.refresh()
    remove(world)
    world.refresh()

    assert world.engine.reports["lab"].down
    assert alarms(world) == []


def test_a_source_that_never_worked_is_a_plain_problem(world: World) -> None:
    world.started(OPERATED)
    remove(world)
    for _ in range(3):
        world.refresh()

    report = world.engine.reports["lab"]
    assert "no such file or folder" in report.error
    assert not report.down
    assert alarms(world) == []
    assert b"(stale)" not in world.feed()


def test_a_source_that_does_not_move_is_stale_until_it_moves(world: World) -> None:
    world.started(STALE)
    world.refresh()
    world.wait(days=29)
    world.refresh()
    assert kinds(world) == []
    world.wait(days=1)
    world.refresh()
    world.refresh()
    assert kinds(world) == [Alarm.SOURCE_STALE]
    assert "has not changed since 2026-05-01" in world.engine.reports["lab"].error
    assert b"(stale)" in world.feed()
    world.wait(minutes=1)
    world.states("ACL", "2026-06-11 23:59")
    world.refresh()

    assert kinds(world) == [Alarm.SOURCE_STALE, Alarm.SOURCE_RECOVERED]
    assert world.engine.reports["lab"].error == ""


def test_a_stale_source_is_still_believed(world: World) -> None:
    world.started(STALE)
    world.refresh()
    world.wait(days=30)
    world.refresh()

    report = world.engine.reports["lab"]
    assert report.failures == 0
    assert report.last_ok == world.now


def test_a_failure_does_not_count_as_movement(world: World) -> None:
    world.started(STALE)
    world.refresh()
    world.wait(days=20)
    remove(world)
    world.refresh()
    (world.folder / "elsewhere").rename(world.folder / "calls")
    world.wait(days=10)
    world.refresh()

    assert world.engine.reports["lab"].alarm is Alarm.SOURCE_STALE


def test_a_source_never_goes_stale_if_that_is_switched_off(world: World) -> None:
    world.started(STALE.replace("30d", "0d"))
    world.refresh()
    world.wait(days=1000)
    world.refresh()

    assert world.engine.reports["lab"].error == ""


def test_a_source_that_may_shrink_does(watched: World) -> None:
    halve(watched)
    watched.refresh()
    watched.started(SHRINKS)

    vanished = [f"conf{number}-2026-paper" for number in range(4)]
    assert watched.refresh() == [("vanished", name) for name in vanished]
    assert kinds(watched) == [Alarm.SOURCE_SHRUNK, Alarm.SOURCE_RECOVERED]


def test_a_source_that_may_shrink_may_not_break(watched: World) -> None:
    watched.started(SHRINKS)
    break_(watched)

    assert watched.refresh() == []
    assert kinds(watched) == [Alarm.SOURCE_FAILED]


def test_texts_that_break_one_by_one_are_a_failure_when_half_are_broken(
    watched: World,
) -> None:
    for number, name in enumerate(names(watched), 1):
        watched.write(name, BROKEN)
        watched.refresh()
        down = watched.engine.reports["lab"].down
        assert down is (number >= 4), number

    assert kinds(watched) == [Alarm.SOURCE_FAILED]


def test_a_text_that_is_closed_for_a_while_loses_nothing(watched: World) -> None:
    closed = watched.folder / "calls" / "emnlp.yaml"
    text = closed.read_text(encoding="utf-8")
    closed.unlink()
    closed.symlink_to("/etc/hostname")
    assert watched.refresh() == []
    closed.unlink()
    closed.write_text(text, encoding="utf-8")

    assert watched.refresh() == []
    assert watched.engine.reports["lab"].all_problems == ()


def test_a_feed_is_named_stale_only_if_one_of_its_sources_is_down(
    world: World,
) -> None:
    other = world.folder / "other"
    other.mkdir()
    (world.folder / "calls" / "acl.yaml").rename(other / "acl.yaml")
    world.started(
        CONFIG.replace(
            "channels:\n", "  side: {format: native, location: other}\nchannels:\n", 1
        )
        + "feeds: {a: {filter: 'series:acl'}, e: {filter: 'series:emnlp', language: zh}}\n"
    )
    world.refresh()
    remove(world)
    world.refresh()
    feeds = world.engine.publish(world.now).feeds

    assert b"(stale)" not in feeds["a"].identity
    assert "（来源过期）".encode() in feeds["e"].identity
    assert b"(stale)" in feeds["all"].identity


def test_the_feed_says_that_it_changed_when_its_name_does(world: World) -> None:
    world.refresh()
    world.feed()
    world.wait(days=1)
    remove(world)
    world.refresh()
    body = world.engine.publish(world.now).feeds["all"]

    assert body.modified == "Sat, 02 May 2026 00:00:00 GMT"


def test_a_vanished_date_is_shown_at_once_and_told_after_three_refreshes(
    watched: World,
) -> None:
    (watched.folder / "calls" / "acl.yaml").unlink()
    for _ in range(2):
        watched.refresh()
        watched.tick()
    assert "no longer listed" in watched.feed().decode()
    assert watched.net.sent == []
    for _ in range(3):
        watched.refresh()
        watched.tick()

    told = sorted(str(said["text"]) for said in watched.net.said())
    assert len(told) == 2
    assert "❓" in told[1] or "❓" in told[0]
    assert alarms(watched) == [(Alarm.VANISHED, "acl-2026-paper")]


def test_a_vanished_date_that_comes_back_soon_is_no_news(watched: World) -> None:
    (watched.folder / "calls" / "acl.yaml").unlink()
    watched.refresh()
    watched.refresh()
    heal(watched)
    assert watched.refresh() == [("restored", "acl-2026-paper")]
    for _ in range(3):
        watched.refresh()
    watched.tick()

    assert watched.net.sent == []
    assert watched.engine.reports["lab"].vanished == {}


def test_a_vanished_date_that_was_told_is_also_told_when_it_comes_back(
    watched: World,
) -> None:
    (watched.folder / "calls" / "acl.yaml").unlink()
    for _ in range(3):
        watched.refresh()
    heal(watched)
    watched.refresh()

    changes = [d.lead for d in watched.deliveries() if d.kind is DeliveryKind.CHANGE]
    assert changes == ["vanished", "restored"]


def test_a_vanished_date_still_reminds(watched: World) -> None:
    (watched.folder / "calls" / "acl.yaml").unlink()
    watched.refresh()
    watched.now = utc("2026-06-08T11:59:00")
    watched.tick()

    assert any("ACL" in str(said["text"]) for said in watched.net.said())


def test_a_date_that_vanishes_after_it_passed_is_no_loss(watched: World) -> None:
    watched.now = utc("2026-06-20T00:00:00")
    (watched.folder / "calls" / "acl.yaml").unlink()
    for _ in range(4):
        watched.refresh()

    held = watched.engine.board.get("acl-2026-paper")
    assert held is not None
    assert held.status is Status.VANISHED
    assert alarms(watched) == []


def test_refreshes_that_fail_do_not_count_against_a_vanished_date(
    watched: World,
) -> None:
    (watched.folder / "calls" / "acl.yaml").unlink()
    watched.refresh()
    remove(watched)
    for _ in range(5):
        watched.refresh()

    assert watched.engine.reports["lab"].vanished == {"acl-2026-paper": 1}


def test_what_a_removed_source_said_is_not_alarmed(world: World) -> None:
    world.started(OPERATED)
    world.refresh()
    (world.folder / "other").mkdir()
    (world.folder / "other" / "none.yaml").write_text(EMPTY, encoding="utf-8")
    world.started(OPERATED.replace("lab: ", "other: ").replace("calls}", "other}"))
    for _ in range(4):
        world.refresh()

    assert alarms(world) == []
    assert set(world.engine.reports) == {"other"}


def report(claims: int, *, kept: bool = False) -> FileReport:
    problem = Problem(Place("a.yml"), "not YAML")
    return FileReport("", claims, total([]), (problem,) if kept else (), kept)


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
