"""CCF-Deadlines: every edition and round, of every age of the format."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deadlinebot.errors import Place, SourceError
from deadlinebot.model.claim import Claim, Origin, Parsed
from deadlinebot.model.milestone import Milestone
from deadlinebot.model.reconcile import reconcile
from deadlinebot.model.when import Moment, Reading, Span, Tbd, Unreadable, read
from deadlinebot.sources._entries.days import days
from deadlinebot.sources.ccfddl import FORMAT

ORIGIN = Origin("catalogue", "a.yml", date(2026, 4, 1))

SERIES = """\
- title: {title}
  description: Conference on Examples
  sub: {sub}
  rank: {rank}
  dblp: {dblp}
  confs:
    - year: {year}
      id: {id}
      link: {link}
      timeline:
        - {round}
      timezone: {zone}
      date: {date}
      place: Oslo, Norway
"""
USUAL = {
    "title": "QXAI",
    "sub": "AI",
    "rank": "{ccf: A, core: A*, thcpl: N}",
    "dblp": "qxai",
    "year": "2026",
    "id": "qxai26",
    "link": "https://qxai.example/",
    "round": "{deadline: '2026-05-25 23:59:59'}",
    "zone": "AoE",
    "date": "September 29 - October 2, 2026",
}


def series(**changes: str) -> str:
    return SERIES.format(**{**USUAL, **changes})


def parsed(text: str) -> Parsed:
    return FORMAT.parse(text, ORIGIN)


def only(text: str, milestone: Milestone = Milestone.PAPER) -> Claim:
    (claim,) = [c for c in parsed(text).claims if c.milestone is milestone]
    return claim


def problems(text: str) -> list[tuple[str, int]]:
    return [(problem.message, problem.holds) for problem in parsed(text).problems]


def test_a_claim_says_what_the_catalogue_says() -> None:
    claim = only(series())

    assert claim.text == "2026-05-25 23:59:59"
    assert claim.zone == "AoE"
    assert (claim.source, claim.via) == ("CCF-Deadlines", "catalogue")
    assert claim.place == Place("a.yml", 11, 22)
    assert claim.call.id == "qxai-2026"
    assert claim.call.tags == ("ccf:A", "core:A*", "sub:AI")
    assert claim.call.venue == "Oslo, Norway"
    assert claim.call.link == "https://qxai.example/"


def test_pacific_time_follows_daylight_saving() -> None:
    reading = only(series(zone="PT")).reading

    assert isinstance(reading, Moment)
    assert f"{reading.window.earliest:%m-%d %H:%M:%S}" == "05-26 06:59:59"


def test_an_abstract_and_a_paper_are_two_dates_of_one_round() -> None:
    text = series(
        round="{abstract_deadline: '2026-05-18', deadline: '2026-05-25', comment: Main}"
    )

    abstract, paper = only(text, Milestone.ABSTRACT), only(text)

    assert (abstract.item, paper.item) == (0, 0)
    assert abstract.label.en == paper.label.en == "Main"


def test_to_be_announced_is_a_claim_without_a_date() -> None:
    assert isinstance(only(series(round="{deadline: TBD}")).reading, Tbd)


def test_a_comment_can_make_a_deadline_a_notification() -> None:
    text = series(round="{deadline: '2026-08-15', comment: Notification of Acceptance}")

    assert only(text, Milestone.NOTIFICATION).text == "2026-08-15"


def test_two_series_with_one_acronym_stay_apart() -> None:
    software = only(series(title="FSE", sub="SE", dblp="sigsoft", id="fse26"))
    ciphers = only(series(title="FSE", sub="SC", dblp="fse", id="fse26"))

    assert software.call.id == ciphers.call.id
    assert software.record != ciphers.record


def test_the_shape_of_2021_is_read() -> None:
    text = """\
- title: QXML
  year: 2021
  id: qxml21
  deadline: '2021-06-25 23:59:00'
  timezone: UTC-7
  date: November 17-19, 2021
  rank: C
