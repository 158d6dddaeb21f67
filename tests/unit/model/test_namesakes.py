"""Calls that may be one are suggested; those that a source keeps apart are not."""

from __future__ import annotations

import pytest

from deadlinebot.model.call import Title
from deadlinebot.model.claim import Claim
from deadlinebot.model.namesakes import Namesakes, namesakes
from deadlinebot.model.reconcile import reconcile
from tests.build import a_call
from tests.claims import says

LONG = "International Conference on Knowledge Discovery and Data Mining"


def call(series: str, title: str, via: str, year: int = 2026, **changes: str) -> Claim:
    described = a_call(series, year, title=Title(title, title), link=None, **changes)
    return says("2026-05-20 AoE", call=described, via=via)


def found(*claims: Claim) -> list[Namesakes]:
    return list(namesakes(reconcile(claims)))


def test_one_title_under_two_acronyms_is_suggested() -> None:
    pairs = found(
        call("KDD", LONG, "a"),
        call("SIGKDD", "Conference on Data Mining and Knowledge Discovery 2026", "b"),
    )

    assert pairs == [Namesakes("kdd-2026", "sigkdd-2026", 100)]


@pytest.mark.parametrize(
    "other",
    [
        call("SIGKDD", LONG, "a"),
        call("SIGKDD", LONG, "b", year=2027),
        call("SIGKDD", LONG, "b", track="industry"),
        call("ICML", "International Conference on Machine Learning", "b"),
        call("XYZ", "XYZ", "b"),
    ],
    ids=["one source", "another year", "another track", "another title", "no title"],
)
def test_what_differs_in_more_than_its_name_is_not(other: Claim) -> None:
    assert found(call("KDD", LONG, "a"), other) == []


def test_short_titles_are_alike_by_chance() -> None:
    pairs = found(call("ABC", "Data Mining", "a"), call("XYZ", "Data Mining", "b"))

    assert pairs == []


def test_the_most_alike_come_first() -> None:
    title = "Empirical Methods Natural Language Processing Systems"
    pairs = found(
        call("A", title, "a"),
        call("B", title.replace("Systems", "System"), "b"),
        call("C", title, "c"),
    )

    assert [pair.score for pair in pairs] == sorted(
        (pair.score for pair in pairs), reverse=True
    )
    assert len(pairs) == 3
