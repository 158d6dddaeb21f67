"""The parsers behind real calendars read the golden feeds alike, without complaint.

``ical`` is Home Assistant's, ical.js Thunderbird's; ``ics`` and ``vobject`` stand
behind many scripts and servers.
"""

from __future__ import annotations

import json
import subprocess
import warnings
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import ical.calendar_stream
import ics
import pytest
import vobject
from icalendar import Calendar

from deadlinebot.feeds.ics import FORMAT
from deadlinebot.feeds.ics.prose import summary
from deadlinebot.feeds.ics.span import Days, Minute, occupied
from tests.build import a_call, a_deadline, utc
from tests.golden.feeds.deadlines import FEEDS, deadlines
from tests.needs import needs_node_package, node_package

GOLDEN = Path(__file__).parent.parent / "golden" / "feeds"
EMPTY = FORMAT.join([], FEEDS["zh"][0]).decode()

HOSTILE = (
    "x\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:evil",
    "\x00\x07\x0b\x1b[31m\x7f\x85\u2028\u2029",
    "\u202eoverride\u2066 \ud800 \ufeff \uffff",
    'comma, semicolon; colon: "quote" ^n ^\' %2C %0D%0A',
    "\\",
    "\\\\n \\N \\, \\; C:\\New",
    " \t leading and trailing \t ",
    "😀" * 200,
    "e\u0301" * 400,
    "<script>alert(1)</script> <!channel> @all",
    "",
)

# What an entry is to a client: when it starts and ends, and what it is called.
Entry = tuple[date | datetime, date | datetime, str]
Read = Callable[[str], Mapping[str, Entry]]


def with_icalendar(feed: str) -> Mapping[str, Entry]:
    calendar: Any = Calendar.from_ical(feed)
    assert not [error for part in calendar.walk() for error in part.errors]
    return {
        str(event["UID"]): (event.start, event.end, str(event["SUMMARY"]))
        for event in calendar.events
    }


def with_ical(feed: str) -> Mapping[str, Entry]:
    calendar: Any = ical.calendar_stream.IcsCalendarStream.calendar_from_ics(feed)
    return {
        event.uid: (event.dtstart, event.dtend, event.summary)
        for event in calendar.events
    }


def with_ics(feed: str) -> Mapping[str, Entry]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its grammar's own deprecations
        calendar = ics.Calendar(feed)
    return {event.uid: _ics_entry(event) for event in calendar.events}


def _ics_entry(event: Any) -> Entry:
    start, end = event.begin.datetime, event.end.datetime
    # It takes the second half of an escaped backslash and an N for a line break.
    name = event.name.replace("\\\n", "\\N")
    return (start.date(), end.date(), name) if event.all_day else (start, end, name)


def with_vobject(feed: str) -> Mapping[str, Entry]:
    calendar = vobject.readOne(feed)
    return {
        event.uid.value: (event.dtstart.value, event.dtend.value, event.summary.value)
        for event in calendar.contents.get("vevent", [])
    }


def with_ical_js(feed: str) -> Mapping[str, Entry]:
    module = node_package("ical.js").resolve() / "dist" / "ical.js"
    script = """
      import(process.argv[1]).then(({default: ICAL}) => {
        const feed = require("fs").readFileSync(0, "utf8");
        const calendar = new ICAL.Component(ICAL.parse(feed));
        const events = calendar.getAllSubcomponents("vevent");
        const time = (t) => t.isDate ? t.toString() : t.toJSDate().toISOString();
        console.log(JSON.stringify(events.map((component) => {
          const e = new ICAL.Event(component);
          return [e.uid, time(e.startDate), time(e.endDate), e.summary];
        })));
      });
    """
    run = subprocess.run(
        ["node", "--eval", script, module.as_uri()],
        input=feed,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert run.stderr == ""
    return {uid: (_js(a), _js(b), name) for uid, a, b, name in json.loads(run.stdout)}


def _js(text: str) -> date | datetime:
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


def expected(name: str) -> Mapping[str, Entry]:
    _, options = FEEDS[name]
    return {
        deadline.uid: (where.start, where.end, summary(deadline, options.lang))
        for deadline in deadlines()
        if isinstance(where := occupied(deadline), Minute | Days)
    }


def in_utc(entries: Mapping[str, Entry]) -> Mapping[str, Entry]:
    return {
        uid: (_utc(start), _utc(end), name)
        for uid, (start, end, name) in entries.items()
    }


def _utc(when: date | datetime) -> date | datetime:
    return when.astimezone(UTC) if isinstance(when, datetime) else when


READERS = [
    pytest.param(with_icalendar, id="icalendar"),
    pytest.param(with_ical, id="ical"),
    pytest.param(with_ics, id="ics"),
    pytest.param(with_vobject, id="vobject"),
    pytest.param(
        with_ical_js, id="ical.js", marks=needs_node_package("ical.js", "2.2.1")
    ),
]


@pytest.mark.parametrize("name", FEEDS)
@pytest.mark.parametrize("read", READERS)
def test_every_client_reads_the_same_entries_at_the_same_instants(
    read: Read, name: str
) -> None:
    feed = (GOLDEN / f"{name}.ics").read_bytes().decode()

    entries = read(feed)

    assert in_utc(entries) == expected(name)


@pytest.mark.parametrize("read", READERS)
def test_no_title_makes_a_client_refuse_the_feed_or_lose_an_entry(read: Read) -> None:
    title, options = FEEDS["zh"]
    hostile = [
        a_deadline(id=f"hostile-{number}", call=a_call(text, venue=text, tags=(text,)))
        for number, text in enumerate(HOSTILE)
    ]
    feed = FORMAT.join([FORMAT.component(d, options) for d in hostile], title)

    entries = read(feed.decode())

    assert {uid: start for uid, (start, _, _) in in_utc(entries).items()} == {
        deadline.uid: utc("2026-05-26T11:59:00") for deadline in hostile
    }


@pytest.mark.parametrize("read", READERS)
def test_every_client_opens_an_empty_feed(read: Read) -> None:
    assert read(EMPTY) == {}
