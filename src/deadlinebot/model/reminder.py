"""Reminders: what to say when, decided long before it is said."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

from deadlinebot.model.change import Change, ChangeKind
from deadlinebot.model.deadline import Deadline, Status
from deadlinebot.model.delivery import Delivery, DeliveryKind, delivery_id
from deadlinebot.model.route import Route

_SILENT = frozenset({Status.TENTATIVE, Status.WITHDRAWN})
_TOLD = frozenset(ChangeKind) - {ChangeKind.ADDED}
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
        it would come late. The same lead of two routes to one channel is one.
        """
        for deadline in deadlines:
            due = deadline.due
            if due is None or due <= now or deadline.status in _SILENT:
                continue
            for route in self._of(deadline):
                for lead in route.leads:
                    at = lead.before(due, self.home)
                    if at >= now:
                        yield from _each(route, deadline, lead.text, at, due)

    def announcements(
        self, changes: Iterable[Change], now: datetime
    ) -> Iterable[Delivery]:
        """Yield what is to be told at once about *changes*.

        New deadlines are not announced one by one, and neither is what happened to
        dates that were already past.
        """
        for change in changes:
            if change.kind not in _TOLD or not _concerns(change, now):
                continue
            until = max(
                (at for at in (change.new, change.old) if at and at > now),
                default=now + _TELL_WITHIN,
            )
            for route in self._of(change.after):
                if route.announce:
                    yield from _tell(route, change, now, until)

    def _of(self, deadline: Deadline) -> Iterable[Route]:
        for route in self.routes:
            chosen = "milestone" in route.filter.keys or deadline.milestone.acts
            if chosen and route.filter.matches(deadline):
                yield route


def _each(
    route: Route, deadline: Deadline, lead: str, at: datetime, due: datetime
) -> Iterable[Delivery]:
    for channel in route.channels:
        yield Delivery(
            id=delivery_id(
                channel, deadline.id, DeliveryKind.REMINDER, lead, deadline.sequence
            ),
            channel=channel,
            deadline=deadline.id,
            sequence=deadline.sequence,
            kind=DeliveryKind.REMINDER,
            lead=lead,
            due=at,
            not_after=due,
            next_at=at,
        )


def _tell(
    route: Route, change: Change, now: datetime, until: datetime
) -> Iterable[Delivery]:
    after = change.after
    detail = json.dumps(
        {
            "kind": change.kind.value,
            "from": _instant(change.old),
            "to": _instant(change.new),
            "on": _instant(change.at),
        }
    )
    for channel in route.channels:
        yield Delivery(
            id=delivery_id(
                channel, after.id, DeliveryKind.CHANGE, change.kind, after.sequence
            ),
            channel=channel,
            deadline=after.id,
            sequence=after.sequence,
            kind=DeliveryKind.CHANGE,
            lead=change.kind,
            due=now,
            not_after=until,
            next_at=now,
            detail=detail,
        )


def _concerns(change: Change, now: datetime) -> bool:
    """Whether either date is still ahead, or the news is of an undated one."""
    dates = [at for at in (change.old, change.new) if at]
    return not dates or max(dates) > now


def _instant(at: datetime | None) -> str | None:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if at else None
