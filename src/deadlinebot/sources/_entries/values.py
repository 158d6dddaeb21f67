"""Values of an entry: words that may be shown, links that may be clicked, tags."""

from __future__ import annotations

import re
from collections.abc import Iterator

from deadlinebot.document import Mapping, Scalar, Sequence, clean, web_link
from deadlinebot.errors import Problem
from deadlinebot.model.call import Title, slug

_DOMAIN = re.compile(r"[\w-]+(\.[\w-]+)+(?![^/?#:])")
_UNKNOWN = frozenset({"", "TBD", "TBA", "N/A", "NONE"})


def words(node: Mapping, key: str) -> str:
    """Return the text of *key* fit to be shown; empty if there is none."""
    return clean(node.text(key) or "").text


def both(text: str) -> Title:
    """Return *text* as a title: such catalogues speak one language."""
    return Title(text, text)


def harmful(node: Mapping, *keys: str) -> Iterator[Problem]:
    """Yield a problem for each text from which something had to be dropped."""
    for key in keys:
        dropped = clean(node.text(key) or "").dropped
        if dropped:
            message = f"dropped from '{key}': {', '.join(dropped)}"
            yield node.values[key].problem(message, holds=0)


def link(node: Mapping, key: str) -> str | Problem | None:
    """Return the page under *key*, None if none is known yet."""
    text = (node.text(key) or "").strip()
    if text.upper() in _UNKNOWN:
        return None
    found = web_link(f"https://{text}" if _DOMAIN.match(text) else text)
    return found or node.values[key].problem("dropped: not a web link", holds=0)


def tags(node: Mapping, *keys: str) -> tuple[str, ...]:
    """Return the tags under the first of *keys*: a list, or a text with commas."""
    match next((found for key in keys if (found := node.get(key))), None):
        case Sequence(items=items):
            texts = [item.text or "" for item in items if isinstance(item, Scalar)]
        case Scalar(text=text):
            texts = (text or "").split(",")
        case _:
            return ()
    return tuple(dict.fromkeys(tag for text in texts if (tag := slug(text))))
