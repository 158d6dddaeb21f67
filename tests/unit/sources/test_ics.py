"""iCalendar: every form of a date, zones that a file brings along, broken neighbours."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path
from time import monotonic
from zoneinfo import ZoneInfo

import pytest

from deadlinebot.errors import SourceError
from deadlinebot.model.call import CallKind
from deadlinebot.model.claim import Claim, Origin, Parsed
from deadlinebot.model.milestone import Milestone
from deadlinebot.model.when import Moment, Span, Tbd
from deadlinebot.sources.ics import FORMAT

ORIGIN = Origin("calendar", "a.ics", date(2026, 4, 1))
FEEDS = Path(__file__).parents[2] / "golden/feeds"

BERLIN = """\
BEGIN:VTIMEZONE
TZID:{name}
BEGIN:DAYLIGHT
DTSTART:19810329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE"""
FIXED = """\
BEGIN:VTIMEZONE
TZID:{name}
BEGIN:STANDARD
DTSTART:19700101T000000
TZOFFSETFROM:{offset}
TZOFFSETTO:{offset}
END:STANDARD
END:VTIMEZONE"""


def parsed(*parts: str) -> Parsed:
    text = "\n".join(("BEGIN:VCALENDAR", *parts, "END:VCALENDAR", ""))
    return FORMAT.parse(text, ORIGIN)


def event(
    *lines: str, name: str = "VEVENT", summary: str = "QX 2026 paper deadline"
) -> str:
    return "\n".join((f"BEGIN:{name}", f"SUMMARY:{summary}", *lines, f"END:{name}"))


def only(*parts: str) -> Claim:
    (claim,) = parsed(*parts).claims
    return claim


def instant(claim: Claim) -> str:
    assert isinstance(claim.reading, Moment)
    ends = (claim.reading.window.earliest, claim.reading.window.latest)
    return " / ".join(dict.fromkeys(f"{end:%m-%d %H:%M:%S}" for end in ends))


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
    ("wall", "utc"),
    [
        ("20260301T120000", "03-01 11:00:00"),
        ("20260601T120000", "06-01 10:00:00"),
        ("20260329T013000", "03-29 00:30:00"),
        ("20260329T023000", "03-29 01:30:00"),  # skipped: by the clocks before
        ("20260329T033000", "03-29 01:30:00"),
        ("20261025T023000", "10-25 00:30:00"),  # comes twice: the first
        ("20261025T033000", "10-25 02:30:00"),
        ("20261231T235959", "12-31 22:59:59"),
    ],
)
@pytest.mark.parametrize("name", ["Europe/Berlin", "My own clocks"])
def test_a_local_time_means_what_the_calendar_says_of_its_zone(
    wall: str, utc: str, name: str
) -> None:
    claim = only(event(f"DTSTART;TZID={name}:{wall}"), BERLIN.format(name=name))

    assert instant(claim) == utc


def test_without_its_rules_a_zone_means_the_same_by_its_name() -> None:
    for month in range(1, 13):
        lines = event(f"DTSTART;TZID=Europe/Berlin:2026{month:02}15T120000")

        assert instant(only(lines)) == instant(
            only(lines, BERLIN.format(name="Europe/Berlin"))
        )


def test_the_rules_of_a_zone_win_over_its_name() -> None:
    zone = FIXED.format(name="America/New_York", offset="+0800")

    claim = only(event("DTSTART;TZID=America/New_York:20260526T195900"), zone)

    assert instant(claim) == "05-26 11:59:00"


def test_a_zone_counts_wherever_it_stands_and_for_its_own_file_only() -> None:
    zone = FIXED.format(name="Private", offset="-1200")
    lines = event("DTSTART;TZID=Private:20260525T235900")

    assert instant(only(lines, zone)) == instant(only(zone, lines)) == "05-26 11:59:00"
    assert "unknown zone 'Private'" in parsed(lines).problems[0].message


def test_clocks_change_as_the_rules_say_all_year_round() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    start = datetime.combine(date(2026, 1, 1), time(12, 30))
    walls = [start + timedelta(days=n) for n in range(0, 365, 5)]

    found = parsed(
        BERLIN.format(name="X"),
        *(event(f"DTSTART;TZID=X:{wall:%Y%m%dT%H%M%S}") for wall in walls),
    )

    assert [
        c.reading.window.earliest for c in found.claims if isinstance(c.reading, Moment)
    ] == [wall.replace(tzinfo=berlin).astimezone(UTC) for wall in walls]


def test_a_rule_of_a_zone_ends_where_it_says() -> None:
    zone = BERLIN.format(name="X").replace(
        "BYDAY=-1SU\nTZOFFSETFROM:+0100",
        "BYDAY=-1SU;UNTIL=20250330T010000Z\nTZOFFSETFROM:+0100",
    )

    (before, after) = parsed(
        zone,
        event("DTSTART;TZID=X:20250601T120000"),
        event("DTSTART;TZID=X:20260601T120000"),
    ).claims

    assert (instant(before), instant(after)) == ("06-01 10:00:00", "06-01 11:00:00")


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


def test_further_dates_are_read_but_those_excepted() -> None:
    found = parsed(
        event(
            "DTSTART:20260115T235900Z",
            "RDATE:20260415T235900Z,20260715T235900Z",
            "RDATE;VALUE=PERIOD:20261015T235900Z/PT1M",
            "EXDATE:20260415T235900Z",
        )
    )

    assert [instant(claim)[:5] for claim in found.claims] == ["01-15", "07-15", "10-15"]


def test_an_occurrence_of_its_own_replaces_that_of_the_series() -> None:
    found = parsed(
        event("UID:1", "DTSTART:20260115T235900Z", "RDATE:20260215T235900Z"),
        event("UID:1", "RECURRENCE-ID:20260215T235900Z", "DTSTART:20260220T235900Z"),
    )

    assert [instant(claim)[:5] for claim in found.claims] == ["01-15", "02-20"]


def test_a_rule_of_repetition_is_said_to_be_unread() -> None:
    found = parsed(event("DTSTART:20260115T235900Z", "RRULE:FREQ=SECONDLY"))

    assert len(found.claims) == 1
    assert [(p.message, p.holds) for p in found.problems] == [
        ("it repeats by a rule: only its first date is read", 1)
    ]


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
    ],
    ids=["never ended", "folded", "brackets", "parameters", "zones"],
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
