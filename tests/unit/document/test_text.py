"""Text that is safe to show, links that are safe to click."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deadlinebot.document import Cleaned, clean, web_link


@pytest.mark.parametrize(
    ("text", "cleaned", "dropped"),
    [
        ("EMNLP 2026", "EMNLP 2026", ()),
        ("  EMNLP 2026\n", "EMNLP 2026", ()),
        ("自然语言处理", "自然语言处理", ()),
        ("👩‍💻 workshop", "👩‍💻 workshop", ()),
        ("Montre\u0301al", "Montréal", ()),
        ("a\r\nATTENDEE:x", "a ATTENDEE:x", ("U+000A", "U+000D")),
        ("a\tb", "a b", ("U+0009",)),
        ("a\x07b", "ab", ("U+0007",)),
        ("a\x85b", "a b", ("U+0085",)),
        ("a\u2028b\u2029c", "a b c", ("U+2028", "U+2029")),
        ("a\u202eb\u2066c", "abc", ("U+202E", "U+2066")),
        ("a\ud800b", "ab", ("U+D800",)),
        ("a\ufffdb", "ab", ("U+FFFD",)),
        ("\x00", "", ("U+0000",)),
        ("", "", ()),
    ],
)
def test_what_could_harm_a_reader_goes_and_is_named(
    text: str, cleaned: str, dropped: tuple[str, ...]
) -> None:
    assert clean(text) == Cleaned(cleaned, dropped)


@given(st.text(st.characters(codec=None)))
def test_a_cleaned_text_is_clean(text: str) -> None:
    cleaned = clean(text).text

    assert clean(cleaned) == Cleaned(cleaned)
    assert not any(unicodedata.category(c) in {"Cc", "Cs", "Zl", "Zp"} for c in cleaned)
    assert cleaned == unicodedata.normalize("NFC", cleaned)
    assert cleaned.encode("utf-8").decode("utf-8") == cleaned


@pytest.mark.parametrize(
    "link",
    [
        "https://2026.emnlp.org/",
        "http://tcci.ccf.org.cn/conference/2026/",
        "https://example.org:8443/a?b=c&d=e#f",
        "HTTPS://EXAMPLE.ORG",
        "https://例子.中国/征稿",
        "https://[2001:db8::1]/",
    ],
)
def test_a_web_address_is_a_link(link: str) -> None:
    assert web_link(link) == link
    assert web_link(f" {link} ") == link


@pytest.mark.parametrize(
    "link",
    [
        "",
        "example.org",
        "//example.org",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "ftp://example.org",
        "https://",
        "https:///path",
        "https://a b.example",
        "https://example.org/\r\nX: y",
        "https://example.org/\x00",
        "https://example.org/\u202egpj.exe",
        "https://example.org/\u2028",
        'https://example.org/"onclick="x',
        "https://example.org/<script>",
        "https://example.org\\@evil.example",
        "https://good.example@evil.example/",
        "https://[::1",
        "https://example.org:99999/",
        "https://example.org/\ud800",
        "https://example.org/" + "a" * 2000,
    ],
)
def test_what_is_no_plain_web_address_is_no_link(link: str) -> None:
    assert web_link(link) is None


@given(st.text(st.characters(codec=None)))
def test_no_text_makes_the_check_of_a_link_fail(text: str) -> None:
    for link in (text, f"https://{text}"):
        assert web_link(link) in {None, link.strip(" ")}
