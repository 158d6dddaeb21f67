"""One series: what its editions have in common."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from deadlinebot.document import Mapping, Node, Scalar, Sequence
from deadlinebot.errors import Problem
from deadlinebot.model.call import Call, CallKind, slug
from deadlinebot.model.claim import Claim, Origin
from deadlinebot.sources._entries.values import both, harmful, words
from deadlinebot.sources.ccfddl.edition import edition, stated

RANKS = {"ccf": "ccf", "core": "core", "thcpl": "thcpl", "th-cpl": "thcpl"}
_RANK = re.compile(r"[A-Z]\*?")
_AREA = re.compile(r"[A-Z]{2,8}")
_UNRANKED = "N"


def editions(node: Node) -> tuple[Node, ...]:
    """Return the editions of a series; itself in the shape of 2021."""
    if not isinstance(node, Mapping):
        return ()
    confs = node.get("confs")
    if isinstance(confs, Sequence):
        return confs.items
    return (node,) if confs is None and "year" in node else ()


def series(node: Node, origin: Origin) -> Iterator[Claim | Problem]:
    """Yield what a series states, its problems beside its claims."""
    if not isinstance(node, Mapping):
        yield node.problem("expected a series: 'title:', 'confs:' ...")
        return
    parts = editions(node)
    if not parts:
        confs = node.values.get("confs", node)
        yield confs.problem("expected a list of editions: 'confs:', '- year: ...'")
        return
    holds = sum(map(stated, parts))
    flaws = node.flaws and parts != (node,) and node.without("confs").flaws
    if flaws:
        yield replace(flaws[0], holds=holds)
        return
    title = words(node, "title")
    if not title:
        yield node.problem("the series has no 'title'", holds)
        return
    yield from harmful(node, "title", "description")
    yield from _wrong_tags(node)
    call = Call(
        id="",  # each edition's own, like the year
        series=title,
        year=0,
        title=both(words(node, "description") or title),
        kind=CallKind.CONFERENCE,
        tags=tuple(_tags(node)),
    )
    shelf = f"{words(node, 'sub')}/{words(node, 'dblp') or slug(title)}"
    copies: Counter[str] = Counter()
    for part in parts:
        name = words(part, "id") if isinstance(part, Mapping) else ""
        copy = f"/{copies[name]}" if copies[name] else ""  # an id copied and left as is
        copies[name] += bool(name)
        yield from edition(part, call, shelf + copy, origin)


def _tags(node: Mapping) -> Iterator[str]:
    for system, rank in _ranks(node):
        grade = rank.text or ""
        if system in RANKS and _RANK.fullmatch(grade) and grade != _UNRANKED:
            yield f"{RANKS[system]}:{grade}"
    area = words(node, "sub")
    if _AREA.fullmatch(area):
        yield f"sub:{area}"


def _wrong_tags(node: Mapping) -> Iterator[Problem]:
    for system, rank in _ranks(node):
        if rank.text and not _RANK.fullmatch(rank.text):
            message = f"{rank.text!r} is no rank of {system}: A*, A, B, C or N"
            yield rank.problem(message, holds=0)
    area = node.get("sub")
    if area and not _AREA.fullmatch(words(node, "sub")):
        yield area.problem("expected the area's capitals: AI, DB ...", holds=0)


def _ranks(node: Mapping) -> Iterator[tuple[str, Scalar]]:
    match node.get("rank"):
        case Scalar() as rank:  # the CCF rank alone, until 2023
            yield "ccf", rank
        case Mapping() as ranks:
            for system, grade in ranks.values.items():
                if isinstance(grade, Scalar):
                    yield system, grade
        case _:
            return
