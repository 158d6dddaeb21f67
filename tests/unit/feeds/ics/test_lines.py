"""Content lines: the fold, the escapes, and what never reaches a calendar."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Alarm, Calendar, Event
from icalendar.prop import vDate, vDatetime, vInt, vUri

from deadlinebot.feeds.ics.lines import (
    Text,
    Texts,
    component_bytes,
    fold,
    line,
    paragraphs,
)

ANY_TEXT = st.text(st.characters(exclude_categories=[]), max_size=300)
PLAIN_TEXT = st.text(
    st.one_of(
        st.sampled_from('\\\\;;,,nN\n"^%:'),
        st.characters(exclude_categories=["C", "Zl", "Zp"]),
    ),
    max_size=300,
)


def unfolded(rows: bytes) -> bytes:
    return rows.removesuffix(b"\r\n").replace(b"\r\n ", b"")


def read_back(name: str, value: object) -> Any:
    event = Event()
    event[name] = value
    calendar = b"BEGIN:VCALENDAR\r\n%bEND:VCALENDAR\r\n" % component_bytes(event)
    return Calendar.from_ical(calendar).walk("VEVENT")[0][name]


@given(PLAIN_TEXT)
def test_unfolding_gives_the_line_back(text: str) -> None:
    content = b"SUMMARY:" + Text(text).to_ical()

    assert unfolded(fold(content)) == content


@given(PLAIN_TEXT)
def test_no_row_is_longer_than_75_octets(text: str) -> None:
    rows = fold(b"DESCRIPTION:" + Text(text).to_ical()).split(b"\r\n")

    assert max(map(len, rows)) <= 75


@given(PLAIN_TEXT)
def test_no_break_cuts_a_character_or_an_escape(text: str) -> None:
    rows = fold(b"DESCRIPTION:" + Text(text).to_ical()).split(b"\r\n")

    for row in rows:
        decoded = row.decode()  # raises inside a UTF-8 sequence
        trailing = re.search(r"\\*$", decoded)
        assert trailing
        assert len(trailing.group()) % 2 == 0


def test_rows_are_as_long_as_they_may_be() -> None:
    folded = fold(b"X" * 75 + b"Y" * 74 + b"Z")

    assert folded == b"X" * 75 + b"\r\n " + b"Y" * 74 + b"\r\n Z\r\n"


def test_a_line_of_75_octets_is_left_alone() -> None:
    assert fold(b"X" * 75) == b"X" * 75 + b"\r\n"


def test_an_escape_at_the_edge_moves_to_the_next_row_whole() -> None:
    assert fold(b"X" * 74 + b"\\nY") == b"X" * 74 + b"\r\n \\nY\r\n"


def test_an_escaped_backslash_at_the_edge_is_not_taken_for_an_open_one() -> None:
    assert fold(b"X" * 73 + b"\\\\Y") == b"X" * 73 + b"\\\\" + b"\r\n Y\r\n"


@pytest.mark.parametrize(
    "text",
    [r"C:\New folder", r"the gradient \Nabla f", r"a\\Nb", r"\n", r"\,", "a\\"],
)
def test_a_backslash_survives_the_way_there_and_back(text: str) -> None:
    assert read_back("SUMMARY", Text(text)) == text
    assert read_back("CATEGORIES", Texts([text, "b"])).cats == [text, "b"]


@given(PLAIN_TEXT)
def test_any_text_survives_the_way_there_and_back(text: str) -> None:
    assert read_back("DESCRIPTION", Text(text)) == text


@pytest.mark.parametrize(
    ("hostile", "said"),
    [
        ("a\r\nBEGIN:VALARM", "a BEGIN:VALARM"),
        ("bell\x07 tab\x0b", "bell tab"),
        ("next\x85line\u2028and\u2029paragraph", "next line and paragraph"),
        ("over\u202eride\u2066", "override"),
        ("half \ud800 character", "half  character"),
        ("cafe\u0301", "café"),
        ("  trimmed  ", "trimmed"),
    ],
)
def test_a_line_holds_nothing_that_harms_a_reader(hostile: str, said: str) -> None:
    assert line(hostile) == said


@given(ANY_TEXT)
def test_whatever_a_source_writes_a_line_stays_one_clean_line(text: str) -> None:
    octets = component_bytes(_event_named(text))

    assert not re.search(rb"[\x00-\x09\x0b\x0c\x0e-\x1f\x7f]", octets)
    assert not re.search("[\x80-\x9f\u2028\u2029\u202a-\u202e]", octets.decode())
    assert octets.count(b"\n") == octets.count(b"\r\n") == octets.count(b"\r")


def _event_named(text: str) -> Event:
    event = Event()
    event["SUMMARY"] = line(text)
    event["DESCRIPTION"] = paragraphs([text, text])
    return event


def test_paragraphs_are_lines_and_empty_ones_are_left_out() -> None:
    said = paragraphs(["one", "", "two\nlines", "\x07"])

    assert said == "one\ntwo lines"
    assert said.to_ical() == rb"one\ntwo lines"


def test_the_lines_are_those_that_icalendar_writes() -> None:
    event, alarm = Event(), Alarm()
    event["UID"] = Text("a;b,c\\d")
    event["SEQUENCE"] = vInt(3)
    event["DTSTART"] = vDatetime(datetime(2026, 5, 26, 11, 59, tzinfo=UTC))
    event["X-DAY"] = vDate(datetime(2026, 5, 26, tzinfo=UTC).date(), {"VALUE": "DATE"})
    event["CATEGORIES"] = Texts(["a,b", "c"])
    event["URL"] = vUri("https://example.org/?a=1,2;3")
    alarm["ACTION"] = Text("DISPLAY")
    event.add_component(alarm)

    assert component_bytes(event) == event.to_ical(sorted=False)
