"""What only a server can do to the store: restart, and be shared."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import replace
from threading import Event

import pytest

from deadlinebot.errors import BusyError, UnavailableError
from deadlinebot.model.channel import Pace
from deadlinebot.model.database import Postgres
from deadlinebot.model.delivery import State
from deadlinebot.store import Store, open_store
from tests.build import a_deadline
from tests.postgres import Server
from tests.stored import (
    CHAT,
    DAY,
    NOW,
    OK,
    PAPER,
    a_reminder,
    claimed,
    expire,
    finish,
    mark,
    marked,
    recover,
    state,
    take,
)

MANY = 60
Spoiled = Callable[[Server, Postgres], Postgres]


def opened(place: Postgres, owner: str = "first") -> Store:
    return open_store(place, owner=owner, now=NOW)


def test_after_a_restart_of_the_server_the_next_call_works(
    server: Server, postgres: Postgres
) -> None:
    with opened(postgres) as store:
        store.apply(NOW, deadlines=[PAPER], plan=[a_reminder()])
        held = claimed(store)

        server.restart()

        assert mark(store, held, NOW)


def test_a_call_under_way_fails_in_plain_words_and_the_next_one_works(
    server: Server, postgres: Postgres
) -> None:
    def cut_off(store: Store) -> None:
        with store._db.write() as tx:
            server.restart()
            tx.exec_driver_sql("SELECT 1")

    with opened(postgres) as store:
        with pytest.raises(UnavailableError, match=str(postgres)):
            cut_off(store)

        assert store.deadlines() == ()


def test_threads_that_wait_for_a_server_go_on_with_it(
    server: Server, postgres: Postgres
) -> None:
    def call(store: Store) -> bool:
        try:
            store.note_clock(NOW)
        except UnavailableError:
            return False
        return True

    with opened(postgres) as store, ThreadPoolExecutor(20) as threads:
        calls = [threads.submit(call, store) for _ in range(200)]
        server.restart()

        done, stuck = wait(calls, timeout=60)

        assert not stuck
        assert len(done) == 200
        assert call(store)


# sharing


def test_of_several_processes_that_come_first_one_makes_the_tables(
    server: Server,
) -> None:
    place = server.database()

    with ThreadPoolExecutor(4) as processes:
        stores = list(processes.map(lambda n: opened(place, f"p{n}"), range(4)))

    for store in stores:
        assert store.installed_at() == NOW
        store.close()


def test_a_second_process_frees_nothing_that_a_living_one_holds(
    postgres: Postgres,
) -> None:
    with opened(postgres) as first:
        first.apply(NOW, deadlines=[PAPER], plan=[a_reminder()])
        held = claimed(first)

        with opened(postgres, "second") as second:
            assert recover(second, NOW) == 0
            assert second.claim(NOW, 10, CHAT) == ()

        assert mark(first, held, NOW)


def test_leases_are_counted_by_the_clock_of_the_server(postgres: Postgres) -> None:
    with opened(postgres) as first, opened(postgres, "an hour ahead") as second:
        first.apply(NOW, deadlines=[PAPER], plan=[a_reminder()])
        marked(first)

        assert recover(second, NOW + DAY / 24) == 0
        assert state(second, a_reminder()) is State.SENDING


def test_no_delivery_goes_to_two_processes(postgres: Postgres) -> None:
    deadlines = [a_deadline(id=f"call-{n}") for n in range(MANY)]
    leads = {"3d": NOW, "1d": NOW - DAY}  # of two that are due one is silent
    plan = [a_reminder(lead, at, of=d) for d in deadlines for lead, at in leads.items()]
    stores = [opened(postgres, f"p{n}") for n in range(3)]
    stores[0].apply(NOW, deadlines=deadlines, plan=plan)

    def work(store: Store) -> list[str]:
        sent = []
        while taken := store.claim(NOW, 3, {"chat": 3}):
            recover(store, NOW)
            expire(store, NOW)
            for one in taken:
                sending = mark(store, one, NOW)
                assert sending
                sent.append(sending.deadline)
                assert finish(store, sending, NOW, State.DELIVERED, verdict=OK)
        return sent

    with ThreadPoolExecutor(6) as workers:
        sent = [name for names in workers.map(work, stores * 2) for name in names]
    rows = stores[0].deliveries()
    for store in stores:
        store.close()

    assert sorted(sent) == sorted(d.id for d in deadlines)
    ends = [row.state for row in rows]
    assert ends.count(State.DELIVERED) == ends.count(State.SUPERSEDED) == MANY


def test_a_bucket_gives_no_token_to_two_processes(postgres: Postgres) -> None:
    pace = Pace(burst=5, per_s=1)
    stores = [opened(postgres, f"p{n}") for n in range(3)]

    with ThreadPoolExecutor(6) as workers:
        takes = [s for s in stores for _ in range(6)]
        waits = list(workers.map(lambda s: take(s, "chat", NOW, pace), takes))
    for store in stores:
        store.close()

    assert waits.count(None) == 5


def test_processes_take_turns(postgres: Postgres) -> None:
    with (
        opened(postgres) as first,
        opened(postgres, "second") as second,
        ThreadPoolExecutor(1) as other,
    ):
        entered = Event()

        def follow() -> int:
            with second.turn() as turn:
                entered.set()
                return turn.facts()

        with first.turn() as turn:
            waiting = other.submit(follow)
            assert not entered.wait(0.5)
            turn.apply(NOW, deadlines=[PAPER])

        assert waiting.result(timeout=30) == 1


def test_whoever_lost_its_turn_writes_nothing_more(
    server: Server, postgres: Postgres
) -> None:
    with opened(postgres) as first, opened(postgres, "second") as second:
        with first.turn() as turn:
            server.restart()
            with second.turn() as next_turn:
                next_turn.apply(NOW, deadlines=[PAPER])
                with pytest.raises(UnavailableError):
                    turn.apply(NOW, deadlines=[replace(PAPER, sequence=9)])

        assert first.deadlines() == (PAPER,)


def test_a_turn_that_is_never_given_back_is_waited_for_only_so_long(
    postgres: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("deadlinebot.store._postgres._TURN_WAIT_S", 1)

    with (
        opened(postgres) as first,
        opened(postgres, "second") as second,
        first.turn(),
        pytest.raises(BusyError, match="it is tried again"),
        second.turn(),
    ):
        pytest.fail("both have the turn")
