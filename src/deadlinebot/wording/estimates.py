"""Estimates in words: no finer than they are."""

from __future__ import annotations

from datetime import date

from deadlinebot.model.call import Lang
from deadlinebot.model.deadline import Estimate
from deadlinebot.wording.bilingual import say

_NEAR_DAYS = 10  # a spread that "around" still describes


def expected(estimate: Estimate, lang: Lang) -> str:
    """Return when it may be: ``预计 2027-01 上旬``, ``expected around 2027-01-05``.

    A wide spread is given as a range.
    """
    if lang is Lang.ZH:
        return f"预计 {_thirds(estimate.start, estimate.end)}"
    if (estimate.end - estimate.start).days <= _NEAR_DAYS:
        return f"expected around {estimate.day}"
    return f"expected between {estimate.start} and {estimate.end}"


def grounds(estimate: Estimate, lang: Lang) -> str:
    """Return the estimate with what it rests on, as a sentence without its end."""
    years = say(lang, "、", ", ").join(map(str, estimate.years))
    said = expected(estimate, lang)
    return say(
        lang,
        f"{said}（按 {years} 年各届推算）",
        f"{said} (going by the editions of {years})",
    )


def _thirds(start: date, end: date) -> str:
    """Return a range of days in thirds of months, the way Chinese plans do."""
    first, last = _third(start), _third(end)
    if (start.year, start.month) != (end.year, end.month):
        year = f"{end:%Y-}" if start.year != end.year else ""
        return f"{start:%Y-%m} {first}至 {year}{end:%m} {last}"
    return f"{start:%Y-%m} {first}" + (f"至{last}" if first != last else "")


def _third(of: date) -> str:
    return "上旬" if of.day <= 10 else "中旬" if of.day <= 20 else "下旬"
