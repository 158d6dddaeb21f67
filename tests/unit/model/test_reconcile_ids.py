"""Reconciling keeps ids: what was held is found again, whatever moved around it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from deadlinebot.errors import Place
from deadlinebot.model.call import Title
from deadlinebot.model.claim import Claim
from deadlinebot.model.deadline import Deadline, Status
from deadlinebot.model.milestone import Milestone
from deadlinebot.model.reconcile import reconcile
from tests.build import SEEN, a_call
from tests.claims import says
from tests.unit.model.reconciled import APR, FEB, JAN, JUL, rounds, stored


def by_text(deadlines: Iterable[Deadline]) -> dict[str, str]:
    """Return the id of each deadline by the text that counts."""
    return {deadline.stated.text: deadline.id for deadline in deadlines}


def moved(held: Sequence[Deadline], claims: Iterable[Claim]) -> dict[str, str]:
    """Return the ids by text after *claims* took the place of those held."""
    fresh = reconcile(claims, held, trust=["a", "b"])
    assert len({deadline.id for deadline in fresh}) == len(fresh)
    return by_text(fresh)


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
