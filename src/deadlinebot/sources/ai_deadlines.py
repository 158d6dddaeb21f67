"""AI Deadlines: the classic flat list, and the folder that Hugging Face made of it.

The classic shape (``_data/conferences.yml``), one round an entry::

    - title: KDD
      year: 2024
      id: kdd24
      deadline: '2024-02-08 23:59:59'
      abstract_deadline: '2024-02-01 23:59:59'
      timezone: UTC-12
      date: August 25-29, 2024
      start: 2024-08-25
      end: 2024-08-29
      sub: DM

Hugging Face's (``src/data/conferences/kdd.yml``), with a list of dates of any type::

    - title: KDD
      year: 2026
      deadlines:
        - type: paper
          label: Paper submission (First Cycle)
          date: '2025-07-31 23:59:59'
          timezone: AoE

An *entry* is an edition, or a round of it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from deadlinebot.document import Mapping, Node, Sequence, load
from deadlinebot.errors import Problem
from deadlinebot.model.call import UNNAMED, Call, CallKind, Title, call_id
from deadlinebot.model.claim import Origin, Parsed, SourceFormat
from deadlinebot.model.milestone import Milestone
from deadlinebot.sources._entries import Stated, both, listed, parsed, tags, words

FLAT = {"abstract_deadline": Milestone.ABSTRACT, "deadline": Milestone.PAPER}
_APART = {
    "abstract_deadline": Title("abstract deadline, stated apart", "另列的摘要截止"),
    "deadline": Title("deadline, stated apart", "另列的截止"),
}
UNREAD = (  # of the time between the two shapes
    *("rebuttal_period_start", "rebuttal_period_end", "review_release_date"),
    *("final_decision_date", "submission_deadline", "commitment_deadline"),
)
KEYS = frozenset((
    "title", "year", "id", "full_name", "link", "timezone", "place", "date", "start",
    "end", "sub", "note", "hindex", "tags", "city", "country", "venue", "rankings",
    "era_rating", "paperslink", "pwclink", *UNREAD,
))  # fmt: skip
_TYPES = (
    (r"(full_)?(paper|submission)(_submission)?", Milestone.PAPER),
    (r"abstract(_submission|_registration)?", Milestone.ABSTRACT),
    (r"supplementa\w+", Milestone.SUPPLEMENTARY),
    (r"(\w+_)?(notification|decisions?|acceptance)(_\w+)?", Milestone.NOTIFICATION),
    (r"camera_?ready(_\w+)?|final_(version|paper|submission)", Milestone.CAMERA_READY),
    (r"commitment(_\w+)?", Milestone.COMMITMENT),
    (r"(paper_|title_|author_)?registration", Milestone.REGISTRATION),
    (r"(rebuttal|author_response|discussion)(_period)?_(start|begins?|opens?)",
     Milestone.REBUTTAL_START),
    (r"(rebuttal|author_response|discussion)(_period)?_(end|ends|due|closes?)",
     Milestone.REBUTTAL_END),
)  # fmt: skip
_RESPONSE = re.compile(r"(rebuttal|author_response|discussion)(_period)?")
_OPENS = re.compile(r"\b(starts?|begins?|opens?|opening)\b", re.IGNORECASE)
_GLOSS = re.compile(r".*\(([^()]+)\)")
_RANK = re.compile(r"(CCF|CORE|THCPL): ?([A-Z]\*?)(?![\w*])")
_UNRANKED = "N"


class _Shape:
    name = "title"
    zone: str | None = None
    dates = frozenset({"deadlines", *FLAT})
    keys = KEYS

    def __init__(self, source: str, record: str | None = None) -> None:
        self.source = source
        self.record = record

    def call(self, node: Mapping, series: str, year: int) -> Call:
        name = series.removesuffix(str(year)).rstrip() or series  # "MathAI 2026"
        return Call(
            id=call_id(name, year),
            series=name,
            year=year,
            title=both(words(node, "full_name") or series),
            kind=CallKind.CONFERENCE,
            tags=tuple(dict.fromkeys((*_ranks(node), *tags(node, "tags", "sub")))),
            venue=_venue(node),
        )

    def stated(self, node: Mapping, year: int) -> Iterator[Stated | Problem]:
        del year
        dates = node.get("deadlines")
        if dates is not None:
            yield from _typed(dates)
        for key, milestone in FLAT.items():
            value = node.get(key)
            if value is not None and dates is None:
                yield Stated(value, milestone)
            elif value is not None:  # nobody says which of the list it repeats
                yield Stated(value, Milestone.OTHER, _APART[key])
        yield from _unread(node, dates)


class AiDeadlines:
    """The format of AI Deadlines, classic or Hugging Face's."""

    name = "ai_deadlines"
    suffixes: tuple[str, ...] = (".yml", ".yaml")

    def parse(self, text: str, origin: Origin) -> Parsed:
        """Return the claims of every entry in *text*.

        Raises:
            SourceError: if it is no YAML, or no list of entries.
        """
        nodes = listed(load(text, origin.path), CLASSIC)
        shape = HUGGING_FACE if any(map(_typed_entry, nodes)) else CLASSIC
        return parsed(nodes, shape, origin)


