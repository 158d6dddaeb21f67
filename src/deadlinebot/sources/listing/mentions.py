"""Mentions: the dates in a sentence, and what the words around them say they are."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from deadlinebot.document import clean
from deadlinebot.model.call import Title
from deadlinebot.model.milestone import Milestone
from deadlinebot.sources.listing import phrases
from deadlinebot.sources.listing.entries import Line

NO_LABEL = Title("", "")
_FAR = 60  # characters: words further from their date are not quoted with it
_LABEL = 40


@dataclass(frozen=True, slots=True)
class Mention:
    """One date in a line; offsets count characters from 0.

    Attributes:
        line: where it stands.
        quoted: where its words begin.
        start: where the date begins.
        end: where it ends; the name of a stage after it belongs to it.
        last: where the second of two dates begins; None if there is one.
        milestone: which date it is; None if only a general word says so ("due").
        label: the stage of a competition; elsewhere the words before the date, if
            nothing in them says which date it is.
        staged: whether it is a stage.
        dated: False for a stage that is only named.
        in_heading: whether the line is a heading.
    """

    line: Line
    quoted: int
    start: int
    end: int
    last: int | None = None
    milestone: Milestone | None = None
    label: Title = NO_LABEL
    staged: bool = False
    dated: bool = True
    in_heading: bool = False

    @property
    def text(self) -> str:
        """The words with their date, as written."""
        return self.line.text[self.quoted : self.end]

    @property
    def sentence(self) -> str:
        """The sentence around it, folded."""
        start, end = _sentence(self.line.folded, self.start)
        return self.line.folded[start:end]

    @property
    def venue(self) -> str:
        """Where it takes place, if its sentence says so."""
        found = phrases.VENUE.match(self.line.folded, self.end)
        found = found or phrases.VENUE_ZH.search(self.sentence)
        return clean(found["venue"]).text if found else ""


def mentions(line: Line, start: int = 0, end: int | None = None) -> list[Mention]:
    """Return the dates in *line* from *start* to *end*, in their order."""
    found = list(_dated(line, start, len(line.text) if end is None else end))
    stages = list(_undated_stages(line, found))
    return sorted([*found, *stages], key=lambda mention: mention.start)


def _dated(line: Line, start: int, end: int) -> Iterator[Mention]:
    text = line.folded[:end]
    after = start
    for found in phrases.DATE.finditer(text, start):
        if phrases.CHECKED.match(text, found.start("first")):
            after = found.end()
            continue
        begin = max(after, _sentence(text, found.start())[0])
        mention = _stage(line, text, begin, found) or _other(line, begin, found)
        if mention is not None:
            yield mention
            after = mention.end


def _stage(line: Line, text: str, begin: int, found: re.Match[str]) -> Mention | None:
    """Return *found* as a stage if the name of one stands right beside it."""
    before = phrases.STAGE_BEFORE.search(text[begin : found.start()])
    beside = before or phrases.STAGE_AFTER.match(text, found.end())
    if beside is None:
        return None
    return Mention(
        line,
        quoted=begin + before.start() if before else found.start(),
        start=found.start(),
        end=found.end() if before else beside.end(),
        last=_last(found),
        milestone=Milestone.STAGE_END,
        label=phrases.STAGES[beside["stage"].lower()],
        staged=True,
    )


def _other(line: Line, begin: int, found: re.Match[str]) -> Mention | None:
    """Return *found* as what the nearest word before it in its sentence says."""
    before = line.folded[begin : found.start()]
    milestone, spot = _nearest(before)
    general = phrases.GENERAL.search(before)
    if spot is None and general is not None:
        spot = general.start()
    if phrases.BARE_DATE.fullmatch(found[0]) and general is None:
        return None  # a version or a share looks the same
    near = spot is not None and len(before) - spot <= _FAR
    unexplained = spot is None
    words = clean(before.strip(" ,(:;")[-_LABEL:]).text if unexplained else ""
    return Mention(
        line,
        quoted=begin + spot if near and spot is not None else found.start(),
        start=found.start(),
        end=found.end(),
        last=_last(found),
        milestone=Milestone.OTHER if unexplained else milestone,
        label=Title(words, words),
    )


def _nearest(before: str) -> tuple[Milestone | None, int | None]:
    """Return the milestone that the last telling word names, and where it begins."""
    best: tuple[int, int, Milestone] | None = None
    for milestone, pattern in phrases.WORDS.items():
        for word in pattern.finditer(before):
            if best is None or word.end() > best[0]:
                best = (word.end(), word.start(), milestone)
    return (best[2], best[1]) if best else (None, None)


def _undated_stages(line: Line, dated: Sequence[Mention]) -> Iterator[Mention]:
    """Yield the stages that are only named, in sentences that date others."""
    known = {mention.label for mention in dated}
    sentences = {_sentence(line.folded, m.start) for m in dated if m.staged}
    for start, end in sorted(sentences):
        for found in phrases.STAGE.finditer(line.folded, start, end):
            label = phrases.STAGES[found["stage"].lower()]
            if label in known:
                continue
            known.add(label)
            yield Mention(
                line,
                quoted=found.start(),
                start=found.start(),
                end=found.end(),
                milestone=Milestone.STAGE_END,
                label=label,
                staged=True,
                dated=False,
            )


def _last(found: re.Match[str]) -> int | None:
    return found.start("last") if found["last"] else None


def _sentence(text: str, offset: int) -> tuple[int, int]:
    ends = _sentence_ends(text)
    at = bisect_right(ends, offset)
    return (ends[at - 1] if at else 0), (ends[at] if at < len(ends) else len(text))


@lru_cache(maxsize=4)  # the line that is being read, and its beginnings
def _sentence_ends(text: str) -> tuple[int, ...]:
    return tuple(end.end() for end in phrases.SENTENCE_END.finditer(text))
