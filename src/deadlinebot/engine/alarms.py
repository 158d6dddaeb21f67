"""Alarms: what the operator must hear of, each once an episode."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from deadlinebot.engine.reports import SourceReport
from deadlinebot.model.change import Change, ChangeKind
from deadlinebot.model.delivery import Delivery, DeliveryKind, State, delivery_id
from deadlinebot.model.plan import Plan
from deadlinebot.store import Ending
from deadlinebot.wording import Alarm

_TELL_WITHIN = timedelta(days=7)
_NAMED = 5  # of more, the rest is a number
_DATED = frozenset({ChangeKind.ADDED, ChangeKind.CONFIRMED})


@dataclass(frozen=True, slots=True)
class News:
    """Something that the operator must hear of.

    Attributes:
        alarm: what happened.
        name: the source or channel to which it happened.
        reason: what to know and do.
    """

    alarm: Alarm
    name: str
    reason: str


def turn(before: SourceReport, after: SourceReport) -> Iterator[News]:
    """Yield the beginning or the end of an episode, if one lies between two reports."""
    if after.down and not before.down and after.alarm:
        yield News(after.alarm, after.name, after.error)
    if before.down and not after.down:
        since = f"{before.since:%Y-%m-%d %H:%M} UTC" if before.since else "long ago"
        yield News(Alarm.SOURCE_RECOVERED, after.name, f"{since}: {before.error}")


def vanished(name: str, missing: Iterable[str]) -> Iterator[News]:
    """Yield that the deadlines *missing* are no longer listed, if there are any."""
    ids = sorted(missing)
    if ids:
        yield News(Alarm.VANISHED, name, _some(ids))


def unrouted(changes: Iterable[Change], plan: Plan, now: datetime) -> Iterator[News]:
    """Yield that nobody will be reminded of what has just got its date, if so."""
    dated = [change.after for change in changes if change.kind in _DATED]
    ids = [deadline.id for deadline in plan.unrouted(dated, now)]
    if ids:
        reason = f"{_some(ids)}; deadlinebot explain {ids[0]} says why"
        yield News(Alarm.UNROUTED, str(len(ids)), reason)


def refused(channel: str, sent: Sequence[Delivery], ending: Ending) -> Iterator[News]:
    """Yield that *channel* died of a message, or that it refused this one for good.

    An alarm that is refused raises none: two channels would tell of each other forever.
    """
    reason = ending.verdict.reason
    if ending.kills:
        yield News(Alarm.CHANNEL_DEAD, channel, reason)
    elif ending.state is State.DEAD and sent[0].kind is not DeliveryKind.ALARM:
        ids = _some([delivery.deadline or delivery.id for delivery in sent])
        yield News(Alarm.MESSAGE_REFUSED, channel, f"{ids}: {reason}")


def missed(expired: Iterable[Delivery]) -> Iterator[News]:
    """Yield which reminders among *expired* nobody got before their deadlines."""
    ids: dict[str, list[str]] = {}
    for delivery in sorted(expired, key=lambda d: (d.not_after, d.deadline)):
        if delivery.kind is DeliveryKind.REMINDER:
            known = ids.setdefault(delivery.channel, [])
            known += [delivery.deadline] if delivery.deadline not in known else []
    for channel, deadlines in ids.items():
        yield News(Alarm.MISSED, channel, _some(deadlines))


def _some(ids: Sequence[str]) -> str:
    rest = f" (+ {len(ids) - _NAMED})" if len(ids) > _NAMED else ""
    return ", ".join(ids[:_NAMED]) + rest


def deliveries(
    news: Iterable[News], channels: Iterable[str], now: datetime
) -> Iterator[Delivery]:
    """Yield what brings *news* to each of the operator's *channels*."""
    told = list(news)
    for channel in channels:
        for each in told:
            yield _delivery(each, channel, now)


def _delivery(news: News, channel: str, now: datetime) -> Delivery:
    kind, at = DeliveryKind.ALARM, f"{news.name} {now.isoformat()}"
    detail: Mapping[str, str] = {
        "alarm": news.alarm,
        "name": news.name,
        "reason": news.reason,
    }
    return Delivery(
        id=delivery_id(channel, at, kind, news.alarm, 0),
        channel=channel,
        deadline="",
        sequence=0,
        kind=kind,
        lead=news.alarm,
        due=now,
        not_after=now + _TELL_WITHIN,
        next_at=now,
        detail=json.dumps(detail, ensure_ascii=False),
    )
