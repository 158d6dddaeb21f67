"""What is suspicious is found, and what only looks like it is left alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from deadlinebot.model.call import Call, CallKind
from deadlinebot.model.claim import Claim, Resolution
from deadlinebot.model.deadline import Status
from deadlinebot.model.lint import Finding, Rule, lint
from deadlinebot.model.lint.venues import venue_zone
from deadlinebot.model.milestone import Milestone
from deadlinebot.model.reconcile import reconcile
from tests.build import a_call
from tests.claims import TODAY, says

CALL = a_call("ABC", 2026, venue="Boston, MA, USA")


def milestone(kind: Milestone, text: str, **changes: object) -> Claim:
    changes = {"call": CALL, "milestone": kind, "item": 0} | changes
    return says(text, **changes)


def paper(text: str, **changes: object) -> Claim:
    return milestone(Milestone.PAPER, text, **changes)


def edition(year: int, text: str, **changes: object) -> Claim:
    return paper(text, call=a_call("ABC", year, **changes))


def found(*claims: Claim) -> list[Finding]:
    return list(lint(reconcile(claims)))


def rules(*claims: Claim) -> list[Rule]:
    return [finding.rule for finding in found(*claims)]


def at(venue: str) -> Call:
    return replace(CALL, venue=venue)


@pytest.mark.parametrize("venue", ["San Diego, CA, USA", "Kyoto, Japan", ""])
def test_utc_minus_8_is_nobodys_clock_in_pacific_summer(venue: str) -> None:
    (finding,) = found(paper("2026-06-20 23:59 UTC-8", call=at(venue)))

    assert finding.rule is Rule.WINTER_OFFSET
    assert "Pacific clocks show UTC-7 then" in finding.message
    assert "write 'PT'" in finding.message


@pytest.mark.parametrize(
    ("offset", "venue"),
    [
        ("UTC-7", "Denver, CO, USA"),
        ("UTC-6", "Chicago, USA"),
        ("UTC-5", "Boston, MA, USA"),
        ("UTC-5", "Montréal, Canada"),
    ],
)
def test_the_winter_offset_of_the_venues_own_zone_is_found_in_summer(
    offset: str, venue: str
) -> None:
    assert rules(paper(f"2026-06-20 23:59 {offset}", call=at(venue))) == [
        Rule.WINTER_OFFSET
    ]


@pytest.mark.parametrize(
    ("text", "venue"),
    [
        ("2026-01-20 23:59 UTC-8", "San Diego, CA, USA"),
        ("2026-06-20 23:59 UTC-7", "San Diego, CA, USA"),
        ("2026-06-20 23:59 UTC-8", "Anchorage, AK, USA"),
        ("2026-06-20 23:59 UTC-5", "Chicago, IL, USA"),
        ("2026-06-20 23:59 UTC-5", "Lima, Peru"),
        ("2026-06-20 23:59 UTC-7", "Phoenix, AZ, USA"),
        ("2026-06-20 23:59 PT", "San Diego, CA, USA"),
        ("2026-06-20 23:59 UTC-12", "San Diego, CA, USA"),
    ],
)
def test_an_offset_that_somebodys_clocks_show_that_day_is_left_alone(
    text: str, venue: str
) -> None:
    assert rules(paper(text, call=at(venue))) == []


@pytest.mark.parametrize("day", ["2026-03-08", "2026-10-31"])
def test_daylight_time_lasts_from_march_to_november(day: str) -> None:
    assert rules(paper(f"{day} 23:59 UTC-8")) == [Rule.WINTER_OFFSET]


@pytest.mark.parametrize("day", ["2026-03-07", "2026-11-01"])
def test_the_days_next_to_it_are_winter(day: str) -> None:
    assert rules(paper(f"{day} 23:59 UTC-8")) == []


@pytest.mark.parametrize("letters", ["EST", "PST", "CET"])
def test_a_winter_abbreviation_in_july_is_found(letters: str) -> None:
    (finding,) = found(paper(f"2026-07-20 23:59 {letters}"))

    assert finding.rule is Rule.AMBIGUOUS_ZONE
    assert f"{letters} on a summer date" in finding.message


@pytest.mark.parametrize("text", ["2026-01-20 23:59 EST", "2026-07-20 23:59 EDT"])
def test_an_abbreviation_in_its_season_is_left_alone(text: str) -> None:
    assert rules(paper(text)) == []


def test_an_abbreviation_of_several_countries_is_found_and_a_gloss_settles_it() -> None:
    assert rules(paper("2026-07-20 23:59 CST")) == [Rule.AMBIGUOUS_ZONE]
    assert rules(paper("2026-07-20 23:59 CST (北京时间)")) == []


@pytest.mark.parametrize("text", ["2026-07-05 00:00 UTC+8", "midnight July 5 AoE"])
def test_a_midnight_to_act_by_is_found(text: str) -> None:
    assert rules(paper(text)) == [Rule.MIDNIGHT]


def test_the_end_of_a_day_and_what_begins_at_midnight_are_left_alone() -> None:
    release = milestone(Milestone.DATA_RELEASE, "2026-07-05 00:00 UTC+8")

    assert rules(paper("2026-07-05 24:00 UTC+8"), release) == []


def test_one_wall_clock_in_two_zones_is_found_until_a_person_decides() -> None:
    ours = paper("2026-05-25 23:59 UTC-12")
    theirs = paper("2026-05-25 23:59 UTC+8", via="b")
    word = Resolution("A", "the desk", TODAY)

    (finding,) = found(ours, theirs)

    assert finding.rule is Rule.ZONE_CONFLICT
    assert "UTC-12 by A" in finding.message
    assert rules(replace(ours, resolution=word), replace(theirs, resolution=word)) == []


@pytest.mark.parametrize(
    ("first", "then"),
    [
        (Milestone.ABSTRACT, Milestone.PAPER),
        (Milestone.PAPER, Milestone.NOTIFICATION),
        (Milestone.NOTIFICATION, Milestone.CAMERA_READY),
        (Milestone.REBUTTAL_START, Milestone.REBUTTAL_END),
        (Milestone.STAGE_START, Milestone.STAGE_END),
    ],
)
def test_what_comes_before_what_it_follows_is_found(
    first: Milestone, then: Milestone
) -> None:
    (finding,) = found(
        milestone(first, "2026-05-20 AoE"), milestone(then, "2026-05-10 AoE", item=1)
    )

    assert finding.rule is Rule.OUT_OF_ORDER
    assert finding.deadline == f"abc-2026-{then}".replace("_", "-")


def test_the_same_day_is_an_order_that_may_be() -> None:
    abstract = milestone(Milestone.ABSTRACT, "2026-05-20 23:59 AoE")

    assert rules(abstract, paper("2026-05-20", item=1)) == []


def test_rounds_are_compared_with_their_own() -> None:
    abstracts = [
        milestone(Milestone.ABSTRACT, f"2026-0{m}-01 AoE", item=m) for m in (1, 4)
    ]
    papers = [paper(f"2026-0{m}-08 AoE", item=m) for m in (1, 4)]

    assert rules(*abstracts, *papers) == []
    assert rules(*abstracts, papers[0], paper("2026-03-08 AoE", item=4)) == [
        Rule.OUT_OF_ORDER
    ]


def test_a_deadline_after_its_event_is_found() -> None:
    event = milestone(Milestone.EVENT, "December 1-4, 2026", item=1)

    assert rules(paper("2026-12-10 AoE"), event) == [Rule.AFTER_EVENT]


def test_a_final_version_after_the_event_is_usual() -> None:
    event = milestone(Milestone.EVENT, "December 1-4, 2026", item=1)

    assert rules(milestone(Milestone.CAMERA_READY, "2027-01-10 AoE"), event) == []


def test_a_date_a_year_before_its_neighbours_is_found() -> None:
    event = milestone(Milestone.EVENT, "December 1-4, 2026", item=1)

    (finding,) = found(paper("2025-07-05 AoE"), event)

    assert finding.rule is Rule.YEAR_OFF
    assert "514 days before the event" in finding.message


@pytest.mark.parametrize("year", [2024, 2028])
def test_a_date_far_from_its_editions_year_is_found(year: int) -> None:
    assert rules(paper(f"{year}-07-05 AoE")) == [Rule.YEAR_OFF]


def test_a_date_in_the_year_before_its_edition_is_usual() -> None:
    event = milestone(Milestone.EVENT, "April 1-4, 2026", item=1)

    assert rules(paper("2025-07-05 AoE"), event) == []


def test_a_journal_goes_on_for_years() -> None:
    journal = replace(CALL, kind=CallKind.JOURNAL)

    assert rules(paper("2028-07-05 AoE", call=journal)) == []


def test_a_date_a_year_off_the_other_editions_is_found() -> None:
    others = [edition(2023, "2023-01-10 AoE"), edition(2024, "2024-01-20 AoE")]

    (finding,) = found(*others, edition(2026, "2025-01-14 AoE"))

    assert finding.rule is Rule.YEAR_OFF
    assert finding.deadline == "abc-2026-paper"
    assert "about 2026-01-10, a year later" in finding.message


def test_one_edition_off_does_not_make_its_neighbours_suspicious() -> None:
    claims = [
        edition(year, f"{year}-01-1{year % 10} AoE") for year in range(2021, 2025)
    ]

    assert rules(*claims, edition(2025, "2024-01-14 AoE")) == [Rule.YEAR_OFF]


def test_a_series_that_moved_its_season_is_left_alone() -> None:
    texts = {2022: "2022-01-10", 2023: "2023-01-12", 2024: "2024-06-10"}

    assert rules(*(edition(y, f"{text} AoE") for y, text in texts.items())) == []


@pytest.mark.parametrize("status", [Status.WITHDRAWN, Status.VANISHED])
def test_what_is_gone_is_not_looked_at(status: Status) -> None:
    (deadline,) = reconcile([paper("2026-06-20 23:59 UTC-8")])

    assert lint([replace(deadline, status=status)]) == ()


def test_findings_come_in_the_order_of_places() -> None:
    claims = [
        paper("2026-06-20 00:00 UTC-8", item=3),
        milestone(Milestone.REGISTRATION, "2026-06-20 00:00 UTC+8", item=1),
    ]

    places = [finding.place for finding in found(*claims)]

    assert len(places) == 3
    assert places == sorted(places)


def test_every_finding_is_one_line() -> None:
    messages = [f.message for f in found(paper("2026-06-20 00:00 UTC-8"))]

    assert len(messages) == 2
    assert all(message and "\n" not in message for message in messages)


@pytest.mark.parametrize(
    ("venue", "zone"),
    [
        ("Atlanta (GA), USA", "America/New_York"),
        ("Riverside, CA, USA", "America/Los_Angeles"),
        ("Dallas, USA", "America/Chicago"),
        ("Vancouver, Canada", "America/Los_Angeles"),
        ("Cambridge, MA, USA", "America/New_York"),
        ("Cambridge, UK", None),
        ("Hamburg, DE", None),
        ("Online", None),
        ("Tucson, Arizona, USA", None),
    ],
)
def test_a_venue_tells_its_clocks(venue: str, zone: str | None) -> None:
    assert venue_zone(venue) == zone
