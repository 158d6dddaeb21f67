"""CCF-Deadlines: what an edition states, and what it means."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deadlinebot.errors import Place
from deadlinebot.model.milestone import Milestone
from deadlinebot.model.when import Moment, Reading, Span, Tbd, Unreadable, read
from deadlinebot.sources._entries.days import days
from tests.unit.sources.editions import (
    only,
    parsed,
    problems,
    series,
)


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


def test_the_other_lists_of_the_repository_are_counted_as_what_they_are() -> None:
    text = """\
- {name: 人工智能, name_en: Artificial Intelligence, sub: AI}
- {title: QXAI, accept_rates: [{year: 2026, submitted: 9, accepted: 3}]}
"""

    found = parsed(text)

    assert found.ignored == {"category": 1, "acceptance rates": 1}
    assert found.entries == 2
    assert found.problems == ()
