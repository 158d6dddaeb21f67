"""sec-deadlines: templates of years, rounds in a list, AoE by its own rule."""

from __future__ import annotations

from datetime import date

import pytest

from deadlinebot.model.call import CallKind
from deadlinebot.model.claim import Origin, Parsed
from deadlinebot.model.milestone import Milestone
from deadlinebot.model.when import Moment, Span, Tbd
from deadlinebot.sources.sec_deadlines import FORMAT

ORIGIN = Origin("catalogue", "a.yml", date(2026, 4, 1))


def parsed(*lines: str) -> Parsed:
    return FORMAT.parse(
        "\n  ".join(("- name: QXSEC", "year: 2026", *lines)) + "\n", ORIGIN
    )


def instants(found: Parsed) -> list[str]:
    readings = [c.reading for c in found.claims if c.milestone is Milestone.PAPER]
    return [
        f"{reading.window.earliest:%Y-%m-%d %H:%M:%S}"
        for reading in readings
        if isinstance(reading, Moment) and reading.window.exact
    ]


@pytest.mark.parametrize(
    ("written", "instant"),
    [
        ("'2026-05-07 23:59'", "2026-05-08 11:59:00"),
        ("'2026-5-7 23:59'", "2026-05-08 11:59:00"),
        ("2026-05-07", "2026-05-08 11:59:59"),
        ("'2026-05-07 24:00'", "2026-05-08 12:00:00"),
        ("'%y-05-07 23:59'", "2026-05-08 11:59:00"),
        ("'%Y-05-07 23:59'", "2025-05-08 11:59:00"),
        ("['%y-05-07 23:59']", "2026-05-08 11:59:00"),
        ("[['%y-05-07 23:59']]", "2026-05-08 11:59:00"),
    ],
)
def test_a_deadline_is_aoe_unless_a_zone_is_named(written: str, instant: str) -> None:
    found = parsed(f"deadline: {written}")

    assert instants(found) == [instant]
    assert found.claims[0].zone == "AoE"
    assert found.problems == ()


def test_a_zone_of_the_tz_database_counts() -> None:
    found = parsed("deadline: '2026-05-07 23:59'", "timezone: Etc/GMT-8")

    assert instants(found) == ["2026-05-07 15:59:00"]


def test_what_is_shown_of_a_template_is_the_date_that_it_stands_for() -> None:
    found = parsed("deadline: '%Y-11-30 23:59'")

    assert found.claims[0].text == "2025-11-30 23:59"


def test_several_deadlines_are_rounds_of_one_edition() -> None:
    found = parsed("deadline: ['%Y-05-31 23:59', '%Y-08-31 23:59', '%y-02-28 23:59']")

    assert [claim.item for claim in found.claims] == [0, 1, 2]
    assert {claim.record for claim in found.claims} == {"qxsec-2026"}
    assert instants(found)[0] == "2025-06-01 11:59:00"


def test_to_be_announced_is_a_claim_without_a_date_and_a_zone() -> None:
    (claim,) = parsed("deadline: TBA").claims

    assert isinstance(claim.reading, Tbd)
    assert claim.zone is None


@pytest.mark.parametrize(
    ("written", "days"),
    [
        ("August 13-15", "2026-08-13 2026-08-15"),
        ("March 2–6", "2026-03-02 2026-03-06"),
        ("June 30 - July 3", "2026-06-30 2026-07-03"),
        ("September 10-September 11", "2026-09-10 2026-09-11"),
        ("May 6", "2026-05-06 2026-05-06"),
        ("October 17, 2026", "2026-10-17 2026-10-17"),
    ],
)
def test_days_without_a_year_are_in_that_of_the_edition(
    written: str, days: str
) -> None:
    found = parsed("deadline: TBA", f"date: {written}")

    (span,) = [c.reading for c in found.claims if c.milestone is Milestone.EVENT]
    assert isinstance(span, Span)
    assert f"{span.start} {span.end}" == days
    assert span.assumed == ()


@pytest.mark.parametrize(
    ("written", "kind", "tags"),
    [
        ("[SEC, CONF]", CallKind.CONFERENCE, ("sec",)),
        ("[PRIV, CRYPTO, SHOP]", CallKind.WORKSHOP, ("priv", "crypto")),
        ("[TOP4]", CallKind.CONFERENCE, ("top4",)),
    ],
)
def test_a_tag_can_make_it_a_workshop(
    written: str, kind: CallKind, tags: tuple[str, ...]
) -> None:
    call = parsed("deadline: TBA", f"tags: {written}").claims[0].call

    assert (call.kind, call.tags) == (kind, tags)


@pytest.mark.parametrize(
    ("lines", "message", "holds"),
    [
        (("date: May 6",), "the entry states no 'deadline'", 1),
        (("deadline: rolling",), "there is no date in it", 1),
        (("deadline: '%y-%m-15 23:59'",), "there is no date in it", 1),
        (("deadline: [2026-01-01, 2026-02-30]",), "30 February 2026", 1),
        (("deadline: [2026-01-01, ]", "timezone: Mars"), "unknown zone 'Mars'", 1),
        (("deadline: {day: 2026-01-01}",), "expected a date", 1),
        (("deadline: ['']",), "expected a date", 1),
        (("deadline: TBA", "date: soon"), "the days of the event", 0),
    ],
)
def test_what_is_wrong_is_said_and_how_much_it_holds(
    lines: tuple[str, ...], message: str, holds: int
) -> None:
    (problem,) = parsed(*lines).problems

    assert message in problem.message
    assert problem.holds == holds


def test_an_entry_without_a_year_holds_all_its_dates() -> None:
    text = "- {name: QX, year: soon, deadline: [2026-01-01, 2026-02-01]}"

    (problem,) = FORMAT.parse(text, ORIGIN).problems

    assert problem.holds == 2
