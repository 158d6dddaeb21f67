"""AI Deadlines, classic and Hugging Face's: what an entry states."""

from __future__ import annotations

import pytest

from deadlinebot.model.claim import Claim
from deadlinebot.model.milestone import Milestone
from deadlinebot.model.when import Moment
from tests.unit.sources.ai_entries import flat, only, parsed, typed


def window(claim: Claim) -> str:
    assert isinstance(claim.reading, Moment)
    ends = (claim.reading.window.earliest, claim.reading.window.latest)
    return " / ".join(dict.fromkeys(f"{end:%m-%d %H:%M:%S}" for end in ends))


@pytest.mark.parametrize(
    ("type_", "milestone"),
    [
        ("abstract", Milestone.ABSTRACT),
        ("paper", Milestone.PAPER),
        ("submission", Milestone.PAPER),
        ("full-paper submission", Milestone.PAPER),
        ("supplementary", Milestone.SUPPLEMENTARY),
        ("rebuttal_start", Milestone.REBUTTAL_START),
        ("rebuttal_end", Milestone.REBUTTAL_END),
        ("notification", Milestone.NOTIFICATION),
        ("final_decision_date", Milestone.NOTIFICATION),
        ("camera_ready", Milestone.CAMERA_READY),
        ("Camera-ready", Milestone.CAMERA_READY),
        ("commitment_deadline", Milestone.COMMITMENT),
        ("registration", Milestone.REGISTRATION),
        ("reviewer_registration", Milestone.OTHER),
        ("review_release", Milestone.OTHER),
        ("withdrawal", Milestone.OTHER),
    ],
)
def test_a_type_names_the_milestone(type_: str, milestone: Milestone) -> None:
    (claim,) = parsed(typed(f"type: {type_}, date: 2026-05-25, timezone: AoE")).claims

    assert claim.milestone is milestone


def test_a_type_that_we_do_not_know_is_said_in_its_own_words() -> None:
    text = typed("type: town_hall, label: Town hall, date: 2026-05-25, timezone: AoE")

    assert only(text, Milestone.OTHER).label.en == "Town hall"


@pytest.mark.parametrize(
    ("label", "milestone"),
    [
        ("Author response period begins", Milestone.REBUTTAL_START),
        ("Author response period ends", Milestone.REBUTTAL_END),
        ("Author response", Milestone.REBUTTAL_END),
    ],
)
def test_a_response_is_its_start_if_the_label_says_so(
    label: str, milestone: Milestone
) -> None:
    text = typed(f"type: author_response, label: {label}, date: 2026-05-25")

    assert parsed(text).claims[0].milestone is milestone


def test_rounds_are_told_apart_by_what_their_labels_add() -> None:
    text = typed(
        "type: paper, label: Paper submission (First Cycle), date: 2026-05-25",
        "type: submission, label: Second round, date: 2026-06-25",
    )

    claims = parsed(text).claims

    assert [claim.label.en for claim in claims] == ["First Cycle", "Second round"]
    assert [claim.item for claim in claims] == [0, 1]
    assert {claim.record for claim in claims} == {"qxml-2026/"}


@pytest.mark.parametrize(
    ("zone", "means"),
    [
        ("AoE", "09-25 11:59:00"),
        ("' AoE '", "09-25 11:59:00"),
        ("UTC-08", "09-25 07:59:00"),
        ("GMT+02", "09-24 21:59:00"),
        ("America/Seattle", "09-25 06:59:00"),
        ("Asia/Beijing", "09-24 15:59:00"),
        ("PST", "09-25 06:59:00 / 09-25 07:59:00"),
        ("''", "09-24 09:59:00 / 09-25 11:59:00"),
    ],
)
def test_a_date_has_a_zone_of_its_own(zone: str, means: str) -> None:
    text = typed(f"type: paper, date: '2026-09-24 23:59', timezone: {zone}")

    assert window(only(text)) == means
    assert parsed(text).problems == ()


def test_the_zone_of_the_entry_counts_for_a_date_without_one() -> None:
    text = typed(
        "type: paper, date: '2026-09-24 23:59'", more="  timezone: Europe/Berlin\n"
    )

    assert window(only(text)) == "09-24 21:59:00"


def test_a_deadline_beside_the_list_reminds_nobody_twice() -> None:
    text = typed(
        "type: paper, date: '2025-11-13 23:59:59', timezone: AoE",
        more="  deadline: '2025-11-13 23:59:59'\n",
    )

    apart = only(text, Milestone.OTHER)

    assert apart.label.en == "deadline, stated apart"
    assert not apart.milestone.acts
    assert only(text).zone == "AoE"


def test_a_date_of_the_old_shape_is_mentioned_unless_the_list_has_it() -> None:
    text = typed(
        "type: rebuttal_end, date: '2026-01-29 23:59:59', timezone: AoE",
        more="  rebuttal_period_end: '2026-01-29 23:59:59'\n"
        "  final_decision_date: '2026-02-20 07:59:59'\n",
    )

    (problem,) = parsed(text).problems

    assert problem.message.startswith("'final_decision_date' does not say its zone")
    assert problem.holds == 0


def test_whose_catalogue_it_is_shows_in_its_shape() -> None:
    assert only(flat("deadline: 2026-05-25")).source == "AI Deadlines"
    assert parsed(typed("type: paper, date: 2026-05-25")).claims[0].source == (
        "Hugging Face AI Deadlines"
    )


def test_a_flat_entry_is_one_round() -> None:
    text = flat(
        "deadline: '2026-05-25 23:59:59'",
        "abstract_deadline: '2026-05-18 23:59:59'",
        "timezone: UTC-12",
        "sub: [NLP, KR]",
        "place: Oslo",
    )

    claim = only(text)

    assert window(claim) == "05-26 11:59:59"
    assert window(only(text, Milestone.ABSTRACT)) == "05-19 11:59:59"
    assert claim.call.tags == ("nlp", "kr")
    assert claim.call.venue == "Oslo"


def test_a_further_entry_of_one_edition_is_a_further_round() -> None:
    text = flat("deadline: 2026-01-16", "date: 'May 9-13, 2026'") + flat(
        "deadline: 2026-07-15", "date: 'May 9-13, 2026'"
    )

    claims = parsed(text).claims

    papers = [c for c in claims if c.milestone is Milestone.PAPER]
    assert [(c.record, c.item) for c in papers] == [("qxai-2026", 0), ("qxai-2026", 1)]
    assert [c.milestone for c in claims].count(Milestone.EVENT) == 1


def test_another_event_of_the_same_acronym_is_another_record() -> None:
    text = flat("deadline: 2026-01-16", "date: 'May 9-13, 2026'") + flat(
        "deadline: 2026-07-15", "date: 'June 1-2, 2026'"
    )

    claims = parsed(text).claims

    assert len({c.record for c in claims}) == 2


def test_tracks_with_names_of_their_own_are_calls_of_their_own() -> None:
    main = typed("type: paper, date: 2026-05-25", more="  id: qxml26\n")
    track = typed("type: paper, date: 2026-06-25", more="  id: qxml26_industry\n")

    records = [claim.record for claim in parsed(main + track).claims]

    assert records == ["qxml-2026/qxml26", "qxml-2026/qxml26-industry"]


def test_the_year_in_a_title_is_no_part_of_the_series() -> None:
    claim = only(flat("deadline: 2026-05-25").replace("QXAI", "QXAI 2026"))

    assert (claim.call.series, claim.call.id) == ("QXAI", "qxai-2026")
