"""Stirred: a call of which nothing changed is left alone, and no other."""

from __future__ import annotations

from dataclasses import replace

from deadlinebot.engine.stirred import stirred
from deadlinebot.errors import Place
from deadlinebot.model.claim import Claim
from deadlinebot.model.deadline import Deadline, Status
from tests.build import DUE, a_call, a_claim, a_deadline, a_moment


def held(claim: Claim, status: Status = Status.CONFIRMED) -> Deadline:
    name = f"{claim.call.id}-paper"
    return a_deadline(id=name, call=claim.call, claims=(claim,), status=status)


def about(series: str, year: int = 2026, **changes: object) -> Claim:
    call = a_call(series, year, **changes)
    return a_claim(call=call, record=f"{series}{year}")


def test_what_is_claimed_as_before_is_left_out() -> None:
    emnlp, acl = about("EMNLP"), about("ACL")
    moved = replace(acl, reading=a_moment(DUE.replace(day=27)))

    deadlines, claims = stirred([held(emnlp), held(acl)], [emnlp, moved])

    assert [deadline.call.id for deadline in deadlines] == ["acl-2026"]
    assert claims == [moved]


def test_a_claim_that_stands_elsewhere_is_another() -> None:
    emnlp = about("EMNLP")
    lower = replace(emnlp, place=Place("data/conferences.yaml", 40, 9))

    deadlines, claims = stirred([held(emnlp)], [lower])

    assert (len(deadlines), claims) == (1, [lower])


def test_what_is_claimed_no_more_stays_in() -> None:
    emnlp = about("EMNLP")

    assert stirred([held(emnlp)], []) == ([held(emnlp)], [])


def test_what_vanished_long_ago_stirs_nothing() -> None:
    emnlp = about("EMNLP")

    assert stirred([held(emnlp, Status.VANISHED)], []) == ([], [])


def test_what_vanished_is_asked_when_its_record_comes_back() -> None:
    gone = held(about("EMNLP"), Status.VANISHED)

    assert stirred([gone], [about("EMNLP")]) == ([gone], [about("EMNLP")])


def test_a_new_record_stirs_the_calls_of_its_name() -> None:
    emnlp, acl = about("EMNLP"), about("ACL")
    other = replace(emnlp, record="another", via="other")

    deadlines, claims = stirred([held(emnlp), held(acl)], [emnlp, acl, other])

    assert [deadline.call.id for deadline in deadlines] == ["emnlp-2026"]
    assert claims == [emnlp, other]


def test_a_stirred_call_stirs_those_that_share_another_name_with_it() -> None:
    nips, neurips = about("NIPS"), about("NeurIPS", aliases=("NIPS", "NEURIPS-DB"))
    datasets = about("NEURIPS-DB")
    moved = replace(nips, reading=a_moment(DUE.replace(day=27)))

    deadlines, claims = stirred(
        [held(nips), held(neurips), held(datasets)], [moved, neurips, datasets]
    )

    assert len(deadlines) == 3
    assert claims == [moved, neurips, datasets]


def test_another_year_is_another_call() -> None:
    old, new = about("EMNLP", 2025), about("EMNLP", 2026)

    deadlines, claims = stirred([held(old)], [old, new])

    assert (deadlines, claims) == ([], [new])
