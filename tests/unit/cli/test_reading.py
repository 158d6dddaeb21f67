"""parse and convert: the contract that outside checks use."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.unit.cli.conftest import Run

HEAVY = ("sqlalchemy", "icalendar", "apscheduler", "starlette", "requests")


def test_parse_gives_one_object_for_each_moment_with_its_window(run: Run) -> None:
    ended = run("parse", "papers due 2026-05-25 UTC-12", "--json")

    assert ended.code == 0
    assert json.loads(ended.out) == [
        {
            "kind": "moment",
            "earliest": "2026-05-26T11:59:59Z",
            "latest": "2026-05-26T11:59:59Z",
            "zone": "UTC-12",
            "precision": "day",
            "assumed": ["time"],
            "text": "2026-05-25 UTC-12",
        }
    ]


def test_parse_takes_a_reference_day_and_a_zone_beside_the_text(run: Run) -> None:
    ended = run(
        "parse", "5月25日 23:59", "--json", "--today", "2027-01-01", "--zone", "UTC+8"
    )

    (reading,) = json.loads(ended.out)
    assert reading["earliest"] == "2027-05-25T15:59:00Z"


def test_a_span_has_days_and_no_instants(run: Run) -> None:
    ended = run("parse", "6.17-8.7 初赛", "--json", "--today", "2026-05-03")

    (reading,) = json.loads(ended.out)
    assert (reading["start"], reading["end"]) == ("2026-06-17", "2026-08-07")
    assert "earliest" not in reading


@pytest.mark.parametrize("more", [(), ("--json",)])
@pytest.mark.parametrize(
    "text", ["2026-02-30", "rolling", "2026-07-20 17:00 Mars/Olympus\n"]
)
def test_an_unreadable_text_is_exit_1_and_one_line(
    run: Run, text: str, more: tuple[str, ...]
) -> None:
    ended = run("parse", text, *more)

    assert (ended.code, ended.out) == (1, "")
    assert ended.err.startswith("error: ")
    assert ended.err.count("\n") == 1


def test_parse_says_both_ends_of_an_open_window(run: Run) -> None:
    ended = run("--lang", "en", "parse", "full papers due 2026-07-05")

    assert "Sun 2026-07-05 17:59 = 2026-07-05 09:59:59 UTC (the earliest" in ended.out
    assert "Mon 2026-07-06 19:59 = 2026-07-06 11:59:59 UTC (the latest)" in ended.out
    assert "left open: zone, time" in ended.out


def test_convert_shows_another_zones_clock(run: Run) -> None:
    ended = run("convert", "2026-05-25 23:59 UTC-12", "--to", "Asia/Shanghai")

    assert ended.out == "Tue 2026-05-26 19:59:00 Asia/Shanghai (+08:00)\n"


def test_convert_shows_both_ends_of_an_open_window(run: Run) -> None:
    ended = run("convert", "2026-09-01 23:59 CST", "--to", "UTC+8", "--json")

    (shown,) = json.loads(ended.out)
    assert shown["earliest"] == "2026-09-01T23:59:00+08:00"
    assert shown["latest"] == "2026-09-02T13:59:00+08:00"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("TBD", "states no moment"),
        ("9999-12-31 23:59 UTC", "too far away to be shown"),
    ],
)
def test_what_cannot_be_converted_is_refused_in_words(
    run: Run, text: str, why: str
) -> None:
    ended = run("convert", text, "--to", "Asia/Shanghai")

    assert ended.code == 1
    assert why in ended.err


def test_an_unknown_target_zone_is_refused(run: Run) -> None:
    ended = run("convert", "2026-05-25 23:59 UTC", "--to", "Mars/Olympus")

    assert ended.code == 1
    assert "Mars/Olympus" in ended.err


@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        ["parse", "2026-05-25 23:59 AoE"],
        ["parse", "2026-05-25 23:59 AoE", "--json"],
        ["convert", "2026-05-25 23:59 AoE", "--to", "UTC"],
    ],
    ids=" ".join,
)
def test_a_question_about_a_date_does_not_pay_for_a_database(
    arguments: list[str],
) -> None:
    program = (
        "import sys; from deadlinebot.cli.app import main;"
        f"code = main({arguments!r});"
        f"print([m for m in {HEAVY!r} if m in sys.modules], code, file=sys.stderr)"
    )

    answer = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert answer.stderr.strip() == "[] 0"
