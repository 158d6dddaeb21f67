"""What is foreseen is what the real engine sends, whatever went before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from threading import Event

from hypothesis import example, given, settings
from hypothesis import strategies as st

from deadlinebot.config import read_settings
from deadlinebot.engine.foresee import from_facts, from_store
from deadlinebot.engine.simulate import simulate
from deadlinebot.engine.verbs import Engine
from deadlinebot.model.channel import NoAnswer, NotSent, Request, Response
from deadlinebot.model.deadline import Deadline, Status
from deadlinebot.model.delivery import Delivery, DeliveryKind, State
from deadlinebot.store import Selection, Store, scratch_copy, scratch_store
from tests.build import a_deadline, utc
from tests.fakes import Answer, FakeNet

NOW = utc("2026-05-01T00:00:00")
SPAN = timedelta(days=30)
HOUR = timedelta(hours=1)
HOOK = "https://hooks.slack.com/services/T0/B0/secretsecret"
CONFIG = f"""
language: en
home: Asia/Shanghai
channels:
  slack: {{notifier: slack, url: "{HOOK}"}}
  con: {{notifier: console, quiet: "22:00-08:00"}}
operator: {{channels: [con]}}
routes:
  near: {{leads: [3d, 6h, 30m], channels: [slack], digest: weekly@wed-18:07}}
  early: {{leads: [14d, "72h", 1d@09:00, 2wd], channels: [slack, con], digest: weekly}}
"""
ANSWERS: tuple[Answer, ...] = (
    Response(200, b"ok"),
    Response(500),
    Response(429, headers={"retry-after": "7200"}),
    Response(404, b"no_service"),
    Response(400, b"invalid_payload"),
    NotSent("refused"),
    NoAnswer("reset"),
)
SETTINGS = read_settings(CONFIG, Path("config.yaml"))
A_FEW = settings(max_examples=max(15, settings().max_examples // 3))
Sets = st.lists(
    st.tuples(
        st.integers(-24, 24 * 40),
        st.sampled_from([Status.CONFIRMED, Status.CONFIRMED, Status.WITHDRAWN]),
    ),
    max_size=4,
)


def these(hours: Sequence[tuple[int, Status]]) -> list[Deadline]:
    """Return deadlines so many hours after NOW."""
    return [
        a_deadline(NOW + hour * HOUR, id=f"d-{i}", status=status)
        for i, (hour, status) in enumerate(hours)
    ]


def told(deliveries: Sequence[Delivery]) -> list[tuple[datetime, str]]:
    """Return what a line of each consists of."""
    return [(each.due, each.id) for each in deliveries]


def with_a_past(
    deadlines: Sequence[Deadline], answers: Sequence[Answer], rounds: Sequence[int]
) -> Store:
    """Return a store after some rounds, so many hours apart, with such answers."""
    store, now = scratch_store(NOW), NOW
    store.apply(NOW, deadlines=deadlines)
    left = list(answers)

    def answer(_request: Request) -> Answer:
        return left.pop() if left else Response(200, b"ok")

    engine = Engine(SETTINGS, store, FakeNet(answer), lambda _text: None)
    engine.replan(NOW)
    for hours in rounds:
        now += hours * HOUR
        engine.deliver(partial(_same, now), Event())
    engine.close()
    return store


def _same(now: datetime) -> datetime:
    return now


@A_FEW
@given(Sets)
def test_without_a_database_what_is_foreseen_is_what_a_first_run_sends(
    hours: list[tuple[int, Status]],
) -> None:
    deadlines = these(hours)

    foreseen = from_facts(SETTINGS.config, deadlines, NOW, NOW + SPAN)

    with scratch_store(NOW) as store:
        store.apply(NOW, deadlines=deadlines)
        sent = simulate(SETTINGS, store, NOW, NOW + SPAN)
    assert told(foreseen) == told(sent)


@example(
    hours=[(100, Status.CONFIRMED), (400, Status.CONFIRMED)],
    answers=[Response(404, b"no_service")],
    rounds=[30],
    later=0,
)
@A_FEW
@given(
    Sets,
    st.lists(st.sampled_from(ANSWERS), max_size=6),
    st.lists(st.integers(0, 72), max_size=4),
    st.integers(0, 48),
)
def test_with_a_database_retries_pauses_and_dead_channels_are_foreseen(
    hours: list[tuple[int, Status]],
    answers: list[Answer],
    rounds: list[int],
    later: int,
) -> None:
    now = NOW + (sum(rounds) + later) * HOUR
    with with_a_past(these(hours), answers, rounds) as store:
        foreseen = from_store(SETTINGS.config, store, now, now + SPAN)

        with scratch_copy(store, now) as copy:
            sent = simulate(SETTINGS, copy, now, now + SPAN)

    assert told(foreseen) == told(sent)


@A_FEW
@given(Sets, st.lists(st.integers(0, 72), max_size=4))
def test_other_routes_are_foreseen_before_the_next_run_plans_by_them(
    hours: list[tuple[int, Status]], rounds: list[int]
) -> None:
    other = read_settings(CONFIG.replace("14d", "10d"), Path("config.yaml"))
    now = NOW + sum(rounds) * HOUR
    with with_a_past(these(hours), (), rounds) as store:
        foreseen = from_store(other.config, store, now, now + SPAN)

        with scratch_copy(store, now) as copy:
            sent = simulate(other, copy, now, now + SPAN)

    assert told(foreseen) == told(sent)


def test_a_simulation_sends_something_and_leaves_the_store_as_it_was() -> None:
    deadlines = these([(24 * 20, Status.CONFIRMED)])
    with with_a_past(deadlines, (), [0]) as store:
        before = store.deliveries()

        with scratch_copy(store, NOW) as copy:
            sent = simulate(SETTINGS, copy, NOW, NOW + SPAN)
            after = copy.deliveries(Selection(states=(State.DELIVERED,)))

        assert store.deliveries() == before
    reminders = [each for each in sent if each.kind is DeliveryKind.REMINDER]
    assert [each.lead for each in reminders if each.channel == "slack"] == [
        "14d",
        "3d",
        "2wd",
        "1d@09:00",
        "6h",
        "30m",
    ]
    assert {each.id for each in sent} == {each.id for each in after}


def test_nothing_leaves_the_machine_and_no_console_prints() -> None:
    with scratch_store(NOW) as store:
        store.apply(NOW, deadlines=these([(24, Status.CONFIRMED)]))

        sent = simulate(SETTINGS, store, NOW, NOW + SPAN)

    assert {each.channel for each in sent} == {"slack", "con"}
    assert all(each.error == "" for each in sent)
