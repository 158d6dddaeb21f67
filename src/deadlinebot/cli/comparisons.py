"""Comparisons laid out: as JSON for programs, as tables for people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from deadlinebot import wording
from deadlinebot.cli.rows import Row, instant
from deadlinebot.cli.screen import plain
from deadlinebot.cli.view import View
from deadlinebot.model.claim import Claim
from deadlinebot.model.comparison import Comparison, Pair, Relation
from deadlinebot.model.deadline import Deadline
from deadlinebot.model.milestone import Milestone
from deadlinebot.model.stated import claim_days, claim_window
from deadlinebot.wording.bilingual import say
from deadlinebot.wording.comparison import related, totals

_STYLES = {
    Relation.DIFFERING: "red",
    Relation.ZONE_ONLY: "yellow",
    Relation.UNDATED: "dim",
    Relation.AGREEING: "green",
}


def comparison_row(found: Comparison) -> Row:
    """Return *found*: how many of each kind, every pair, and what stands alone."""
    return {
        "counts": {
            "matched": len(found.pairs),
            **{kind.value: len(found.having(kind)) for kind in Relation},
            "only_a": len(found.only_left),
            "only_b": len(found.only_right),
        },
        "pairs": [_pair_row(pair) for pair in found.pairs],
        "only_a": [_alone_row(deadline) for deadline in found.only_left],
        "only_b": [_alone_row(deadline) for deadline in found.only_right],
    }


def _pair_row(pair: Pair) -> Row:
    conflict = pair.conflict
    return {
        **_name_row(pair.deadline),
        "relation": pair.relation.value,
        "cause": conflict.cause.value if conflict else None,
        "apart_s": conflict.apart_s if conflict else None,
        "a": _quote_row(pair.left),
        "b": _quote_row(pair.right),
    }


def _alone_row(deadline: Deadline) -> Row:
    return {**_name_row(deadline), "claim": _quote_row(deadline.stated)}


def _name_row(deadline: Deadline) -> Row:
    return {
        "uid": deadline.uid,
        "call": deadline.call.id,
        "series": deadline.call.series,
        "year": deadline.call.year,
        "milestone": deadline.milestone.value,
        "round": deadline.round,
        "rounds": deadline.rounds,
    }


def _quote_row(claim: Claim) -> Row:
    """Return the words of *claim*, and the instants, or for events the days, meant."""
    window = claim_window(claim)
    row: Row = {
        "source": claim.source,
        "text": claim.text,
        "zone": claim.zone,
        "place": str(claim.place),
        "label": claim.label.en,
        "earliest": instant(window.earliest if window else None),
        "latest": instant(window.latest if window else None),
    }
    if claim.milestone is Milestone.EVENT and (days := claim_days(claim)):
        row |= {"start": days.start.isoformat(), "end": days.end.isoformat()}
    return row


def side_by_side(found: Comparison, seen: View) -> RenderableType:
    """Return the totals, the pairs, the worst first, and what stands alone."""
    return Group(*_parts(found, seen))


def _parts(found: Comparison, seen: View) -> Iterator[RenderableType]:
    lang = seen.lang
    yield Text(totals(found, lang), style="bold")
    pairs = [pair for kind in _STYLES for pair in found.having(kind)]
    if pairs:
        yield ""
        yield _table(pairs, seen)
    for name, alone in (("A", found.only_left), ("B", found.only_right)):
        if alone:
            yield Text(say(lang, f"\n仅 {name} 有", f"\nOnly in {name}"), style="bold")
            yield _grid(alone, seen)


def _table(pairs: Iterable[Pair], seen: View) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    for name in (say(seen.lang, "截止事项", "Deadline"), "A", "B"):
        table.add_column(name, overflow="fold")
    for pair in pairs:
        what = Text(plain(wording.deadline_title(pair.deadline, seen.lang)), "bold")
        how = Text(related(pair, seen.lang), _STYLES[pair.relation])
        left, right = _quoted(pair.left, seen), _quoted(pair.right, seen)
        table.add_row(Group(what, how), left, right)
    return table


def _quoted(claim: Claim, seen: View) -> RenderableType:
    window, days = claim_window(claim), claim_days(claim)
    lines = [Text(plain(wording.quote(claim)))]
    if window:
        lines.append(Text(wording.clock(window.earliest, seen.zone, seen.lang), "dim"))
    elif days:
        lines.append(Text(wording.days(days, seen.lang), "dim"))
    return Group(*lines, Text(plain(f"{claim.source}  {claim.place}"), "dim"))


def _grid(alone: Sequence[Deadline], seen: View) -> Table:
    """Return a line for each call, with its dates in the words of the catalogue."""
    calls: dict[str, list[Deadline]] = defaultdict(list)
    for deadline in alone:
        calls[deadline.name].append(deadline)
    grid = Table.grid(padding=(0, 2, 0, 0))
    for name, deadlines in calls.items():
        said = [f"{_kind(d, seen)} {wording.quote(d.stated)}" for d in deadlines]
        grid.add_row(plain(name), Text(plain(say(seen.lang, "；", "; ").join(said))))
    return grid


def _kind(deadline: Deadline, seen: View) -> str:
    return wording.milestone_name(deadline.milestone, deadline.call.kind, seen.lang)
