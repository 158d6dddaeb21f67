"""Several processes over one database: each thing learnt, told and sent once."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import pytest

from deadlinebot.model.channel import Response
from deadlinebot.model.database import Postgres
from deadlinebot.model.delivery import DeliveryKind, State
from deadlinebot.store import open_store
from tests.build import utc
from tests.unit.engine.conftest import CONFIG, World

NOW = utc("2026-05-01T00:00:00")
PROGRAM = CONFIG.replace(
    'notifier: slack, url: "https://hooks.slack.com/services/T0/B0/secretsecret"',
    'notifier: generic, url: "http://127.0.0.1:9/deadlines"',
)
OPERATED = CONFIG + "operator: {channels: [slack]}\n"


@pytest.fixture
def worlds(tmp_path: Path, postgres: Postgres) -> Iterator[list[World]]:
    """Three processes over one database that read the same folder of calls."""
    with ExitStack() as stack:
        stores = [
            stack.enter_context(open_store(postgres, owner=f"p{n}", now=NOW))
            for n in range(3)
        ]
        replicas = [World(tmp_path, store, NOW) for store in stores]
        replicas[0].states("EMNLP", "2026-05-25 23:59")
        replicas[0].states("ACL", "2026-06-10 23:59")
        for world in replicas:
            stack.callback(world.engine.close)
        yield replicas


def news(world: World) -> list[str]:
    """Return what was announced, by lead."""
    rows = world.store.deliveries()
    return [d.lead for d in rows if d.kind is DeliveryKind.CHANGE]


def test_what_one_has_learnt_the_others_know_without_reading(
    worlds: list[World],
) -> None:
    first, *others = worlds
    first.refresh()

    assert all(world.engine.catch_up() for world in others)

    boards = [world.engine.board.all() for world in worlds]
    assert boards[0] == boards[1] == boards[2] != ()
    assert not any(world.engine.catch_up() for world in worlds)


def test_all_serve_the_same_bytes_under_the_same_etag(worlds: list[World]) -> None:
    worlds[0].refresh()
    for world in worlds:
        world.engine.catch_up()

    bodies = [w.engine.publish(w.now).feeds["all"] for w in worlds]

    assert bodies[0] == bodies[1] == bodies[2]
    assert b"EMNLP" in bodies[0].identity


def test_a_date_that_moves_is_a_change_once_whoever_reads_it(
    worlds: list[World],
) -> None:
    for world in worlds:
        world.refresh()
    worlds[0].states("EMNLP", "2026-06-01 23:59")

    with ThreadPoolExecutor(3) as processes:
        found = list(processes.map(lambda w: w.engine.refresh(w.now), worlds))

    assert sum(map(len, found)) == 1
    assert news(worlds[0]) == ["extended"]
    history = worlds[0].store.changes("emnlp-2026-paper")
    assert [change.kind for change in history] == ["added", "extended"]


def test_an_import_that_all_begin_at_once_is_one_import(worlds: list[World]) -> None:
    with ThreadPoolExecutor(3) as processes:
        found = list(processes.map(lambda w: w.engine.refresh(w.now), worlds))

    assert sorted(map(len, found)) == [0, 0, 2]
    assert len(worlds[0].store.changes()) == 2


def test_what_is_due_is_sent_once_by_one_of_them(worlds: list[World]) -> None:
    for n in range(40):
        worlds[0].states(f"CALL{n}", "2026-05-20 23:59")
    for world in worlds:
        world.started(PROGRAM)
        world.refresh()
        world.now = utc("2026-05-07T12:00:00")

    while worlds[0].deliveries(State.PLANNED)[0].due <= worlds[0].now:
        with ThreadPoolExecutor(3) as processes:
            list(processes.map(World.tick, worlds))

    sent = [request for world in worlds for request in world.net.sent]
    ids = {request.headers["webhook-id"] for request in sent}
    delivered = {d.id for d in worlds[0].deliveries(State.DELIVERED)}
    assert len(sent) == 40
    assert len(ids) == len(delivered) == 40


def test_nobody_words_a_reminder_by_what_it_knew_before(worlds: list[World]) -> None:
    first, second, _ = worlds
    first.refresh()
    second.engine.catch_up()
    first.states("EMNLP", "2026-05-22 23:59")
    first.refresh()
    second.now = utc("2026-05-20T11:59:59")

    second.tick()

    said = str(second.net.said())
    assert "Sat 2026-05-23 19:59" in said
    assert "Tue 2026-05-26 19:59" not in said


def test_a_deadline_that_another_has_found_is_not_taken_for_gone(
    worlds: list[World],
) -> None:
    first, second, _ = worlds
    first.refresh()
    second.now = utc("2026-05-23T12:00:00")

    second.tick()

    states = {d.state for d in second.deliveries() if d.deadline == "emnlp-2026-paper"}
    assert State.DELIVERED in states
    assert State.CANCELLED not in states


def test_a_source_in_trouble_is_told_once_and_marked_by_all(
    worlds: list[World],
) -> None:
    for world in worlds:
        world.started(OPERATED)
        world.refresh()
    (worlds[0].folder / "calls").rename(worlds[0].folder / "elsewhere")

    for world in worlds:
        world.refresh()
    for world in worlds:
        world.engine.catch_up()

    alarms = [d for d in worlds[0].deliveries() if d.kind is DeliveryKind.ALARM]
    titles = {world.feed().count(b"stale") > 0 for world in worlds}
    assert len(alarms) == 1
    assert titles == {True}


def test_routes_are_put_in_force_once(worlds: list[World]) -> None:
    worlds[0].refresh()
    for world in worlds:
        world.started(CONFIG.replace("14d, 3d, 6h", "7d"))

    with ThreadPoolExecutor(3) as processes:
        list(processes.map(lambda w: w.engine.replan(w.now), worlds))

    waiting = worlds[0].deliveries(State.PLANNED)
    assert {d.lead for d in waiting} == {"7d"}


def test_a_channel_that_dies_is_dead_for_all_and_one_can_revive_it(
    worlds: list[World],
) -> None:
    first, second, _ = worlds
    first.refresh()
    for world in worlds:
        world.now = utc("2026-05-23T12:00:00")
    first.net.answer = lambda _request: Response(404, b"no_service")
    first.tick()

    second.tick()
    sent_while_dead = len(second.net.sent)
    second.engine.revive(second.now)
    second.tick()

    assert sent_while_dead == 0
    assert second.net.sent
