"""What a document gives, what it refuses, and what it does not let us pay."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deadlinebot.document import (
    MAX_DEPTH,
    Mapping,
    Node,
    Scalar,
    Sequence,
    keys_only,
    load,
    plain,
)
from deadlinebot.errors import Place, SourceError

ATTACKS = {
    "nested lists on one line": "[" * 60_000,
    "nested dashes": "- " * 60_000,
    "nested mappings": "{a: " * 60_000,
    "nested keys": "? " * 60_000,
}


def refusal(text: str) -> SourceError:
    with pytest.raises(SourceError) as caught:
        load(text, "data/nlp.yaml")
    return caught.value


def mapping(text: str) -> Mapping:
    node = load(text, "data/nlp.yaml")
    assert isinstance(node, Mapping)
    return node


@pytest.mark.parametrize(
    "written", ["17:00", "NO", "on", "010", "1e3", "2026-02-30", "0x1F", ".inf", "=5"]
)
def test_a_scalar_stays_as_written(written: str) -> None:
    assert plain(load(f"a: {written}", "a.yaml")) == {"a": written}


@pytest.mark.parametrize("written", ["", "~", "null", "Null", "NULL"])
def test_nothing_written_is_none(written: str) -> None:
    node = mapping(f"a: {written}\nb: c")

    assert node.text("a") is None
    assert node.get("a") is None
    assert "a" in node


@pytest.mark.parametrize("written", ["''", '"~"', "'null'", '""'])
def test_what_stands_in_quotes_is_never_none(written: str) -> None:
    assert mapping(f"a: {written}").text("a") == written[1:-1]


def test_lists_and_mappings_nest_in_the_files_order() -> None:
    node = load("b: [x, {y: z}]\na:\n  - 1\n  - - 2\n", "a.yaml")

    assert plain(node) == {"b": ["x", {"y": "z"}], "a": ["1", ["2"]]}
    assert isinstance(node, Mapping)
    assert list(node.values) == ["b", "a"]


def test_every_node_knows_its_place_in_characters() -> None:
    node = mapping("标题: 会议\n里程碑:\n  - 日期: '截止'\n")

    assert node.values["标题"].place == Place("data/nlp.yaml", 1, 5)
    milestones = node.values["里程碑"]
    assert isinstance(milestones, Sequence)
    first = milestones.items[0]
    assert isinstance(first, Mapping)
    assert first.place == Place("data/nlp.yaml", 3, 5)
    assert first.key_place("日期") == Place("data/nlp.yaml", 3, 5)
    assert first.values["日期"].place == Place("data/nlp.yaml", 3, 9)


def test_a_byte_order_mark_and_windows_line_ends_move_no_place() -> None:
    node = mapping("\ufeffa: b\r\nc: d\r\n")

    assert plain(node) == {"a": "b", "c": "d"}
    assert node.values["a"].place == Place("data/nlp.yaml", 1, 4)
    assert node.values["c"].place == Place("data/nlp.yaml", 2, 4)


@pytest.mark.parametrize("separator", ["\x85", "\u2028", "\u2029", "\x0b", "\x0c"])
def test_only_what_an_editor_counts_ends_a_line(separator: str) -> None:
    node = mapping(f"a: x{separator}y: z\nb: c\n".replace(": z", ""))

    assert list(node.values) == ["a", "b"]
    assert node.values["b"].place.line == 2


def test_an_offset_in_a_text_is_found_in_the_file() -> None:
    node = mapping("a: 2026-02-30\nb: '2026-02-30'\nc: >\n  2026-\n  02-30\n")
    a, b, c = (n for n in node.values.values() if isinstance(n, Scalar))

    assert a.place_of(8) == Place("data/nlp.yaml", 1, 12)
    assert b.place_of(8) == Place("data/nlp.yaml", 2, 13)
    assert c.place_of(3) == c.place


@pytest.mark.parametrize("kind", ATTACKS)
def test_nesting_is_refused_before_it_costs_anything(kind: str) -> None:
    start = time.perf_counter()

    error = refusal(ATTACKS[kind])

    assert time.perf_counter() - start < 1  # milliseconds; libyaml's composer crashes
    assert error.message == "nested deeper than 30 levels"


def test_thirty_levels_are_accepted_and_one_more_is_not() -> None:
    deep = "[" * MAX_DEPTH + "]" * MAX_DEPTH

    assert load(deep, "a.yaml")
    assert refusal(f"[{deep}]").place == Place("data/nlp.yaml", 1, MAX_DEPTH + 1)


def test_a_hundred_thousand_values_are_accepted_and_one_more_is_not() -> None:
    full = "- a\n" * 99_999

    assert load(full, "a.yaml")
    assert refusal(full + "- a\n").place == Place("data/nlp.yaml", 100_000, 3)


def test_more_than_four_megabytes_are_refused() -> None:
    assert refusal("#" * (4 * 1024 * 1024 + 1)).message == (
        "the file is larger than 4 MB"
    )


@pytest.mark.parametrize("text", ["", "\n\n", "# a comment\n", "\ufeff"])
def test_an_empty_file_says_so(text: str) -> None:
    assert str(refusal(text)) == "data/nlp.yaml:1:1: the file is empty"


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ("a:\n\tb: c", 2, 1, "a tab cannot indent: use spaces"),
        ("a:\n  b: c\n\td: e", 3, 1, "a tab cannot indent: use spaces"),
        ("a: b\nc: 'd\ne: f\n", 2, 4, "this quote is never closed"),
        ('a: "b', 1, 4, "this quote is never closed"),
        ("标题: 会议: 一", 1, 7, "put the value in quotes"),
        ("a: @b", 1, 4, "'@' cannot begin a value"),
        ("a: %b", 1, 4, "'%' cannot begin a value"),
        ("a: [b, c\nd: e", 2, 2, "expected ',' or ']' (in what begins in line 1)"),
        ("a: {b: c\nd", 3, 1, "expected ',' or '}' (in what begins in line 1)"),
        ("- a\nb: c", 2, 1, "a list item ('- ') was expected"),
        ("a: b\n c: d", 2, 3, "check the indentation"),
        ("a:\n  b: c\n d: e", 3, 2, "the indentation does not fit"),
        ("a: b\nc\nd: e", 2, 1, "the ':' is missing"),
        (r'a: "\d"', 1, 5, "an unknown escape"),
        ("a: - b", 1, 4, "begin it on its own line"),
        ("a: b\n...\nc: d", 3, 1, "one file, one document"),
        ("a: b\n---\nc: d", 2, 1, "one file, one document"),
        ("%YAML 3.0\n---\na: b", 1, 1, "another YAML version"),
        ("a: | b", 1, 6, "nothing may follow"),
        ("a: & b", 1, 5, "cannot begin a value"),
    ],
)
def test_wrong_syntax_is_said_in_plain_words_where_it_is(
    text: str, line: int, column: int, words: str
) -> None:
    error = refusal(text)

    assert error.place == Place("data/nlp.yaml", line, column)
    assert words in error.message
    assert error.excerpt == (text.split("\n")[line - 1 : line] or [""])[0].replace(
        "\t", " "
    )


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ("x:\n  a: 1\n  a: 2", 3, 3, "the key 'a' stands twice, first in line 2"),
        ("x: &b c", 1, 4, "the anchor '&b'"),
        ("x: *b", 1, 4, "the alias '*b'"),
        ("x: {<<: {a: b}}", 1, 5, "the merge key '<<'"),
        ("x: !!str 5", 1, 4, "a tag ('!...')"),
        ("x: !!python/object:os.system {}", 1, 4, "a tag ('!...')"),
        ("x: {[a]: b}", 1, 5, "a key must be a word"),
        ("x: {? {a: b} : c}", 1, 7, "a key must be a word"),
        ("x: {~: b}", 1, 5, "a value without a key"),
    ],
)
def test_what_is_refused_is_a_flaw_of_what_holds_it_and_no_one_else(
    text: str, line: int, column: int, words: str
) -> None:
    node = mapping(f"{text}\ngood: neighbour\n")

    (flaw,) = node.flaws
    assert flaw.place == Place("data/nlp.yaml", line, column)
    assert words in flaw.message
    assert flaw.excerpt == text.split("\n")[line - 1]
    assert plain(node.values["good"]) == "neighbour"
    assert node.without("x").flaws == ()
    with pytest.raises(SourceError, match=r"data/nlp\.yaml"):
        plain(node)


def test_of_a_repeated_key_the_first_stays() -> None:
    node = mapping("a: 1\nb: 2\na: {c: 3}\n")

    assert node.text("a") == "1"
    assert list(node.values) == ["a", "b"]


def test_aliases_that_double_cost_nothing() -> None:
    levels = "".join(f"- &a{i} [*a{i - 1}, *a{i - 1}]\n" for i in range(1, 500))

    node = load("- &a0 [x]\n" + levels, "a.yaml")

    assert len(node.flaws) == 500 + 2 * 499


@pytest.mark.parametrize(
    "written", ["EM\x07NLP", "EM\x00NLP", "EM\x7fNLP", "EM\ud800NLP", '"EM\\ud800NLP"']
)
def test_a_character_that_yaml_refuses_costs_only_itself(written: str) -> None:
    node = load(f"- a: {written}\n- b: c\n", "a.yaml")

    assert plain(node) == [{"a": "EM\ufffdNLP"}, {"b": "c"}]


def test_a_file_with_secrets_shows_its_keys_only() -> None:
    with pytest.raises(SourceError) as caught:
        load("channels:\n  lab: 'https://secret\n", "c.yaml", keys_only)

    assert caught.value.excerpt == "  lab: …"
    assert "secret" not in str(caught.value)


def test_an_excerpt_never_controls_a_terminal() -> None:
    error = refusal("a: '\x1b[2J\u202e")

    assert error.excerpt == "a: '\ufffd[2J\ufffd"


def test_a_spot_far_out_on_an_endless_line_has_no_excerpt() -> None:
    assert refusal("a: " + "x" * 5000 + ": y").excerpt == ""


@given(st.text())
def test_any_text_gives_a_tree_or_a_placed_error(text: str) -> None:
    try:
        node: Node | SourceError = load(text, "a.yaml")
    except SourceError as error:
        node = error

    assert isinstance(node.place, Place)


@given(
    st.recursive(
        st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1),
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(
                st.text(st.characters(categories=["L", "N"]), min_size=1),
                inner,
                max_size=4,
            )
        ),
        max_leaves=20,
    )
)
def test_what_json_writes_is_read_back(value: object) -> None:
    import json

    written = json.dumps(value, ensure_ascii=False)

    assert plain(load(written, "a.yaml")) == value
