"""Content lines and their fold."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st
from icalendar import Alarm, Event
from icalendar.prop import vDate, vDatetime, vInt, vUri

from deadlinebot.feeds.ics.lines import component_bytes, fold
from deadlinebot.feeds.ics.values import Instant, Text, Texts

PLAIN_TEXT = st.text(
    st.one_of(
        st.sampled_from('\\\\;;,,nN\n"^%:'),
        st.characters(exclude_categories=["C", "Zl", "Zp"]),
    ),
    max_size=300,
)


def unfolded(rows: bytes) -> bytes:
    return rows.removesuffix(b"\r\n").replace(b"\r\n ", b"")


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


def test_the_lines_are_those_that_icalendar_writes() -> None:
    event, alarm = Event(), Alarm()
    event["UID"] = Text("a;b,c\\d")
    event["SEQUENCE"] = vInt(3)
    event["DTSTART"] = vDatetime(datetime(2026, 5, 26, 11, 59, tzinfo=UTC))
    event["DTSTAMP"] = Instant(datetime(2026, 5, 20, 8, 15, 30, tzinfo=UTC))
    event["X-DAY"] = vDate(datetime(2026, 5, 26, tzinfo=UTC).date(), {"VALUE": "DATE"})
    event["CATEGORIES"] = Texts(["a,b", "c"])
    event["URL"] = vUri("https://example.org/?a=1,2;3")
    alarm["ACTION"] = Text("DISPLAY")
    event.add_component(alarm)

    assert component_bytes(event) == event.to_ical(sorted=False)
