"""The tick goes on whatever the clock on the wall shows."""

from __future__ import annotations

from threading import Event

import pytest

from deadlinebot.daemon.pulse import Pulse, StepsBack


def test_it_beats_until_it_is_stopped() -> None:
    stop, beats, enough = Event(), [0], Event()

    def beat() -> None:
        beats[0] += 1
        if beats[0] == 3:
            enough.set()

    beating = Pulse(beat, 0.001, stop)
    beating.start()
    assert enough.wait(20)
    stop.set()
    beating.join()

    assert beats[0] >= 3


def test_what_never_began_can_be_waited_for() -> None:
    Pulse(lambda: None, 1.0, Event()).join()


@pytest.mark.parametrize(
    ("shown", "steps"),
    [
        ([5.0, 5.0, 5.2, 64.0], [False, False, False]),  # slewed, or set ahead
        ([5.0, -54.0, -114.0], [False, True]),
        ([5.0, 5.0 + 86_400, 5.0, 5.0], [False, True, False]),
    ],
)
def test_a_clock_that_is_set_back_is_noticed_once(
    shown: list[float], steps: list[bool]
) -> None:
    ahead = iter(shown)
    found = StepsBack(lambda: next(ahead))

    assert [found.one() for _ in steps] == steps
