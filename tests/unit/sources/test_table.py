"""Tables: headers in two languages, quotes, delimiters, and a place for every cell."""

from __future__ import annotations

from datetime import date
from time import monotonic

import pytest

from deadlinebot.errors import Place, SourceError
from deadlinebot.model.call import CallKind
from deadlinebot.model.claim import Claim, Origin, Parsed
from deadlinebot.model.milestone import Milestone
from deadlinebot.model.when import Moment, Span, Tbd
from deadlinebot.sources.table import FORMAT

ORIGIN = Origin("group table", "a.csv", date(2026, 4, 1))


def parsed(*lines: str) -> Parsed:
    return FORMAT.parse("\n".join(lines) + "\n", ORIGIN)


def only(*lines: str) -> Claim:
    (claim,) = parsed(*lines).claims
    return claim


def instant(claim: Claim) -> str:
    assert isinstance(claim.reading, Moment)
    ends = (claim.reading.window.earliest, claim.reading.window.latest)
    return " / ".join(dict.fromkeys(f"{end:%m-%d %H:%M:%S}" for end in ends))


@pytest.mark.parametrize(
    ("header", "milestone"),
    [
        ("deadline", Milestone.PAPER),
        ("Submission_Deadline", Milestone.PAPER),
        ("截稿", Milestone.PAPER),
        ("截止日期", Milestone.PAPER),
        ("Abstract deadline", Milestone.ABSTRACT),
        ("摘要", Milestone.ABSTRACT),
        ("报名截止", Milestone.REGISTRATION),
        ("Notification", Milestone.NOTIFICATION),
        ("录用通知", Milestone.NOTIFICATION),
        ("camera-ready", Milestone.CAMERA_READY),
        ("终稿", Milestone.CAMERA_READY),
        ("rebuttal start", Milestone.REBUTTAL_START),
        ("Rebuttal", Milestone.REBUTTAL_END),
        ("deadline 2", Milestone.PAPER),
        ("date", Milestone.PAPER),
        ("日期", Milestone.PAPER),
        ("Ｄｅａｄｌｉｎｅ", Milestone.PAPER),
    ],
)
def test_a_header_names_the_milestone(header: str, milestone: Milestone) -> None:
    claim = only(f"series,year,{header}", "QX,2026,2026-05-25")

    assert claim.milestone is milestone


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_cells_are_separated_by_what_makes_a_header(delimiter: str) -> None:
    claim = only(
        delimiter.join(("会议", "年份", "截稿", "时区", "地点")),
        delimiter.join(("QX", "2026", "2026-05-25 23:59", "AoE", '"a,b;c"')),
    )

    assert instant(claim) == "05-26 11:59:00"
    assert claim.call.venue == "a,b;c"


@pytest.mark.parametrize(
    ("header", "cell", "zone", "means"),
    [
        ("deadline", "2026-05-25 23:59", "AoE", "05-26 11:59:00"),
        ("deadline", "2026-05-25 23:59 UTC", "AoE", "05-25 23:59:00"),
        ("deadline", "2026/5/25", "Asia/Shanghai", "05-25 15:59:59"),
        ("deadline", "May 25, 2026 23:59", "", "05-25 09:59:00 / 05-26 11:59:00"),
        ("deadline (AoE)", "2026-05-25 23:59", "UTC", "05-26 11:59:00"),
        ("截稿（北京时间）", "2026年5月25日 24:00", "", "05-25 16:00:00"),
        ("deadline (full papers)", "2026-05-25 23:59", "UTC", "05-25 23:59:00"),
    ],
)
def test_a_date_has_the_nearest_zone(
    header: str, cell: str, zone: str, means: str
) -> None:
    claim = only(f"series,year,{header},timezone", f'QX,2026,"{cell}",{zone}')

    assert instant(claim) == means


def test_a_column_of_types_says_which_date_it_is() -> None:
    found = parsed(
        "series,year,type,date",
        "QX,2026,abstract,2026-05-18",
        "QX,2026,camera ready,2026-08-30",
        "QX,2026,town hall,2026-09-01",
    )

    assert [claim.milestone for claim in found.claims] == [
        Milestone.ABSTRACT,
        Milestone.CAMERA_READY,
        Milestone.OTHER,
    ]
    assert found.claims[2].label.en == "town hall"


def test_further_rows_of_an_edition_are_further_rounds() -> None:
    found = parsed(
        "series,year,round,deadline",
        "QX,2026,First,2026-01-15",
        "QX,2026,Second,2026-05-15",
    )

    assert [(c.item, c.label.en) for c in found.claims] == [(0, "First"), (1, "Second")]
    assert {claim.record for claim in found.claims} == {"qx-2026"}


def test_several_columns_of_deadlines_are_rounds_under_their_names() -> None:
    found = parsed("series,year,deadline 1,deadline 2", "QX,2026,2026-01-15,2026-05-15")

    assert [claim.label.en for claim in found.claims] == ["deadline 1", "deadline 2"]
    assert [claim.item for claim in found.claims] == [0, 1]


