"""iCalendar: every form of a date, and what an entry says of its call."""

from __future__ import annotations

from pathlib import Path

import pytest

from deadlinebot.model.call import CallKind
from deadlinebot.model.claim import Claim
from deadlinebot.model.milestone import Milestone
from deadlinebot.model.when import Moment, Span, Tbd
from deadlinebot.sources.ics import FORMAT
from tests.unit.sources.calendars import (
    ORIGIN,
    event,
    instant,
    only,
    parsed,
)

FEEDS = Path(__file__).parents[2] / "golden/feeds"


@pytest.mark.parametrize(
    ("line", "means"),
    [
        ("DTSTART:20260526T115959Z", "05-26 11:59:59"),
        ("DTSTART:20260526T1159Z", "05-26 11:59:00"),
        ("dtstart:20260526T115960z", "05-26 11:59:59"),
        ("DTSTART;TZID=Asia/Shanghai:20260526T195900", "05-26 11:59:00"),
        ('DTSTART;TZID="Asia/Shanghai":20260526T195900', "05-26 11:59:00"),
        ("DTSTART;TZID=China Standard Time:20260526T195900", "05-26 11:59:00"),
        ("DTSTART;TZID=Eastern Standard Time:20260526T195900", "05-26 23:59:00"),
        ("DTSTART;TZID=/example.org/20070129/Europe/Berlin:20260526T135900",
         "05-26 11:59:00"),
        ("DTSTART;TZID=America/Argentina/Buenos_Aires:20260526T085900",
         "05-26 11:59:00"),
        ("DTSTART;TZID=AoE:20260525T235900", "05-26 11:59:00"),
        ("DTSTART;TZID=UTC-12:20260525T235900", "05-26 11:59:00"),
        ("DTSTART;TZID=Etc/GMT+12:20260525T235900", "05-26 11:59:00"),
        ("DTSTART;TZID=PST:20260525T235900", "05-26 06:59:00 / 05-26 07:59:00"),
        ("DTSTART:20260525T235900", "05-25 09:59:00 / 05-26 11:59:00"),
        ("DTSTART;VALUE=DATE:20260525", "05-25 09:59:59 / 05-26 11:59:59"),
        ("DTSTART:20260525", "05-25 09:59:59 / 05-26 11:59:59"),
    ],
)  # fmt: skip
def test_a_deadline_is_where_its_event_begins(line: str, means: str) -> None:
    assert instant(only(event(line))) == means


@pytest.mark.parametrize(
    ("lines", "days"),
    [
        (("DTSTART;VALUE=DATE:20261024", "DTEND;VALUE=DATE:20261030"), "10-24 10-29"),
        (("DTSTART;VALUE=DATE:20261024", "DURATION:P6D"), "10-24 10-29"),
        (("DTSTART;VALUE=DATE:20261024", "DTEND;VALUE=DATE:20261024"), "10-24 10-24"),
        (("DTSTART;VALUE=DATE:20261024", "DTEND;VALUE=DATE:20261001"), "10-24 10-24"),
        (("DTSTART;VALUE=DATE:20261024",), "10-24 10-24"),
        (("DTSTART:20261024T080000Z", "DTEND:20261029T170000Z"), "10-24 10-29"),
        (("DTSTART:20261024T000000Z", "DTEND:20261030T000000Z"), "10-24 10-29"),
    ],
)
def test_days_without_a_word_for_a_deadline_are_an_event(
    lines: tuple[str, ...], days: str
) -> None:
    claim = only(event(*lines, summary="QX 2026"))

    assert claim.milestone is Milestone.EVENT
    assert isinstance(claim.reading, Span)
    assert f"{claim.reading.start:%m-%d} {claim.reading.end:%m-%d}" == days


def test_several_days_to_submit_are_a_span_of_that_milestone() -> None:
    claim = only(event("DTSTART;VALUE=DATE:20260501", "DURATION:P1W"))

    assert claim.milestone is Milestone.PAPER
    assert claim.text == "2026-05-01 - 2026-05-07"


def test_a_to_do_is_a_deadline_when_it_is_due() -> None:
    due = event("DTSTART:20260501T000000Z", "DUE:20260526T115900Z", name="VTODO")
    lasting = event("DTSTART:20260526T105900Z", "DURATION:PT1H", name="VTODO")

    assert instant(only(due)) == instant(only(lasting)) == "05-26 11:59:00"


def test_a_to_do_without_a_date_is_to_be_announced_if_it_names_a_deadline() -> None:
    found = parsed(event(name="VTODO"), event(name="VTODO", summary="water the plants"))

    assert [isinstance(claim.reading, Tbd) for claim in found.claims] == [True]
    assert found.ignored == {"without a date": 1}


