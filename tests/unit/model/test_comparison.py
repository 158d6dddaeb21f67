"""Comparison: two catalogues side by side, each date in the words of both."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest

from deadlinebot.model.claim import Authority, Claim
from deadlinebot.model.comparison import Comparison, Relation, compare
from deadlinebot.model.deadline import Cause
from deadlinebot.model.milestone import Milestone
from deadlinebot.model.reconcile import reconcile
from deadlinebot.model.when import Reading, Span, Tbd, WallTime
from tests.build import DUE, a_call, a_claim, a_moment, an_open_moment

PACIFIC = a_moment(DUE - timedelta(hours=5), zone="UTC-7")
NEXT_DAY = a_moment(
    DUE + timedelta(days=1), wall=WallTime(date(2026, 5, 26), time(23, 59, 59))
)
AT_FIVE = a_moment(DUE - timedelta(hours=7), wall=WallTime(date(2026, 5, 25), time(17)))
MINUTE = a_moment(DUE - timedelta(seconds=59))


def said(via: str, reading: Reading | None = None, **changes: object) -> Claim:
    return a_claim(reading, via=via, **changes)


def laid_out(*claims: Claim) -> Comparison:
    return compare(reconcile(claims, trust=["a", "b"]), "a", "b")


@pytest.mark.parametrize(
    ("theirs", "relation", "cause"),
    [
        (a_moment(), Relation.AGREEING, None),
        (MINUTE, Relation.AGREEING, None),
        (PACIFIC, Relation.ZONE_ONLY, Cause.ZONE),
        (NEXT_DAY, Relation.DIFFERING, Cause.DAY),
        (AT_FIVE, Relation.DIFFERING, Cause.TIME),
        (Tbd("TBD"), Relation.UNDATED, None),
    ],
)
def test_a_pair_says_how_its_words_relate(
    theirs: Reading, relation: Relation, cause: Cause | None
) -> None:
    (pair,) = laid_out(said("a"), said("b", theirs)).pairs

    assert pair.relation is relation
    assert (pair.conflict.cause if pair.conflict else None) is cause
    assert (pair.left.via, pair.right.via) == ("a", "b")
    assert pair.right.reading is theirs


def test_an_unstated_zone_agrees_with_every_zone() -> None:
    other = a_moment(an_open_moment().window.latest)

    (pair,) = laid_out(said("a", an_open_moment()), said("b", other)).pairs

    assert pair.relation is Relation.AGREEING


def test_two_that_are_both_to_be_announced_agree() -> None:
    (pair,) = laid_out(said("a", Tbd("TBA")), said("b", Tbd("TBD"))).pairs

    assert pair.relation is Relation.AGREEING


def test_the_days_of_an_event_are_compared_as_days() -> None:
    days = [Span(date(2026, 10, 24), date(2026, 10, n), (), f"{n}") for n in (29, 30)]

    (pair,) = laid_out(
        said("a", days[0], milestone=Milestone.EVENT),
        said("b", days[1], milestone=Milestone.EVENT),
    ).pairs

    assert pair.relation is Relation.DIFFERING
    assert pair.conflict is not None
    assert pair.conflict.apart_s == 86_400


def test_calls_match_by_another_name_of_theirs() -> None:
    nips = a_call("NIPS", aliases=("NeurIPS",))

    found = laid_out(said("a", call=nips), said("b", call=a_call("NeurIPS")))

    assert [pair.deadline.call.series for pair in found.pairs] == ["NIPS"]


@pytest.mark.parametrize(
    "other",
    [
        said("b", call=a_call("ACL")),
        said("b", call=a_call(year=2027)),
        said("b", call=a_call(track="Industry")),
        said("b", milestone=Milestone.ABSTRACT),
    ],
    ids=["series", "year", "track", "milestone"],
)
def test_what_only_one_has_stands_alone(other: Claim) -> None:
    found = laid_out(said("a"), other)

    assert found.pairs == ()
    assert [deadline.stated for deadline in found.only_left] == [said("a")]
    assert [deadline.stated for deadline in found.only_right] == [other]


def test_of_several_claims_the_one_that_counts_there_is_quoted() -> None:
    first, second = said("b"), said("b", MINUTE, authority=Authority.PORTAL)

    (pair,) = laid_out(said("a"), second, first).pairs

    assert pair.right == first
