"""Digests: what is coming and what changed, listed at set times."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo

from deadlinebot.model.delivery import Delivery, DeliveryKind, delivery_id

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_IN_FULL = ("mon", "tues", "wednes", "thurs", "fri", "satur", "sun")  # and day
_RULE = re.compile(r"(daily|weekly)(?:\s*@\s*(?:([a-z]+)-)?(\d\d?):(\d\d))?")
_USUAL = time(9, 3)  # services slow down at the full and the half hour
_A_DAY = timedelta(days=1)

PLANNED_AHEAD = timedelta(days=8)
"""How far ahead digests are planned: of a weekly one there is always the next."""


@dataclass(frozen=True, slots=True)
class DigestRule:
    """When a digest comes: ``daily@09:03``, ``weekly@mon-09:03``.

    Attributes:
        text: as configured, in full.
        weekday: 0 for Monday; None: every day.
        at: the wall time.
        days: how far ahead it looks.
        zone: on whose clock.
    """

    text: str
    weekday: int | None
    at: time
    days: int
    zone: tzinfo

    def after(self, instant: datetime) -> datetime:
        """Return when it comes next after *instant*, in UTC."""
        return next(at for at in self._days(instant, _A_DAY) if at > instant)

    def before(self, instant: datetime) -> datetime:
        """Return when it came last before *instant*, in UTC."""
        return next(at for at in self._days(instant, -_A_DAY) if at < instant)

    def _days(self, instant: datetime, step: timedelta) -> Iterator[datetime]:
        day = instant.astimezone(self.zone).date()
        while True:
            if self.weekday in {None, day.weekday()}:
                yield datetime.combine(day, self.at, self.zone).astimezone(UTC)
            day += step


def digest_delivery(
    route: str, channel: str, rule: DigestRule, at: datetime, due: datetime
) -> Delivery:
    """Return what brings one digest to its channel, until the next one comes.

    Args:
        route: whose deadlines it lists.
        channel: where.
        rule: when and how far ahead.
        at: an instant of *rule*; since the one before it, changes are told.
        due: when it goes; quiet hours may have moved it.
    """
    kind, since = DeliveryKind.DIGEST, rule.before(at)
    detail = {"route": route, "since": since.isoformat()}
    return Delivery(
        id=delivery_id(channel, f"{route} {at.isoformat()}", kind, rule.text, 0),
        channel=channel,
        deadline="",
        sequence=0,
        kind=kind,
        lead=rule.text,
        due=due,
        not_after=rule.after(at),
        next_at=due,
        detail=json.dumps(detail),
    )


def route_of(digest: Delivery) -> str:
    """Return the name of the route whose deadlines *digest* lists."""
    return str(json.loads(digest.detail)["route"])


def since(digest: Delivery) -> datetime:
    """Return when the digest before *digest* came: what changed later is told."""
    return datetime.fromisoformat(json.loads(digest.detail)["since"])


def digest_rule(text: str, zone: tzinfo, days: int | None = None) -> DigestRule:
    """Read ``daily``, ``daily@09:03``, ``weekly`` or ``weekly@mon-09:03``.

    Args:
        text: as written.
        zone: on whose clock.
        days: how far it looks ahead; None: 14 daily, 30 weekly.

    Raises:
        ValueError: says what would be right.
    """
    found = _RULE.fullmatch(text.strip().casefold())
    if not found:
        raise ValueError("write a digest as daily, daily@09:03 or weekly@mon-09:03")
    often, day, hour, minute = found.groups()
    at = _wall_time(int(hour), int(minute)) if hour else _USUAL
    if often == "daily":
        if day:
            raise ValueError(f"a daily digest names no day: write daily@{at:%H:%M}")
        return DigestRule(f"daily@{at:%H:%M}", None, at, days or 14, zone)
    weekday = _weekday(day or _DAYS[0])
    text = f"weekly@{_DAYS[weekday]}-{at:%H:%M}"
    return DigestRule(text, weekday, at, days or 30, zone)


def _wall_time(hour: int, minute: int) -> time:
    if hour > 23 or minute > 59:
        raise ValueError(f"there is no {hour:02}:{minute:02}: write daily@09:03")
    if minute in {0, 30}:
        raise ValueError(
            "chat services hold messages up at the full and the half hour: "
            f"write {hour:02}:{minute + 3:02}"
        )
    return time(hour, minute)


def _weekday(day: str) -> int:
    if day in _DAYS or day.removesuffix("day") in _IN_FULL:
        return _DAYS.index(day[:3])
    near = difflib.get_close_matches(day, _DAYS, 1, 0.4)
    hint = f"did you mean '{near[0]}'?" if near else f"there are {', '.join(_DAYS)}"
    raise ValueError(f"unknown day '{day}' ({hint})")