def test_what_a_row_says_of_its_call_is_kept() -> None:
    claim = only(
        "会议,年份,全称,截稿,链接,地点,标签,CCF等级,种类",
        "QX,2026,Quixotic,2026-05-25,qx.example,Oslo,NLP,B类,期刊",
    )

    call = claim.call
    assert (call.series, call.year, call.title.en) == ("QX", 2026, "Quixotic")
    assert (call.link, call.venue) == ("https://qx.example", "Oslo")
    assert (call.tags, call.kind) == (("ccf:B", "nlp"), CallKind.JOURNAL)
    assert claim.source == "group table"


def test_the_year_may_stand_in_the_name() -> None:
    claim = only("series,deadline", "QX 2027,2026-05-25")

    assert (claim.call.series, claim.call.year) == ("QX", 2027)


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("start,end", "2026-10-24,2026-10-29"),
        ("会议日期", '"October 24-29, 2026"'),
        ("date", "October 24-29"),
    ],
)
def test_the_days_of_the_event_are_a_span(header: str, cells: str) -> None:
    found = parsed(f"series,year,deadline,{header}", f"QX,2026,TBD,{cells}")

    reading = found.claims[1].reading
    assert isinstance(found.claims[0].reading, Tbd)
    assert isinstance(reading, Span)
    assert f"{reading.start} {reading.end}" == "2026-10-24 2026-10-29"


@pytest.mark.parametrize("word", ["Cancelled", "已取消"])
def test_what_is_cancelled_is_withdrawn(word: str) -> None:
    assert only("series,year,deadline", f"QX,2026,{word}").withdrawn


def test_dates_under_a_header_that_we_do_not_know_are_not_lost() -> None:
    found = parsed(
        "series,year,deadline,visa letters,budget",
        "QX,2026,2026-05-25,2026-09-01,100",
    )

    assert found.claims[1].milestone is Milestone.OTHER
    assert found.claims[1].label.en == "visa letters"
    assert [(p.message, p.holds) for p in found.problems] == [
        ("the column 'budget' is not read", 0)
    ]


def test_every_cell_knows_its_line_and_column() -> None:
    found = parsed(
        "",
        "series,year,full name,deadline,abstract",
        '"QX",2026,"two',
        'lines, ""quoted""", 2026-05-25,"2026-05-18"',
        "",
        'QY,2026,,"2026-05-25 25:00"',
    )

    assert [claim.place for claim in found.claims] == [
        Place("a.csv", 4, 21),
        Place("a.csv", 4, 32),
    ]
    assert found.claims[0].call.title.en == 'two lines, "quoted"'
    assert found.problems[-1].place == Place("a.csv", 6, 22)
    assert found.entries == 2


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("QX,2026,2026-02-30", "30 February 2026 does not exist"),
        ("QX,2026,07/08/2026", "two readings"),
        ("QX,2026,see website", "no date in it"),
        ("QX,soon,2026-05-25", "four digits, not 'soon'"),
        ("QX,,2026-05-25", "four digits"),
        (",2026,2026-05-25", "no 'series'"),
        ("QX,2026,2026-05-25,Oslo, Norway", "more cells than the header"),
        ('QX,2026,"2026-05-25', "never closed"),
        ('QX,2026,"2026"-05-25', "text after the closing quote"),
        ("QX,2026" + "," * 300 + "x", "more than 200 cells"),
    ],
)
def test_what_is_wrong_is_said_and_holds_that_row_alone(row: str, message: str) -> None:
    found = parsed("series,year,deadline,place", row, "GOOD,2026,2026-07-01,Oslo")

    assert [claim.call.series for claim in found.claims] == ["GOOD"]
    (problem,) = found.problems
    assert message in problem.message
    assert (problem.holds, problem.place.line) == (1, 2)


def test_a_wrong_zone_holds_all_dates_of_its_row() -> None:
    found = parsed(
        "series,year,deadline,abstract,timezone", "QX,2026,2026-05-25,2026-05-18,Mars"
    )

    (problem,) = found.problems
    assert (problem.holds, problem.place.column) == (2, 31)


def test_a_row_without_a_date_is_counted_as_such() -> None:
    found = parsed("series,year,deadline", "QX,2026,", "QY,2026,2026-05-25")

    assert found.ignored == {"without a date": 1}
    assert found.entries == 2


def test_a_column_that_says_a_fact_again_is_said() -> None:
    found = parsed("series,name,year,deadline", "QX,Other,2026,2026-05-25")

    assert found.claims[0].call.series == "QX"
    assert found.problems[0].message == "the column 'name' says again what another says"


@pytest.mark.parametrize(
    "text",
    ["", "\n\n", "just words", "series,year\nQX,2026", "deadline\n2026-05-25", '"'],
)
def test_what_is_no_table_is_refused_as_a_whole(text: str) -> None:
    with pytest.raises(SourceError):
        FORMAT.parse(text, ORIGIN)


@pytest.mark.parametrize(
    "body",
    ['"\n' * 100_001, '"a""b\n' * 50_000, '""' * 500_000, "," * 1_000_000],
    ids=["quotes", "pairs", "doubled", "delimiters"],
)
def test_a_hostile_table_costs_little(body: str) -> None:
    start = monotonic()

    found = FORMAT.parse("series,year,deadline\n" + body, ORIGIN)

    assert found.problems
    assert monotonic() - start < 20
