"""Three daemons on one PostgreSQL server, killed again and again while they send."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.postgres import Server
from tests.receiver import Receiver, Reply, receiving
from tests.replicas import DATE, Replicas, eventually, replicas

NAMES = [f"c{n:03}" for n in range(200)]
KILLS = 6
BEFORE = "2026-05-23T19:59:50+08:00"  # ten seconds before the reminders are due
AFTER = "2026-05-23T20:01+08:00"
WAITING = "SELECT 1 FROM delivery WHERE state IN ('planned', 'retry')"
OPEN = "SELECT 1 FROM delivery WHERE state <> 'delivered'"
LEASES_END = "UPDATE delivery SET lease_ms = 0 WHERE owner IS NOT NULL"
IN_DOUBT = """
SELECT deadline_id FROM attempt JOIN delivery ON delivery.id = delivery_id
WHERE outcome = 'unknown'
"""


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A webhook that thinks for a while about each message."""
    with receiving(lambda _path: Reply(after_s=0.05)) as running:
        yield running


@pytest.fixture
def three(tmp_path: Path, server: Server, receiver: Receiver) -> Iterator[Replicas]:
    """Three daemons over one database with 200 reminders that fall due at once."""
    with replicas(tmp_path, server, receiver.url) as several:
        several.states(dict.fromkeys(NAMES, DATE))
        several.import_all("2026-05-20T09:00+08:00")
        for _ in range(3):
            several.start(BEFORE)
        yield several


def asked(several: Replicas, question: str) -> list[Any]:
    """Return the first column of what the database answers."""
    with several.server.connected(several.place.name) as connection:
        cursor = connection.execute(question)  # type: ignore[call-overload]  # no literal
        return [row[0] for row in cursor] if cursor.description else []


def kill_one(several: Replicas, receiver: Receiver, chance: Random) -> None:
    """Kill a daemon that serves, some messages from now, and start another one."""
    enough = len(receiver.got) + chance.randrange(1, 15)
    eventually(lambda: len(receiver.got) >= enough or not asked(several, WAITING))
    eventually(lambda: any(replica.url for replica in several.running))
    several.kill(chance.choice([r for r in several.running if r.url]))
    several.start(AFTER)


def repeats_said(receiver: Receiver) -> dict[str, list[bool]]:
    """Return for each deadline whether its messages say that they may be repeats."""
    said: dict[str, list[bool]] = {}
    for payload in receiver.got:
        [item] = payload["data"]["items"]
        said.setdefault(item["id"], []).append(payload["data"]["maybe_repeat"])
    return said


@pytest.mark.timeout(300)
def test_kills_lose_nothing_and_repeat_at_most_what_was_on_its_way(
    three: Replicas, receiver: Receiver
) -> None:
    chance = Random(20260523)
    assert receiver.arrived.wait(120)

    for _ in range(KILLS):
        kill_one(three, receiver, chance)
    eventually(lambda: not asked(three, WAITING), within_s=120)
    three.stop()
    asked(three, LEASES_END)  # those of the dead: who was stopped holds nothing
    three.start(AFTER)
    eventually(lambda: not asked(three, OPEN), within_s=120)
    three.stop()

    said, in_doubt = repeats_said(receiver), asked(three, IN_DOUBT)
    repeated = {name for name, marks in said.items() if len(marks) > 1}
    assert said.keys() == {f"{name}-2026-paper" for name in NAMES}
    assert repeated <= set(in_doubt)
    assert len(in_doubt) <= KILLS
    assert all(said[name] == [False, True] for name in repeated)
    assert all(said[name] == [False] for name in said.keys() - set(in_doubt))
