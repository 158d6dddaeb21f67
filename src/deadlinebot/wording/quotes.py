"""What the sources say, what they leave open and where they disagree."""

from __future__ import annotations

from datetime import timedelta, tzinfo

from deadlinebot.model.call import Lang
from deadlinebot.model.claim import Claim
from deadlinebot.model.deadline import Cause, Conflict, Deadline, Status
from deadlinebot.model.when.window import Assumption, Moment
from deadlinebot.wording.bilingual import say
from deadlinebot.wording.clocks import clock, duration
from deadlinebot.wording.estimates import grounds

_ASSUMED: dict[Assumption, tuple[str, str]] = {
    Assumption.ZONE: ("时区未注明", "zone not stated"),
    Assumption.ZONE_READING: ("时区缩写有歧义", "zone abbreviation ambiguous"),
    Assumption.TIME: ("时刻未注明", "time not stated"),
    Assumption.YEAR: ("年份未注明", "year not stated"),
    Assumption.MIDNIGHT: ("哪个零点未说明", "which midnight not stated"),
    Assumption.CLOCK_CHANGE: ("当天时钟回拨", "clocks go back that day"),
}
_STATUS: dict[Status, tuple[str, str]] = {
    Status.CONFLICTING: ("来源不一致", "sources disagree"),
    Status.TENTATIVE: ("日期待定", "date to be announced"),
    Status.WITHDRAWN: ("已取消", "withdrawn"),
    Status.VANISHED: ("来源已不再列出", "no longer listed"),
}
_CAUSES: dict[Cause, tuple[str, str]] = {
    Cause.ZONE: ("同一钟面，时区不同", "same wall clock, another zone"),
    Cause.TIME: ("同一天，时刻不同", "same day, another time"),
    Cause.DAY: ("日期不同", "another day"),
}


def quote(claim: Claim) -> str:
    """Return a claim's date as written, with its zone: ``2026-05-25 UTC-12``."""
    text = " ".join(claim.text.split())
    zone = " ".join((claim.zone or "").split())
    return f"{text} {zone}" if zone and zone not in text else text


def stated(deadline: Deadline, lang: Lang) -> str:
    """Return the date as the source that counts writes it.

    The zone is the one written there; if none is, that is said.
    """
    text = quote(deadline.stated)
    if Assumption.ZONE in deadline.assumed and deadline.stated.zone is None:
        return text + say(lang, "（未注明时区）", " (no zone stated)")
    return text


def provenance(deadline: Deadline, lang: Lang) -> str:
    """Return who says so and when it was checked.

    ``来源 CCF-Deadlines，05-20 核对``; the year is left out where it is the
    deadline's own. English names it always: 05-06 has two readings there.
    """
    claim = deadline.stated
    said = say(lang, f"来源 {claim.source}", f"source {claim.source}")
    if claim.checked is None:
        return said
    same_year = deadline.due is not None and deadline.due.year == claim.checked.year
    short = f"{claim.checked:%m-%d}" if same_year else claim.checked.isoformat()
    return said + say(lang, f"，{short} 核对", f", checked {claim.checked}")


def flag(deadline: Deadline, lang: Lang) -> str:
    """Return in a few words what is assumed or in conflict; empty if nothing is."""
    words = [say(lang, *_STATUS[deadline.status])] if deadline.status in _STATUS else []
    if deadline.estimate:
        words = [say(lang, "预计", "estimate")]
    if deadline.status is not Status.WITHDRAWN:
        words += [say(lang, *_ASSUMED[assumption]) for assumption in deadline.assumed]
    return say(lang, "，", ", ").join(words)


def doubt(deadline: Deadline, zone: tzinfo, lang: Lang) -> str:
    """Return the flag in full sentences, with both quotes of a conflict.

    Args:
        deadline: what is in doubt.
        zone: the zone of the clocks in it.
        lang: the language.
    """
    sentences = []
    if deadline.conflict:
        sentences.append(_conflict(deadline, deadline.conflict, zone, lang))
    elif deadline.status in _STATUS:
        sentences.append(say(lang, *_STATUS[deadline.status]))
    if deadline.estimate:
        sentences.append(grounds(deadline.estimate, lang))
    if deadline.status is not Status.WITHDRAWN:
        sentences.append(_assumed(deadline, zone, lang))
    return say(lang, "。", ". ").join(filter(None, sentences))


def cause(conflict: Conflict, lang: Lang) -> str:
    """Return why two claims cannot both be true, and by how much they differ.

    ``same wall clock, another zone, 15 hours apart``.
    """
    said = say(lang, *_CAUSES[conflict.cause])
    apart = duration(timedelta(seconds=conflict.apart_s), lang)
    return said + say(lang, f"，相差 {apart}", f", {apart} apart")


def _conflict(deadline: Deadline, conflict: Conflict, zone: tzinfo, lang: Lang) -> str:
    ours, other = deadline.stated, conflict.other
    why = cause(conflict, lang)
    there = _reading(other, zone, lang)
    if lang is Lang.ZH:
        start = "来源不一致" if _open(deadline) else "来源曾不一致，已人工裁定"
        return (
            f"{start}（{why}）：采用 {ours.source}"
            f"「{quote(ours)}」；{other.source}：「{quote(other)}」{there}"
        )
    start = "sources disagree" if _open(deadline) else "sources disagreed, settled"
    return (
        f"{start} ({why}): we follow {ours.source}, "
        f"“{quote(ours)}”; {other.source} says “{quote(other)}”{there}"
    )


def _open(deadline: Deadline) -> bool:
    return deadline.status is Status.CONFLICTING


def _reading(claim: Claim, zone: tzinfo, lang: Lang) -> str:
    """Return the instant that *claim* would mean, so that both can be compared."""
    if not isinstance(claim.reading, Moment):
        return ""
    at = clock(claim.reading.window.earliest, zone, lang)
    return say(lang, f"，即 {at}", f", that is {at}")


def _assumed(deadline: Deadline, zone: tzinfo, lang: Lang) -> str:
    if not deadline.assumed:
        return ""
    names = [say(lang, *_ASSUMED[assumption]) for assumption in deadline.assumed]
    said = say(lang, "、", ", ").join(names)
    if deadline.window is None or deadline.window.exact:
        return said + _rule(deadline, lang)
    latest = clock(deadline.window.latest, zone, lang)
    return said + say(
        lang,
        f"：按最早的可能计，最晚可能到 {latest}",
        f": counted to the earliest reading; it may be as late as {latest}",
    )


def _rule(deadline: Deadline, lang: Lang) -> str:
    if Assumption.TIME not in deadline.assumed:
        return ""
    return say(lang, "：按当天结束计", ": taken as the end of the day")
