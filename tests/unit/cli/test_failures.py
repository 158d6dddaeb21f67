"""What people see when something is wrong."""

from __future__ import annotations

import pytest

from deadlinebot.cli import failures
from deadlinebot.cli.screen import plain
from deadlinebot.errors import BusyError, Place, Problem, UserError

SECRET = "https://hooks.slack.com/services/T000/B000/SECRET"


def test_a_caret_stands_under_its_character() -> None:
    assert failures.pointed("    milstones:", 4, 80) == [
        "        milstones:",
        "        ^",
    ]


def test_a_wide_character_moves_the_caret_by_two_cells() -> None:
    assert failures.pointed("截止 2026-02-30", 3, 80)[1] == "    " + " " * 5 + "^"


def test_a_long_line_is_cut_around_the_caret() -> None:
    text = "x" * 5000 + "HERE" + "y" * 5000

    shown, caret = failures.pointed(text, 5000, 60)

    assert len(shown) <= 60
    assert shown[len(caret) - 1 :].startswith("HERE")
    assert shown.strip().startswith("…")
    assert shown.endswith("…")


def test_a_caret_behind_the_end_of_its_line_stays_on_the_screen() -> None:
    assert failures.pointed("ab", 9, 80) == ["    ab", "      ^"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\tb", "a    b"),
        ("a\x1b[31mb", "a\\x1b[31mb"),
        ("a\r\nb", "a\\r\\nb"),
        ("a\u202eb", "a\\u202eb"),
        ("医学 é ✓", "医学 é ✓"),
    ],
)
def test_nothing_that_a_terminal_obeys_reaches_it(text: str, shown: str) -> None:
    assert plain(text) == shown


def test_an_error_shows_place_message_and_caret_on_standard_error(
    capsys: pytest.CaptureFixture[str],
) -> None:
    error = UserError(
        "unknown key 'milstones'", Place("nlp.yaml", 10, 3), "  milstones: 1"
    )

    code = failures.report(error)

    assert code == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.splitlines() == [
        "error: nlp.yaml:10:3: unknown key 'milstones'",
        "      milstones: 1",
        "      ^",
    ]


def test_an_error_brings_its_own_exit_code(capsys: pytest.CaptureFixture[str]) -> None:
    assert failures.report(BusyError("held by 42")) == 75
    assert capsys.readouterr().err == "error: held by 42\n"


def test_a_problem_without_an_excerpt_is_one_line() -> None:
    assert failures.described(Problem(Place("a.yaml"), "is empty")) == [
        "a.yaml:1:1: is empty"
    ]


def test_a_bug_is_one_line_without_what_the_exception_quotes(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code = failures.report_bug(_raised())

    err = capsys.readouterr().err
    assert code == 70
    assert err.count("\n") == 1
    assert "ValueError at test_failures.py" in err
    assert "SECRET" not in err


def test_a_bug_is_shown_in_full_to_whoever_asks(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DEADLINEBOT_DEBUG", "1")

    failures.report_bug(_raised())

    assert "Traceback" in capsys.readouterr().err


def _raised() -> Exception:
    try:
        int(SECRET)
    except ValueError as error:
        return error
    raise AssertionError
