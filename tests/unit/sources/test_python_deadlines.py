"""Python Deadlines: extensions keep their history, cancelled calls are not dropped."""

from __future__ import annotations

from datetime import date

import pytest

from deadlinebot.model.claim import Claim, Origin, Parsed
from deadlinebot.model.milestone import Milestone
from deadlinebot.model.when import Moment, Tbd, read
from deadlinebot.sources.python_deadlines import FORMAT

ORIGIN = Origin("catalogue", "a.yml", date(2026, 4, 1))


def parsed(*lines: str) -> Parsed:
    entry = ("- conference: PyQuixote", "year: 2026", *lines)
    return FORMAT.parse("\n  ".join(entry) + "\n", ORIGIN)


def papers(found: Parsed) -> list[Claim]:
    return [c for c in found.claims if c.milestone is Milestone.PAPER]


def instant(claim: Claim) -> str:
    assert isinstance(claim.reading, Moment)
    assert claim.reading.window.exact
    return f"{claim.reading.window.earliest:%Y-%m-%d %H:%M:%S}"


def test_a_call_is_aoe_unless_a_zone_is_named() -> None:
    (by_rule,) = papers(parsed("cfp: '2026-08-03 23:59:00'"))
    (named,) = papers(parsed("cfp: '2026-08-03 23:59:00'", "timezone: Europe/Berlin"))

    assert (by_rule.zone, instant(by_rule)) == ("AoE", "2026-08-04 11:59:00")
    assert instant(named) == "2026-08-03 21:59:00"


def test_an_extension_is_the_date_that_counts_and_its_words_keep_the_first() -> None:
    (claim,) = papers(parsed("cfp: '2026-08-03 23:59'", "cfp_ext: '2026-08-24 23:59'"))

    assert claim.text == "2026-08-24 23:59 (was 2026-08-03 23:59)"
    assert instant(claim) == "2026-08-25 11:59:00"
    assert claim.place.line == 4


def test_the_words_of_an_extension_mean_what_they_say() -> None:
    (claim,) = papers(parsed("cfp: '2026-08-03 23:59'", "cfp_ext: '2026-08-24 23:59'"))

    (reading,) = read(claim.text, today=ORIGIN.today, zone=claim.zone)

    assert isinstance(reading, Moment)
    assert isinstance(claim.reading, Moment)
    assert reading.window == claim.reading.window


def test_an_extension_of_what_was_never_announced_has_no_history() -> None:
    (claim,) = papers(parsed("cfp: TBA", "cfp_ext: '2026-08-24 23:59'"))

    assert claim.text == "2026-08-24 23:59"


def test_calls_for_talks_workshops_and_tutorials_are_three_dates() -> None:
    found = papers(
        parsed(
            "cfp: '2026-08-03 23:59'",
            "workshop_deadline: '2026-08-02 23:59'",
            "tutorial_deadline: '2026-08-01 23:59'",
        )
    )

    assert [c.label.en for c in found] == ["talks", "workshops", "tutorials"]
    assert [c.item for c in found] == [0, 1, 2]


@pytest.mark.parametrize("word", ["Cancelled", "canceled", "CANCELLED"])
def test_what_is_cancelled_is_withdrawn_and_not_dropped(word: str) -> None:
    found = parsed(f"cfp: {word}", "start: 2026-07-13", "end: 2026-07-19")

    assert [(c.milestone, c.withdrawn) for c in found.claims] == [
        (Milestone.PAPER, True),
        (Milestone.EVENT, True),
    ]
    assert isinstance(found.claims[0].reading, Tbd)


def test_to_be_announced_is_a_claim_without_a_date() -> None:
    (claim,) = papers(parsed("cfp: TBA"))

    assert isinstance(claim.reading, Tbd)
    assert not claim.withdrawn


def test_an_event_without_a_call_has_its_days_only() -> None:
    found = parsed("cfp: None", "start: 2026-02-21", "end: 2026-02-22")

    assert [c.milestone for c in found.claims] == [Milestone.EVENT]
    assert found.problems == ()


def test_another_name_of_a_conference_is_an_alias() -> None:
    (claim,) = papers(parsed("cfp: TBA", "alt_name: PyQ", "sub: PY,DATA"))

    assert claim.call.aliases == ("PyQ",)
    assert claim.call.tags == ("py", "data")


@pytest.mark.parametrize(
    ("lines", "message", "holds"),
    [
        (("place: Oslo",), "the entry states no 'cfp'", 1),
        (("cfp: '2026-06-31 23:59'",), "31 June 2026 does not exist", 1),
        (("cfp: TBA", "cfp_ex: '2026-06-30'"), "did you mean 'cfp_ext'?", 1),
        (("cfp: [TBA]",), "expected a date", 1),
    ],
)
def test_what_is_wrong_is_said_and_how_much_it_holds(
    lines: tuple[str, ...], message: str, holds: int
) -> None:
    (problem,) = parsed(*lines).problems

    assert message in problem.message
    assert problem.holds == holds
