"""Values: their escapes, and what never reaches a calendar."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar, Event
from icalendar.prop import vDatetime

from deadlinebot.feeds.ics.lines import component_bytes
from deadlinebot.feeds.ics.values import Instant, Text, Texts, line, paragraphs
from tests.build import utc

ANY_TEXT = st.text(st.characters(exclude_categories=[]), max_size=300)
PLAIN_TEXT = st.text(
    st.one_of(
        st.sampled_from('\\\\;;,,nN\n"^%:'),
        st.characters(exclude_categories=["C", "Zl", "Zp"]),
    ),
    max_size=300,
)


def read_back(name: str, value: object) -> Any:
    event = Event()
    event[name] = value
    calendar = b"BEGIN:VCALENDAR\r\n%bEND:VCALENDAR\r\n" % component_bytes(event)
    return Calendar.from_ical(calendar).walk("VEVENT")[0][name]


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


@given(
    st.datetimes(
        utc("0002-01-01").replace(tzinfo=None),
        utc("9998-12-31").replace(tzinfo=None),
        timezones=st.sampled_from([UTC, timezone(timedelta(hours=-9))]),
    )
)
def test_an_instant_is_written_as_icalendar_writes_it_in_utc(when: datetime) -> None:
    theirs: Any = vDatetime(when.astimezone(UTC))

    assert Instant(when).to_ical() == theirs.to_ical()
