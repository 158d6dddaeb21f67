"""What changed, in one line: from what to what, and by how much."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from deadlinebot.model.call import Lang
from deadlinebot.model.change import ChangeKind
from deadlinebot.model.deadline import Deadline
from deadlinebot.model.delivery import Delivery
from deadlinebot.model.notice import Tone
from deadlinebot.wording.bilingual import capital, plural, say
from deadlinebot.wording.clocks import duration, short_day

_ICONS: dict[ChangeKind, str] = {
    ChangeKind.ADDED: "🆕",
    ChangeKind.EXTENDED: "📅",
    ChangeKind.BROUGHT_FORWARD: "❗",
    ChangeKind.RESTATED: "✏️",
    ChangeKind.CONFIRMED: "📌",
    ChangeKind.WITHDRAWN: "🚫",
    ChangeKind.RESTORED: "↩️",
    ChangeKind.VANISHED: "❓",
    ChangeKind.CONFLICT_FOUND: "⚠️",
    ChangeKind.CONFLICT_RESOLVED: "✅",
}
_SUMMARIES: dict[ChangeKind, tuple[str, str]] = {
    ChangeKind.ADDED: ("新增", "new"),
    ChangeKind.EXTENDED: ("延期", "extended"),
    ChangeKind.BROUGHT_FORWARD: ("时间提前", "brought forward"),
    ChangeKind.RESTATED: ("时间更正", "time corrected"),
    ChangeKind.CONFIRMED: ("日期已定", "date announced"),
    ChangeKind.WITHDRAWN: ("已取消", "withdrawn"),
    ChangeKind.RESTORED: ("恢复", "back on"),
    ChangeKind.VANISHED: ("来源已不再列出", "no longer listed"),
    ChangeKind.CONFLICT_FOUND: ("来源不一致", "sources disagree"),
    ChangeKind.CONFLICT_RESOLVED: ("来源已一致", "sources agree again"),
}
_REZONED = ("时区规则已变", "zone rules changed")
_CONSEQUENCES: dict[ChangeKind, tuple[str, str]] = {  # where no date moves
    ChangeKind.ADDED: ("", ""),
    ChangeKind.CONFIRMED: ("", ""),
    ChangeKind.WITHDRAWN: (
        "来源已标注取消，不再提醒",
        "its source says that it is off; no more reminders will come",
    ),
    ChangeKind.RESTORED: ("照常进行，恢复提醒", "it takes place after all"),
    ChangeKind.VANISHED: (
        "来源已不再列出，请到官网核实",
        "its source no longer lists it: check the official page",
    ),
    ChangeKind.CONFLICT_FOUND: ("", ""),
    ChangeKind.CONFLICT_RESOLVED: ("各来源现已一致", "all sources now agree"),
}


@dataclass(frozen=True, slots=True)
class Move:
    """A change as a delivery carries it.

    Attributes:
        kind: which fact changed.
        old: the safe instant that counted before, or None.
        new: the safe instant that counts now, or None.
        on: the day on which we learned of it, or None.
        rezoned: whether it moved because a zone's rules changed, not by its source.
        revived: whether it had passed already.
    """

    kind: ChangeKind
    old: datetime | None
    new: datetime | None
    on: date | None
    rezoned: bool = False
    revived: bool = False


def read_move(delivery: Delivery, deadline: Deadline) -> Move:
    """Return the change of which *delivery* tells.

    Its detail is JSON: ``{"kind", "from", "to", "on", "rezoned", "revived"}`` with ISO
    instants or null, an ISO day and truths; what is missing is taken from *deadline*.
    """
    detail = json.loads(delivery.detail) if delivery.detail else {}
    new = _instant(detail.get("to")) if "to" in detail else deadline.due
    return Move(
        kind=ChangeKind(detail.get("kind", delivery.lead)),
        old=_instant(detail.get("from")),
        new=new,
        on=date.fromisoformat(detail["on"][:10]) if detail.get("on") else None,
        rezoned=detail.get("rezoned", False),
        revived=detail.get("revived", False),
    )


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def icon(kind: ChangeKind) -> str:
    """Return the sign that stands before the headline."""
    return _ICONS[kind]


def tone(kind: ChangeKind) -> Tone:
    """Return how urgent a change is: less time than believed is."""
    match kind:
        case ChangeKind.BROUGHT_FORWARD:
            return Tone.URGENT
        case ChangeKind.WITHDRAWN:
            return Tone.WITHDRAWN
        case _:
            return Tone.CHANGED


def summary(move: Move, zone: tzinfo, lang: Lang) -> str:
    """Return the change in a few words: ``延期 25 天``, ``extended by 25 days``."""
    rezoned = move.rezoned and move.kind is ChangeKind.RESTATED
    words = say(lang, *(_REZONED if rezoned else _SUMMARIES[move.kind]))
    if move.kind not in {ChangeKind.EXTENDED, ChangeKind.BROUGHT_FORWARD}:
        return words
    if move.old is None or move.new is None:
        return words
    by = say(lang, " ", " by ")
    words = f"{words}{by}{_apart(move.old, move.new, zone, lang)}"
    return say(lang, "过期后", "had passed, ") + words if move.revived else words


def change_line(move: Move, zone: tzinfo, lang: Lang) -> str:
    """Return the change from what to what: ``延期 25 天：5月26日 → 6月20日``.

    Where no date moves it is what follows from the change; empty if nothing does.
    """
    if move.kind in _CONSEQUENCES:
        return capital(say(lang, *_CONSEQUENCES[move.kind]))
    said = capital(summary(move, zone, lang))
    if move.old is None or move.new is None:
        return said
    if move.old == move.new:
        return said + say(lang, "：时刻不变", ": the instant stays")
    line = said + say(lang, "：", ": ") + _from_to(move.old, move.new, zone, lang)
    if move.kind is ChangeKind.RESTATED:
        line += _shifted(move.old, move.new, zone, lang)
    return line


def _apart(old: datetime, new: datetime, zone: tzinfo, lang: Lang) -> str:
    """Return how far *new* is from *old*: whole days where the wall time stays.

    Calendar days, for 25 days across a change of clocks are not 25 times 24 hours.
    """
    before, after = old.astimezone(zone), new.astimezone(zone)
    if before.time() == after.time() and before.date() != after.date():
        count = abs((after.date() - before.date()).days)
        return say(lang, f"{count} 天", plural(count, "day"))
    apart = abs(new - old)
    if apart < timedelta(minutes=1):
        return say(lang, "不到 1 分钟", "less than a minute")
    return duration(apart, lang)


def _shifted(old: datetime, new: datetime, zone: tzinfo, lang: Lang) -> str:
    apart = _apart(old, new, zone, lang)
    if new < old:
        return say(lang, f"（早 {apart}）", f" ({apart} earlier)")
    return say(lang, f"（晚 {apart}）", f" ({apart} later)")


def _from_to(old: datetime, new: datetime, zone: tzinfo, lang: Lang) -> str:
    before, after = old.astimezone(zone), new.astimezone(zone)
    first, last = _day(before, after, lang), _day(after, before, lang)
    if before.time() == after.time():
        return f"{first} → {last}"
    if before.date() == after.date():
        return f"{first} {before:%H:%M} → {after:%H:%M}"
    return f"{first} {before:%H:%M} → {last} {after:%H:%M}"


def _day(of: datetime, other: datetime, lang: Lang) -> str:
    short = short_day(of.date(), lang)
    if of.year == other.year:
        return short
    return say(lang, f"{of.year}年{short}", f"{short} {of.year}")
