"""Quiet hours: when a channel's readers are not to be disturbed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo

from deadlinebot.model.change import ChangeKind
from deadlinebot.model.delivery import Delivery, DeliveryKind

_HOURS = re.compile(r"(\d\d?):(\d\d)\s*[-–~～]\s*(\d\d?):(\d\d)")
_DAY = timedelta(days=1)
_LATE = timedelta(minutes=10)  # many at once take that long


@dataclass(frozen=True, slots=True)
class QuietHours:
    """The same hours of every day, on the clock of a channel's readers.

    They may cross midnight. Their very beginning and their very end are not quiet.

    Attributes:
        begin: the wall time at which they begin.
        end: the wall time at which they end; not equal to ``begin``.
        zone: on whose clock.
    """

    begin: time
    end: time
    zone: tzinfo

    def around(self, at: datetime) -> tuple[datetime, datetime] | None:
        """Return beginning and end, in UTC, of the quiet hours in which *at* lies."""
        today = at.astimezone(self.zone).date()
        for day in (today - _DAY, today):
            last = day if self.begin < self.end else day + _DAY
            begin = self._instant(datetime.combine(day, self.begin))
            end = self._instant(datetime.combine(last, self.end))
            if begin < at < end:
                return begin, end
        return None

    def moved(self, wanted: datetime, due: datetime, now: datetime) -> datetime:
        """Return when to remind of *due* instead of at *wanted*.

        Earlier, before the quiet hours begin; if that is over at *now*, when they
        end; and if that is too late, at *wanted* all the same.
        """
        hours = self.around(wanted)
        if hours is None:
            return wanted
        begin, _ = hours
        if begin >= now:
            return self.moved(begin, due, now)
        end = self.over(wanted)
        return end if end < due else wanted

    def over(self, at: datetime) -> datetime:
        """Return the first instant from *at* on that is not quiet."""
        hours = self.around(at)
        return self.over(hours[1]) if hours else at

    def _instant(self, wall: datetime) -> datetime:
        return wall.replace(tzinfo=self.zone).astimezone(UTC)


def put_off(delivery: Delivery, quiet: QuietHours | None, now: datetime) -> datetime:
    """Return when *delivery*, which could go at *now*, does not disturb: mostly *now*.

    What should have been said by day and is late, after down time or a refusal, waits
    until the quiet hours end. What was planned for them goes, and so do alarms, less
    time than believed, and what would be too late.
    """
    urgent = delivery.lead == ChangeKind.BROUGHT_FORWARD
    hours = quiet.around(now) if quiet else None
    if quiet is None or hours is None or urgent or delivery.kind is DeliveryKind.ALARM:
        return now
    late = now - delivery.due > _LATE and delivery.due <= hours[0]
    end = quiet.over(now)
    return end if late and end < delivery.not_after else now


def quiet_hours(text: str, zone: tzinfo) -> QuietHours:
    """Read ``22:00-08:00``.

    Raises:
        ValueError: says what would be right.
    """
    found = _HOURS.fullmatch(text.strip())
    if not found:
        raise ValueError("write quiet hours such as 22:00-08:00")
    begin, end = _time(found[1], found[2]), _time(found[3], found[4])
    if begin == end:
        raise ValueError("quiet hours cannot last all day: they begin as they end")
    return QuietHours(begin, end, zone)


def _time(hour: str, minute: str) -> time:
    if (hour, minute) == ("24", "00"):
        return time()
    if int(hour) > 23 or int(minute) > 59:
        raise ValueError(f"there is no {hour}:{minute}: write 22:00-08:00")
    return time(int(hour), int(minute))
