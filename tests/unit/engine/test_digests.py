"""Digests: planned ahead, worded when they go, silent when there is nothing to say."""

from __future__ import annotations

from deadlinebot.model.delivery import DeliveryKind, State
from tests.build import utc
from tests.stored import pause
from tests.unit.engine.conftest import CONFIG, World

DAILY = CONFIG.replace("channels: [slack]", "channels: [slack], digest: daily")
WEEKLY = CONFIG.replace("channels: [slack]", "channels: [slack], digest: weekly")


def digests(world: World, *states: State) -> list[tuple[str, State]]:
    """Return instant and state of the digests, the first due first."""
    return [
        (f"{d.due:%m-%d %H:%M}", d.state)
        for d in world.deliveries(*states)
        if d.kind is DeliveryKind.DIGEST
    ]


def said(world: World) -> str:
    """Return the last message."""
    return str(world.net.said()[-1])


def test_they_are_planned_eight_days_ahead(world: World) -> None:
    world.started(DAILY)
    world.refresh()

    world.tick()

    days = [f"05-0{day} 01:03" for day in range(1, 9)]
    assert digests(world) == [(day, State.PLANNED) for day in days]


def test_of_a_weekly_one_the_next_is_planned(world: World) -> None:
    world.started(WEEKLY)

    world.tick()

    assert digests(world) == [("05-04 01:03", State.PLANNED)]


def test_more_are_planned_as_time_goes_on(world: World) -> None:
    world.started(DAILY)
    world.tick()
    world.wait(days=3)

    world.tick()

    assert len(digests(world, State.PLANNED)) == 8
    assert digests(world)[-1] == ("05-11 01:03", State.PLANNED)


def test_one_lists_what_is_coming_in_order(world: World) -> None:
    world.states("ACL", "2026-05-10 23:59")
    world.states("EMNLP", "2026-05-08 23:59")
    world.started(DAILY)
    world.refresh()
    world.wait(hours=1, minutes=3)

    world.tick()

    assert "2 deadlines within 14 days" in said(world)
    assert 0 < said(world).index("EMNLP 2026 paper") < said(world).index("ACL 2026")
    assert digests(world)[0] == ("05-01 01:03", State.DELIVERED)


def test_one_tells_what_changed_since_the_one_before(world: World) -> None:
    world.started(DAILY)
    world.refresh()
    world.wait(hours=1, minutes=3)
    world.tick()
    world.wait(hours=3)
    world.states("ACL", "2026-07-11 23:59")
    world.refresh()
    world.tick()
    world.wait(hours=21)

    world.tick()

    assert digests(world)[1] == ("05-02 01:03", State.DELIVERED)
    assert "1 change" in said(world)
    assert "Extended by" in said(world)


def test_one_with_nothing_to_say_is_called_off(world: World) -> None:
    world.states("ACL", "2026-09-10 23:59")
    world.states("EMNLP", "2026-09-08 23:59")
    world.started(DAILY)
    world.refresh()
    world.wait(hours=1, minutes=3)

    world.tick()

    assert digests(world)[0] == ("05-01 01:03", State.CANCELLED)
    assert world.net.sent == []


def test_what_is_due_while_the_channel_sleeps_waits_for_its_morning(
    world: World,
) -> None:
    quiet = 'secretsecret", quiet: "23:00-10:10"'
    world.started(DAILY.replace('secretsecret"', quiet))

    world.tick()

    assert digests(world)[0] == ("05-01 02:10", State.PLANNED)


def test_other_routes_call_them_off(world: World) -> None:
    world.started(DAILY)
    world.engine.replan(world.now)
    planned = digests(world, State.PLANNED)
    world.reload(CONFIG)

    world.engine.replan(world.now)

    assert len(planned) == 8
    assert digests(world, State.PLANNED) == []


def test_one_that_waits_for_its_channel_outlives_other_routes(world: World) -> None:
    world.started(DAILY)
    world.refresh()
    world.engine.replan(world.now)
    pause(world.store, "slack", utc("2026-05-01T03:00:00"), "told")
    world.wait(hours=2)
    world.reload(DAILY.replace("14d, 3d", "14d, 4d"))

    world.engine.replan(world.now)

    assert digests(world, State.PLANNED)[0] == ("05-01 01:03", State.PLANNED)
