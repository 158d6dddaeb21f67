"""Remarks: what is told about a call, although nothing is held back for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from deadlinebot.document import Mapping, Node, Scalar, Sequence, clean, web_link
from deadlinebot.errors import Problem


def link_of(node: Mapping) -> str | Problem | None:
    """Return the link of *node*, or why it must not be one; None if it has none."""
    scalar = node.get("link")
    if not isinstance(scalar, Scalar) or scalar.text is None:
        return None
    message = "no web address that can be linked: write https://... (left out)"
    return web_link(scalar.text) or scalar.problem(message, holds=0)


def of_the_list_itself(listed: Sequence) -> Iterator[Problem]:
    """Return what is refused about a list and concerns none of its items."""
    inner = {id(flaw) for item in listed for flaw in item.flaws}
    for flaw in listed.flaws:
        if id(flaw) not in inner:
            yield replace(flaw, holds=0)


def dropped(node: Node) -> Iterator[Problem]:
    """Say which characters were taken out of the texts in *node*."""
    match node:
        case Scalar(text=str(text)):
            if gone := clean(text).dropped:
                message = (
                    f"characters that can do harm were left out: {', '.join(gone)}"
                )
                yield node.problem(message, holds=0)
        case Mapping(values=values):
            for key, value in values.items():
                if key != "link":
                    yield from dropped(value)
        case Sequence(items=items):
            for item in items:
                yield from dropped(item)
        case _:
            return
