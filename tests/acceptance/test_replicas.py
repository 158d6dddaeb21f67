"""Three daemons on one PostgreSQL server do the work of one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.postgres import Server
from tests.receiver import Receiver, receiving
from tests.replicas import DATE, Replicas, eventually, replicas

MANY = 1000
NAMES = [f"c{n:04}" for n in range(MANY)]
BEFORE = "2026-05-23T19:59:30+08:00"  # half a minute before the reminders are due


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A webhook that takes everything."""
    with receiving() as running:
        yield running


@pytest.fixture
def three(tmp_path: Path, server: Server, receiver: Receiver) -> Iterator[Replicas]:
    """Three daemons over one database, before any of them serves."""
    with replicas(tmp_path, server, receiver.url) as several:
        yield several


def served(several: Replicas) -> set[tuple[bytes, str]]:
    """Return the bytes and ETags under which the feed is served; one if all agree."""
    return {replica.feed() for replica in several.running}


def moved(dates: Mapping[str, str]) -> int:
    """Return how many of *dates* are not the first ones."""
    return sum(date != DATE for date in dates.values())


def told(receiver: Receiver, kind: str) -> Counter[str]:
    """Return how often each deadline was told about in messages of *kind*."""
    items = (
        item["id"]
        for payload in receiver.got
        if payload["type"] == kind
        for item in payload["data"]["items"]
    )
    return Counter(items)


@pytest.mark.timeout(300)
def test_a_thousand_due_at_once_are_a_thousand_messages(
    three: Replicas, receiver: Receiver
) -> None:
    three.states(dict.fromkeys(NAMES, DATE))
    three.import_all("2026-05-20T09:00+08:00")
    for _ in range(3):
        three.start(BEFORE)

    eventually(lambda: len(receiver.got) >= MANY, within_s=200)
    three.stop()

    reminders = told(receiver, "reminder.due")
    assert reminders == Counter({f"{name}-2026-paper": 1 for name in NAMES})


@pytest.mark.timeout(200)
def test_what_one_learns_all_serve_and_one_tells(
    three: Replicas, receiver: Receiver
) -> None:
    dates = dict.fromkeys(NAMES[:20], DATE)
    three.states(dates)
    for _ in range(3):
        three.start("2026-05-20T09:00+08:00")
    eventually(lambda: all(replica.url for replica in three.running))
    assert len(served(three)) == 1

    for name in NAMES[:3]:
        dates[name] = "2026-06-01 23:59"
        three.states(dates)
        eventually(lambda: len(told(receiver, "deadline.changed")) == moved(dates))
    eventually(lambda: len(served(three)) == 1)
    [(body, _)] = served(three)
    three.stop()

    assert body.count(b"DTSTART:20260602T115900Z") == 3
    assert set(told(receiver, "deadline.changed").values()) == {1}


@pytest.mark.timeout(200)
def test_what_is_said_once_all_heed_and_show(three: Replicas) -> None:
    now = "2026-05-20T09:00+08:00"
    three.states(dict.fromkeys(NAMES[:2], DATE))
    three.import_all(now)
    for _ in range(3):
        three.start(now)
    eventually(lambda: all(replica.url for replica in three.running))

    done = three.say("done", f"{NAMES[0]}-2026-paper", now=now)
    eventually(lambda: ticks(three) == [1, 1, 1])
    agreed = len(served(three))
    undone = three.say("undo", f"{NAMES[0]}-2026-paper", now=now)
    eventually(lambda: ticks(three) == [0, 0, 0])

    assert done == "c0000 2026 paper deadline: done; 1 reminder called off\n"
    assert undone == "c0000 2026 paper deadline: taken back; 1 reminder planned\n"
    assert agreed == 1


def ticks(several: Replicas) -> list[int]:
    """Return how many deadlines each daemon shows as done."""
    return [replica.feed()[0].count("✓".encode()) for replica in several.running]
