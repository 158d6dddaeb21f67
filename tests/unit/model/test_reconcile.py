"""Reconciling: which claims are one call and one date, and the ids they keep."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deadlinebot.errors import Place
from deadlinebot.model.call import Call, Title
from deadlinebot.model.change import diff
from deadlinebot.model.claim import Claim, Resolution
from deadlinebot.model.deadline import Deadline, Status
from deadlinebot.model.identity import alike
from deadlinebot.model.milestone import Milestone
from deadlinebot.model.reconcile import reconcile
from tests.build import SEEN, a_call, utc
from tests.claims import says

JAN, FEB, APR, JUL = (f"2026-{month}-10 AoE" for month in ("01", "02", "04", "07"))


def by_text(deadlines: Iterable[Deadline]) -> dict[str, str]:
    """Return the id of each deadline by the text that counts."""
    return {deadline.stated.text: deadline.id for deadline in deadlines}


def rounds(*texts: str, via: str = "a", **changes: object) -> list[Claim]:
    return [says(text, item=i, via=via, **changes) for i, text in enumerate(texts)]


def moved(held: Sequence[Deadline], claims: Iterable[Claim]) -> dict[str, str]:
    """Return the ids by text after *claims* took the place of those held."""
    fresh = reconcile(claims, held, trust=["a", "b"])
    assert len({deadline.id for deadline in fresh}) == len(fresh)
    return by_text(fresh)


def stored(
    held: Iterable[Deadline], claims: Iterable[Claim], at: datetime = SEEN
) -> list[Deadline]:
    """Return what a store holds after a refresh that found *claims*."""
    rows = {deadline.id: deadline for deadline in held}
    fresh = reconcile(claims, rows.values(), trust=["a", "b"])
    found = diff(list(rows.values()), fresh, at)
    return [*{**rows, **{one.id: one for one in found.deadlines}}.values()]


class TestCalls:
    """Which records speak of one call."""

    @pytest.mark.parametrize(
        "other",
        [
            a_call("emnlp"),
            a_call("ＥＭＮＬＰ"),
            a_call("Empirical Methods", aliases=("EMNLP",)),
        ],
    )
    def test_a_name_in_any_spelling_or_an_alias_joins_two_sources(
        self, other: Call
    ) -> None:
        found = reconcile([says(JAN), says(JAN, via="b", call=other)])

        assert [len(deadline.claims) for deadline in found] == [2]

    @pytest.mark.parametrize(
        "other",
        [a_call("EMNLP", 2027), a_call("ACL"), a_call(track="Industry")],
    )
    def test_another_name_year_or_track_is_another_call(self, other: Call) -> None:
        found = reconcile([says(JAN), says(JAN, via="b", call=other, record="x")])

        assert len({deadline.call.id for deadline in found}) == 2

    def test_names_without_a_letter_join_nothing(self) -> None:
        found = reconcile(
            [says(JAN, call=a_call("☆")), says(JAN, via="b", call=a_call("+++"))]
        )

        assert len({deadline.id for deadline in found}) == 2

    def test_the_most_trusted_describes_it_and_the_others_complete_it(self) -> None:
        bare = a_call("Emnlp", tags=("nlp",), link=None, venue="")
        full = a_call(tags=("nlp", "core:A*"), venue="Budapest", aliases=("EM",))

        (found,) = reconcile(
            [says(JAN, via="b", call=full), says(JAN, call=bare)], trust=["a", "b"]
        )

        assert found.call.series == "Emnlp"
        assert found.call.tags == ("nlp", "core:A*")
        assert found.call.link == full.link
        assert found.call.venue == "Budapest"
        assert found.call.aliases == ("EM",)

    def test_two_records_of_one_source_are_two_calls_that_meet_their_likes(
        self,
    ) -> None:
        crypto = a_call("FSE", title=Title("Fast Software Encryption", ""), link=None)
        engineering = a_call(
            "FSE", title=Title("Foundations of Software Engineering", ""), link=None
        )
        spelt = replace(engineering, title=Title("ACM Software Engineering", ""))

        found = reconcile(
            [
                says(JAN, call=crypto, record="SC/fse"),
                says(FEB, call=engineering, record="SE/fse"),
                says(APR, call=spelt, via="b", record="1"),
                says(JUL, call=crypto, via="b", record="2"),
            ],
            trust=["a", "b"],
        )

        said = {frozenset(claim.text for claim in one.claims) for one in found}
        assert said == {frozenset({JAN, JUL}), frozenset({FEB, APR})}
        assert {one.call.id for one in found} == {"fse-2026", "fse-2026-se-fse"}

    def test_a_source_that_lists_only_one_of_two_namesakes_joins_its_like(self) -> None:
        crypto = a_call("FSE", title=Title("Fast Software Encryption", ""), link=None)
        other = a_call("FSE", title=Title("Foundations of Engineering", ""), link=None)

        found = reconcile(
            [
                says(JAN, call=crypto, record="1"),
                says(FEB, call=other, record="2"),
                says(APR, call=other, via="b"),
            ],
            trust=["a", "b"],
        )

        assert sorted(len(one.claims) for one in found) == [1, 2]
        assert next(one for one in found if len(one.claims) == 2).stated.text == FEB

    def test_one_record_in_two_texts_of_a_source_is_one_call(self) -> None:
        here = rounds(JAN, JUL)
        there = says("2026-03-01 AoE", milestone=Milestone.ABSTRACT, item=0)
        again = says(JUL, item=0)

        found = reconcile(
            [
                *here,
                replace(there, place=Place("b.yaml", 3)),
                replace(again, place=Place("b.yaml", 5)),
            ]
        )

        assert {one.id: len(one.claims) for one in found} == {
            "emnlp-2026-abstract": 1,
            "emnlp-2026-paper": 1,
            "emnlp-2026-paper-2": 2,
        }

    def test_a_page_or_the_words_of_the_title_make_two_calls_alike(self) -> None:
        call = a_call()

        assert alike(call, replace(call, title=Title("Something else", ""))) == 1
        assert alike(a_call(link=None), a_call(link=None)) == 1
        assert (
            alike(
                a_call(link=None, title=Title("Fast Software Encryption", "")),
                a_call(link=None, title=Title("Software Engineering", "")),
            )
            == 0.25
        )


class TestRounds:
    """Which claims of several sources speak of one date."""

    def test_each_source_names_the_same_two_rounds(self) -> None:
        found = reconcile(rounds(JAN, JUL) + rounds(JUL, JAN, via="b"))

        assert [(one.round, one.rounds, len(one.claims)) for one in found] == [
            (1, 2, 2),
            (2, 2, 2),
        ]

    def test_a_source_that_knows_only_the_second_round_joins_it(self) -> None:
        found = reconcile(rounds(JAN, JUL) + rounds(JUL, via="b"))

        assert [len(one.claims) for one in found] == [1, 2]

    def test_labels_join_rounds_that_the_sources_date_differently(self) -> None:
        found = reconcile(
            [
                says(JAN, item=0, label="Round 1"),
                says(APR, item=1, label="Round 2"),
                says(APR, item=0, label="round 1", via="b"),
                says(JUL, item=1, label="round 2", via="b"),
            ],
            trust=["a", "b"],
        )

        assert [[claim.text for claim in one.claims] for one in found] == [
            [JAN, APR],
            [APR, JUL],
        ]

    def test_a_lone_date_that_two_sources_give_differently_is_a_conflict(self) -> None:
        (found,) = reconcile([says(JAN), says(JUL, via="b")], trust=["a", "b"])

        assert found.status is Status.CONFLICTING

    def test_a_round_far_from_every_other_is_its_own(self) -> None:
        found = reconcile(rounds(JAN, FEB) + rounds(JUL, via="b"))

        assert [len(one.claims) for one in found] == [1, 1, 1]

    def test_no_pair_crosses_another(self) -> None:
        found = reconcile(rounds(JAN, APR) + rounds(APR, JUL, via="b"))

        assert [[c.text for c in one.claims] for one in found] == [
            [JAN],
            [APR, APR],
            [JUL],
        ]

    def test_stages_of_different_names_are_not_one_date(self) -> None:
        found = reconcile(
            [
                says(JAN, label="Preliminary", milestone=Milestone.STAGE_END),
                says(FEB, label="Final", milestone=Milestone.STAGE_END, via="b"),
            ]
        )

        assert [one.label.en for one in found] == ["Preliminary", "Final"]

    def test_within_a_week_two_labels_may_mean_one_date(self) -> None:
        found = reconcile(
            [
                says("2026-01-10 UTC+8", label="Papers due"),
                says("2026-01-10 AoE", label="Submission", via="b"),
                says("2026-01-12 AoE", label="Full papers", via="c"),
            ]
        )

        assert len(found) == 1

    def test_an_undated_round_stays_behind_the_one_it_followed(self) -> None:
        found = reconcile(
            [
                says("2026-08-07", item=0, label="Preliminary"),
                says("TBD", item=1, label="Semi-final"),
                says("2026-09-21", item=2, label="Final"),
            ]
        )

        assert [(one.round, one.label.en) for one in found] == [
            (1, "Preliminary"),
            (2, "Semi-final"),
            (3, "Final"),
        ]

    def test_rounds_are_numbered_by_the_dates_that_count(self) -> None:
        found = reconcile(
            [
                says(APR, item=0, label="x"),
                says(FEB, item=1, label="y"),
                says(JAN, item=0, label="x", via="b"),
            ],
            trust=["a", "b"],
        )

        assert [one.stated.text for one in found] == [FEB, APR]


class TestIds:
    """The id for life."""

    def test_ids_start_with_the_call_and_number_further_rounds(self) -> None:
        found = reconcile([*rounds(JAN, JUL), says(JAN, milestone=Milestone.STAGE_END)])

        assert [one.id for one in found] == [
            "emnlp-2026-paper",
            "emnlp-2026-paper-2",
            "emnlp-2026-stage-end",
        ]

    @pytest.mark.parametrize(
        "now",
        [
            says(JUL),
            says("TBD"),
            says("2026-01-10 北京时间"),
            says(JAN, label="Extended"),
            says(JAN, call=a_call(title=Title("New name", "新名"))),
            says(JAN, place=Place("moved.yaml", 99)),
            says(JAN, call=a_call("EMNLP+", aliases=("EMNLP",)), record="new"),
            says(JAN, call=a_call("Renamed"), record="emnlp-2026"),
            says(JAN, record="another record"),
            says(JAN, via="renamed-source"),
            says(JAN, via="b", call=a_call("E", aliases=("EMNLP",)), record="other"),
        ],
        ids=[
            "date",
            "undated",
            "zone",
            "label",
            "title",
            "file",
            "alias",
            "renamed",
            "record",
            "source",
            "other source",
        ],
    )
    def test_it_stays_whatever_moves(self, now: Claim) -> None:
        held = reconcile([says(JAN)])

        (found,) = reconcile([now], held)

        assert found.id == "emnlp-2026-paper"
        assert found.call.id == "emnlp-2026"

    def test_it_stays_when_a_more_trusted_source_is_added(self) -> None:
        held = stored([], [says(JAN, via="b")])
        other = a_call("Emnlp Conference", aliases=("EMNLP",))

        (found,) = reconcile(
            [says(JAN, via="b"), says(JAN, call=other)], held, trust=["a", "b"]
        )

        assert found.id == "emnlp-2026-paper"
        assert found.call.series == "Emnlp Conference"

    def test_it_stays_when_one_of_its_sources_renames_the_series(self) -> None:
        held = stored([], [says(JAN), says(JAN, via="b", record="b1")])
        renamed = says(JAN, call=a_call("New"), record="emnlp-2026")

        (found,) = reconcile([renamed, says(JAN, via="b", record="b1")], held)

        assert found.id == "emnlp-2026-paper"
        assert found.call.aliases == ("EMNLP",)

    def test_the_order_of_the_sources_may_change(self) -> None:
        claims = rounds(JAN, JUL) + rounds(FEB, via="b")
        held = reconcile(claims, trust=["a", "b"])

        turned = reconcile(claims, held, trust=["b", "a"])

        assert {one.id for one in turned} == {one.id for one in held}

    @pytest.mark.parametrize(
        ("before", "after", "kept"),
        [
            ((APR,), (JAN, APR), {APR: APR}),
            ((JAN, JUL), (JAN, APR, JUL), {JAN: JAN, JUL: JUL}),
            ((JAN, APR), (APR,), {APR: APR}),
            ((JAN, APR), ("2026-01-17 AoE", "2026-04-17 AoE"), None),
            ((APR,), (JAN, "2026-04-17 AoE"), {APR: "2026-04-17 AoE"}),
            ((JAN, APR), ("2026-04-17 AoE",), {APR: "2026-04-17 AoE"}),
            ((JAN, APR), (JUL, APR), {APR: APR, JAN: JUL}),
            (("TBD",), (JAN, APR), {"TBD": JAN}),
            (("TBD", APR), (JAN, "2026-04-17 AoE"), None),
            (("TBD", "TBD", JUL), (JAN, "TBD", JUL), None),
            ((FEB, "TBD", JAN), (APR, "TBD", JAN), None),
        ],
    )
    def test_rounds_are_found_again_by_date_then_in_order(
        self,
        before: tuple[str, ...],
        after: tuple[str, ...],
        kept: dict[str, str] | None,
    ) -> None:
        held = stored([], rounds(*before))

        now = moved(held, rounds(*after))

        kept = kept or dict(zip(before, after, strict=True))
        was = by_text(held)
        assert {old: now[new] for old, new in kept.items()} == {o: was[o] for o in kept}

    def test_a_round_that_takes_anothers_date_is_told_by_its_label(self) -> None:
        held = stored([], [says(JAN, label="R1"), says(FEB, item=1, label="R2")])

        now = moved(held, [says(FEB, label="R1"), says(APR, item=1, label="R2")])

        assert now == {FEB: "emnlp-2026-paper", APR: "emnlp-2026-paper-2"}

    def test_a_round_of_another_name_far_away_is_a_new_one(self) -> None:
        held = stored([], [says(JAN, label="R1"), says(APR, item=1, label="R2")])

        now = moved(held, [says(APR, label="R2"), says(JUL, item=1, label="R3")])

        assert now == {APR: "emnlp-2026-paper-2", JUL: "emnlp-2026-paper-3"}

    def test_a_round_edited_in_its_place_is_itself_whatever_it_is_called(self) -> None:
        held = stored([], [says(JAN, label="R1"), says(FEB, item=1, label="R2")])

        now = moved(held, [says(JAN, label="R1"), says(JUL, item=1, label="Late")])

        assert now == {JAN: "emnlp-2026-paper", JUL: "emnlp-2026-paper-2"}

    def test_a_round_renamed_and_moved_a_little_is_itself(self) -> None:
        held = stored([], [says(JAN, label="R1")])

        now = moved(held, [says("2026-01-24 AoE", label="First round, extended")])

        assert now == {"2026-01-24 AoE": "emnlp-2026-paper"}

    def test_a_vanished_one_comes_back_as_itself(self) -> None:
        held = stored(stored([], rounds(JAN, JUL)), rounds(JUL))

        assert moved(held, rounds(JAN, JUL)) == by_text(held)

    def test_a_vanished_one_comes_back_with_a_date_nearby(self) -> None:
        held = stored(stored([], [says(JAN)]), [])

        assert moved(held, [says("2026-01-24 AoE")]) == {
            "2026-01-24 AoE": "emnlp-2026-paper"
        }

    def test_the_id_of_a_vanished_one_is_not_given_to_another_date(self) -> None:
        held = stored(stored([], rounds(JAN, APR)), rounds(APR))

        assert moved(held, rounds(APR, JUL)) == {
            APR: "emnlp-2026-paper-2",
            JUL: "emnlp-2026-paper-3",
        }

    def test_what_is_listed_comes_before_what_vanished_on_the_same_date(self) -> None:
        held = stored(stored([], rounds(JAN, APR)), rounds(APR))
        held = stored(held, rounds(JAN.replace("10", "11")), SEEN + timedelta(1))
        live = [one for one in held if one.status is not Status.VANISHED]

        now = moved(held, rounds(live[0].stated.text))

        assert now == {live[0].stated.text: live[0].id}

    def test_a_namesake_never_takes_the_id_of_another_call(self) -> None:
        old = says(JAN, call=a_call("FSE"), record="z/fse")
        held = stored([], [old])
        newcomer = says(FEB, call=a_call("FSE", link=None), record="a/fse")

        now = moved(held, [newcomer, old])

        assert now == {JAN: "fse-2026-paper", FEB: "fse-2026-a-fse-paper"}

    def test_namesakes_keep_their_ids_when_a_source_is_renamed(self) -> None:
        crypto = a_call("FSE", title=Title("Fast Software Encryption", ""), link=None)
        other = a_call("FSE", title=Title("Software Engineering", ""), link=None)
        claims = [
            says(JAN, call=crypto, record="1"),
            says(FEB, call=other, record="2"),
        ]
        held = stored([], claims)
        renamed = [replace(c, via="b", record=f"9{c.record}") for c in claims]

        assert moved(held, renamed[::-1]) == by_text(held)

    def test_records_held_as_one_call_stay_one_whatever_their_titles_say(self) -> None:
        crypto = a_call("FSE", title=Title("Fast Encryption", ""), link=None)
        other = a_call("FSE", title=Title("Engineering Foundations", ""), link=None)
        own = [says(JAN, call=crypto, record="1"), says(APR, call=other, record="2")]
        held = stored([], [*own, says(JAN, call=crypto, via="b", record="3")])

        found = reconcile(
            [*own, says(JAN, call=other, via="b", record="3")], held, ["a", "b"]
        )

        assert {one.stated.text: len(one.claims) for one in found} == {JAN: 2, APR: 1}

    @pytest.mark.parametrize("turn", [1, -1])
    def test_a_record_belongs_where_it_is_still_listed(self, turn: int) -> None:
        here, there = (a_call("EMNLP", id=name) for name in ("here", "there"))
        (left,) = stored([], [says(JAN, call=here, record="r")])
        (now,) = stored([], [says(JAN, call=there, record="r")])
        gone = replace(left, status=Status.VANISHED)

        (found,) = reconcile([says(JAN, record="r")], [gone, now][::turn])

        assert found.call.id == "there"

    def test_ids_that_are_taken_are_numbered_further(self) -> None:
        twins = [says(JAN, record=name) for name in ("x", "X", "x!")]

        found = reconcile(twins)

        assert sorted(one.call.id for one in found) == [
            "emnlp-2026",
            "emnlp-2026-x",
            "emnlp-2026-x-2",
        ]

    def test_the_id_of_a_call_held_under_another_name_is_not_given_away(self) -> None:
        held = stored([], [says(JAN, call=a_call("ACL", id="shared"), record="1")])
        other = says(JAN, call=a_call("XYZ", id="shared"), record="2")

        found = reconcile([other], held)

        assert [one.call.id for one in found] == ["shared-2"]


class TestResolutionLapses:
    """A person's word outlasts refreshes until a source changes its word."""

    WORD = Resolution("B", "Li", date(2026, 5, 1))

    def sources(self, first: str, second: str, word: Resolution) -> list[Claim]:
        return [says(first, resolution=word), says(second, via="b")]

    def test_it_outlasts_refreshes_and_another_format_of_the_same_date(self) -> None:
        held = stored([], self.sources(JAN, "2026-01-12 AoE", self.WORD))

        now = self.sources(JAN, "January 12, 2026 AoE", self.WORD)
        (found,) = stored(held, now)

        assert found.status is Status.CONFIRMED
        assert found.stated.source == "B"

    def test_it_ends_when_a_source_changes_its_word_and_stays_ended(self) -> None:
        held = stored([], self.sources(JAN, "2026-01-12 AoE", self.WORD))

        now = self.sources("2026-01-11 AoE", "2026-01-12 AoE", self.WORD)
        once = stored(held, now)
        twice = stored(once, now)

        assert once[0].status is Status.CONFLICTING
        assert once[0].stated.source == "A"
        assert twice == once

    def test_a_new_word_counts_again(self) -> None:
        held = stored([], self.sources(JAN, "2026-01-12 AoE", self.WORD))
        now = self.sources("2026-01-11 AoE", "2026-01-12 AoE", self.WORD)
        held = stored(held, now)

        again = replace(self.WORD, on=date(2026, 5, 9))
        (found,) = stored(held, self.sources("2026-01-11 AoE", "2026-01-12 AoE", again))

        assert found.status is Status.CONFIRMED
        assert found.stated.source == "B"

    def test_it_resolves_a_conflict_that_was_there_before(self) -> None:
        plain = [says(JAN), says("2026-01-12 AoE", via="b")]
        held = stored([], plain)

        (found,) = stored(held, self.sources(JAN, "2026-01-12 AoE", self.WORD))

        assert held[0].status is Status.CONFLICTING
        assert found.status is Status.CONFIRMED


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