CLASSIC = _Shape("AI Deadlines")
HUGGING_FACE = _Shape("Hugging Face AI Deadlines", record="id")
FORMAT: SourceFormat = AiDeadlines()


def _typed_entry(node: Node) -> bool:
    return isinstance(node, Mapping) and bool({"deadlines", "tags"} & node.keys.keys())


def _typed(dates: Node) -> Iterator[Stated | Problem]:
    """Yield the dates of a list; a label where it tells what the type does not."""
    if not isinstance(dates, Sequence):
        yield dates.problem("expected a list: 'deadlines:', '- type: ...'")
        return
    kinds = [_milestone(node) for node in dates]
    often = Counter(kinds)
    for node, kind in zip(dates, kinds, strict=True):
        if not isinstance(node, Mapping) or "date" not in node:
            yield node.problem("expected 'type: ...', 'date: ...', 'timezone: ...'")
            continue
        alone = often[kind] == 1 and kind is not Milestone.OTHER
        label = UNNAMED if alone else both(_label(node))
        yield Stated(node.values["date"], kind, label, zone=node.get("timezone"))


def _milestone(node: Node) -> Milestone:
    if not isinstance(node, Mapping):
        return Milestone.OTHER
    type_ = re.sub(r"\W+", "_", words(node, "type").casefold())
    type_ = re.sub(r"_(deadline|date)$", "", type_)
    if _RESPONSE.fullmatch(type_):  # ACL writes the start and the end alike
        opens = _OPENS.search(words(node, "label"))
        return Milestone.REBUTTAL_START if opens else Milestone.REBUTTAL_END
    known = (kind for form, kind in _TYPES if re.fullmatch(form, type_))
    return next(known, Milestone.OTHER)


def _label(node: Mapping) -> str:
    """Return what a label adds: "First Cycle" of "Paper submission (First Cycle)"."""
    text = words(node, "label") or words(node, "type").replace("_", " ")
    gloss = _GLOSS.fullmatch(text)
    return gloss[1] if gloss and _milestone(node) is not Milestone.OTHER else text


def _unread(node: Mapping, dates: Node | None) -> Iterator[Problem]:
    """Yield which dates in the shape between the two are only mentioned.

    The list is what the catalogue publishes. They are in whichever zone their author
    had, mostly UTC, whatever the entry's is. What the list has too is not mentioned.
    """
    items = dates.items if isinstance(dates, Sequence) else ()
    has = {words(item, "date") for item in items if isinstance(item, Mapping)}
    for key in UNREAD:
        if key in node and words(node, key) not in has:
            message = f"'{key}' does not say its zone: state it under 'deadlines'"
            yield node.source.problem(node.key_place(key), message, holds=0)


def _ranks(node: Mapping) -> Iterator[str]:
    for system, rank in _RANK.findall(words(node, "rankings")):
        if rank != _UNRANKED:
            yield f"{system.lower()}:{rank}"


def _venue(node: Mapping) -> str:
    city = ", ".join(filter(None, (words(node, "city"), words(node, "country"))))
    return words(node, "venue") or words(node, "place") or city