"""

    claim = only(text)

    assert claim.call.id == "qxml-2021"
    assert claim.call.tags == ("ccf:C",)
    assert parsed(text).entries == 1


@pytest.mark.parametrize(
    ("written", "start", "end"),
    [
        ("July 2 - 7, 2026", "2026-07-02", "2026-07-07"),
        ("May 29- June 2, 2026", "2026-05-29", "2026-06-02"),
        ("Sept 9-12, 2026", "2026-09-09", "2026-09-12"),
        ("May 03, 2026", "2026-05-03", "2026-05-03"),
        ("December 7 – 11, 2026", "2026-12-07", "2026-12-11"),
        ("December 30, 2026 - January 2, 2027", "2026-12-30", "2027-01-02"),
        ("June 10-12", "2026-06-10", "2026-06-12"),
        ("January 3-5", "2026-01-03", "2026-01-05"),
    ],
)
def test_the_days_of_the_conference_are_a_span_without_a_zone(
    written: str, start: str, end: str
) -> None:
    event = only(series(date=written), Milestone.EVENT)

    assert isinstance(event.reading, Span)
    assert f"{event.reading.start} {event.reading.end}" == f"{start} {end}"
    assert event.zone is None


@given(
    start=st.dates(date(2000, 1, 1), date(2100, 1, 1)),
    length=st.integers(0, 40),
    form=st.sampled_from(
        ["%B {} - %B {}, %Y", "%b {}-%b {}, %Y", "%B {}-{}, %Y", "%b {}, %Y"]
    ),
)
def test_the_short_way_reads_days_as_the_grammar_does(
    start: date, length: int, form: str
) -> None:
    text = start.strftime(form).format(start.day, min(28, start.day + length))

    assert outcome(lambda: days(text, start.year)) == outcome(
        lambda: grammar(text, start.year)
    )


def grammar(text: str, year: int) -> list[Reading]:
    return list(read(text, today=date(year, 1, 31)))


def outcome(reads: Callable[[], Iterable[Reading]]) -> list[tuple[date, date]] | str:
    """Return the days that were read, or what was said to be wrong."""
    try:
        readings = list(reads())
    except Unreadable as error:
        return error.message
    spans = [r for r in readings if isinstance(r, Span)]
    moments = [r.wall.day for r in readings if isinstance(r, Moment)]
    return [*((s.start, s.end) for s in spans), *((day, day) for day in moments)]


@pytest.mark.parametrize("written", ["TBD", "", "~"])
def test_days_that_are_not_known_yet_are_no_claim_and_no_problem(written: str) -> None:
    found = parsed(series(date=written))

    assert [claim.milestone for claim in found.claims] == [Milestone.PAPER]
    assert found.problems == ()


def test_wrong_days_hold_no_deadline() -> None:
    assert problems(series(date="some time in July")) == [
        ("the days of the event: there is no date in it", 0)
    ]


@pytest.mark.parametrize(
    ("changes", "message", "holds"),
    [
        ({"round": "{deadline: '2026-02-30'}"}, "30 February 2026 does not exist", 1),
        ({"zone": "Mars/Olympus"}, "unknown zone 'Mars/Olympus'", 1),
        ({"zone": "[AoE]"}, "expected one zone", 1),
        ({"year": "soon"}, "the year must be four digits, not 'soon'", 1),
        ({"title": "''"}, "the series has no 'title'", 1),
        ({"round": "{dedline: '2026-05-25'}"}, "did you mean 'deadline'?", 1),
        ({"round": "{comment: Main}"}, "the round states no deadline", 1),
        ({"round": "2026-05-25"}, "expected a round", 1),
        ({"round": "{deadline: }"}, "expected a date", 1),
        ({"round": "{deadline: '2026-05-01 and 2026-06-01'}"}, "several dates", 1),
        ({"round": "{deadline: 'May 1-4, 2026'}"}, "not several days", 1),
        ({"round": "{deadline: &x '2026-05-25'}"}, "the anchor '&x'", 1),
        ({"link": "javascript:alert(1)"}, "dropped: not a web link", 0),
        ({"rank": "{ccf: good}"}, "'good' is no rank of ccf", 0),
        ({"title": '"QX\\u202eAI"'}, "dropped from 'title': U+202E", 0),
    ],
)
def test_what_is_wrong_is_said_and_how_much_it_holds(
    changes: dict[str, str], message: str, holds: int
) -> None:
    good = series(title="GOOD", dblp="good")

    found = parsed(series(**changes) + good)

    (problem,) = found.problems
    assert message in problem.message
    assert problem.holds == holds
    assert problem.excerpt
    assert any(
        c.call.series == "GOOD" and c.milestone is Milestone.PAPER for c in found.claims
    )


def test_one_wrong_zone_is_one_problem_that_holds_all_its_dates() -> None:
    text = series(
        zone="UTC+15",
        round="{deadline: '2026-05-25'}\n        - {deadline: '2026-06-25'}",
    )

    (problem,) = parsed(text).problems

    assert problem.holds == 2
    assert problem.place.line == 13


def test_a_time_that_the_clocks_skip_is_wrong_at_the_date() -> None:
    text = series(zone="America/New_York", round="{deadline: '2026-03-08 02:30'}")

    (problem,) = parsed(text).problems

    assert problem.place.line == 11


@pytest.mark.parametrize(
    ("link", "shown"),
    [
        ("qxai.example", "https://qxai.example"),
        ("qxai.example/2026?x=1", "https://qxai.example/2026?x=1"),
        ("http://qxai.example", "http://qxai.example"),
        ("TBD", None),
        ("''", None),
    ],
)
def test_a_link_is_one_that_can_be_clicked(link: str, shown: str | None) -> None:
    text = series(link=link)

    assert only(text).call.link == shown
    assert problems(text) == []


def test_a_misspelt_key_of_an_edition_is_said() -> None:
    text = series().replace("timezone:", "timezon:")

    assert problems(text) == [("unknown key 'timezon' (did you mean 'timezone'?)", 0)]


def test_the_other_lists_of_the_repository_are_counted_as_what_they_are() -> None:
    text = """\
