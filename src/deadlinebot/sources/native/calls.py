"""From a tree to claims, each call, milestone and claim on its own."""

from __future__ import annotations

from collections.abc import Iterator

from deadlinebot.document import Mapping, Node, Sequence, validate
from deadlinebot.errors import Place, Problem, SourceError
from deadlinebot.model.call import Call
from deadlinebot.model.claim import Origin
from deadlinebot.sources.native.dates import Found, milestone
from deadlinebot.sources.native.entries import MAX_MILESTONES, CallHead, File
from deadlinebot.sources.native.remarks import dropped, link_of, of_the_list_itself


def calls(root: Node) -> tuple[tuple[Node, ...], tuple[Problem, ...]]:
    """Return the calls in a file, and what else stands there that should not.

    Raises:
        SourceError: if it has no ``calls:``, or it is unclear which they are.
    """
    if not isinstance(root, Mapping) or "calls" not in root:
        problem = root.problem("expected 'calls:' and a list of calls below it")
        raise SourceError(problem.message, problem.place, problem.excerpt)
    rest = root.without("calls")
    if rest.flaws:
        flaw = rest.flaws[0]
        raise SourceError(flaw.message, flaw.place, flaw.excerpt)
    checked = validate(rest, File, holds=0)
    stray = checked if isinstance(checked, tuple) else ()
    listed = root.get("calls")
    if listed is None:
        return (), stray
    if not isinstance(listed, Sequence):
        problem = listed.problem("'calls' must be a list: one '- ' for each call")
        raise SourceError(problem.message, problem.place, problem.excerpt)
    return listed.items, (*stray, *of_the_list_itself(listed))


def claims_of(node: Node, names: dict[str, Place], origin: Origin) -> Iterator[Found]:
    """Return what one call states, in its order.

    Args:
        node: the call.
        names: where each id so far is given; this call's is added.
        origin: where we read.
    """
    if not isinstance(node, Mapping):
        yield node.problem("expected a call: 'series:', 'year:', 'milestones:' ...")
        return
    stated = _stated(node)
    rest = node.without("milestones")
    head = validate(rest, CallHead, stated)
    if isinstance(head, tuple):
        yield from head
        return
    link = link_of(rest)
    call = head.call(link if isinstance(link, str) else None)
    if call.id in names:
        place = rest.values.get("id", node)
        line = names[call.id].line
        first = f"the id '{call.id}' is taken by the call in line {line}"
        yield place.problem(f"{first}: give one of them another 'id'", stated)
        return
    names[call.id] = node.place
    if isinstance(link, Problem):
        yield link
    yield from dropped(rest)
    yield from _milestones(node, call, head, origin)


def _stated(node: Mapping) -> int:
    milestones = node.get("milestones")
    return max(1, len(milestones)) if isinstance(milestones, Sequence) else 1


def _milestones(
    node: Mapping, call: Call, head: CallHead, origin: Origin
) -> Iterator[Found]:
    listed = node.get("milestones")
    if not isinstance(listed, Sequence) or not listed.items:
        place = node.values.get("milestones", node)
        yield place.problem("expected 'milestones:' and a list of dates below it")
        return
    if len(listed) > MAX_MILESTONES:
        message = f"more than {MAX_MILESTONES} milestones: split the call"
        yield listed.problem(message, len(listed))
        return
    yield from of_the_list_itself(listed)
    for item, each in enumerate(listed):
        yield from milestone(
            each, item, call=call, withdrawn=head.withdrawn, origin=origin
        )
