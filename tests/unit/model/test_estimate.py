"""An estimate says what past editions say, and nothing more."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deadlinebot.model.deadline import Deadline, Estimate, Status
from deadlinebot.model.estimate import estimate, estimated, years_later
from deadlinebot.model.milestone import Milestone
from deadlinebot.model.reconcile import reconcile
from deadlinebot.model.when.window import Span
from tests.build import a_call, a_claim, a_deadline, utc
from tests.claims import says

days = st.dates(date(2000, 1, 1), date(2040, 12, 31))


def edition(year: int, text: str, **changes: object) -> Deadline:
    """Return the paper deadline that ABC *year* states in *text*."""
    label = changes.pop("label", "")
    series = str(changes.pop("series", "ABC"))
    call = a_call(series, year, **changes)
    return reconcile([says(text, call=call, label=label)])[0]


def test_the_median_of_past_editions_is_expected_in_the_new_year() -> None:
    past = [
        edition(2024, "2024-01-10 AoE"),
        edition(2025, "2025-01-20 AoE"),
        edition(2026, "2026-01-14 AoE"),
    ]

    found = estimate(edition(2027, "TBD"), past)

    assert found == Estimate(
        day=date(2027, 1, 14),
        start=date(2027, 1, 10),
        end=date(2027, 1, 20),
        years=(2024, 2025, 2026),
    )


def test_one_past_edition_shows_no_habit() -> None:
    assert estimate(edition(2027, "TBD"), [edition(2026, "2026-01-14 AoE")]) is None


def test_a_deadline_in_the_year_before_its_conference_stays_there() -> None:
    past = [edition(2025, "2024-12-28 AoE"), edition(2026, "2026-01-03 AoE")]

    found = estimate(edition(2027, "TBD"), past)

    assert found is not None
    assert (found.start, found.end) == (date(2026, 12, 28), date(2027, 1, 3))


def test_a_series_of_every_other_year_is_estimated_too() -> None:
    past = [edition(2022, "2022-03-07 AoE"), edition(2024, "2024-03-05 AoE")]

    found = estimate(edition(2026, "TBD"), past)

    assert found is not None
    assert found.day == date(2026, 3, 5)


def test_only_the_last_three_editions_count() -> None:
    past = [
        edition(year, f"{year}-0{year - 2019}-01 AoE") for year in range(2020, 2027)
    ]

    found = estimate(edition(2027, "TBD"), past)

    assert found is not None
    assert found.years == (2024, 2025, 2026)


def test_neither_later_nor_withdrawn_nor_undated_editions_count() -> None:
    withdrawn = edition(2025, "2025-01-20 AoE")
    past = [
        edition(2024, "TBD"),
        replace(withdrawn, status=Status.WITHDRAWN),
        edition(2026, "2026-01-14 AoE"),
        edition(2028, "2028-01-14 AoE"),
    ]

    assert estimate(edition(2027, "TBD"), past) is None


def test_the_days_of_an_event_are_expected_from_its_first_to_its_last() -> None:
    def event(year: int, start: int, end: int) -> Deadline:
        span = Span(date(year, 7, start), date(year, 7, end), (), "")
        claim = a_claim(span, milestone=Milestone.EVENT)
        call, milestone = a_call("ABC", year), Milestone.EVENT
        changes = {"call": call, "milestone": milestone, "claims": (claim,)}
        return a_deadline(None, id=f"abc-{year}-event", span=span, **changes)

    found = estimate(edition(2027, "TBD"), [event(2025, 3, 8), event(2026, 6, 9)])

    assert found is not None
    assert (found.day.day, found.start.day, found.end.day) == (3, 3, 9)


def test_the_29th_of_february_is_the_28th_in_a_common_year() -> None:
    assert years_later(date(2024, 2, 29), 3) == date(2027, 2, 28)


@given(st.lists(days, min_size=2, max_size=6), st.integers(1, 3))
def test_the_expected_day_lies_inside_the_range(found: list[date], ahead: int) -> None:
    past = [
        edition(2020 + n, f"{years_later(day, 2020 + n - day.year)} AoE")
        for n, day in enumerate(found)
    ]

    guess = estimate(edition(2019 + len(found) + ahead, "TBD"), past)

    assert guess is not None
    assert guess.start <= guess.day <= guess.end
    assert guess.end - guess.start < timedelta(days=367)


def test_only_what_is_undated_gets_an_estimate_and_nothing_else_changes() -> None:
    dated = [edition(2025, "2025-01-20 AoE"), edition(2026, "2026-01-14 AoE")]

    *same, undated = estimated([*dated, edition(2027, "TBD")])

    assert same == dated
    assert undated.estimate is not None
    assert undated.due is None
    assert undated.status is Status.TENTATIVE


@pytest.mark.parametrize(
    "changes",
    [{"label": "Round 2"}, {"track": "industry"}, {"series": "XYZ"}],
    ids=lambda changes: next(iter(changes)),
)
def test_another_round_track_or_series_is_no_past_edition(
    changes: dict[str, str],
) -> None:
    past = [
        edition(2025, "2025-01-20 AoE", label="Round 1"),
        edition(2026, "2026-01-14 AoE", label="Round 1"),
    ]

    *_, undated = estimated([*past, edition(2027, "TBD", **changes)])

    assert undated.estimate is None


def test_a_renamed_series_keeps_its_history() -> None:
    past = [edition(2025, "2025-01-20 AoE"), edition(2026, "2026-01-14 AoE")]

    *_, undated = estimated(
        [*past, edition(2027, "TBD", series="NEW", aliases=("Abc",))]
    )

    assert undated.estimate is not None


def test_what_is_withdrawn_is_not_expected() -> None:
    past = [edition(2025, "2025-01-20 AoE"), edition(2026, "2026-01-14 AoE")]
    off = replace(edition(2027, "TBD"), status=Status.WITHDRAWN)

    *_, undated = estimated([*past, off])

    assert undated.estimate is None


def test_an_estimate_changed_when_its_newest_edition_did() -> None:
    past = [
        replace(edition(2025, "2025-01-20 AoE"), changed=utc("2025-01-01T00:00:00")),
        replace(edition(2026, "2026-01-14 AoE"), changed=utc("2026-03-01T00:00:00")),
    ]
    new = replace(edition(2027, "TBD"), changed=utc("2026-02-01T00:00:00"))

    *_, undated = estimated([*past, new])

    assert undated.changed == utc("2026-03-01T00:00:00")


def test_without_a_label_the_same_round_counts() -> None:
    past = [
        edition(2025, "2025-01-20 AoE", label="Full papers"),
        edition(2026, "2026-01-14 AoE", label="Papers"),
    ]

    *_, undated = estimated([*past, edition(2027, "TBD")])

    assert undated.estimate is not None
