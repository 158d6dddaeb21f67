"""Judgements, in short."""

from __future__ import annotations

from deadlinebot.model.claim import Claim
from deadlinebot.model.judge import Judgement, judge

RANK = {"a": 0, "b": 1, "c": 2}


def told(*claims: Claim) -> Judgement:
    return judge(claims, RANK)


def texts(judgement: Judgement) -> list[str]:
    return [claim.text for claim in judgement.claims]
