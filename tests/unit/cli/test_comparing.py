"""compare: every difference with the words of both."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.unit.cli.conftest import Run

CCF = """\
- title: ABC
  confs:
    - year: 2026
      id: abc26
      timeline:
        - abstract_deadline: '2026-01-10 23:59:00'
          deadline: '2026-06-20 23:59:59'
      timezone: UTC+8
      date: July 25-31, 2026
- title: XYZ
  confs:
    - year: 2026
      id: xyz26
      timeline:
        - deadline: '2026-03-01 17:00:00'
        - deadline: 'TBD'
      timezone: AoE
"""
A = "native:calls.yaml"
B = "ccfddl:ccf.yml"


@pytest.fixture(autouse=True)
def catalogues(folder: Path, catalogue: str) -> None:
    """Write two catalogues that know one call in common."""
    assert catalogue == A
    (folder / "ccf.yml").write_text(CCF, encoding="utf-8")


def test_every_pair_is_told_with_both_quotes(run: Run) -> None:
    ended = run("compare", A, B, "--json")

    found = json.loads(ended.out)
    assert (ended.code, found["a"], found["b"]) == (0, A, B)
    assert found["counts"] == {
        "matched": 3,
        "agreeing": 0,
        "zone_only": 2,
        "differing": 1,
        "undated": 0,
        "only_a": 3,
        "only_b": 2,
    }
    paper = next(pair for pair in found["pairs"] if pair["milestone"] == "paper")
    assert paper == {
        "uid": "abc-2026-paper@deadlinebot",
        "call": "abc-2026",
        "series": "ABC",
        "year": 2026,
        "milestone": "paper",
        "round": 1,
        "rounds": 1,
        "relation": "zone_only",
        "cause": "zone",
        "apart_s": 20 * 3600,
        "a": {
            "source": "Organiser",
            "text": "2026-06-20 23:59:59",
            "zone": "UTC-12",
            "place": "calls.yaml:11:39",
            "label": "",
            "earliest": "2026-06-21T11:59:59Z",
            "latest": "2026-06-21T11:59:59Z",
        },
        "b": {
            "source": "CCF-Deadlines",
            "text": "2026-06-20 23:59:59",
            "zone": "UTC+8",
            "place": "ccf.yml:7:21",
            "label": "",
            "earliest": "2026-06-20T15:59:59Z",
            "latest": "2026-06-20T15:59:59Z",
        },
    }


def test_events_are_compared_by_their_days(run: Run) -> None:
    found = json.loads(run("compare", A, B, "--json").out)

    event = next(pair for pair in found["pairs"] if pair["milestone"] == "event")
    assert (event["relation"], event["cause"]) == ("differing", "day")
    assert (event["a"]["start"], event["a"]["end"]) == ("2026-07-25", "2026-07-30")
    assert (event["b"]["start"], event["b"]["end"]) == ("2026-07-25", "2026-07-31")


def test_what_only_one_has_is_listed_with_its_words(run: Run) -> None:
    found = json.loads(run("compare", A, B, "--json").out)

    alone = {
        name: [row["uid"].split("@")[0] for row in found[f"only_{name}"]]
        for name in "ab"
    }
    assert set(alone["a"]) == {
        "abc-2026-camera-ready",
        "abc-2026-notification",
        "医学竞赛-2026-paper",
    }
    assert alone["b"] == ["xyz-2026-paper", "xyz-2026-paper-2"]
    assert found["only_b"][1]["claim"]["text"] == "TBD"


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        (
            "en",
            [
                "3 dates in both: agreeing 0, zone only 2, differing 1",
                "zone only: same wall clock, another zone, 20 hours apart",
                "differing: another day, 1 day apart",
                "Only in B",
            ],
        ),
        (
            "zh",
            [
                "双方都有 3 个日期：一致 0，仅时区不同 2，不一致 1",
                "仅时区不同：同一钟面，时区不同，相差 20 小时",
                "不一致：日期不同，相差 1 天",
                "仅 B 有",
            ],
        ),
    ],
)
def test_people_read_a_table_in_their_language(
    run: Run, lang: str, words: list[str]
) -> None:
    out = run("--lang", lang, "compare", A, B).out

    assert [word for word in words if word not in out] == []
    assert "2026-06-20 23:59:59 UTC-12" in out
    assert "2026-06-20 23:59:59 UTC+8" in out
    assert "ccf.yml:7:21" in out


def test_differences_come_before_what_only_differs_in_its_zone(run: Run) -> None:
    out = run("--lang", "en", "compare", A, B).out

    assert out.index("differing: ") < out.index("zone only: ")


def test_a_narrow_terminal_loses_no_word(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "60")

    out = run("--lang", "en", "compare", A, B).out

    assert max(map(len, out.splitlines())) <= 60
    assert "…" not in out


@pytest.mark.parametrize(
    ("left", "right", "code", "reason"),
    [
        (A, A, 1, "name two catalogues"),
        ("calls.yaml", B, 2, "'A'"),
        (A, "nowhere", 2, "'B'"),
        (A, "ccfddl:nowhere", 1, "no such file"),
    ],
)
def test_what_cannot_be_compared_says_why(
    run: Run, left: str, right: str, code: int, reason: str
) -> None:
    ended = run("compare", left, right)

    assert ended.code == code
    assert reason in ended.err
