"""Reconciling: from what sources claim to calls, rounds and one truth of each."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from deadlinebot.errors import Place
from deadlinebot.model.call import Call, Title
from deadlinebot.model.claim import Claim, Resolution
from deadlinebot.model.deadline import Status
from deadlinebot.model.identity import alike
from deadlinebot.model.milestone import Milestone
from deadlinebot.model.reconcile import reconcile
from tests.build import a_call
from tests.claims import says
from tests.unit.model.reconciled import APR, FEB, JAN, JUL, rounds, stored


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
