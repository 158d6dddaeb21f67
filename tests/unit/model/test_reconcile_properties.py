"""Whatever is claimed: nothing is lost, nothing told twice, nothing costs too much."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from deadlinebot.errors import Place
from deadlinebot.model.call import Title
from deadlinebot.model.change import diff
from deadlinebot.model.claim import Claim
from deadlinebot.model.milestone import Milestone
from deadlinebot.model.reconcile import reconcile
from tests.build import SEEN, a_call, utc
from tests.claims import says
from tests.unit.model.reconciled import JAN, stored

DAYS = st.integers(1, 28).map(lambda day: f"2026-{1 + day % 9:02}-{day:02}")
TEXTS = st.builds("{}{}".format, DAYS, st.sampled_from(["", " AoE", " 17:00 UTC+8"]))
CLAIMS = st.builds(
    says,
    TEXTS | st.just("TBD"),
    via=st.sampled_from(["a", "b", "c"]),
    call=st.sampled_from(
        [a_call(), a_call("ACL"), a_call("emnlp", aliases=("acl",)), a_call("FSE")]
    ),
    record=st.sampled_from(["r1", "r2", "r3"]),
    item=st.integers(0, 3),
    label=st.sampled_from(["", "", "Round 1", "Round 2"]),
    milestone=st.sampled_from([Milestone.PAPER, Milestone.ABSTRACT]),
    source=st.sampled_from(["A", "B"]),
    quoted=st.booleans(),
)


def distinct(claims: list[Claim]) -> list[Claim]:
    """Return *claims* as a parser gives them: each has a place of its own.

    A record describes its call in one way.
    """
    calls = {(claim.via, claim.record): claim.call for claim in claims}
    return [
        replace(c, call=calls[c.via, c.record], place=Place(c.place.path, number + 1))
        for number, c in enumerate(claims)
    ]


LISTS = st.lists(CLAIMS, max_size=10).map(distinct)


@given(LISTS, st.randoms(use_true_random=False))
def test_the_order_of_claims_changes_nothing(
    claims: list[Claim], chance: Random
) -> None:
    shuffled = list(claims)
    chance.shuffle(shuffled)

    assert reconcile(shuffled) == reconcile(claims)


@given(LISTS)
def test_nothing_is_lost_and_nothing_is_told_twice(claims: list[Claim]) -> None:
    found = reconcile(claims)

    told = [claim for deadline in found for claim in deadline.claims]
    assert sorted(map(repr, told)) == sorted(map(repr, claims))
    assert len({deadline.id for deadline in found}) == len(found)


@given(LISTS)
def test_each_round_has_its_number(claims: list[Claim]) -> None:
    found = reconcile(claims)

    for one in found:
        same = [
            d.round
            for d in found
            if (d.call.id, d.milestone) == (one.call.id, one.milestone)
        ]
        assert same == list(range(1, one.rounds + 1))


@given(LISTS)
def test_no_record_is_in_two_calls_and_no_two_of_a_source_in_one(
    claims: list[Claim],
) -> None:
    homes = {
        (claim.via, claim.record, claim.call.year, deadline.call.id)
        for deadline in reconcile(claims)
        for claim in deadline.claims
    }

    assert len({(via, record, year) for via, record, year, _ in homes}) == len(homes)
    assert len({(via, call) for via, _, _, call in homes}) == len(homes)


@given(LISTS)
def test_what_is_held_is_found_again_as_it_is(claims: list[Claim]) -> None:
    held = stored([], claims)

    told = [claim for deadline in held for claim in deadline.claims]

    assert diff(held, reconcile(told, held, ["a", "b"]), SEEN + timedelta(1)) == diff(
        [], [], SEEN
    )


@given(LISTS, LISTS)
def test_after_any_edit_ids_are_unique_and_the_second_look_finds_nothing(
    before: list[Claim], after: list[Claim]
) -> None:
    held = stored([], before)
    fresh = reconcile(after, held, ["a", "b"])

    held = stored(held, after)

    assert len({deadline.id for deadline in fresh}) == len(fresh)
    again = reconcile(after, held, ["a", "b"])
    assert diff(held, again, SEEN + timedelta(1)).changes == ()


@given(LISTS, TEXTS)
def test_an_edited_date_is_never_gone_and_new(claims: list[Claim], text: str) -> None:
    lone = [replace(c, item=0, label=Title("", "")) for c in claims[:1]]
    held = stored([], lone)
    edited = [
        replace(
            says(text), call=c.call, via=c.via, record=c.record, milestone=c.milestone
        )
        for c in lone
    ]

    assert {one.id for one in reconcile(edited, held)} == {one.id for one in held}


def many(count: int) -> list[Claim]:
    """Return one claim by each of two sources about each of *count* calls."""
    first, second = says(JAN), says("2026-01-10", via="b")
    calls = [a_call(f"C{number}", id=f"c{number}-2026") for number in range(count)]
    return [
        replace(claim, call=call, record=call.id)
        for call in calls
        for claim in (first, second)
    ]


def seconds(count: int) -> float:
    claims = many(count)
    held = stored([], claims)
    began = time.process_time()
    diff(held, reconcile(claims, held, ["a", "b"]), utc("2026-05-01"))
    return time.process_time() - began


def test_four_times_the_calls_cost_about_four_times_the_time() -> None:
    few, more = (min(seconds(count) for _ in range(3)) for count in (250, 1000))

    assert more < 8 * few  # 16 times, if it were quadratic
