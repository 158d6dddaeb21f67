"""Speaker: a delivery in words, those of the minute in which it is sent."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from deadlinebot import wording
from deadlinebot.engine.board import Board
from deadlinebot.model.change import Change
from deadlinebot.model.channel import Channel
from deadlinebot.model.deadline import Deadline
from deadlinebot.model.delivery import Delivery, DeliveryKind
from deadlinebot.model.digests import since
from deadlinebot.model.notice import Notice
from deadlinebot.model.plan import Plan
from deadlinebot.store import Store

_MOST = 1000  # changes of which one digest tells
History = Callable[[datetime], Sequence[Change]]


def history_in(store: Store) -> History:
    """Return what gives the changes since an instant, the oldest of them first."""

    def history(since: datetime) -> Sequence[Change]:
        return store.changes(since=since, limit=_MOST)

    return history


@dataclass(frozen=True, slots=True)
class Speaker:
    """What is known when a message is worded.

    Attributes:
        board: the deadlines in force, as far as this process knows.
        pages: where our own pages are.
        catch_up: puts on the board what other processes learnt.
        plan: gives the routes in force and what people have done.
        history: gives what changed since an instant, the oldest first.
    """

    board: Board
    pages: wording.Pages
    catch_up: Callable[[], object]
    plan: Callable[[], Plan]
    history: History

    def notice(
        self, delivery: Delivery, channel: Channel, now: datetime
    ) -> Notice | None:
        """Return what *delivery* says on *channel* at *now*; None: nothing any more."""
        if delivery.kind is DeliveryKind.ALARM:
            return wording.alarm(delivery, channel.lang)
        if delivery.kind is DeliveryKind.DIGEST:
            return self._agenda(delivery, channel, now)
        if not delivery.deadline:
            return wording.many_added(delivery, channel.lang, self.pages)
        deadline = self._deadline(delivery)
        if deadline is None:
            return None
        changed = delivery.kind is DeliveryKind.CHANGE
        words = wording.change if changed else wording.reminder
        return words(
            delivery,
            deadline,
            now,
            lang=channel.lang,
            zone=channel.zone,
            links=self.pages,
        )

    def _agenda(
        self, delivery: Delivery, channel: Channel, now: datetime
    ) -> Notice | None:
        self.catch_up()
        history = self.history(since(delivery))
        listed = self.plan().agenda(delivery, self.board.all(), history, now)
        if not listed:
            return None
        return wording.agenda(
            delivery,
            listed,
            now,
            lang=channel.lang,
            zone=channel.zone,
            links=self.pages,
        )

    def _deadline(self, delivery: Delivery) -> Deadline | None:
        """Return of which deadline to speak, in the version that was planned for."""
        held = self.board.get(delivery.deadline)
        if held is None or held.sequence < delivery.sequence:
            self.catch_up()
            held = self.board.get(delivery.deadline)
        return held
