"""Speaker: a delivery in words, those of the minute in which it is sent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from deadlinebot import wording
from deadlinebot.engine.board import Board
from deadlinebot.model.channel import Channel
from deadlinebot.model.deadline import Deadline
from deadlinebot.model.delivery import Delivery, DeliveryKind
from deadlinebot.model.notice import Notice


@dataclass(frozen=True, slots=True)
class Speaker:
    """What is known when a message is worded.

    Attributes:
        board: the deadlines in force, as far as this process knows.
        pages: where our own pages are.
        catch_up: puts on the board what other processes learnt.
    """

    board: Board
    pages: wording.Pages
    catch_up: Callable[[], object]

    def notice(
        self, delivery: Delivery, channel: Channel, now: datetime
    ) -> Notice | None:
        """Return what *delivery* says on *channel* at *now*; None: nothing any more."""
        if delivery.kind is DeliveryKind.ALARM:
            return wording.alarm(delivery, channel.lang)
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

    def _deadline(self, delivery: Delivery) -> Deadline | None:
        """Return of which deadline to speak, in the version that was planned for."""
        held = self.board.get(delivery.deadline)
        if held is None or held.sequence < delivery.sequence:
            self.catch_up()
            held = self.board.get(delivery.deadline)
        return held