@pytest.mark.parametrize(
    ("summary", "series", "year", "milestone"),
    [
        ("QX 2026 paper deadline (AoE)", "QX", 2026, Milestone.PAPER),
        ("[取消] QX 2027 论文截稿", "QX", 2027, Milestone.PAPER),
        ("QX'27 abstract due", "QX", 2027, Milestone.ABSTRACT),
        ("Deadline: QX 2026", "QX", 2026, Milestone.PAPER),
        ("截稿：QX 2026", "QX", 2026, Milestone.PAPER),
        ("CFP: QX 2027 camera-ready", "QX", 2027, Milestone.CAMERA_READY),
        ("QX camera ready", "QX", 2026, Milestone.CAMERA_READY),
        ("2027 IEEE QX paper submission", "IEEE QX", 2027, Milestone.PAPER),
        ("QX 2026: notification of acceptance", "QX", 2026, Milestone.NOTIFICATION),
        ("QX 2026 录用通知", "QX", 2026, Milestone.NOTIFICATION),
        ("QX 2026 摘要截止", "QX", 2026, Milestone.ABSTRACT),
        ("QX 2026 初赛截止", "QX", 2026, Milestone.STAGE_END),
        ("QX 2026 rebuttal starts", "QX", 2026, Milestone.REBUTTAL_START),
        ("QX 2026 author response", "QX", 2026, Milestone.REBUTTAL_END),
        ("QX 2026 Reviews released", "QX", 2026, Milestone.OTHER),
        ("Group meeting", "Group meeting", 2026, Milestone.OTHER),
        ("deadline", "deadline", 2026, Milestone.PAPER),
    ],
)  # fmt: skip
def test_a_title_names_call_edition_and_milestone(
    summary: str, series: str, year: int, milestone: Milestone
) -> None:
    claim = only(event("DTSTART:20260526T115900Z", summary=summary))

    call = claim.call
    assert (call.series, call.year, claim.milestone) == (series, year, milestone)


def test_a_date_of_no_kind_keeps_its_words() -> None:
    claim = only(event("DTSTART:20260526T115900Z", summary="QX 2026 Reviews released"))

    assert claim.label.en == "Reviews released"


def test_dates_of_one_edition_are_one_record_and_its_rounds_apart() -> None:
    found = parsed(
        event("DTSTART:20260526T115900Z"),
        event("DTSTART:20260626T115900Z"),
        event("DTSTART:20260826T115900Z", summary="QX 2026 notification"),
    )

    assert {claim.record for claim in found.claims} == {"qx-2026"}
    assert [claim.item for claim in found.claims] == [0, 1, 0]


def test_what_the_entry_says_of_its_call_is_kept() -> None:
    claim = only(
        "X-WR-CALNAME:Deadlines\\, invented",
        event(
            "DTSTART:20260526T115900Z",
            "CATEGORIES:CCF-B,NLP,竞赛",
            "URL:https://qx.example/",
            "LOCATION:Sèvres\\, Fra",
            " nce",
        ),
    )

    assert claim.source == "Deadlines, invented"
    assert claim.call.tags == ("ccf:B", "nlp")
    assert claim.call.kind is CallKind.COMPETITION
    assert (claim.call.link, claim.call.venue) == (
        "https://qx.example/",
        "Sèvres, France",
    )


@pytest.mark.parametrize(
    "parts",
    [
        (event("DTSTART:20260526T115900Z", "STATUS:CANCELLED"),),
        ("METHOD:CANCEL", event("DTSTART:20260526T115900Z")),
    ],
)
def test_what_is_cancelled_is_withdrawn_and_not_dropped(parts: tuple[str, ...]) -> None:
    assert only(*parts).withdrawn


def test_a_newer_version_of_an_entry_supersedes_the_older() -> None:
    found = parsed(
        event("UID:1", "SEQUENCE:2", "DTSTART:20260626T115900Z"),
        event("UID:1", "DTSTART:20260526T115900Z"),
    )

    assert [instant(claim) for claim in found.claims] == ["06-26 11:59:00"]
    assert found.ignored == {"superseded": 1}


def test_one_uid_for_everything_drops_nothing_but_repeats() -> None:
    found = parsed(
        event("UID:1", "DTSTART:20260626T115900Z"),
        event("UID:1", "DTSTART:20260526T115900Z"),
        event("UID:1", "DTSTART:20260526T115900Z"),
    )

    assert len(found.claims) == 2
    assert found.ignored == {"repeated": 1}


@pytest.mark.parametrize("feed", ["en-alarms.ics", "zh.ics"])
def test_our_own_feeds_read_back_with_the_same_instants(feed: str) -> None:
    text = (FEEDS / feed).read_text(encoding="utf-8")

    found = FORMAT.parse(text, ORIGIN)

    starts = {
        line.rpartition(":")[2]
        for line in text.split("\n")
        if line.startswith("DTSTART")
    }
    assert found.problems == ()
    assert {written(claim) for claim in found.claims} == starts
    assert len(found.claims) == found.entries == text.count("BEGIN:VEVENT")


def written(claim: Claim) -> str:
    match claim.reading:
        case Moment(window=window, wall=wall):
            exact = window.exact
            return (
                f"{window.earliest:%Y%m%dT%H%M%SZ}" if exact else f"{wall.day:%Y%m%d}"
            )
        case Span(start=start):
            return f"{start:%Y%m%d}"
        case Tbd():
            return ""
