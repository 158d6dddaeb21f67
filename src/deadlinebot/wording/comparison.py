"""Comparisons: what two catalogues have in common, and how it relates, in words."""

from __future__ import annotations

from deadlinebot.model.call import Lang
from deadlinebot.model.comparison import Comparison, Pair, Relation
from deadlinebot.wording.bilingual import say
from deadlinebot.wording.quotes import cause

_RELATIONS: dict[Relation, tuple[str, str]] = {
    Relation.AGREEING: ("一致", "agreeing"),
    Relation.ZONE_ONLY: ("仅时区不同", "zone only"),
    Relation.DIFFERING: ("不一致", "differing"),
    Relation.UNDATED: ("一方日期待定", "undated in one"),
}


def relation(kind: Relation, lang: Lang) -> str:
    """Return how two catalogues relate in one date, in a few words."""
    return say(lang, *_RELATIONS[kind])


def related(pair: Pair, lang: Lang) -> str:
    """Return how *pair* relates: ``zone only: same wall clock, another zone, ...``."""
    words = relation(pair.relation, lang)
    if pair.conflict is None:
        return words
    return words + say(lang, "：", ": ") + cause(pair.conflict, lang)


def totals(found: Comparison, lang: Lang) -> str:
    """Return how many dates match, how they relate, and how many stand alone."""
    parts = [f"{relation(k, lang)} {len(found.having(k))}" for k in Relation]
    count, left, right = map(len, (found.pairs, found.only_left, found.only_right))
    return say(
        lang,
        f"双方都有 {count} 个日期：{'，'.join(parts)}；仅 A 有 {left} 个，"
        f"仅 B 有 {right} 个",
        f"{count} dates in both: {', '.join(parts)}; only in A {left}, "
        f"only in B {right}",
    )
