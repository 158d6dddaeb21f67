"""Calls: one entry's claims, the portal's words beside those that it quotes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from deadlinebot.document import Source, clean
from deadlinebot.errors import Problem
from deadlinebot.model.call import Call, CallKind
from deadlinebot.model.claim import Authority, Claim, Origin
from deadlinebot.model.milestone import Milestone
from deadlinebot.model.when import Reading
from deadlinebot.sources.listing import phrases
from deadlinebot.sources.listing.entries import Entry
from deadlinebot.sources.listing.heading import Heading, call, heading
from deadlinebot.sources.listing.mentions import Mention, mentions
from deadlinebot.sources.listing.reader import Reader, begin_of, day_of

ORGANISER = "organiser"


@dataclass(frozen=True, slots=True)
class _Stated:
    """A mention that could be read."""

    mention: Mention
    milestone: Milestone
    reading: Reading


def statements(entry: Entry, origin: Origin, page: Source) -> list[Claim | Problem]:
    """Return what *entry* states: the portal's own deadline first."""
    reader = Reader.of(entry, origin, page)
    if problem := reader.too_long(entry):
        return [problem]
    said = heading(entry)
    deadline = reader.deadline(said)
    stated: list[_Stated] = []
    problems = [deadline] if isinstance(deadline, Problem) else []
    for mention in _mentions(entry, said):
        milestone = _milestone(mention, said.kind)
        reading = reader.mention(mention, milestone)
        if isinstance(reading, Problem):
            problems.append(reading)
        else:
            stated.append(_Stated(mention, milestone, reading))
    own = None if isinstance(deadline, Problem) else deadline
    about = _call(said, own, stated, reader)
    if about is None:
        held = len(stated) + (own is not None)
        if problems and not held:
            return [*problems]
        message = "neither its name nor a date says the year of this call"
        return [*problems, reader.problem(said.line, 0, message, max(1, held))]
    claims = _numbered(_claim(each, about, reader) for each in stated)
    if own is not None:
        claims.insert(0, _joined(_portal(said, own, about, reader), claims))
    if not claims and not problems:
        message = "no date is stated: nothing to remind of"
        problems.append(reader.problem(said.line, 0, message))
    return [*claims, *problems]


def _mentions(entry: Entry, said: Heading) -> Iterator[Mention]:
    for facet in mentions(said.line, len(entry.category), said.facets):
        yield replace(facet, in_heading=True)
    for line in entry.description:
        yield from mentions(line)


def _milestone(mention: Mention, kind: CallKind) -> Milestone:
    """Return which date it is; in a competition, papers are what a stage ends with."""
    found = mention.milestone or Milestone.PAPER
    competes = kind is CallKind.COMPETITION and found is Milestone.PAPER
    return Milestone.STAGE_END if competes else found


def _call(
    said: Heading, own: Reading | None, stated: Sequence[_Stated], reader: Reader
) -> Call | None:
    acting = [each.reading for each in stated if each.milestone.acts]
    year = _year([own, *acting]) or _year(each.reading for each in stated)
    if year is None and reader.reference is not None:
        year = reader.reference.year
    events = (e for e in stated if e.milestone is Milestone.EVENT)
    venue = next((e.mention.venue for e in events if e.mention.venue), "")
    return call(said, year, venue)


def _year(readings: Iterable[Reading | None]) -> int | None:
    """Return the year in which a call without one in its name begins.

    It stays what it is when the end is put off into the next year.
    """
    days = (begin_of(reading) for reading in readings)
    return min((day.year for day in days if day), default=None)


def _claim(stated: _Stated, about: Call, reader: Reader) -> Claim:
    mention = stated.mention
    authority, source = _speaker(mention, about, reader.origin)
    return Claim(
        call=about,
        milestone=stated.milestone,
        text=clean(mention.text).text,
        zone=None,
        reading=stated.reading,
        source=source,
        via=reader.origin.source,
        record=about.id,
        place=reader.place(mention.line, mention.quoted),
        label=mention.label,
        authority=authority,
        checked=reader.checked,
        quoted=authority is Authority.CATALOGUE,
    )


def _speaker(mention: Mention, about: Call, origin: Origin) -> tuple[Authority, str]:
    """Return whose words a mention is: headings are the portal's own."""
    if mention.in_heading:
        return Authority.PORTAL, origin.source
    sentence = mention.sentence
    quoted = phrases.CATALOGUE.search(sentence)
    named = [*about.title.en.split(), about.series]
    if quoted and quoted[1] not in named and not phrases.OFFICIAL.search(sentence):
        return Authority.CATALOGUE, quoted[1]
    return Authority.ORGANISER, ORGANISER


def _portal(said: Heading, reading: Reading, about: Call, reader: Reader) -> Claim:
    assert said.when is not None
    competes = about.kind is CallKind.COMPETITION
    return Claim(
        call=about,
        milestone=Milestone.STAGE_END if competes else Milestone.PAPER,
        text=clean(said.line.text[said.quoted : said.when[1]]).text,
        zone=None,
        reading=reading,
        source=reader.origin.source,
        via=reader.origin.source,
        record=about.id,
        place=reader.place(said.line, said.quoted),
        authority=Authority.PORTAL,
        checked=reader.checked,
    )


def _numbered(claims: Iterable[Claim]) -> list[Claim]:
    """Number each speaker's claims about a milestone: the first of two are one date."""
    seen: Counter[tuple[Milestone, str]] = Counter()
    numbered = []
    for claim in claims:
        key = (claim.milestone, claim.source)
        numbered.append(replace(claim, item=seen[key]))
        seen[key] += 1
    return numbered


def _joined(portal: Claim, others: Iterable[Claim]) -> Claim:
    """Return the portal's claim as one about the date that it repeats.

    That is the one of the same day: it may be the end of any stage, or of the
    registration. If there is none, it is the nearest of the papers, for that the
    two differ is what people must see; a stage is then one of its own.
    """
    acting = [claim for claim in others if claim.milestone.acts]
    same = [claim for claim in acting if claim.milestone is portal.milestone]
    day = day_of(portal.reading)
    near = [claim for claim in (*same, *acting) if day_of(claim.reading) == day]
    if not near and portal.milestone is Milestone.PAPER:
        near = sorted(same, key=lambda claim: _apart(day, day_of(claim.reading)))
    if near:
        it = near[0]
        return replace(portal, milestone=it.milestone, item=it.item, label=it.label)
    return replace(portal, item=max((claim.item for claim in same), default=-1) + 1)


def _apart(one: date | None, other: date | None) -> timedelta:
    return abs(one - other) if one and other else timedelta.max
