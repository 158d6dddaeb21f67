"""What a server refuses is said in plain words, with what to do."""

from __future__ import annotations

import socket
import sys
from collections.abc import Callable
from dataclasses import replace

import pytest

from deadlinebot.errors import UnavailableError, UserError
from deadlinebot.model.database import Postgres
from deadlinebot.model.delivery import State
from deadlinebot.store import Store, open_store, read_store
from tests.postgres import PASSWORD, Server
from tests.stored import (
    LATER,
    NOW,
    PAPER,
    a_reminder,
    finish,
    marked,
)

Spoiled = Callable[[Server, Postgres], Postgres]


def opened(place: Postgres, owner: str = "first") -> Store:
    return open_store(place, owner=owner, now=NOW)


def closed_port(_server: Server, place: Postgres) -> Postgres:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
    return replace(place, host="127.0.0.1", port=port, options=())


def without_tables(server: Server, place: Postgres) -> Postgres:
    with server.connected(place.name) as connection:
        connection.execute("DROP TABLE attempt, delivery, meta CASCADE")
    return place


def of_somebody_else(server: Server, place: Postgres) -> Postgres:
    with server.connected(place.name) as connection:
        connection.execute("DROP TABLE alembic_version")
    return place


def of_the_future(server: Server, place: Postgres) -> Postgres:
    with server.connected(place.name) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    return place


def not_ours(server: Server, _place: Postgres) -> Postgres:
    with server.connected("postgres") as connection:
        connection.execute("DROP ROLE IF EXISTS guest")
        connection.execute("CREATE ROLE guest LOGIN PASSWORD 'guest'")
    return server.named(server.database().name, "guest", "guest")


@pytest.mark.parametrize(
    ("spoil", "error", "words"),
    [
        (closed_port, UnavailableError, "cannot be reached: see whether it runs"),
        (
            lambda _, place: replace(place, host="nowhere.invalid", options=()),
            UnavailableError,
            "cannot be reached",
        ),
        (
            lambda server, place: server.named(place.name, password="wrong"),
            UnavailableError,
            "refuses us: see user and password",
        ),
        (
            lambda server, _: server.named("nothing_of_the_kind"),
            UnavailableError,
            r"does not exist: make it",
        ),
        (
            lambda _, place: replace(
                place, options=(*place.options, ("sslmode", "maybe"))
            ),
            UnavailableError,
            "does not understand an option",
        ),
        (not_ours, UnavailableError, "does not let us: make our user the owner"),
        (without_tables, UnavailableError, "has not the tables of this version"),
        (of_somebody_else, UnavailableError, "tables of another program"),
        (of_the_future, UserError, "written by a newer version of this program"),
    ],
)
def test_what_the_server_refuses_is_said_with_what_to_do(
    server: Server, spoil: Spoiled, error: type, words: str
) -> None:
    place = spoil(server, server.database(server.empty))

    with pytest.raises(error, match=words) as caught:
        opened(place)

    assert str(caught.value).startswith(str(place))
    assert PASSWORD not in str(caught.value)


def test_without_its_driver_it_says_how_to_install_it(
    postgres: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)

    with pytest.raises(UserError, match=r"pip install 'deadlinebot\[postgres\]'"):
        opened(postgres)


def test_an_empty_database_is_filled_by_who_writes_not_by_who_reads(
    server: Server,
) -> None:
    place = server.database()

    with pytest.raises(UnavailableError, match=r"is empty: the first run of"):
        read_store(place)

    opened(place).close()
    with read_store(place) as reader:
        assert reader.deadlines() == ()


def test_who_reads_cannot_write_even_past_the_store(postgres: Postgres) -> None:
    with read_store(postgres) as reader:
        engine = reader._db._reads
        with engine.connect() as connection:
            allowed = connection.exec_driver_sql("SHOW transaction_read_only").scalar()

    assert allowed == "on"


def test_a_character_that_no_text_there_holds_is_replaced(postgres: Postgres) -> None:
    with opened(postgres) as store:
        store.apply(NOW, deadlines=[PAPER], plan=[a_reminder()])
        said = replace(LATER, reason="a\0b")

        finish(store, marked(store), NOW, State.RETRY, verdict=said)

        assert store.deliveries()[0].error == "a\ufffdb"
