"""iCalendar: what is broken, hostile or cut off, and its neighbours."""

from __future__ import annotations

from itertools import pairwise
from time import monotonic

import pytest

from deadlinebot.errors import SourceError
from deadlinebot.sources.ics import FORMAT
from tests.unit.sources.calendars import (
    BERLIN,
    FIXED,
    ORIGIN,
    event,
    parsed,
)


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (("DTSTART:20260230T120000Z",), "'20260230T120000Z' does not exist"),
        (("DTSTART:20260526T250000Z",), "'20260526T250000Z' does not exist"),
        (("DTSTART:tomorrow",), "'tomorrow' is no date: 20260525T235900Z"),
        (("DTSTART;TZID=Mars/Olympus:20260526T120000",), "unknown zone 'Mars/Olympus'"),
        (("DTSTART;TZID=Broken:20260526T120000",), "the VTIMEZONE in line 2"),
        (("DTSTART;TZID=Endless:20260526T120000",), "another rule than FREQ=YEARLY"),
        (("DTSTART;=:20260526T120000Z",), "not a content line"),
        (("DTSTART;TZID=UTC+1:99991231T235959", "DTEND;VALUE=DATE:2026"), "no date"),
        (("DTSTART:20260526T120000Z", "EXDATE:never"), "EXDATE: 'never' is no date"),
        (("DTSTART;VALUE=DATE:20260526", "DURATION:long"), "no length of time"),
        (("DTSTART;VALUE=DATE:99991231", "DURATION:P9D"), "after the year 9999"),
        (("DTSTART:20260526T120000Z", "RDATE:" + "x," * 400), "more than 366 dates"),
        (("DTSTART;TZID=" + "x" * 30_000 + ":20260526",), "longer than 20000"),
        (("UID:1",), "the event has no DTSTART"),
        (
            ("DTSTART:20260526T120000Z", "BEGIN:VTIMEZONE"),
            "BEGIN:VEVENT is never ended",
        ),
    ],
)
def test_what_is_wrong_is_said_and_holds_that_entry_alone(
    lines: tuple[str, ...], message: str
) -> None:
    broken = "BEGIN:VTIMEZONE\nTZID:Broken\nEND:VTIMEZONE"
    endless = FIXED.format(name="Endless", offset="+0100").replace(
        "TZOFFSETFROM", "RRULE:FREQ=SECONDLY\nTZOFFSETFROM", 1
    )
    good = event("DTSTART:20260701T120000Z", summary="GOOD 2026 deadline")

    found = parsed(broken, endless, event(*lines), good)

    assert [c.call.series for c in found.claims if c.call.series == "GOOD"] == ["GOOD"]
    (problem,) = [p for p in found.problems if p.holds]
    assert message in problem.message
    assert problem.holds == 1


def test_an_entry_without_a_title_is_held() -> None:
    (problem,) = parsed("BEGIN:VEVENT\nDTSTART:20260526T120000Z\nEND:VEVENT").problems

    assert "no SUMMARY" in problem.message


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (("URL:javascript:alert(1)",), "dropped: not a web link"),
        (("SUMMARY:x",), ""),
        (("END:VALARM",), "END:VALARM without BEGIN"),
        (("BEGIN:VALARM",), "BEGIN:VALARM is never ended"),
    ],
)
def test_what_can_be_mended_holds_nothing(lines: tuple[str, ...], message: str) -> None:
    found = parsed(event("DTSTART:20260526T120000Z", *lines))

    assert len(found.claims) == 1
    assert [p.holds for p in found.problems] == ([0] if message else [])
    assert all(message in p.message for p in found.problems)


def test_what_harms_a_reader_is_dropped_from_a_title() -> None:
    found = parsed(event("DTSTART:20260526T120000Z", summary="Q\u202eX 2026 deadline"))

    assert found.claims[0].call.series == "QX"
    assert found.problems[0].message == "dropped from SUMMARY: U+202E"


@pytest.mark.parametrize(
    "text", ["", "<html>", "BEGIN:VEVENT\nEND:VEVENT", "BEGIN:X\n" * 11]
)
def test_what_is_no_calendar_is_refused_as_a_whole(text: str) -> None:
    with pytest.raises(SourceError):
        FORMAT.parse(text, ORIGIN)


def test_a_calendar_that_breaks_off_keeps_what_is_whole() -> None:
    text = f"BEGIN:VCALENDAR\n{event('DTSTART:20260526T120000Z')}\nBEGIN:VEV"

    found = FORMAT.parse(text, ORIGIN)

    assert len(found.claims) == 1
    assert all(problem.holds == 0 for problem in found.problems)


@pytest.mark.parametrize(
    "text",
    [
        "BEGIN:VCALENDAR\n" + "BEGIN:VEVENT\n" * 50_000,
        "BEGIN:VCALENDAR\n" + "\n " * 400_000,
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:" + "(" * 900_000,
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART" + ";A=B" * 4_000 + ":20260526\n",
        "BEGIN:VCALENDAR\n"
        + "".join(
            BERLIN.format(name=f"Z{n}").replace("1981", "1601").replace("1996", "1601")
            + f"\nBEGIN:VEVENT\nSUMMARY:x\nDTSTART;TZID=Z{n}:20260526T120000\nEND:VEVENT\n"
            for n in range(400)
        ),
        "BEGIN:VCALENDAR\n" + "BEGIN:VEVENT\nSUMMARY:x\nDTSTART:19800101T120000Z\n"
        "RRULE:FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1\nEND:VEVENT\n" * 400,
    ],
    ids=["never ended", "folded", "brackets", "parameters", "zones", "rules"],
)
def test_a_hostile_calendar_costs_little(text: str) -> None:
    start = monotonic()

    found = FORMAT.parse(text, ORIGIN)

    assert found.problems
    assert monotonic() - start < 20


def test_columns_and_lines_are_those_of_the_file() -> None:
    found = parsed(event("DESCRIPTION:a", " folded", "DTSTART:20260526T120000Z"))

    assert found.claims[0].place.line == 6
    assert all(a.place <= b.place for a, b in pairwise(found.claims))
