"""Whatever is claimed: the order says nothing, the deadline lies in what counts."""

from __future__ import annotations

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from deadlinebot.model.claim import Authority, Claim
from deadlinebot.model.judge import judge
from deadlinebot.model.when import Assumption, Moment
from tests.claims import says
from tests.unit.model.judged import RANK, told

SAYINGS = (
    "TBD",
    "2026-05-25",
    "2026-05-25 AoE",
    "2026-05-25 23:59 AoE",
    "2026-05-25 北京时间",
    "2026-05-25 12:00 CST",
    "2026-05-26",
    "2026-05-26 17:00 UTC",
)
CLAIMS = st.builds(
    says,
    st.sampled_from(SAYINGS),
    via=st.sampled_from(["a", "b", "c"]),
    source=st.sampled_from(["A", "B"]),
    quoted=st.booleans(),
    authority=st.sampled_from(list(Authority)),
    withdrawn=st.booleans(),
)


@given(st.lists(CLAIMS, min_size=1, max_size=4))
def test_the_order_of_claims_changes_nothing(claims: list[Claim]) -> None:
    assert len({judge(some, RANK) for some in permutations(claims)}) == 1


@given(st.lists(CLAIMS, min_size=1, max_size=6))
def test_the_deadline_lies_inside_the_claim_that_counts(claims: list[Claim]) -> None:
    found = told(*claims)
    dated = [c.reading for c in found.claims if isinstance(c.reading, Moment)]

    assert sorted(map(repr, found.claims)) == sorted(map(repr, claims))
    assert (found.window is None) == (not dated)
    if found.window:
        assert dated[0].window.earliest <= found.window.earliest
        assert found.window.latest <= dated[0].window.latest


@given(st.lists(CLAIMS, min_size=1, max_size=6))
def test_what_is_open_is_named(claims: list[Claim]) -> None:
    found = told(*claims)
    widening = set(found.assumed) - {Assumption.TIME, Assumption.YEAR}

    if found.window:
        assert found.window.exact == (not widening)
