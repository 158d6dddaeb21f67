"""Preview: a message as a channel would get it, of what is held, sent nowhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from deadlinebot.engine.alarms import News, deliveries
from deadlinebot.engine.board import Board
from deadlinebot.engine.post import Post
from deadlinebot.engine.speaker import History, Speaker
from deadlinebot.engine.together import Said, message
from deadlinebot.errors import UserError
from deadlinebot.model.announce import announcement
from deadlinebot.model.change import Change, ChangeKind
from deadlinebot.model.channel import Request
from deadlinebot.model.deadline import Deadline
from deadlinebot.model.delivery import Delivery, DeliveryKind, delivery_id
from deadlinebot.model.plan import Plan
from deadlinebot.wording import Alarm, Pages

_EXTENDED_BY = timedelta(days=1)  # in the change that a preview makes up
_TOGETHER = 3  # reminders, where a channel has no digest
_DIGEST_WITHIN = timedelta(days=8)


@dataclass(frozen=True, slots=True)
class Preview:
    """What a preview is made of.

    Attributes:
        post: the channel.
        plan: the routes in force, with what people have done.
        deadlines: all that are held.
        pages: where our own pages are.
        history: gives what changed, for digests.
    """

    post: Post
    plan: Plan
    deadlines: Sequence[Deadline]
    pages: Pages
    history: History

    def request(
        self, kind: DeliveryKind, deadline: Deadline | None, now: datetime
    ) -> Request:
        """Return what would be sent, unsigned: nothing in its body is a secret.

        Args:
            kind: a reminder is the channel's next one, in the words of its instant; a
                digest its next one, else what falls due together; a change and an
                alarm are made up.
            deadline: of which a reminder or a change speaks; None: of the next one.
            now: the present.

        Raises:
            UserError: if there is nothing to speak of.
        """
        board = Board(self.deadlines)
        speaker = Speaker(board, self.pages, tuple, lambda: self.plan, self.history)
        said: list[Said] = []
        for delivery in self._deliveries(kind, deadline, now):
            notice = speaker.notice(delivery, self.post.channel, max(delivery.due, now))
            if notice is not None:
                said.append((delivery, notice))
        if not said:
            raise UserError("it would have nothing to say, so nothing would be sent")
        whole = message(said, self.post.channel, self.pages)
        notice = self.post.finished(whole, board)
        options = self.post.channel.options
        return self.post.notifier.request(notice, self.post.url, options)

    def _deliveries(
        self, kind: DeliveryKind, deadline: Deadline | None, now: datetime
    ) -> Sequence[Delivery]:
        match kind:
            case DeliveryKind.ALARM:
                news = News(Alarm.SOURCE_FAILED, "ccf", "HTTP status 503")
                return list(deliveries([news], [self.post.channel.name], now))
            case DeliveryKind.DIGEST:
                return self._digest(now)
            case DeliveryKind.CHANGE:
                return [self._change(deadline or self._next(now), now)]
            case DeliveryKind.REMINDER:
                told = deadline or self._next(now)
                return [*self._reminders([told], now)[:1]] or [self._at_once(told, now)]

    def _digest(self, now: datetime) -> Sequence[Delivery]:
        name = self.post.channel.name
        planned = self.plan.digests(now, now + _DIGEST_WITHIN)
        mine = sorted((d for d in planned if d.channel == name), key=lambda d: d.due)
        return mine[:1] or self._reminders(self.deadlines, now)[:_TOGETHER]

    def _reminders(self, of: Sequence[Deadline], now: datetime) -> Sequence[Delivery]:
        """Return the channel's reminders, the next one first."""
        name = self.post.channel.name
        mine = (d for d in self.plan.reminders(of, now) if d.channel == name)
        return sorted(mine, key=lambda delivery: (delivery.due, delivery.id))

    def _next(self, now: datetime) -> Deadline:
        """Return of which deadline the channel speaks next, or simply the next one.

        Raises:
            UserError: if nothing lies ahead.
        """
        held = {deadline.id: deadline for deadline in self.deadlines}
        for delivery in self._reminders(self.deadlines, now):
            return held[delivery.deadline]
        ahead = [d for d in self.deadlines if d.due and d.due > now]
        if not ahead:
            raise UserError("no deadline lies ahead: name one (deadlinebot list --all)")
        return min(ahead, key=lambda deadline: (deadline.due, deadline.id))

    def _at_once(self, deadline: Deadline, now: datetime) -> Delivery:
        """Return a reminder of what no route of the channel reminds of."""
        kind, name = DeliveryKind.REMINDER, self.post.channel.name
        return Delivery(
            id=delivery_id(name, deadline.id, kind, "", deadline.sequence),
            channel=name,
            deadline=deadline.id,
            sequence=deadline.sequence,
            kind=kind,
            lead="",
            due=now,
            not_after=now,
        )

    def _change(self, deadline: Deadline, now: datetime) -> Delivery:
        """Return that *deadline* was extended to where it is now.

        Raises:
            UserError: if it has no date.
        """
        if deadline.window is None:
            raise UserError(f"{deadline.id} has no date that could have moved")
        earlier = replace(
            deadline.window,
            earliest=deadline.window.earliest - _EXTENDED_BY,
            latest=deadline.window.latest - _EXTENDED_BY,
        )
        before = replace(deadline, window=earlier)
        change = Change(ChangeKind.EXTENDED, before, deadline, now)
        return announcement(self.post.channel.name, change, now, None)
