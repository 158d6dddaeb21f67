"""Cuts that no reader sees as damage."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deadlinebot.wording.fitting import Measure, cut, fit, plain, safe_url, utf8, utf16

FAMILY = "👨‍👩‍👧‍👦"
WHOLE = ["截", "𠮷", FAMILY, "👍🏽", "🇨🇳", "é", "각", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "❤️", "1️⃣"]


@pytest.mark.parametrize("measure", [utf8, utf16, len])
@pytest.mark.parametrize("one", WHOLE)
def test_a_cut_never_goes_through_a_character(one: str, measure: Measure) -> None:
    text = one * 9

    for limit in range(measure(text) + 2):
        kept = cut(text, limit, measure)

        assert measure(kept) <= limit
        if kept != text:
            assert kept.removesuffix("…") == one * kept.count(one)


@pytest.mark.parametrize("measure", [utf8, utf16])
def test_a_cut_takes_no_more_than_it_must(measure: Measure) -> None:
    text = "截稿" * 10
    limit = measure("截稿截…")

    assert cut(text, limit, measure) == "截稿截…"
    assert cut(text, limit - 1, measure) == "截稿…"


def test_what_fits_exactly_stays_whole() -> None:
    assert cut("截稿", 6, utf8) == "截稿"


def test_where_nothing_fits_nothing_is_left() -> None:
    assert cut("截稿", 2, utf8) == ""


def test_no_blank_is_left_before_the_dots() -> None:
    assert cut("one two three", 5, len) == "one…"


@given(st.text(max_size=60), st.integers(0, 70))
def test_a_cut_text_is_a_beginning_that_fits(text: str, limit: int) -> None:
    kept = cut(text, limit, utf16)

    assert utf16(kept) <= limit
    assert text.startswith(kept.removesuffix("…")) or kept == text


@given(st.text(max_size=200))
def test_a_plain_text_is_one_line_that_can_be_encoded(text: str) -> None:
    line = plain(text)

    assert line.encode().decode() == line
    assert plain(line) == line
    assert not {unicodedata.category(c) for c in line} & {"Cc", "Cs"}


def test_what_hides_or_turns_text_goes() -> None:
    assert plain("a\x00b\u202ec\ud800d\r\n e\tf\u2067") == "abcd e f"


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://example.org/a?b=c&d=%20#e", "https://example.org/a?b=c&d=%20#e"),
        ("https://example.org/征稿", "https://example.org/%E5%BE%81%E7%A8%BF"),
        ("https://example.org/a|b>c) d]", "https://example.org/a%7Cb%3Ec%29%20d%5D"),
    ],
)
def test_a_link_holds_no_markup(url: str, safe: str) -> None:
    assert safe_url(url) == safe


def left(count: int) -> str:
    return f"另有 {count} 条"


def test_all_parts_stand_where_they_fit() -> None:
    assert fit(["head", "a", "b"], left, 100, len) == "head\na\nb"


def test_parts_are_kept_whole_or_counted() -> None:
    parts = ["head", "a" * 10, "b" * 10, "c" * 10]

    assert fit(parts, left, 30, len) == f"head\n{'a' * 10}\n另有 2 条"


def test_a_head_alone_counts_all_the_others() -> None:
    assert fit(["head", "a" * 50, "b"], left, 20, len) == "head\n另有 2 条"


def test_a_head_that_is_too_long_is_cut() -> None:
    assert fit(["h" * 50, "a"], left, 10, len) == "h" * 9 + "…"
