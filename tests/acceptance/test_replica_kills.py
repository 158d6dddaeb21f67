"""Three daemons on one PostgreSQL server, killed again and again while they send."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from tests.postgres import Server
from tests.receiver import Receiver, Reply, receiving
from tests.replicas import AFTER, DATE, Installation, eventually, installed

KILLS = 100 if os.environ.get("DEADLINEBOT_CI") else 12
NAMES = [f"c{n:04}" for n in range(KILLS * 25)]
THINKS_S = 0.04  # of each message, so that a kill mostly meets one on its way
WAITING = "SELECT 1 FROM delivery WHERE state IN ('planned', 'retry') LIMIT 1"
OPEN = "SELECT 1 FROM delivery WHERE state <> 'delivered' LIMIT 1"
LEASES_END = "UPDATE delivery SET lease_ms = 0 WHERE owner IS NOT NULL"
IN_DOUBT = """
SELECT deadline_id FROM attempt JOIN delivery ON delivery.id = delivery_id
WHERE outcome = 'unknown'
"""


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A webhook that thinks for a while about each message."""
    with receiving(lambda _path: Reply(after_s=THINKS_S)) as running:
        yield running


@pytest.fixture
def three(tmp_path: Path, server: Server, receiver: Receiver) -> Iterator[Installation]:
    """Three daemons over one database whose reminders are all due."""
    with installed(tmp_path, server, receiver.url) as installation:
        installation.states(dict.fromkeys(NAMES, DATE))
        installation.replicas[0].import_all()
        installation.start(AFTER)
        yield installation


def kill_one(three: Installation, receiver: Receiver, chance: Random) -> None:
    """Kill a daemon that serves, some messages from now, and start it again."""
    enough = len(receiver.got) + chance.randrange(1, 15)
    eventually(lambda: len(receiver.got) >= enough or not three.asked(WAITING))
    eventually(lambda: any(replica.url for replica in three.replicas))
    victim = chance.choice([r for r in three.replicas if r.url])
    victim.kill()
    victim.start(AFTER)


def marks(receiver: Receiver) -> dict[str, list[bool]]:
    """Return for each deadline whether its messages say that they may be repeats."""
    said: dict[str, list[bool]] = {}
    for payload in receiver.got:
        [item] = payload["data"]["items"]
        said.setdefault(item["id"], []).append(payload["data"]["maybe_repeat"])
    return said


@pytest.mark.timeout(1200)
def test_kills_lose_nothing_and_repeat_at_most_what_was_on_its_way(
    three: Installation, receiver: Receiver
) -> None:
    chance = Random(20260523)
    assert receiver.arrived.wait(120)

    for _ in range(KILLS):
        kill_one(three, receiver, chance)
    eventually(lambda: not three.asked(WAITING), within_s=300)
    three.stop()
    three.asked(LEASES_END)  # those of the dead: who was stopped holds nothing
    three.start(AFTER)
    eventually(lambda: not three.asked(OPEN), within_s=300)
    three.stop()

    said, in_doubt = marks(receiver), Counter(three.asked(IN_DOUBT))
    repeats = Counter({name: len(each) - 1 for name, each in said.items()})
    assert said.keys() == {f"{name}-2026-paper" for name in NAMES}
    assert repeats <= in_doubt
    assert in_doubt.total() <= KILLS
    assert all(all(each[1:]) for each in said.values())
    assert all(said[name] == [False] for name in said.keys() - in_doubt.keys())
