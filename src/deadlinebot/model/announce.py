"""Announcements: which changes are news, and what is told of them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from deadlinebot.model.change import Change, ChangeKind
from deadlinebot.model.deadline import Deadline, Status
from deadlinebot.model.delivery import Delivery, DeliveryKind, delivery_id
from deadlinebot.model.quiet import QuietHours
from deadlinebot.model.rezoned import zone_rules_changed
from deadlinebot.model.when import WallTime, window

WATCHED = timedelta(days=30)
"""How long a passed deadline is watched: until then a new date revives it."""

MANY_ADDED = 20
"""Of more new ones at once only their number is told."""

_TELL_WITHIN = timedelta(days=7)  # news older than this is no news


def is_news(change: Change, now: datetime) -> bool:
    """Whether *change* concerns anybody still.

    Not what happens to dates that are past; not a new date of what passed more than
    30 days ago; and of what is new, only what has a date.
    """
    last = _last(change)
    if change.kind is ChangeKind.ADDED:
        ahead = last is not None and last > now
        return ahead and change.after.status is not Status.WITHDRAWN
    if last is not None and last <= now:
        return False
    passed = _over(change.before) if change.before else None
    return passed is None or passed + WATCHED > now


def announcement(
    channel: str, change: Change, now: datetime, quiet: QuietHours | None
) -> Delivery:
    """Return what tells *channel* of *change*: at once, or after the quiet hours.

    Less time than believed, and a date that would pass meanwhile, cannot wait.
    """
    after, kind = change.after, DeliveryKind.CHANGE
    detail: dict[str, object] = {
        "kind": change.kind.value,
        "from": _instant(change.old),
        "to": _instant(change.new),
        "on": _instant(change.at),
    }
    if zone_rules_changed(change.before, after):
        detail["rezoned"] = True
    if _revives(change, now):
        detail["revived"] = True
    at = _spoken_at(change, now, quiet)
    return Delivery(
        id=delivery_id(channel, after.id, kind, change.kind, after.sequence),
        channel=channel,
        deadline=after.id,
        sequence=after.sequence,
        kind=kind,
        lead=change.kind,
        due=at,
        not_after=_last(change) or at + _TELL_WITHIN,
        next_at=at,
        detail=json.dumps(detail),
    )


def many_added(
    channel: str, added: Iterable[Change], now: datetime, quiet: QuietHours | None
) -> Delivery:
    """Return what tells *channel* in one line that all of *added* are new."""
    count = sum(1 for _ in added)
    kind, what = DeliveryKind.CHANGE, ChangeKind.ADDED
    at = quiet.over(now) if quiet else now
    return Delivery(
        id=delivery_id(channel, now.isoformat(), kind, what, count),
        channel=channel,
        deadline="",
        sequence=0,
        kind=kind,
        lead=what,
        due=at,
        not_after=at + _TELL_WITHIN,
        next_at=at,
        detail=json.dumps({"kind": what, "count": count}),
    )


def _spoken_at(change: Change, now: datetime, quiet: QuietHours | None) -> datetime:
    if quiet is None or change.kind is ChangeKind.BROUGHT_FORWARD:
        return now
    at, due = quiet.over(now), change.new
    return now if due and now < due <= at else at


def _revives(change: Change, now: datetime) -> bool:
    """Whether it had passed, and has not any more."""
    passed = _over(change.before) if change.before else None
    return passed is not None and passed <= now


def _last(change: Change) -> datetime | None:
    """Return when the later of both dates is over everywhere; None if there is none."""
    versions = (change.before, change.after)
    return max((at for one in versions if one and (at := _over(one))), default=None)


def _over(deadline: Deadline) -> datetime | None:
    if deadline.window:
        return deadline.window.latest
    if deadline.span:
        return window(WallTime(deadline.span.end), None).latest
    return None


def _instant(at: datetime | None) -> str | None:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if at else None
