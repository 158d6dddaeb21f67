"""Reminders: what to say when, decided long before it is said."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

from deadlinebot.model.change import Change, ChangeKind
from deadlinebot.model.deadline import Deadline, Status
from deadlinebot.model.delivery import Delivery, DeliveryKind, delivery_id
from deadlinebot.model.rezoned import zone_rules_changed
from deadlinebot.model.route import Lead, Route
from deadlinebot.model.when import WallTime, window

_SILENT = frozenset({Status.TENTATIVE, Status.WITHDRAWN})
_TOLD = frozenset(ChangeKind) - {ChangeKind.ADDED}
_CHOOSING = frozenset({"milestone", "id"})  # keys that say which dates remind
_TELL_WITHIN = timedelta(days=7)  # news older than this is no news


@dataclass(frozen=True, slots=True)
class Plan:
    """The routes by which deadlines become deliveries.

    Attributes:
        routes: in the order of the configuration.
        home: the zone in which a day of a lead begins.
    """

    routes: Sequence[Route]
    home: tzinfo

    def reminders(
        self, deadlines: Iterable[Deadline], now: datetime
    ) -> Iterable[Delivery]:
        """Yield the reminders of *deadlines*, each once for every channel.

        A lead that is past at *now*, when this version is first seen, is left out:
        it would come late. Two leads, of one route or of two, that fall together on
        one channel are one reminder.
        """
        for deadline in deadlines:
            due = deadline.due
            if due is None or due <= now or deadline.status in _SILENT:
                continue
            planned: set[tuple[str, datetime]] = set()
            for route, lead in self._leads(deadline):
                at = lead.before(due, self.home)
                for channel in route.channels:
                    if now <= at < due and (channel, at) not in planned:
                        planned.add((channel, at))
                        yield _reminder(channel, deadline, lead.text, at, due)

    def announcements(
        self, changes: Iterable[Change], now: datetime
    ) -> Iterable[Delivery]:
        """Yield what is to be told at once about *changes*.

        New deadlines are not announced one by one, and neither is what happened to
        dates that were already past. Two routes to one channel tell it once.
        """
        for change in changes:
            last = _last(change)
            if change.kind not in _TOLD or (last and last <= now):
                continue
            routes = [route for route in self._of(change.after) if route.announce]
            until = last or now + _TELL_WITHIN
            for channel in dict.fromkeys(c for route in routes for c in route.channels):
                yield _announcement(channel, change, now, until)

    def _leads(self, deadline: Deadline) -> Iterator[tuple[Route, Lead]]:
        for route in self._of(deadline):
            for lead in route.leads:
                yield route, lead

    def _of(self, deadline: Deadline) -> Iterator[Route]:
        for route in self.routes:
            asked_for = _CHOOSING & route.filter.keys or deadline.milestone.acts
            if asked_for and route.filter.matches(deadline):
                yield route


def _reminder(
    channel: str, deadline: Deadline, lead: str, at: datetime, due: datetime
) -> Delivery:
    kind, sequence = DeliveryKind.REMINDER, deadline.sequence
    return Delivery(
        id=delivery_id(channel, deadline.id, kind, lead, sequence),
        channel=channel,
        deadline=deadline.id,
        sequence=sequence,
        kind=kind,
        lead=lead,
        due=at,
        not_after=due,
        next_at=at,
    )


def _announcement(
    channel: str, change: Change, now: datetime, until: datetime
) -> Delivery:
    after, kind = change.after, DeliveryKind.CHANGE
    detail: dict[str, object] = {
        "kind": change.kind.value,
        "from": _instant(change.old),
        "to": _instant(change.new),
        "on": _instant(change.at),
    }
    if zone_rules_changed(change.before, after):
        detail["rezoned"] = True
    return Delivery(
        id=delivery_id(channel, after.id, kind, change.kind, after.sequence),
        channel=channel,
        deadline=after.id,
        sequence=after.sequence,
        kind=kind,
        lead=change.kind,
        due=now,
        not_after=until,
        next_at=now,
        detail=json.dumps(detail),
    )


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
