"""A source in trouble keeps its last good deadlines, and the operator hears once."""

from __future__ import annotations

from deadlinebot.model.delivery import State
from deadlinebot.wording import Alarm
from tests.unit.engine.conftest import CONFIG, OPERATED, World
from tests.unit.engine.troubles import (
    BROKEN,
    TROUBLES,
    alarms,
    break_,
    each_trouble,
    empty,
    halve,
    heal,
    names,
    remove,
)

STALE = OPERATED.replace("location: calls", "location: calls, stale_after: 30d")
SHRINKS = OPERATED.replace("location: calls", "location: calls, may_shrink: true")


def kinds(world: World) -> list[str]:
    return [kind for kind, _ in alarms(world)]


def events(world: World) -> bytes:
    """Return the feed from its first event on."""
    return world.feed().partition(b"BEGIN:VEVENT")[2]


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
    watched.wait(hours=6)

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
