"""One deadline as a VEVENT, read back by icalendar."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from deadlinebot.feeds.ics import FORMAT
from deadlinebot.model.call import CallKind, Lang, Title
from deadlinebot.model.deadline import Deadline, Estimate, Status
from deadlinebot.model.feed import FeedOptions, FeedTitle
from deadlinebot.model.when.window import Tbd
from tests.build import a_call, a_claim, a_deadline, a_moment, an_event, utc

BEIJING = ZoneInfo("Asia/Shanghai")
EN = FeedOptions(Lang.EN, BEIJING)
ANY_TEXT = st.text(st.characters(exclude_categories=[]), max_size=200)


def parsed(deadline: Deadline, options: FeedOptions = EN) -> Any:
    octets = FORMAT.join([FORMAT.component(deadline, options)], FeedTitle("all", "All"))
    (event,) = Calendar.from_ical(octets).walk("VEVENT")
    return event


def lines(deadline: Deadline, options: FeedOptions = EN) -> list[bytes]:
    return FORMAT.component(deadline, options).split(b"\r\n")


def test_it_is_one_minute_in_utc() -> None:
    written = lines(a_deadline())

    assert b"DTSTART:20260526T115900Z" in written
    assert b"DTEND:20260526T120000Z" in written


def test_an_event_is_days_with_an_exclusive_end() -> None:
    written = lines(an_event())

    assert b"DTSTART;VALUE=DATE:20261024" in written
    assert b"DTEND;VALUE=DATE:20261030" in written


def test_an_estimate_is_tentative_days_and_never_rings() -> None:
    guess = Estimate(
        date(2027, 1, 5), date(2026, 12, 28), date(2027, 1, 9), (2025, 2026)
    )
    undated = a_deadline(
        None,
        claims=(a_claim(Tbd("TBD")),),
        status=Status.TENTATIVE,
        estimate=guess,
    )

    written = lines(undated, replace(EN, alarms=(timedelta(days=1),)))

    assert b"DTSTART;VALUE=DATE:20261228" in written
    assert b"DTEND;VALUE=DATE:20270110" in written
    assert b"STATUS:TENTATIVE" in written
    assert b"SUMMARY:EMNLP 2026 paper deadline (estimate)" in written
    assert b"BEGIN:VALARM" not in written


def test_its_uid_is_that_of_the_deadline() -> None:
    assert parsed(a_deadline())["UID"] == "emnlp-2026-paper@deadlinebot"


def test_both_stamps_are_the_last_change_in_whole_seconds_of_utc() -> None:
    east = timezone(timedelta(hours=8))
    changed = datetime(2026, 5, 20, 9, 30, 15, 999_999, tzinfo=east)

    written = lines(a_deadline(changed=changed))

    assert b"DTSTAMP:20260520T013015Z" in written
    assert b"LAST-MODIFIED:20260520T013015Z" in written


def test_without_a_store_the_stamp_is_the_newest_day_of_checking() -> None:
    claims = tuple(
        a_claim(checked=day) for day in (date(2026, 5, 3), None, date(2026, 5, 20))
    )

    assert b"DTSTAMP:20260520T000000Z" in lines(a_deadline(changed=None, claims=claims))


def test_without_any_date_the_stamp_is_the_epoch_and_never_now() -> None:
    assert b"DTSTAMP:19700101T000000Z" in lines(a_deadline(changed=None))


def test_the_sequence_is_that_of_the_deadline() -> None:
    assert b"SEQUENCE:7" in lines(a_deadline(sequence=7))


@pytest.mark.parametrize(
    ("status", "written"),
    [
        (Status.CONFIRMED, b"CONFIRMED"),
        (Status.ASSUMED, b"TENTATIVE"),
        (Status.CONFLICTING, b"TENTATIVE"),
        (Status.TENTATIVE, b"TENTATIVE"),
        (Status.VANISHED, b"TENTATIVE"),
        (Status.WITHDRAWN, b"CANCELLED"),
    ],
)
def test_every_status_has_its_word(status: Status, written: bytes) -> None:
    assert b"STATUS:" + written in lines(a_deadline(status=status))


def test_it_blocks_nobody_s_time() -> None:
    written = lines(a_deadline())

    assert b"TRANSP:TRANSPARENT" in written
    assert b"X-MICROSOFT-CDO-BUSYSTATUS:FREE" in written


def test_categories_are_its_tags_and_its_kind_each_once() -> None:
    call = a_call(
        kind=CallKind.COMPETITION, tags=("ccf:B", "a,b", "nlp", "nlp", "\x07")
    )

    assert parsed(a_deadline(call=call)).categories == [
        "CCF-B",
        "a,b",
        "nlp",
        "competition",
    ]


def test_a_link_is_its_url_unescaped() -> None:
    call = a_call(link="https://example.org/cfp?a=1,2;b=3")

    assert b"URL:https://example.org/cfp?a=1,2;b=3" in lines(a_deadline(call=call))


@pytest.mark.parametrize(
    "link", [None, "javascript:alert(1)", "https://a.org/\r\nX-EVIL:1", "ftp://a.org"]
)
def test_a_link_that_may_not_be_clicked_is_left_out(link: str | None) -> None:
    assert "URL" not in parsed(a_deadline(call=a_call(link=link)))


def test_only_an_event_takes_place_somewhere() -> None:
    call = a_call(venue="Budapest, Hungary")

    assert parsed(replace(an_event(), call=call))["LOCATION"] == "Budapest, Hungary"
    assert "LOCATION" not in parsed(a_deadline(call=call))


def test_nothing_rings_unless_it_was_asked_to() -> None:
    assert parsed(a_deadline()).subcomponents == []


@pytest.mark.parametrize("deadline", [a_deadline(), an_event()])
def test_an_alarm_displays_the_summary_at_its_lead(deadline: Deadline) -> None:
    event = parsed(deadline, replace(EN, alarms=(timedelta(days=7),)))

    (alarm,) = event.subcomponents
    assert alarm["ACTION"] == "DISPLAY"
    assert alarm["TRIGGER"].to_ical() == b"-P7D"
    assert alarm["DESCRIPTION"] == event["SUMMARY"]


def test_alarms_are_the_three_nearest_each_once_and_the_earliest_first() -> None:
    days = (1, 30, 7, 14, 1, 0, -3)
    options = replace(EN, alarms=tuple(timedelta(days=n) for n in days))

    rung = [
        alarm["TRIGGER"].dt.days
        for alarm in parsed(a_deadline(), options).subcomponents
    ]

    assert rung == [-14, -7, -1]


@pytest.mark.parametrize(
    "deadline",
    [a_deadline(status=Status.WITHDRAWN), a_deadline(done=True)],
    ids=["withdrawn", "done"],
)
def test_what_needs_no_action_never_rings(deadline: Deadline) -> None:
    options = replace(EN, alarms=(timedelta(days=1),))

    assert parsed(deadline, options).subcomponents == []


def test_what_is_undated_has_no_entry() -> None:
    undated = a_deadline(None, claims=(a_claim(Tbd("TBD")),), status=Status.TENTATIVE)

    assert FORMAT.component(undated, EN) == b""


@given(ANY_TEXT, ANY_TEXT, ANY_TEXT, ANY_TEXT, st.sampled_from(Lang))
def test_no_text_of_a_source_can_move_or_break_an_entry(
    series: str, venue: str, label: str, text: str, lang: Lang
) -> None:
    call = a_call(series, title=Title(venue, series), venue=venue, tags=(text, label))
    claim = a_claim(a_moment(text=text), text=text, zone=label, source=series)
    deadline = a_deadline(call=call, claims=(claim,), label=Title(label, text))
    options = FeedOptions(lang, BEIJING, (timedelta(days=1),))

    octets = FORMAT.component(deadline, options)

    event = parsed(deadline, options)
    assert event["UID"] == deadline.uid
    assert event["DTSTART"].dt == utc("2026-05-26T11:59:00")
    assert event["LAST-MODIFIED"].dt == deadline.changed
    assert len(event.subcomponents) == 1
    assert set(event.errors) == set()
    assert len(event["SUMMARY"]) <= 255
    assert all(len(row) <= 75 for row in octets.split(b"\r\n"))
    assert octets.count(b"\n") == octets.count(b"\r\n") == octets.count(b"\r")


@given(
    st.datetimes(
        utc("1971-01-01").replace(tzinfo=None),
        utc("9999-01-01").replace(tzinfo=None),
        timezones=st.just(UTC),
    )
)
def test_every_instant_is_read_back_never_later_and_never_a_minute_early(
    due: datetime,
) -> None:
    start = parsed(a_deadline(due))["DTSTART"].dt

    assert due - timedelta(minutes=1) < start <= due
