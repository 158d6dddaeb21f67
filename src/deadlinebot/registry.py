"""The registry: one module of a room is one format or notifier, found by its name.

Nothing is imported that is not asked for, so that ``parse`` does not pay for the
calendar library. A module whose name starts with ``_`` is part of another.
"""

from __future__ import annotations

import importlib
import pkgutil
from difflib import get_close_matches
from functools import cache
from typing import Any

from deadlinebot.errors import UserError
from deadlinebot.model.channel import Notifier
from deadlinebot.model.claim import SourceFormat
from deadlinebot.model.feed import FeedFormat


def source_format(name: str) -> SourceFormat:
    """Return the source format *name* (``ccfddl``).

    Raises:
        UserError: if there is none, with the names that there are.
    """
    found: SourceFormat = _plug_in("sources", name, "FORMAT", "source format")
    return found


def feed_format(name: str) -> FeedFormat:
    """Return the feed format *name* (``ics``).

    Raises:
        UserError: if there is none, with the names that there are.
    """
    found: FeedFormat = _plug_in("feeds", name, "FORMAT", "feed format")
    return found


def notifier(name: str) -> Notifier:
    """Return the notifier *name* (``slack``).

    Raises:
        UserError: if there is none, with the names that there are.
    """
    found: Notifier = _plug_in("notifiers", name, "NOTIFIER", "notifier")
    return found


def source_formats() -> dict[str, SourceFormat]:
    """Return every source format by its name."""
    return {name: source_format(name) for name in names("sources")}


def feed_formats() -> dict[str, FeedFormat]:
    """Return every feed format by its name."""
    return {name: feed_format(name) for name in names("feeds")}


def notifiers() -> dict[str, Notifier]:
    """Return every notifier by its name."""
    return {name: notifier(name) for name in names("notifiers")}


@cache  # each of a thousand texts asks
def names(room: str) -> tuple[str, ...]:
    """Return what *room* (``sources``, ``feeds``, ``notifiers``) holds, unimported."""
    package = importlib.import_module(f"deadlinebot.{room}")
    found = (module.name for module in pkgutil.iter_modules(package.__path__))
    return tuple(sorted(name for name in found if not name.startswith("_")))


def _plug_in(room: str, name: str, attribute: str, kind: str) -> Any:  # noqa: ANN401 - what a module exports; each caller states its type
    known = names(room)
    name = name.replace("-", "_")  # ai-deadlines is as good as ai_deadlines
    if name not in known:
        close = get_close_matches(name, known, n=1)
        hint = f" did you mean {close[0]}?" if close else ""
        message = f"no {kind} named {name!r}:{hint} known are {', '.join(known)}"
        raise UserError(message)
    module = importlib.import_module(f"deadlinebot.{room}.{name}")
    return getattr(module, attribute)
