"""YAML whose scalars stay text and know their file, line and column.

``load`` walks libyaml's events once and builds the tree itself, so ``17:00``,
``NO``, ``010`` and ``2026-02-30`` stay as written and a hostile file is refused
before it costs anything. ``validate`` puts a pydantic model over such a tree and
says what is wrong in plain words, at its place, without repeating any value.
"""

from deadlinebot.document.load import MAX_DEPTH, MAX_NODES, load
from deadlinebot.document.nodes import (
    Mapping,
    Node,
    Plain,
    Scalar,
    Sequence,
    Source,
    keys_only,
    plain,
    whole_line,
)
from deadlinebot.document.shape import MisreadError, at, closest, locate, validate
from deadlinebot.document.text import Cleaned, clean, web_link

__all__ = [
    "MAX_DEPTH",
    "MAX_NODES",
    "Cleaned",
    "Mapping",
    "MisreadError",
    "Node",
    "Plain",
    "Scalar",
    "Sequence",
    "Source",
    "at",
    "clean",
    "closest",
    "keys_only",
    "load",
    "locate",
    "plain",
    "validate",
    "web_link",
    "whole_line",
]
