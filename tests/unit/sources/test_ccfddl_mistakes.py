"""CCF-Deadlines: what is wrong is said, with how much it holds."""

from __future__ import annotations

from datetime import date

import pytest

from deadlinebot.errors import SourceError
from deadlinebot.model.claim import Origin
from deadlinebot.model.milestone import Milestone
from deadlinebot.model.reconcile import reconcile
from deadlinebot.sources.ccfddl import FORMAT
from tests.unit.sources.editions import (
    only,
    parsed,
    problems,
    series,
)


@pytest.mark.parametrize(
    ("changes", "message", "holds"),
    [
        ({"round": "{deadline: '2026-02-30'}"}, "30 February 2026 does not exist", 1),
        ({"zone": "Mars/Olympus"}, "unknown zone 'Mars/Olympus'", 1),
        ({"zone": "[AoE]"}, "expected one zone", 1),
        ({"year": "soon"}, "the year must be four digits, not 'soon'", 1),
        ({"title": "''"}, "the series has no 'title'", 1),
        ({"round": "{dedline: '2026-05-25'}"}, "did you mean 'deadline'?", 1),
        ({"round": "{comment: Main}"}, "the round states no deadline", 1),
        ({"round": "2026-05-25"}, "expected a round", 1),
        ({"round": "{deadline: }"}, "expected a date", 1),
        ({"round": "{deadline: '2026-05-01 and 2026-06-01'}"}, "several dates", 1),
        ({"round": "{deadline: 'May 1-4, 2026'}"}, "not several days", 1),
        ({"round": "{deadline: &x '2026-05-25'}"}, "the anchor '&x'", 1),
        ({"link": "javascript:alert(1)"}, "dropped: not a web link", 0),
        ({"rank": "{ccf: good}"}, "'good' is no rank of ccf", 0),
        ({"title": '"QX\\u202eAI"'}, "dropped from 'title': U+202E", 0),
    ],
)
def test_what_is_wrong_is_said_and_how_much_it_holds(
    changes: dict[str, str], message: str, holds: int
) -> None:
    good = series(title="GOOD", dblp="good")

    found = parsed(series(**changes) + good)

    (problem,) = found.problems
    assert message in problem.message
    assert problem.holds == holds
    assert problem.excerpt
    assert any(
        c.call.series == "GOOD" and c.milestone is Milestone.PAPER for c in found.claims
    )


def test_one_wrong_zone_is_one_problem_that_holds_all_its_dates() -> None:
    text = series(
        zone="UTC+15",
        round="{deadline: '2026-05-25'}\n        - {deadline: '2026-06-25'}",
    )

    (problem,) = parsed(text).problems

    assert problem.holds == 2
    assert problem.place.line == 13


def test_a_time_that_the_clocks_skip_is_wrong_at_the_date() -> None:
    text = series(zone="America/New_York", round="{deadline: '2026-03-08 02:30'}")

    (problem,) = parsed(text).problems

    assert problem.place.line == 11


@pytest.mark.parametrize(
    ("link", "shown"),
    [
        ("qxai.example", "https://qxai.example"),
        ("qxai.example/2026?x=1", "https://qxai.example/2026?x=1"),
        ("http://qxai.example", "http://qxai.example"),
        ("TBD", None),
        ("''", None),
    ],
)
def test_a_link_is_one_that_can_be_clicked(link: str, shown: str | None) -> None:
    text = series(link=link)

    assert only(text).call.link == shown
    assert problems(text) == []


def test_a_misspelt_key_of_an_edition_is_said() -> None:
    text = series().replace("timezone:", "timezon:")

    assert problems(text) == [("unknown key 'timezon' (did you mean 'timezone'?)", 0)]


@pytest.mark.parametrize(
    "text", ["", "on: push", "just words", "- {a: [", "[" * 60_000]
)
def test_what_is_no_catalogue_is_refused_as_a_whole(text: str) -> None:
    with pytest.raises(SourceError):
        parsed(text)


def test_an_id_that_was_copied_loses_no_edition_and_no_date() -> None:
    edition = (
        "    - {{year: {year}, id: qx25, timezone: UTC+8, place: X, link: https://q.org,"
        " date: 'May 1-2, {year}', timeline: [{{deadline: '{due} 23:59:59'}}]}}\n"
    )
    text = "- title: QX\n  description: Q X\n  sub: AI\n  dblp: qx\n  confs:\n"
    for year, due in ((2025, "2025-01-01"), (2026, "2026-01-01"), (2026, "2026-02-01")):
        text += edition.format(year=year, due=due)

    claims = FORMAT.parse(text, Origin("ccf", "qx.yml", date(2026, 1, 1))).claims
    papers = [d for d in reconcile(claims) if d.milestone is Milestone.PAPER]

    assert sorted(f"{d.due:%Y-%m-%d}" for d in papers) == [
        "2025-01-01",
        "2026-01-01",
        "2026-02-01",
    ]
    assert len({d.id for d in papers}) == 3
