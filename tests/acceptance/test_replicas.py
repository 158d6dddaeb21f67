"""Three daemons on one PostgreSQL server do the work of one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.postgres import Server
from tests.receiver import Receiver, receiving
from tests.replicas import (
    BEFORE,
    DATE,
    JUST_BEFORE,
    Installation,
    eventually,
    installed,
)

MANY = 1000
NAMES = [f"c{n:04}" for n in range(MANY)]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A webhook that takes everything."""
    with receiving() as running:
        yield running


@pytest.fixture
def three(tmp_path: Path, server: Server, receiver: Receiver) -> Iterator[Installation]:
    """Three daemons over one database, none of which runs."""
    with installed(tmp_path, server, receiver.url) as installation:
        yield installation


def served(three: Installation) -> set[tuple[bytes, str]]:
    """Return the bytes and ETags under which the feed is served; one if all agree."""
    return {replica.feed() for replica in three.replicas}


def moved(dates: Mapping[str, str]) -> int:
    """Return how many of *dates* are not the first ones."""
    return sum(date != DATE for date in dates.values())


def told(receiver: Receiver, kind: str) -> Counter[str]:
    """Return how often each deadline was told about in messages of *kind*."""
    return Counter(
        item["id"]
        for payload in receiver.got
        if payload["type"] == kind
        for item in payload["data"]["items"]
    )


@pytest.mark.timeout(300)
def test_a_thousand_due_at_once_are_a_thousand_messages(
    three: Installation, receiver: Receiver
) -> None:
    three.states(dict.fromkeys(NAMES, DATE))
    three.replicas[0].import_all()

    three.start(JUST_BEFORE)
    eventually(lambda: len(receiver.got) >= MANY, within_s=240)
    three.stop()

    once_each = Counter(f"{name}-2026-paper" for name in NAMES)
    assert told(receiver, "reminder.due") == once_each


@pytest.mark.timeout(300)
def test_what_one_learns_all_serve_and_one_tells(
    three: Installation, receiver: Receiver
) -> None:
    dates = dict.fromkeys(NAMES[:20], DATE)
    three.states(dates)
    three.start("2026-05-20T09:00+08:00")
    eventually(lambda: all(replica.url for replica in three.replicas))
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


@pytest.mark.timeout(300)
def test_a_server_that_was_away_needs_no_restart_of_theirs(
    three: Installation, server: Server, receiver: Receiver
) -> None:
    names = NAMES[:30]
    three.states(dict.fromkeys(names, DATE))
    three.replicas[0].import_all()
    three.start("2026-05-23T19:59:30+08:00")
    eventually(lambda: all(replica.url for replica in three.replicas))
    before = served(three)

    with server.away():
        eventually(lambda: all(r.health()["trouble"] for r in three.replicas))
        assert served(three) == before
    eventually(lambda: len(receiver.got) >= len(names))
    eventually(lambda: not any(r.health()["trouble"] for r in three.replicas))

    assert set(told(receiver, "reminder.due").values()) == {1}
    for replica in three.replicas:
        assert replica.log.count("nothing can be sent") == 1
        assert "Traceback" not in replica.log


@pytest.mark.timeout(300)
def test_what_is_said_once_all_heed_and_show(three: Installation) -> None:
    three.states(dict.fromkeys(NAMES[:2], DATE))
    three.start(BEFORE)
    eventually(lambda: all(replica.url for replica in three.replicas))
    word = (f"{NAMES[0]}-2026-paper", "--now", BEFORE)

    done = three.replicas[0].say("done", *word)
    eventually(lambda: ticks(three) == [1, 1, 1])
    agreed = len(served(three))
    undone = three.replicas[1].say("undo", *word)
    eventually(lambda: ticks(three) == [0, 0, 0])

    assert done == "c0000 2026 paper deadline: done; 1 reminder called off\n"
    assert undone == "c0000 2026 paper deadline: taken back; 1 reminder planned\n"
    assert agreed == 1


def ticks(three: Installation) -> list[int]:
    """Return how many deadlines each daemon shows as done."""
    return [replica.feed()[0].count("✓".encode()) for replica in three.replicas]
