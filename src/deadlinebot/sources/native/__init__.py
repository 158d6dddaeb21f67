"""The native format: calls that people write by hand, in a minute each.

::

    calls:
      - series: EMNLP
        year: 2026
        milestones:
          - {kind: paper, date: 2026-05-25 23:59 AoE, link: https://2026.emnlp.org/}

Every key is described in `entries`, and from there in the JSON Schema that editors
read. An *entry* is a call.
"""

from __future__ import annotations

from deadlinebot.document import load
from deadlinebot.errors import Place, Problem
from deadlinebot.model.claim import Claim, Origin, Parsed, SourceFormat
from deadlinebot.sources.native.calls import calls, claims_of
from deadlinebot.sources.native.entries import schema

__all__ = ["FORMAT", "Native", "schema"]


class Native:
    """The format of the curated calls."""

    name = "native"
    suffixes: tuple[str, ...] = (".yaml", ".yml")

    def parse(self, text: str, origin: Origin) -> Parsed:
        """Return the claims of every call in *text*.

        Raises:
            SourceError: if it is no YAML, or has no ``calls:``.
        """
        nodes, stray = calls(load(text, origin.path))
        found: list[Claim | Problem] = [*stray]
        names: dict[str, Place] = {}
        for node in nodes:
            found.extend(claims_of(node, names, origin))
        return Parsed(
            claims=tuple(each for each in found if isinstance(each, Claim)),
            problems=tuple(each for each in found if isinstance(each, Problem)),
            entries=len(nodes),
            names=names,
        )


FORMAT: SourceFormat = Native()
