"""The clock: a step that no machine makes by itself sends nothing and ends nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest

from deadlinebot.config import read_settings
from deadlinebot.engine.clock import Watch
from deadlinebot.engine.verbs import Engine
from deadlinebot.model.delivery import State
from tests.build import utc
from tests.unit.engine.conftest import CONFIG, World

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)


class Machine:
    """A clock on the wall that can be set, and one of the boot that cannot."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.boot_s = 1000.0
        self.begin()

    def begin(self) -> None:
        """Start the program, on this boot."""
        world = self.world
        settings = read_settings(CONFIG, world.folder / "config.yaml")
        self.watch = Watch(world.store, lambda: self.boot_s)
        world.engine = Engine(
            settings, world.store, world.net, world.console.append, watch=self.watch
        )

    def passes(self, time: timedelta) -> None:
        """Let time pass on both clocks, and look what is due."""
        self.boot_s += time.total_seconds()
        self.world.now += time
        self.world.tick()

    def is_set(self, by: timedelta) -> None:
        """Set the clock on the wall, and look a second later."""
        self.world.now += by
        self.passes(SECOND)

    def accepted(self) -> None:
        """Say that the clock is right."""
        store, now = self.world.store, self.world.now
        store.accept_clock(now, instruction=now.isoformat())

    @property
    def doubt(self) -> str:
        """Why nothing is sent."""
        return self.world.engine.doubt


@pytest.fixture
def machine(world: World) -> Machine:
    """A machine on which EMNLP's 14 days are due in an hour."""
    found = Machine(world)
    world.refresh()
    world.now = utc("2026-05-12T10:59:00")
    found.passes(SECOND)
    assert not found.doubt
    return found


@pytest.mark.parametrize(
    "step",
    [-HOUR + 2 * SECOND, -6 * SECOND, 6 * SECOND, 59 * SECOND, 6 * HOUR - SECOND],
)
def test_a_small_step_is_believed(machine: Machine, step: timedelta) -> None:
    machine.is_set(step)

    assert not machine.doubt


@pytest.mark.parametrize(
    ("step", "said"),
    [
        (7 * HOUR, "it went forward by 7 hours at once"),
        (400 * DAY, "it went forward by 400 days 0 hours at once"),
        (-2 * HOUR, "it is 1 hours behind"),
        (-400 * DAY, "it is 399 days 23 hours behind"),
    ],
)
def test_a_great_step_is_not_believed(
    machine: Machine, step: timedelta, said: str
) -> None:
    machine.is_set(step)

    assert said in machine.doubt
    assert "deadlinebot clock accept" in machine.doubt


def test_the_time_asleep_is_no_step(machine: Machine) -> None:
    machine.passes(9 * HOUR)

    assert not machine.doubt
    assert len(machine.world.net.sent) == 1


@pytest.mark.parametrize("step", [14 * DAY, 400 * DAY, -2 * DAY])
def test_nothing_is_sent_and_nothing_ends_while_the_clock_is_not_believed(
    machine: Machine, step: timedelta
) -> None:
    before = machine.world.deliveries()

    machine.is_set(step)
    machine.passes(2 * HOUR)

    assert machine.world.net.sent == []
    assert machine.world.deliveries() == before


@pytest.mark.parametrize("step", [14 * DAY, -2 * DAY])
def test_a_clock_that_comes_back_is_believed_at_once(
    machine: Machine, step: timedelta
) -> None:
    machine.is_set(step)
    machine.passes(2 * HOUR)
    machine.is_set(-step)

    assert not machine.doubt
    assert len(machine.world.deliveries(State.DELIVERED)) == 1


@pytest.mark.parametrize("step", [8 * HOUR, -8 * HOUR])
def test_a_person_can_say_that_the_clock_is_right(
    machine: Machine, step: timedelta
) -> None:
    machine.is_set(step)
    assert machine.doubt
    machine.accepted()
    machine.passes(SECOND)

    assert not machine.doubt
    machine.passes(10 * HOUR)
    assert len(machine.world.deliveries(State.DELIVERED)) == 1


@pytest.mark.parametrize("step", [8 * HOUR, -8 * HOUR])
def test_a_clock_is_right_if_two_hosts_say_so(
    machine: Machine, step: timedelta
) -> None:
    machine.is_set(step)
    machine.watch.hear("example.org", machine.world.now)
    machine.passes(HOUR)
    assert machine.doubt
    machine.watch.hear("example.net", machine.world.now + 2 * MINUTE)
    machine.passes(HOUR)

    assert not machine.doubt


def test_the_word_on_the_clock_of_another_machine_is_not_on_this_one(
    machine: Machine,
) -> None:
    machine.is_set(400 * DAY)
    right = machine.world.now - 400 * DAY
    machine.world.store.note_clock(right)  # as a replica does that believes its own
    machine.world.store.accept_clock(right, instruction="of another machine")
    machine.passes(SECOND)

    assert machine.doubt


def test_hosts_that_disagree_confirm_nothing(machine: Machine) -> None:
    machine.watch.hear("example.org", machine.world.now)
    machine.is_set(400 * DAY)
    machine.watch.hear("example.net", machine.world.now)
    machine.watch.hear("example.com", machine.world.now - 6 * MINUTE)
    machine.passes(SECOND)

    assert machine.doubt


def test_a_restart_does_not_make_a_clock_right(machine: Machine) -> None:
    machine.is_set(400 * DAY)
    machine.begin()
    machine.passes(SECOND)
    assert "went forward" in machine.doubt
    machine.is_set(-400 * DAY)

    assert not machine.doubt


def test_down_time_is_no_step(machine: Machine) -> None:
    machine.world.now += 3 * DAY
    machine.boot_s = 20.0
    machine.begin()
    machine.passes(SECOND)

    assert not machine.doubt
    assert len(machine.world.deliveries(State.DELIVERED)) == 1


def test_a_clock_behind_what_it_was_before_the_restart_is_not_believed(
    machine: Machine,
) -> None:
    machine.world.now -= 2 * DAY
    machine.begin()
    machine.passes(SECOND)

    assert "behind" in machine.doubt


def test_the_feed_goes_on_by_the_time_that_it_would_be(machine: Machine) -> None:
    before = machine.world.feed()
    machine.is_set(400 * DAY)

    assert b"UID:emnlp" in before
    assert machine.world.feed() == before


def test_what_is_learnt_meanwhile_is_planned_by_the_time_that_it_would_be(
    machine: Machine,
) -> None:
    machine.is_set(400 * DAY)
    machine.world.states("NEW", "2026-06-20 23:59")
    machine.world.refresh()

    planned = [d.lead for d in machine.world.deliveries() if "new" in d.deadline]
    assert {"14d", "3d", "6h"} <= set(planned)


def test_a_step_in_the_midst_of_a_round_stops_it(machine: Machine) -> None:
    world = machine.world
    for n in range(3):
        world.states(f"MORE{n}", "2026-05-25 23:59")
    world.refresh()
    world.now = utc("2026-05-12T11:58:59")
    machine.boot_s += 3599
    answer = world.net.answer

    def setting(request: object) -> object:
        world.now += 400 * DAY
        return answer(request)  # type: ignore[arg-type]  # whatever it was sent

    world.net.answer = setting  # type: ignore[assignment]  # the same
    machine.passes(SECOND)

    assert len(world.net.sent) == 1
    assert len(world.deliveries(State.EXPIRED)) == 0
    [delivered] = world.deliveries(State.DELIVERED)
    assert delivered.delivered_at == utc("2026-05-12T11:59:00")
