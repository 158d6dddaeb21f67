"""Plans: what to say when and where, decided long before it is said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo

from deadlinebot.model import announce
from deadlinebot.model.agenda import Agenda, agenda
from deadlinebot.model.change import Change, ChangeKind
from deadlinebot.model.deadline import Deadline
from deadlinebot.model.delivery import Delivery
from deadlinebot.model.digests import PLANNED_AHEAD, digest_delivery, route_of
from deadlinebot.model.lead import SNOOZED, Lead, WorkingDays, weekdays
from deadlinebot.model.mute import Mute, mute_of
from deadlinebot.model.quiet import QuietHours
from deadlinebot.model.route import Route
from deadlinebot.model.rungs import Fate, Rung, stillness


@dataclass(frozen=True, slots=True)
class Plan:
    """The routes by which deadlines become deliveries.

    Attributes:
        routes: in the order of the configuration.
        home: the zone in which a day of a lead begins.
        works: on which days people work.
        quiet: the quiet hours of the channels that have them, by name.
        mutes: what people have done or put off, by the id of the deadline.
    """

    routes: Sequence[Route]
    home: tzinfo
    works: WorkingDays = weekdays
    quiet: Mapping[str, QuietHours] = field(default_factory=dict)
    mutes: Mapping[str, tuple[Mute, ...]] = field(default_factory=dict)

    def reminders(
        self, deadlines: Iterable[Deadline], now: datetime
    ) -> Iterator[Delivery]:
        """Yield the reminders of *deadlines*, each once for every channel.

        See `rungs`: these are the planned ones.
        """
        return self._reminders(deadlines, now, Fate.PLANNED)

    def late(self, deadlines: Iterable[Deadline], now: datetime) -> Iterator[Delivery]:
        """Yield the reminders and digests whose time has come, which none adds anew.

        What of them waits all the same is about to go, or comes again.
        """
        yield from self._reminders(deadlines, now, Fate.PAST)
        yield from self.digests(now - PLANNED_AHEAD, now)

    def whole(self, deadlines: Iterable[Deadline], now: datetime) -> Iterator[Delivery]:
        """Yield all that is planned ahead: every reminder, the next digests."""
        yield from self.reminders(deadlines, now)
        yield from self.digests(now, now + PLANNED_AHEAD)

    def _reminders(
        self, deadlines: Iterable[Deadline], now: datetime, fate: Fate
    ) -> Iterator[Delivery]:
        for deadline in deadlines:
            if deadline.due is None or stillness(deadline, now):
                continue
            for rung in self.rungs(deadline, now):
                if rung.fate is fate:
                    yield rung.reminder(deadline)

    def rungs(self, deadline: Deadline, now: datetime) -> Iterator[Rung]:
        """Yield when the routes would speak of *deadline*, and what becomes of it.

        A lead that is past at *now*, when this version is first seen, is left out:
        it would come late. Two leads, of one route or of two, that fall together on
        one channel are one reminder. Without a date there are none.
        """
        due = deadline.due
        if due is None:
            return
        still = stillness(deadline, now)
        taken: set[tuple[str, datetime]] = set()
        for route, channel, lead, wanted in self._wanted(deadline, due):
            at = self._at(channel, lead, wanted, due, now)
            fate = still or self._fate(deadline, route, lead, at, now)
            if fate is Fate.PLANNED and (channel, at) in taken:
                fate = Fate.SAME_TIME
            if fate is Fate.PLANNED:
                taken.add((channel, at))
            yield Rung(route.name, channel, lead, wanted, at, fate)

    def passes(self, deadline: Deadline) -> Iterator[tuple[str, str]]:
        """Yield the routes that *deadline* does not take, each with what keeps it out.

        That is the failing terms of the filter, as written, or a milestone of which
        nobody is reminded unasked; see `Route.why_not`.
        """
        for route in self.routes:
            if why_not := route.why_not(deadline):
                yield route.name, why_not

    def announcements(
        self, changes: Iterable[Change], now: datetime
    ) -> Iterator[Delivery]:
        """Yield what is to be told at once about *changes*.

        Two routes to one channel tell it once. Of more than 20 new deadlines on one
        channel only their number is told.
        """
        added: dict[str, list[Change]] = {}
        for change in changes:
            if not announce.is_news(change, now):
                continue
            for channel in self._told(change.after):
                if change.kind is ChangeKind.ADDED:
                    added.setdefault(channel, []).append(change)
                else:
                    quiet = self.quiet.get(channel)
                    yield announce.announcement(channel, change, now, quiet)
        for channel, news in added.items():
            quiet = self.quiet.get(channel)
            if len(news) > announce.MANY_ADDED:
                yield announce.many_added(channel, news, now, quiet)
            else:
                for change in news:
                    yield announce.announcement(channel, change, now, quiet)

    def digests(self, now: datetime, until: datetime) -> Iterator[Delivery]:
        """Yield the digests that are due from *now* on and before *until*.

        Whether one has something to say is known when it is sent.
        """
        for route in self.routes:
            rule = route.digest
            if rule is None:
                continue
            for channel in route.channels:
                quiet = self.quiet.get(channel)
                at = rule.before(now)
                while (due := quiet.over(at) if quiet else at) < until:
                    if due >= now:
                        yield digest_delivery(route.name, channel, rule, at, due)
                    at = rule.after(at)

    def agenda(
        self,
        digest: Delivery,
        deadlines: Iterable[Deadline],
        history: Iterable[Change],
        at: datetime,
    ) -> Agenda | None:
        """Return what *digest* says at *at*; None if its route has none any more.

        Args:
            digest: of those that `digests` yields.
            deadlines: all of them.
            history: what changed since `since` of it, the oldest first.
            at: when it is said.
        """
        route = next((r for r in self.routes if r.name == route_of(digest)), None)
        if route is None or route.digest is None:
            return None
        return agenda(route, deadlines, history, at, self.mutes)

    def unrouted(
        self, deadlines: Iterable[Deadline], now: datetime
    ) -> Iterator[Deadline]:
        """Yield those by which somebody must act, and that no route takes."""
        for deadline in deadlines:
            ahead = deadline.due is not None and not stillness(deadline, now)
            taken = (route.takes(deadline) for route in self.routes)
            if ahead and deadline.milestone.acts and not any(taken):
                yield deadline

    def _told(self, deadline: Deadline) -> Iterable[str]:
        """Return the channels that hear what happens to *deadline*, each once."""
        routes = (r for r in self.routes if r.announce and r.takes(deadline))
        return dict.fromkeys(channel for route in routes for channel in route.channels)

    def _wanted(
        self, deadline: Deadline, due: datetime
    ) -> Iterator[tuple[Route, str, Lead, datetime]]:
        """Yield each lead of each route and channel, and when it falls."""
        for route in self.routes:
            if not route.takes(deadline):
                continue
            leads = [
                (lead, lead.before(due, self.home, self.works))
                for lead in route.ladder(deadline)
            ]
            mute = self._mute(deadline, route)
            if mute and mute.until:
                leads.append((SNOOZED, mute.until))
            for lead, wanted in leads:
                for channel in route.channels:
                    yield route, channel, lead, wanted

    def _at(
        self, channel: str, lead: Lead, wanted: datetime, due: datetime, now: datetime
    ) -> datetime:
        """Return when it is said; a person who names an instant means it."""
        quiet = self.quiet.get(channel)
        if quiet is None or lead is SNOOZED or wanted < now:
            return wanted
        return quiet.moved(wanted, due, now)

    def _mute(self, deadline: Deadline, route: Route) -> Mute | None:
        return mute_of(self.mutes.get(deadline.id, ()), route.name)

    def _fate(
        self, deadline: Deadline, route: Route, lead: Lead, at: datetime, now: datetime
    ) -> Fate:
        mute = self._mute(deadline, route)
        if mute and mute.done:
            return Fate.DONE
        if mute and mute.until and at < mute.until and lead is not SNOOZED:
            return Fate.SNOOZED
        if deadline.due and at >= deadline.due:
            return Fate.TOO_LATE
        return Fate.PLANNED if now <= at else Fate.PAST
