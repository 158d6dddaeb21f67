"""Values: words that may be shown, links that may be clicked."""

from __future__ import annotations

import re
from collections.abc import Iterator

from deadlinebot.document import Mapping, clean, web_link
from deadlinebot.errors import Problem
from deadlinebot.model.call import Title

_DOMAIN = re.compile(r"[\w-]+(\.[\w-]+)+(?![^/?#:])")
_UNKNOWN = frozenset({"", "TBD", "TBA", "N/A"})


def words(node: Mapping, key: str) -> str:
    """Return the text of *key* fit to be shown; empty if there is none."""
    return clean(node.text(key) or "").text


def both(text: str) -> Title:
    """Return *text* as a title: this catalogue speaks one language."""
    return Title(text, text)


def harmful(node: Mapping, *keys: str) -> Iterator[Problem]:
    """Yield a problem for each text from which something had to be dropped."""
    for key in keys:
        dropped = clean(node.text(key) or "").dropped
        if dropped:
            message = f"dropped from '{key}': {', '.join(dropped)}"
            yield node.values[key].problem(message, holds=0)


def link(node: Mapping) -> str | Problem | None:
    """Return the page of an edition, None if none is known yet."""
    text = (node.text("link") or "").strip()
    if text.upper() in _UNKNOWN:
        return None
    found = web_link(f"https://{text}" if _DOMAIN.match(text) else text)
    return found or node.values["link"].problem("dropped: not a web link", holds=0)
