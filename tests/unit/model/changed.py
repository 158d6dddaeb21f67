"""Two versions, in short."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from hypothesis import strategies as st

from deadlinebot.model.change import Diff, diff
from deadlinebot.model.claim import Claim
from deadlinebot.model.deadline import Deadline
from deadlinebot.model.milestone import Milestone
from deadlinebot.model.reconcile import reconcile
from tests.build import SEEN
from tests.claims import says

LATER = SEEN + timedelta(days=3)
OLD = "2026-05-25 23:59:59 AoE"


def first(*claims: Claim) -> tuple[Deadline, ...]:
    return diff([], reconcile(claims, trust=["a", "b"]), SEEN).deadlines


def then(held: Sequence[Deadline], *claims: Claim) -> Diff:
    return diff(held, reconcile(claims, held, ["a", "b"]), LATER)


EDITS = st.lists(
    st.builds(
        says,
        st.sampled_from(["TBD", "2026-05-25", OLD, "2026-05-25 UTC+8", "2026-06-20"]),
        via=st.sampled_from(["a", "b"]),
        item=st.integers(0, 2),
        withdrawn=st.booleans(),
        milestone=st.sampled_from([Milestone.PAPER, Milestone.EVENT]),
    ),
    max_size=5,
).filter(
    lambda claims: len({(c.via, c.item, c.milestone) for c in claims}) == len(claims)
)
