"""A rule gives one deadline for each time that it comes round, at the same wall time."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deadlinebot.errors import Problem
from deadlinebot.model.claim import Claim, Origin, Parsed
from deadlinebot.model.deadline import Deadline
from deadlinebot.model.reconcile import reconcile
from deadlinebot.model.when import Assumption, Moment
from deadlinebot.model.when.rules import MOST_AHEAD, occurrences, recurrence
from deadlinebot.sources.native import FORMAT

TODAY = date(2026, 4, 15)
NEW_YORK = ZoneInfo("America/New_York")
MONTHLY = "rrule: FREQ=MONTHLY;BYMONTHDAY=1"


def parse(milestone: str, today: date = TODAY, more: str = "") -> Parsed:
    text = f"""\
calls:
  - series: TMLR
    year: 2026
    kind: journal
    milestones:
      - {{kind: paper, {milestone}}}
{more}"""
    return FORMAT.parse(text, Origin("curated", "calls.yaml", today))


def days(parsed: Parsed) -> list[str]:
    """Return the days of all claims, as they stand on their own walls."""
    return [moment(claim).wall.day.isoformat() for claim in parsed.claims]


def moment(claim: Claim) -> Moment:
    assert isinstance(claim.reading, Moment)
    return claim.reading


def problem(parsed: Parsed) -> Problem:
    (found,) = parsed.problems
    return found


def test_every_month_from_the_first_through_the_last_is_a_deadline() -> None:
    found = parse(f"date: 2026-01-01 23:59 AoE, {MONTHLY}, until: 2026-05-15")

    assert found.problems == ()
    assert days(found) == [f"2026-0{month}-01" for month in range(1, 6)]


def test_each_is_called_by_its_month() -> None:
    found = parse(
        f"date: 2026-01-01 AoE, {MONTHLY}, until: 2026-02-15, label: {{en: Round, zh: 轮}}"
    )

    assert [c.label.en for c in found.claims] == ["Round 2026-01", "Round 2026-02"]
    assert [c.label.zh for c in found.claims] == ["轮 2026-01", "轮 2026-02"]


@pytest.mark.parametrize(
    "rule",
    ["FREQ=WEEKLY", "FREQ=MONTHLY;BYMONTHDAY=1,15", "FREQ=MONTHLY;BYDAY=1TH,3TH"],
)
def test_where_a_month_can_have_several_each_is_called_by_its_day(rule: str) -> None:
    found = parse(f"date: 2026-01-01 AoE, rrule: '{rule}', until: 2026-01-31")

    assert [c.label.en for c in found.claims] == days(found)
    assert len(found.claims) > 1


def test_the_wall_time_stays_when_the_clocks_change() -> None:
    found = parse(
        f"date: 2026-01-01 23:59 America/New_York, {MONTHLY}, until: 2026-12-31"
    )

    walls = {
        moment(c).window.earliest.astimezone(NEW_YORK).time().isoformat()
        for c in found.claims
    }
    offsets = {
        moment(c).window.earliest.astimezone(NEW_YORK).utcoffset() for c in found.claims
    }
    assert len(found.claims) == 12
    assert walls == {"23:59:00"}
    assert len(offsets) == 2


def test_a_date_without_a_zone_leaves_it_open_every_time() -> None:
    found = parse(f"date: 2026-01-01, {MONTHLY}")

    assert {moment(c).assumed for c in found.claims} == {
        (Assumption.ZONE, Assumption.TIME)
    }


def test_what_is_quoted_is_the_first_date_and_the_rule_as_written() -> None:
    found = parse(f"date: 2026-01-01 AoE, {MONTHLY}")

    texts = {c.text for c in found.claims}
    assert texts == {"2026-01-01 AoE; FREQ=MONTHLY;BYMONTHDAY=1"}


def test_it_reaches_400_days_ahead_and_keeps_all_that_passed() -> None:
    found = parse(f"date: 2024-01-01 AoE, {MONTHLY}")

    assert days(found)[0] == "2024-01-01"
    assert days(found)[-1] == "2027-05-01"


def test_it_reaches_24_occurrences_ahead_at_most() -> None:
    found = parse("date: 2026-04-01 AoE, rrule: FREQ=WEEKLY")

    ahead = [day for day in days(found) if day > TODAY.isoformat()]
    assert len(ahead) == MOST_AHEAD


def test_count_ends_it() -> None:
    found = parse("date: 2026-01-01 AoE, rrule: FREQ=YEARLY;COUNT=2")

    assert days(found) == ["2026-01-01", "2027-01-01"]


def test_a_first_date_beyond_the_horizon_is_there_all_the_same() -> None:
    assert days(parse(f"date: 2029-01-01 AoE, {MONTHLY}")) == ["2029-01-01"]


def test_the_last_friday_of_a_month_is_found() -> None:
    found = parse(
        "date: 2026-01-30 AoE, rrule: FREQ=MONTHLY;BYDAY=-1FR, until: 2026-03-31"
    )

    assert days(found) == ["2026-01-30", "2026-02-27", "2026-03-27"]


def test_ids_stay_when_time_goes_on() -> None:
    def held(today: date, before: tuple[Deadline, ...]) -> dict[str, Deadline]:
        claims = parse(f"date: 2026-01-01 AoE, {MONTHLY}", today).claims
        return {d.id: d for d in reconcile(claims, before)}

    first = held(TODAY, ())

    second = held(TODAY + timedelta(days=95), tuple(first.values()))

    assert len(second) == len(first) + 3
    assert {i: d.label for i, d in second.items() if i in first} == {
        i: d.label for i, d in first.items()
    }
    assert {i: d.window for i, d in second.items() if i in first} == {
        i: d.window for i, d in first.items()
    }


def test_other_milestones_of_the_call_keep_their_place_beside_it() -> None:
    found = parse(
        f"date: 2026-01-01 AoE, {MONTHLY}",
        more="      - {kind: paper, date: 2026-01-20 AoE}\n",
    )

    keys = [(c.milestone, c.item) for c in found.claims]
    assert len(set(keys)) == len(keys)


def test_an_occurrence_that_the_clocks_skip_is_held_and_its_neighbours_stay() -> None:
    found = parse(
        "date: 2026-02-22 02:30 America/New_York, rrule: FREQ=WEEKLY, until: 2026-03-31"
    )

    assert days(found) == [
        *("2026-02-22", "2026-03-01", "2026-03-15", "2026-03-22", "2026-03-29")
    ]
    assert problem(found).holds == 1
    assert "on 2026-03-08: there is no 02:30 that day" in problem(found).message


@pytest.mark.parametrize(
    ("milestone", "words"),
    [
        ("date: 2026-01-01, rrule: FREQ=SECONDLY", "WEEKLY, MONTHLY or YEARLY"),
        ("date: 2026-01-01, rrule: FREQ=DAILY", "WEEKLY, MONTHLY or YEARLY"),
        ("date: 2026-01-01, rrule: monthly", "write a rule such as"),
        ("date: 2026-01-01, rrule: BYMONTHDAY=1", "needs FREQ"),
        ("date: 2026-01-01, rrule: FREQ=WEEKLY;FREQ=WEEKLY", "FREQ twice"),
        ("date: 2026-01-01, rrule: FREQ=WEEKLY;BYHOUR=9", "stands in 'date'"),
        ("date: 2026-01-01, rrule: FREQ=WEEKLY;BYEASTER=0", "known: FREQ, INTERVAL"),
        ("date: 2026-01-01, rrule: FREQ=MONTHLY;BYMONTHDAY=32", "1 to 31"),
        ("date: 2026-01-01, rrule: FREQ=MONTHLY;BYMONTH=13", "1 to 12"),
        ("date: 2026-01-01, rrule: FREQ=WEEKLY;INTERVAL=0", "1 to 99"),
        ("date: 2026-01-01, rrule: FREQ=WEEKLY;COUNT=501", "1 to 500"),
        ("date: 2026-01-01, rrule: FREQ=WEEKLY;BYDAY=XX", "write MO"),
        ("date: 2026-01-01, rrule: FREQ=WEEKLY;BYDAY=1MO", "FREQ=MONTHLY or YEARLY"),
        ("date: 2026-01-01, rrule: FREQ=WEEKLY;BYMONTHDAY=1", "MONTHLY or YEARLY"),
        ("date: 2026-01-01, rrule: FREQ=WEEKLY;WKST=XX", "MO to SU"),
        ("date: 2026-01-01, rrule: FREQ=MONTHLY;BYSETPOS=1", "among days"),
        ("date: 2026-01-01, rrule: FREQ=WEEKLY;UNTIL=20261231T000000Z", "until: 2026"),
        (
            "date: 2026-01-01, rrule: FREQ=WEEKLY;COUNT=2;UNTIL=20261231",
            "exclude each other",
        ),
        (
            "date: 2026-01-02, rrule: FREQ=MONTHLY;BYMONTHDAY=1",
            "no day of the rule: begin on 2026-02-01",
        ),
        (
            "date: 2026-01-02, rrule: FREQ=MONTHLY;BYMONTHDAY=30;BYMONTH=2",
            "no day at all",
        ),
        ("date: 2026-01-02, rrule: FREQ=WEEKLY, until: 2026-01-01", "before its first"),
        ("date: 2010-01-01, rrule: FREQ=WEEKLY", "more than 500 dates"),
        ("date: 1901-01-01, rrule: FREQ=YEARLY", "50 years"),
        ("date: TBD, rrule: FREQ=WEEKLY", "write the first one, with its year"),
        ("date: January 1, rrule: FREQ=WEEKLY, checked: 2025-12-01", "with its year"),
        ("claims: [{date: 2026-01-01}], rrule: FREQ=WEEKLY", "needs 'date'"),
        ("date: 2026-01-01, until: 2026-02-01", "write 'rrule' too"),
    ],
)
def test_a_rule_that_is_none_is_told_and_the_milestone_held(
    milestone: str, words: str
) -> None:
    found = parse(milestone)

    assert found.claims == ()
    assert words in problem(found).message
    assert (problem(found).holds, problem(found).place.line) == (1, 6)


def test_a_rule_that_never_comes_round_again_costs_no_time() -> None:
    rule = recurrence("FREQ=YEARLY;INTERVAL=99")

    found = occurrences(rule, date(2026, 1, 1), None, TODAY)

    assert found == (date(2026, 1, 1),)


@given(
    first=st.dates(date(2022, 1, 1), date(2026, 12, 31)),
    today=st.dates(date(2024, 1, 1), date(2026, 12, 31)),
    later=st.integers(0, 60),
    rule=st.sampled_from(["FREQ=MONTHLY", "FREQ=WEEKLY", "FREQ=YEARLY;COUNT=3"]),
)
def test_what_was_there_stays_as_time_goes_on(
    first: date, today: date, later: int, rule: str
) -> None:
    parts = recurrence(rule)

    before = occurrences(parts, first, None, today)
    after = occurrences(parts, first, None, today + timedelta(days=later))

    assert after[: len(before)] == before
    assert list(after) == sorted(set(after))


@given(st.text("ABCDEFIMNOQRSTUVWXYZ=;,+-0123456789 ", max_size=60))
def test_any_text_is_a_rule_or_a_problem(text: str) -> None:
    found = parse(f"date: 2026-01-01 AoE, rrule: 'FREQ=MONTHLY{text}'")

    assert bool(found.claims) != any(problem.holds for problem in found.problems)


def test_the_end_of_the_calendar_is_no_accident() -> None:
    found = parse(f"date: 9999-12-01 12:00 UTC, {MONTHLY}")

    assert days(found) == ["9999-12-01"]
    assert moment(found.claims[0]).window.earliest == datetime.fromisoformat(
        "9999-12-01T12:00Z"
    )
