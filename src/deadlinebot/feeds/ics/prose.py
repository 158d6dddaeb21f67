"""What a calendar entry says: its summary, and the paragraphs of its description."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, tzinfo

from deadlinebot import wording
from deadlinebot.document import clean, web_link
from deadlinebot.model.call import Lang, Title
from deadlinebot.model.claim import Claim
from deadlinebot.model.deadline import Deadline, Status
from deadlinebot.model.feed import FeedOptions

SUMMARY_LENGTH = 255  # characters: what Google and Outlook take of a title
PARAGRAPH_LENGTH = 1_000  # characters: one runaway record must not fill a calendar
_WROTE_AOE = re.compile(r"(?<![a-z])aoe(?![a-z])|anywhere\s+on\s+earth", re.IGNORECASE)

_CANCELLED = Title("[Cancelled] ", "[取消] ")
_FLAG = Title(" ({})", "（{}）")
_CLOCK = Title("{}: {}", "{}：{}")
_DAYS = Title("Days: {}", "日期：{}")
_VENUE = Title("Venue: {}", "地点：{}")
_WRITTEN = Title("As written: {text} ({source})", "原文：{text}（{source}）")
_CHECKED = Title("{}, checked {}", "{}，{} 核对")


def summary(deadline: Deadline, lang: Lang) -> str:
    """Return the line that calendars show: ``EMNLP 2026 论文截稿（来源不一致）``.

    What is doubtful stays readable however long the name is.
    """
    withdrawn = deadline.status is Status.WITHDRAWN
    before = _CANCELLED.said(lang) if withdrawn else ""
    flag = "" if withdrawn else wording.flag(deadline, lang)
    after = _aoe(deadline.stated) + (_FLAG.said(lang).format(flag) if flag else "")
    title = clean(wording.deadline_title(deadline, lang)).text
    return before + _cut(title, SUMMARY_LENGTH - len(before) - len(after)) + after


def description(deadline: Deadline, options: FeedOptions) -> Iterator[str]:
    """Yield the paragraphs below the summary, the most useful first.

    Both clocks, what is open or disputed, every source in its own words, the rest.
    """
    paragraphs = (
        *_clocks(deadline, options.zone, options.lang),
        wording.doubt(deadline, options.zone, options.lang),
        *_written(deadline, options.lang),
        *_surroundings(deadline, options.lang),
    )
    return (_cut(paragraph, PARAGRAPH_LENGTH) for paragraph in paragraphs)


def _aoe(claim: Claim) -> str:
    """Return the nickname of UTC-12, only where the source itself writes it."""
    return " (AoE)" if _WROTE_AOE.search(f"{claim.text} {claim.zone}") else ""


def _clocks(deadline: Deadline, home: tzinfo, lang: Lang) -> Iterator[str]:
    """Yield the safe instant on the home clock and on that of UTC."""
    if deadline.due is None:
        return
    for zone in dict.fromkeys((home, UTC)):
        said = wording.clock(deadline.due, zone, lang)
        yield _CLOCK.said(lang).format(wording.zone_label(zone, lang), said)


def _written(deadline: Deadline, lang: Lang) -> Iterator[str]:
    for claim in deadline.claims:
        source = claim.source
        if claim.checked:
            source = _CHECKED.said(lang).format(source, claim.checked)
        text = wording.quote(claim)
        yield _WRITTEN.said(lang).format(text=text, source=source)


def _surroundings(deadline: Deadline, lang: Lang) -> Iterator[str]:
    if deadline.span:
        yield _DAYS.said(lang).format(wording.days(deadline.span, lang))
    if deadline.call.venue:
        yield _VENUE.said(lang).format(deadline.call.venue)
    yield deadline.call.title.said(lang)
    yield web_link(deadline.link or "") or ""


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"
