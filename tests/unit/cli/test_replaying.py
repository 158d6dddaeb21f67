"""replay, and the extension of NLPCC 2026 as it happened."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from deadlinebot.cli import replaying
from tests.needs import needs
from tests.repository import Repository
from tests.unit.cli.conftest import Ended, Run

NLPCC = """\
- title: NLPCC
  description: CCF International Conference on Natural Language Processing
  sub: AI
  rank: {{ccf: C}}
  dblp: nlpcc
  confs:
    - year: 2026
      id: nlpcc2026
      link: http://tcci.ccf.org.cn/conference/2026/
      timeline:
        - deadline: '{date} 23:59:59'
      timezone: UTC+8
      date: November 3-5, 2026
      place: Macau, China
"""
FIRST, SECOND = "20260315T105827Z", "20260605T034303Z"
EXTENSION = {
    "at": "2026-06-05T03:43:03Z",
    "kind": "extended",
    "uid": "nlpcc-2026-paper@deadlinebot",
    "series": "NLPCC",
    "year": 2026,
    "milestone": "paper",
    "from": "2026-05-26T15:59:59Z",
    "to": "2026-06-20T15:59:59Z",
}


def put(folder: Path, text: str) -> None:
    path = folder / "conference" / "AI" / "nlpcc.yml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


@pytest.fixture
def history(folder: Path) -> str:
    """Return a history of two versions: announced, then extended."""
    put(folder / "history" / FIRST, NLPCC.format(date="2026-05-26"))
    put(folder / "history" / SECOND, NLPCC.format(date="2026-06-20"))
    return "history"


def test_an_extension_is_told_once_under_one_uid(run: Run, history: str) -> None:
    ended = run("replay", history, "--json")

    rows = [json.loads(line) for line in ended.out.splitlines()]
    assert (ended.code, ended.err) == (0, "")
    assert [row for row in rows if row["at"] == EXTENSION["at"]] == [EXTENSION]
    assert {row["kind"] for row in rows if row != EXTENSION} == {"added"}


@needs("git", apt="git")
def test_a_git_repository_tells_the_same(run: Run, folder: Path) -> None:
    repository = Repository(folder / "ccf")
    name = "conference/AI/nlpcc.yml"
    first, second = NLPCC.format(date="2026-05-26"), NLPCC.format(date="2026-06-20")
    repository.commit("2026-03-15T10:58:27", {name: first, "other.yml": "- none"})
    repository.commit("2026-06-05T03:43:03", {name: second})

    ended = run("replay", "ccf", "--under", "conference", "--json")

    rows = [json.loads(line) for line in ended.out.splitlines()]
    assert (ended.code, ended.err) == (0, "")
    assert [row["kind"] for row in rows] == ["added", "added", "extended"]
    assert rows[-1] == EXTENSION


def test_a_long_history_says_how_far_it_is(
    run: Run, history: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replaying, "_SAY_EVERY_S", 0)

    ended = run("replay", history, "--json")

    assert ended.err.splitlines() == [
        "2026-03-15: 1 of 2 versions",
        "2026-06-05: 2 of 2 versions",
    ]


@pytest.mark.parametrize(
    ("lang", "last"),
    [
        (
            "en",
            "2026-06-05  NLPCC 2026 paper deadline  Extended by 25 days: 26 May → 20 Jun",
        ),
        ("zh", "2026-06-05  NLPCC 2026 论文截稿  延期 25 天：5月26日 → 6月20日"),
    ],
)
def test_people_read_a_line_for_each_change(
    run: Run, history: str, lang: str, last: str
) -> None:
    lines = run("--lang", lang, "replay", history).out.splitlines()

    assert lines[2:] == [last]


def test_what_is_new_is_read_with_its_date(run: Run, history: str) -> None:
    lines = run("--lang", "en", "replay", history).out.splitlines()

    event, paper = lines[:2]
    assert event.endswith("  new: Tue 2026-11-03 to Thu 2026-11-05")
    assert paper == ("2026-03-15  NLPCC 2026 paper deadline  new: Tue 2026-05-26 23:59")


def test_a_date_that_was_not_known_yet_stands_for_itself(
    run: Run, history: str
) -> None:
    text = NLPCC.replace("{date} 23:59:59", "TBD").format()
    put(Path(history) / "20260101T000000Z", text)

    ended = run("--lang", "en", "replay", history)

    lines = [line for line in ended.out.splitlines() if "paper" in line]
    assert lines[0] == "2026-01-01  NLPCC 2026 paper deadline  new"
    assert lines[1].endswith("date announced: Tue 2026-05-26 23:59")


def test_another_format_is_named(run: Run, folder: Path, catalogue: str) -> None:
    version = folder / "history" / FIRST
    version.mkdir(parents=True)
    (folder / catalogue.removeprefix("native:")).rename(version / "calls.yaml")

    ended = run("replay", "history", "--format", "native", "--json")

    uids = {json.loads(line)["uid"] for line in ended.out.splitlines()}
    assert "医学竞赛-2026-paper@deadlinebot" in uids


def test_what_could_not_be_read_then_is_said_with_its_version(
    run: Run, history: str
) -> None:
    for day in range(1, 8):
        put(Path(history) / f"2026070{day}T000000Z", f"- title: [{day}")

    ended = run("replay", history, "--json")

    assert ended.code == 0
    assert len(ended.out.splitlines()) == 3
    shown = f"{history}/20260701T000000Z/conference/AI/nlpcc.yml:2:1: "
    assert ended.err.startswith(shown)
    assert "problems: 7, the first 5 of them above" in ended.err


@pytest.mark.parametrize("name", ["nowhere", "."])
def test_a_folder_that_is_no_history_says_what_is_expected(run: Run, name: str) -> None:
    ended = run("replay", name)

    assert ended.code == 1
    assert ended.err.startswith("error: ")


def planned(ended: Ended) -> list[tuple[str, str]]:
    """Return which leads go out when, of the paper deadline."""
    return [
        (row["lead"], row["at"])
        for row in json.loads(ended.out)
        if row["deadline"] == "nlpcc-2026-paper" and row["kind"] == "reminder"
    ]


def test_the_reminders_are_armed_again_after_the_extension(
    run: Run, folder: Path
) -> None:
    (folder / "mine.yaml").write_text(
        "home: Asia/Shanghai\n"
        "state: state\n"
        "sources: {ccf: {format: ccfddl, location: conference}}\n"
        "channels: {con: {notifier: console}}\n"
        "routes: {all: {leads: [14d, 3d, 6h], channels: [con]}}\n",
        encoding="utf-8",
    )

    def at(now: str, *command: str) -> Ended:
        return run(*command, "--config", "mine.yaml", "--now", now)

    put(folder, NLPCC.format(date="2026-05-26"))
    at("2026-03-15T11:00:00Z", "run-once")
    first = planned(at("2026-03-15T11:00:00Z", "plan", "--json", "--days", "90"))
    sent = at("2026-05-26T10:00:00Z", "run-once")
    past = planned(at("2026-05-30T00:00:00Z", "plan", "--json", "--days", "90"))
    put(folder, NLPCC.format(date="2026-06-20"))
    told = at("2026-06-05T04:00:00Z", "run-once")

    again = planned(at("2026-06-05T04:00:00Z", "plan", "--json", "--days", "90"))

    assert first == [
        ("14d", "2026-05-12T15:59:59Z"),
        ("3d", "2026-05-23T15:59:59Z"),
        ("6h", "2026-05-26T09:59:59Z"),
    ]
    assert "NLPCC 2026" in sent.out
    assert past == []
    assert "延期 25 天：5月26日 → 6月20日" in told.out
    assert again == [
        ("14d", "2026-06-06T15:59:59Z"),
        ("3d", "2026-06-17T15:59:59Z"),
        ("6h", "2026-06-20T09:59:59Z"),
    ]