- {name: 人工智能, name_en: Artificial Intelligence, sub: AI}
- {title: QXAI, accept_rates: [{year: 2026, submitted: 9, accepted: 3}]}
"""

    found = parsed(text)

    assert found.ignored == {"category": 1, "acceptance rates": 1}
    assert found.entries == 2
    assert found.problems == ()


@pytest.mark.parametrize(
    "text", ["", "on: push", "just words", "- {a: [", "[" * 60_000]
)
def test_what_is_no_catalogue_is_refused_as_a_whole(text: str) -> None:
    with pytest.raises(SourceError):
        parsed(text)


def test_an_id_that_was_copied_loses_no_edition_and_no_date() -> None:
    edition = (
        "    - {{year: {year}, id: qx25, timezone: UTC+8, place: X, link: https://q.org,"
        " date: 'May 1-2, {year}', timeline: [{{deadline: '{due} 23:59:59'}}]}}\n"
    )
    text = "- title: QX\n  description: Q X\n  sub: AI\n  dblp: qx\n  confs:\n"
    for year, due in ((2025, "2025-01-01"), (2026, "2026-01-01"), (2026, "2026-02-01")):
        text += edition.format(year=year, due=due)

    claims = FORMAT.parse(text, Origin("ccf", "qx.yml", date(2026, 1, 1))).claims
    papers = [d for d in reconcile(claims) if d.milestone is Milestone.PAPER]

    assert sorted(f"{d.due:%Y-%m-%d}" for d in papers) == [
        "2025-01-01",
        "2026-01-01",
        "2026-02-01",
    ]
    assert len({d.id for d in papers}) == 3
