"""Claims and what they are reconciled to, in short."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from deadlinebot.model.change import diff
from deadlinebot.model.claim import Claim
from deadlinebot.model.deadline import Deadline
from deadlinebot.model.reconcile import reconcile
from tests.build import SEEN
from tests.claims import says

JAN, FEB, APR, JUL = (f"2026-{month}-10 AoE" for month in ("01", "02", "04", "07"))


def rounds(*texts: str, via: str = "a", **changes: object) -> list[Claim]:
    return [says(text, item=i, via=via, **changes) for i, text in enumerate(texts)]


def stored(
    held: Iterable[Deadline], claims: Iterable[Claim], at: datetime = SEEN
) -> list[Deadline]:
    """Return what a store holds after a refresh that found *claims*."""
    rows = {deadline.id: deadline for deadline in held}
    fresh = reconcile(claims, rows.values(), trust=["a", "b"])
    found = diff(list(rows.values()), fresh, at)
    return [*{**rows, **{one.id: one for one in found.deadlines}}.values()]
