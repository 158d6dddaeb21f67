"""What becomes of a reminder, and what became of a delivery, in words."""

from __future__ import annotations

from datetime import tzinfo

from deadlinebot.model.call import Lang
from deadlinebot.model.delivery import Delivery, State
from deadlinebot.model.rungs import Fate, Rung
from deadlinebot.wording.bilingual import say
from deadlinebot.wording.clocks import clock

_FATES: dict[Fate, tuple[str, str]] = {
    Fate.PLANNED: ("将发送", "will be sent"),
    Fate.PAST: (
        "得知这个日期时已过，不补发",
        "was over when this date became known; it is not sent late",
    ),
    Fate.TOO_LATE: ("与截止同时，不提醒", "falls on the deadline itself; not sent"),
    Fate.SAME_TIME: (
        "该通道同一时刻已有另一条提醒",
        "another reminder goes to that channel at the same time",
    ),
    Fate.DONE: ("已标为已办", "marked as done"),
    Fate.SNOOZED: ("已推迟到之后", "put off until later"),
    Fate.SILENT: (
        "已取消或日期未定，不提醒",
        "the date is withdrawn or tentative; nobody is reminded",
    ),
    Fate.OVER: ("截止时间已过", "the deadline has passed"),
}
_STATES: dict[State, tuple[str, str]] = {
    State.PLANNED: ("将发送", "will be sent"),
    State.CLAIMED: ("正要发送", "is about to be sent"),
    State.SENDING: ("正在发送", "is being sent"),
    State.RETRY: ("将于 {next} 再试", "is tried again at {next}"),
    State.HELD: ("暂存，等通道恢复", "held until its channel is mended"),
    State.DELIVERED: ("{done} 已送达", "delivered at {done}"),
    State.SUPERSEDED: ("由更近的一条代替", "a nearer reminder spoke instead"),
    State.CANCELLED: ("已作废", "called off"),
    State.EXPIRED: ("过时未发", "its time passed before it could be sent"),
    State.DEAD: ("被服务拒收", "refused by the service for good"),
}


def rung_fate(rung: Rung, delivery: Delivery | None, zone: tzinfo, lang: Lang) -> str:
    """Return what becomes of *rung*, and what the store knows of its *delivery*.

    ``delivered at Sat 2026-05-23 19:59``, ``marked as done``,
    ``will be sent (moved from Tue 2026-05-26 01:59 by quiet hours)``.
    """
    if delivery is None or _called_off(rung, delivery):
        told = say(lang, *_FATES[rung.fate])
    else:
        told = delivery_fate(delivery, zone, lang)
    if rung.at == rung.wanted_at:
        return told
    wanted = clock(rung.wanted_at, zone, lang)
    return told + say(
        lang,
        f"（静默时段，原定 {wanted}）",
        f" (moved from {wanted} by quiet hours)",
    )


def _called_off(rung: Rung, delivery: Delivery) -> bool:
    """Whether the plan knows why *delivery* was called off."""
    return delivery.state is State.CANCELLED and rung.fate is not Fate.PLANNED


def delivery_fate(delivery: Delivery, zone: tzinfo, lang: Lang) -> str:
    """Return what became of *delivery*, with the last reason if it has trouble."""
    next_at = clock(delivery.next_at or delivery.due, zone, lang)
    done = clock(delivery.delivered_at or delivery.due, zone, lang)
    told = say(lang, *_STATES[delivery.state]).format(next=next_at, done=done)
    if delivery.maybe_sent:
        told += say(lang, "（可能重复）", " (may be a repeat)")
    if delivery.error and delivery.state is not State.DELIVERED:
        told += say(lang, f"：{delivery.error}", f": {delivery.error}")
    return told
