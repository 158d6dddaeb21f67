"""CCF-Deadlines: series of conferences, each with its editions and their rounds.

The shape, as its repository has it (``conference/AI/aaai.yml``)::

    - title: AAAI
      description: AAAI Conference on Artificial Intelligence
      sub: AI
      rank: {ccf: A, core: A*, thcpl: A}
      dblp: aaai
      confs:
        - year: 2027
          id: aaai27
          link: https://aaai.org/conference/aaai/aaai-27/
          timeline:
            - abstract_deadline: '2026-07-21 23:59:59'
              deadline: '2026-07-28 23:59:59'
              comment: Main track
          timezone: UTC-12
          date: February 16-23, 2027
          place: Montréal, Canada

Older versions are read as well: until 2021 a series was its one edition, and
``rank`` was the CCF rank alone. An *entry* is an edition; the repository's other
lists, of categories and of acceptance rates, are counted as what they are.
"""

from __future__ import annotations

from collections import Counter

from deadlinebot.document import Mapping, Node, Sequence, load
from deadlinebot.errors import Problem, SourceError
from deadlinebot.model.claim import Claim, Origin, Parsed, SourceFormat
from deadlinebot.sources.ccfddl.series import editions, series


class Ccfddl:
    """The format of CCF-Deadlines' catalogue, of any age."""

    name = "ccfddl"
    suffixes: tuple[str, ...] = (".yml", ".yaml")

    def parse(self, text: str, origin: Origin) -> Parsed:
        """Return the claims of every edition in *text*.

        Raises:
            SourceError: if it is no YAML, or no list of series.
        """
        claims: list[Claim] = []
        problems: list[Problem] = []
        ignored: Counter[str] = Counter()
        entries = 0
        for node in _listed(load(text, origin.path)):
            entries += len(editions(node)) or 1
            if kind := _other_kind(node):
                ignored[kind] += 1
                continue
            for statement in series(node, origin):
                if isinstance(statement, Claim):
                    claims.append(statement)
                else:
                    problems.append(statement)
        return Parsed(tuple(claims), tuple(problems), entries, dict(ignored))


FORMAT: SourceFormat = Ccfddl()


def _listed(root: Node) -> tuple[Node, ...]:
    match root:
        case Sequence():
            return root.items
        case Mapping() if "title" in root:
            return (root,)
        case _:
            message = "expected a list of conference series: '- title: ...'"
            raise SourceError(message, root.place, root.problem("").excerpt)


def _other_kind(node: Node) -> str | None:
    """Return what *node* is if it belongs to one of the repository's other lists."""
    match node:
        case Mapping() if "accept_rates" in node and "confs" not in node:
            return "acceptance rates"
        case Mapping() if {"name", "sub"} <= node.values.keys() and "title" not in node:
            return "category"
        case _:
            return None
