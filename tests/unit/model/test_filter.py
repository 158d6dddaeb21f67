"""The filter language: what passes, and how a mistake is told."""

from __future__ import annotations

import pytest

from deadlinebot.model.call import CallKind, Title
from deadlinebot.model.filter import FilterError, read_filter
from deadlinebot.model.milestone import Milestone
from tests.build import a_call, a_deadline


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "ccf:B",
        "CCF:b",
        "ccf:A,B",
        "tag:nlp",
        "nlp",
        "emnlp",
        "series:EMNLP and year:2026",
        "series:EMNLP year:2026",
        "ccf:A or tag:nlp",
        "ccf:A or ccf:C or milestone:paper",
        "not ccf:A",
        "not not ccf:B",
        "(ccf:A or ccf:B) and not milestone:notification",
        'series:"EMNLP"',
        "id:emnlp-2026-paper",
        "id:emnlp-2026-paper@deadlinebot",
        "source:ccf-deadlines",
        "source:curated",
        "自然语言",
    ],
)
def test_the_paper_deadline_of_emnlp_passes(text: str) -> None:
    assert read_filter(text).matches(a_deadline())


@pytest.mark.parametrize(
    "text",
    [
        "ccf:A",
        "not ccf:B",
        "milestone:abstract",
        "ccf:B and tag:vision",
        "ccf:A and tag:nlp or tag:vision",
        "kind:competition",
        "vision",
        "status:withdrawn",
        "year:2027",
    ],
)
def test_the_paper_deadline_of_emnlp_does_not_pass(text: str) -> None:
    assert not read_filter(text).matches(a_deadline())


def test_and_binds_tighter_than_or() -> None:
    competition = a_deadline(call=a_call(kind=CallKind.COMPETITION, tags=()))

    chosen = read_filter("ccf:A and tag:nlp or kind:competition")

    assert chosen.matches(competition)


@pytest.mark.parametrize(
    ("text", "column", "words"),
    [
        ("cff:A", 1, "unknown key 'cff' (did you mean 'ccf'?)"),
        ("ccf:A and mileston:paper", 11, "did you mean 'milestone'?"),
        ("milestone:papre", 1, "did you mean 'paper'?"),
        ("kind:confrence", 1, "did you mean 'conference'?"),
        ("(ccf:A", 7, "a closing parenthesis is missing"),
        ("ccf:A)", 6, "')' is one too many"),
        ("ccf:A and", 10, "a term is missing at the end"),
        ("and ccf:A", 1, "a term is missing before 'and'"),
        ("ccf:A or or ccf:B", 10, "a term is missing before 'or'"),
        ("ccf:", 1, "'ccf:' needs a value"),
        ("()", 2, "a term is missing before ')'"),
        ('series:"open', 8, "does not belong here"),
    ],
)
def test_a_mistake_is_told_with_its_column(text: str, column: int, words: str) -> None:
    with pytest.raises(FilterError) as caught:
        read_filter(text)

    assert caught.value.offset + 1 == column
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("ccf:A and milestone:notification", {"ccf", "milestone"}),
        ("ccf:A and not milestone:notification", {"ccf"}),
        ("not (ccf:A or not id:x) tag:nlp", {"id", "tag"}),
        ("emnlp", set()),
    ],
)
def test_a_filter_knows_which_keys_it_asks_for(text: str, keys: set[str]) -> None:
    assert read_filter(text).keys == keys


@pytest.mark.parametrize(
    "text", ["ccf：B", "（ccf:A，B）", "series:“EMNLP”", "ccf:B　nlp", 'tag:"ccf:B"']
)
def test_what_a_chinese_keyboard_writes_is_read(text: str) -> None:
    assert read_filter(text).matches(a_deadline())


def test_words_in_quotes_are_looked_for_as_they_are() -> None:
    named = a_deadline(call=a_call(title=Title("Part 2: Methods", "")))

    assert read_filter('"2: methods"').matches(named)


def test_deep_nesting_is_refused_rather_than_a_crash() -> None:
    with pytest.raises(FilterError, match="nested"):
        read_filter("(" * 500 + "ccf:A" + ")" * 500)


def test_every_milestone_can_be_named() -> None:
    for milestone in Milestone:
        chosen = read_filter(f"milestone:{milestone}")

        assert chosen.matches(a_deadline(milestone=milestone))


@pytest.mark.parametrize(
    ("text", "failed"),
    [
        ("", ""),
        ("ccf:B and tag:nlp", ""),
        ("ccf:A", "ccf:A"),
        ("ccf:A,C tag:nlp", "ccf:A,C"),
        ("ccf:A and kind:competition", "ccf:A and kind:competition"),
        ("tag:nlp and (ccf:A or kind:competition)", "ccf:A or kind:competition"),
        ("ccf:A or ccf:B", ""),
        ("tag:nlp and not milestone:paper", "not milestone:paper"),
        ("not (ccf:B or ccf:A)", "not (ccf:B or ccf:A)"),
        ("not（ccf：B）", "not（ccf：B）"),
        ('"machine vision"', '"machine vision"'),
    ],
)
def test_a_filter_says_which_of_its_terms_a_deadline_fails(
    text: str, failed: str
) -> None:
    assert read_filter(text).why_not(a_deadline()) == failed
