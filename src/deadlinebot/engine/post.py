"""Posts: how one configured channel is spoken to."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING

from deadlinebot.engine.board import Board
from deadlinebot.engine.enclosed import calendar
from deadlinebot.model.channel import (
    Attaching,
    Channel,
    Dated,
    Following,
    NoAnswer,
    Notifier,
    NotSent,
    Request,
    Response,
    Signer,
)
from deadlinebot.model.delivery import Outcome, Verdict
from deadlinebot.model.notice import Notice
from deadlinebot.net import Net, Reach
from deadlinebot.notifiers import retry_after

if TYPE_CHECKING:
    from deadlinebot.wording.templates import Template

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Post:
    """How one channel is spoken to.

    Attributes:
        channel: its language, zone and options.
        url: its secret address.
        notifier: the service behind it.
        secrets: what signs the requests, the newest first; none: they are unsigned.
        reach: which addresses its host may have.
        template: the operator's own words; None: ours.
    """

    channel: Channel
    url: str = field(repr=False)
    notifier: Notifier
    secrets: tuple[str, ...] = field(default=(), repr=False)
    reach: Reach = Reach.LOOPBACK
    template: Template | None = None

    def finished(self, notice: Notice, board: Board) -> Notice:
        """Return *notice* with what the channel wants beside our words, or instead.

        Args:
            notice: as it was worded.
            board: holds the deadlines that it speaks of.
        """
        if isinstance(self.notifier, Attaching):
            enclosed = calendar(notice, board, self.notifier.attaches, self.channel)
            notice = replace(notice, calendar=enclosed)
        return self._reworded(notice) if self.template else notice

    def exchange(self, request: Request, net: Net, now: datetime) -> Verdict:
        """Send *request* once at *now* and return what came of it.

        A chat that has moved is followed, once.
        """
        answer = net.post(self.signed(request, now), self.reach)
        if isinstance(answer, Response) and isinstance(self.notifier, Following):
            moved = self.notifier.moved(request, answer)
            if moved is not None:
                answer = net.post(self.signed(moved.request, now), self.reach)
                _log.warning(
                    "a chat has moved and was followed",
                    extra={"channel": self.channel.name, "advice": moved.advice},
                )
                found = self._verdict(answer)
                return replace(found, reason=f"{moved.advice}; {found.reason}"[:500])
        return self._verdict(answer)

    def signed(self, request: Request, now: datetime) -> Request:
        """Return *request* as it goes out at *now*; needed anew for each attempt."""
        if isinstance(self.notifier, Dated):
            return self.notifier.dated(request, now)
        if isinstance(self.notifier, Signer):
            return self.notifier.sign(request, self.secrets, now)
        return request

    def _reworded(self, notice: Notice) -> Notice:
        """Return *notice* in the template's words; in ours if these fail."""
        from deadlinebot.wording.templates import TemplateError  # noqa: PLC0415  # jinja2 is paid for by who uses it

        assert self.template
        try:
            return self.template.applied(notice)
        except TemplateError as error:
            _log.error(
                "a template failed; the message goes out in our own words",
                extra={
                    "channel": self.channel.name,
                    "template": self.template.name,
                    "line": error.line,
                    "reason": error.message,
                    "delivery": notice.id,
                },
            )
            return notice

    def _verdict(self, answer: Response | NotSent | NoAnswer) -> Verdict:
        match answer:
            case NotSent(reason):
                return Verdict(Outcome.RETRY, reason)
            case NoAnswer(reason):
                return Verdict(Outcome.UNKNOWN, reason)
            case Response() as response:
                return _patient(self.notifier.verdict(response), response)


def _patient(verdict: Verdict, response: Response) -> Verdict:
    """Return *verdict*; one to try again waits as long as the answer says.

    A 503 may say it as well as a 429 (RFC 9110 10.2.3, 15.6.4), whichever service or
    gateway gives it.
    """
    seconds = retry_after(response)
    if verdict.outcome is Outcome.RETRY and seconds is not None:
        return replace(verdict, outcome=Outcome.WAIT, after_s=seconds)
    return verdict
