"""Backlogs: what has piled up goes out within every limit, and nobody hears ten times."""

from __future__ import annotations

import re
from collections import Counter, deque
from datetime import datetime, timedelta

from deadlinebot.model.channel import Request, Response
from deadlinebot.model.delivery import State
from tests.build import utc
from tests.fakes import Answer
from tests.unit.engine.conftest import World

CONFIG = """
language: zh
state: state
sources:
  lab: {format: native, location: calls}
channels:
  chat:
    notifier: wecom
    url: https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=secret
    group_above: 0
operator: {channels: [chat]}
routes:
  all: {leads: LEADS, channels: [chat], announce: false}
"""
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


class WeCom:
    """Refuses more than 20 messages in any minute, with HTTP 200 as it does."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.refused = 0
        self._taken: deque[datetime] = deque()

    def __call__(self, _request: Request) -> Answer:
        now = self.world.now
        while self._taken and self._taken[0] <= now - MINUTE:
            self._taken.popleft()
        if len(self._taken) >= 20:
            self.refused += 1
            return Response(200, b'{"errcode":45009,"errmsg":"api freq out of limit"}')
        self._taken.append(now)
        return Response(200, b'{"errcode":0,"errmsg":"ok"}')


def made(world: World, leads: str, dates: list[str]) -> WeCom:
    """Let each of *dates* (UTC-12) be a deadline; return the service they go to."""
    for old in (world.folder / "calls").iterdir():
        old.unlink()
    for n, date in enumerate(dates):
        world.states(f"CALL{n:02}", date)
    world.started(CONFIG.replace("LEADS", leads))
    world.refresh()
    world.net.answer = wecom = WeCom(world)
    return wecom


def spoken_of(world: World, until: datetime) -> Counter[str]:
    """Deliver until *until*; return in how many messages each call is."""
    again = world.tick()
    while again is not None and again < until:
        world.now = max(again, world.now)
        again = world.tick()
    return Counter(call for request in world.net.sent for call in calls(request))


def calls(request: Request) -> set[str]:
    """Return the calls of which a message speaks."""
    return set(re.findall(r"CALL\d\d", request.body.decode()))


def test_sixty_at_once_arrive_in_four_minutes_and_none_is_refused(world: World) -> None:
    wecom = made(world, "[3d]", ["2026-05-19 23:59"] * 60)
    world.now = begun = utc("2026-05-17T11:59:00")

    told = spoken_of(world, until=begun + 4 * MINUTE)

    assert set(told.values()) == {1}
    assert len(told) == len(world.net.sent) == 60
    assert wecom.refused == 0


def test_after_ten_hours_down_each_deadline_is_spoken_of_once_and_no_passed_one(
    world: World,
) -> None:
    down, up = utc("2026-05-19T12:00:00"), utc("2026-05-19T22:00:00")
    ends = [down + 4.5 * HOUR + n * HOUR / 2 for n in range(20)]
    made(world, "[6h, 5h, 4h, 3h, 2h, 1h]", [in_utc_12(end) for end in ends])
    world.now = up
    rungs = [d for d in world.deliveries(State.PLANNED) if down <= d.due <= up]

    told = spoken_of(world, until=up + 5 * MINUTE)

    reminders = {call: n for call, n in told.items() if call in still_to_come(ends, up)}
    assert len(rungs) >= 60
    assert reminders == dict.fromkeys(still_to_come(ends, up), 1)
    assert len(world.net.sent) == len(reminders) + 1  # what was missed, in one alarm
    assert told.keys() - reminders.keys() <= set(calls(world.net.sent[-1]))


def in_utc_12(end: datetime) -> str:
    return f"{end - 12 * HOUR:%Y-%m-%d %H:%M}"


def still_to_come(ends: list[datetime], now: datetime) -> set[str]:
    """Return the calls whose deadline *now* is not over, and whose reminder is due."""
    return {f"CALL{n:02}" for n, end in enumerate(ends) if now < end <= now + 6 * HOUR}
