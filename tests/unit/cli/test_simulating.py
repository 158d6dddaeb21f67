"""plan and simulate: what will be sent, foreseen and played through."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.unit.cli.conftest import Ended, Run

NOW = "2026-05-24T09:00:00Z"
LATER = "2026-06-23T09:00:00Z"  # 30 days on


@pytest.fixture
def config(folder: Path, catalogue: str) -> str:
    """Return a configuration with two routes to two channels."""
    del catalogue
    path = folder / "mine.yaml"
    path.write_text(
        "language: en\n"
        "state: state\n"
        "sources: {own: {format: native, location: calls.yaml}}\n"
        "channels:\n"
        "  con: {notifier: console}\n"
        "  lab: {notifier: wecom, url: 'http://127.0.0.1:9/cgi-bin/webhook/send?key=K'}\n"
        "routes:\n"
        "  all: {leads: [14d, 1d, 6h], channels: [con, lab]}\n"
        "  nlp: {filter: 'tag:nlp', leads: [24h, 3d], channels: [lab]}\n",
        encoding="utf-8",
    )
    return str(path)


def planned(run: Run, config: str, *, now: str = NOW) -> list[dict[str, str]]:
    """Return what ``plan`` foresees for 30 days."""
    ended = run("plan", "--json", "--config", config, "--now", now, "--days", "30")
    return parsed(ended)


def simulated(
    run: Run, config: str, start: str = NOW, end: str = LATER, now: str = NOW
) -> list[dict[str, str]]:
    """Return what ``simulate`` sends."""
    span = ("--from", start, "--to", end, "--now", now)
    return parsed(run("simulate", "--json", "--config", config, *span))


def parsed(ended: Ended) -> list[dict[str, str]]:
    """Return the rows that a command printed, if it went well."""
    assert (ended.code, ended.err) == (0, "")
    rows: list[dict[str, str]] = json.loads(ended.out)
    return rows


@pytest.mark.parametrize("runs", [0, 1])
def test_the_plan_is_what_the_simulation_sends_line_for_line(
    run: Run, config: str, runs: int
) -> None:
    for _ in range(runs):
        run("run-once", "--config", config, "--now", NOW)

    rows = planned(run, config)

    assert len(rows) > 8
    assert rows == simulated(run, config)


def test_a_row_says_when_where_what_and_why(run: Run, config: str) -> None:
    first = planned(run, config)[0]

    assert len(first.pop("id")) == 32
    assert first == {
        "at": "2026-05-24T10:00:00Z",
        "channel": first["channel"],
        "kind": "reminder",
        "lead": "1d",
        "deadline": "医学竞赛-2026-paper",
        "title": "医学竞赛 2026 submission deadline",
        "route": "all",
    }


def test_a_simulation_touches_neither_database_nor_network(
    run: Run, config: str, folder: Path
) -> None:
    run("run-once", "--config", config, "--now", NOW)
    before = run("deliveries", "--json", "--config", config).out

    simulated(run, config)

    assert run("deliveries", "--json", "--config", config).out == before


def test_the_past_can_be_played_again_although_it_was_sent(
    run: Run, config: str
) -> None:
    first = simulated(run, config)
    run("run-once", "--config", config, "--now", NOW)
    run("run-once", "--config", config, "--now", LATER)

    assert simulated(run, config, now=LATER) == first


def test_what_is_overdue_in_the_database_is_played_from_then_on(
    run: Run, config: str
) -> None:
    run("run-once", "--config", config, "--now", NOW)
    start, end = "2026-05-25T05:00:00Z", "2026-06-24T05:00:00Z"

    rows = planned(run, config, now=start)

    assert rows[0]["at"] < start
    assert rows == simulated(run, config, start, end, now=start)
    later = run("simulate", "--json", "--config", config, "--from", start, "--to", end)
    assert rows == parsed(later)


def test_the_future_begins_after_what_is_sent_until_then(run: Run, config: str) -> None:
    run("run-once", "--config", config, "--now", NOW)
    start = "2026-06-10T00:00:00Z"

    rows = simulated(run, config, start=start)

    assert rows == [row for row in simulated(run, config) if row["at"] >= start]


def test_days_and_zones_of_home_are_understood(run: Run, config: str) -> None:
    days = simulated(run, config, start="2026-05-24", end="2026-06-23")

    home = simulated(
        run, config, start="2026-05-23T16:00:00Z", end="2026-06-22T16:00:00Z"
    )
    assert days == home


@pytest.mark.parametrize(
    ("span", "hint"),
    [
        (("--from", "2026-06-01", "--to", "2026-05-01"), "'--to'"),
        (("--from", "soon"), "'--from'"),
        (("--to", "soon"), "'--to'"),
    ],
    ids=str,
)
def test_a_span_that_is_none_is_a_wrong_use(
    run: Run, config: str, span: tuple[str, ...], hint: str
) -> None:
    ended = run("simulate", "--config", config, *span)

    assert (ended.code, ended.out) == (2, "")
    assert hint in ended.err


def test_people_see_time_channel_and_title(run: Run, config: str) -> None:
    span = ("--from", NOW, "--to", LATER, "--now", NOW)

    ended = run("simulate", "--config", config, "--lang", "zh", *span)

    first = ended.out.splitlines()[1]
    assert first.startswith("2026-05-24（周日）18:00")
    assert "医学竞赛 2026 提交截止" in first
    assert "would be sent" in ended.err
