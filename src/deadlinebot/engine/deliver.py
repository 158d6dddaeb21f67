"""Deliver: bring what is due to its channels, each once, and remember it.

For every delivery::

    store.claim    it is ours
    wording        the words of this minute
    store.mark     on disk before a byte leaves: from here on it may be a repeat
    sign           where the service takes signatures: of this attempt
    net.post
    verdict        the notifier reads the answer
    store.finish   on disk

A crash between any two steps loses nothing; one between mark and finish repeats the
message at most once, and the repeat says so.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Event

from deadlinebot import wording
from deadlinebot.engine.board import Board
from deadlinebot.engine.post import Post
from deadlinebot.model.channel import (
    Channel,
    NoAnswer,
    NotSent,
    Request,
    Response,
)
from deadlinebot.model.delivery import Delivery, DeliveryKind, Outcome, State, Verdict
from deadlinebot.model.notice import Notice
from deadlinebot.net import Net
from deadlinebot.store import Store

Clock = Callable[[], datetime]
_BACKOFF_S = (5, 30, 120, 600, 1800, 3600, 7200)
_ONCE_MORE = timedelta(seconds=60)
_WORKERS = 8


@dataclass(frozen=True, slots=True)
class Next:
    """What one attempt leads to.

    Attributes:
        state: where the delivery stands now.
        at: when to try again; None if never.
        maybe_sent: whether it may have arrived without our knowing.
    """

    state: State
    at: datetime | None = None
    maybe_sent: bool = False


def after(delivery: Delivery, verdict: Verdict, now: datetime) -> Next:
    """Return what *verdict* leads to; the table of outcomes.

    Args:
        delivery: with the number of attempts, this one included.
        verdict: what became of this attempt.
        now: when it ended.
    """
    match _believed(delivery, verdict):
        case Outcome.DELIVERED:
            return Next(State.DELIVERED, maybe_sent=delivery.maybe_sent)
        case Outcome.RETRY:
            pause = _backoff(delivery)
            return Next(State.RETRY, now + pause, delivery.maybe_sent)
        case Outcome.WAIT:
            pause = timedelta(seconds=verdict.after_s or 60)
            return Next(State.RETRY, now + pause, delivery.maybe_sent)
        case Outcome.UNKNOWN if delivery.maybe_sent:
            return Next(State.DELIVERED, maybe_sent=True)  # never a third time
        case Outcome.UNKNOWN:
            return Next(State.RETRY, now + _ONCE_MORE, maybe_sent=True)
        case Outcome.REJECT_MESSAGE:
            return Next(State.DEAD, maybe_sent=delivery.maybe_sent)
        case Outcome.CHANNEL_DEAD:
            return Next(State.HELD, maybe_sent=delivery.maybe_sent)


def _believed(delivery: Delivery, verdict: Verdict) -> Outcome:
    """Return the outcome; a channel may have to be called dead more than once."""
    doubted = delivery.attempts < verdict.believed_after
    if verdict.outcome is Outcome.CHANNEL_DEAD and doubted:
        return Outcome.RETRY
    return verdict.outcome


def _backoff(delivery: Delivery) -> timedelta:
    """Return the pause before the next try, +-20 % by a hash of what is tried.

    Spread without chance: two deliveries that failed together do not come back
    together, and a test sees the same figures every time.
    """
    step = _BACKOFF_S[min(max(delivery.attempts, 1), len(_BACKOFF_S)) - 1]
    key = f"{delivery.id}{delivery.attempts}".encode()
    share = hashlib.sha256(key).digest()[0] / 255
    return timedelta(seconds=step * (0.8 + 0.4 * share))


class Deliverer:
    """Sends what is due, channel by channel, each in its own thread."""

    def __init__(
        self,
        store: Store,
        board: Board,
        *,
        posts: Mapping[str, Post],
        net: Net,
        pages: wording.Pages,
        say: Callable[[str], None],
    ) -> None:
        self._store = store
        self._board = board
        self._posts = posts
        self._net = net
        self._pages = pages
        self._say = say

    def deliver(self, clock: Clock, stop: Event) -> datetime | None:
        """Send all that is due and can go now.

        Args:
            clock: gives the current instant, in UTC.
            stop: when set, what is under way is finished and nothing else begun.

        Returns:
            When to come back: the next delivery's time or the end of a pause.
        """
        self._store.expire(clock())
        names = list(self._posts)
        if not names:
            return None
        with ThreadPoolExecutor(min(_WORKERS, len(names)), "deliver") as workers:
            list(workers.map(lambda name: self._drain(name, clock, stop), names))
        return self._store.next_due(names)

    def _drain(self, name: str, clock: Clock, stop: Event) -> None:
        post = self._posts[name]
        while not stop.is_set():
            claimed = self._store.claim(clock(), 1, {name: 1})
            if not claimed:
                return
            delivery = claimed[0]
            free_at = self._store.take(name, clock(), post.notifier.pace)
            if free_at is not None:
                self._store.release(delivery)
                self._store.pause(name, free_at, "pace")
                return
            self._send(delivery, post, clock)

    def _send(self, delivery: Delivery, post: Post, clock: Clock) -> None:
        notice = self._worded(delivery, post.channel, clock())
        if notice is None:  # nothing is left to speak of
            gone = Verdict(Outcome.REJECT_MESSAGE, "its deadline is gone")
            self._store.finish(delivery, clock(), State.CANCELLED, verdict=gone)
            return
        marked = self._store.mark(delivery, clock())
        if marked is None:
            return
        verdict = self._attempt(notice, post, clock)
        now = clock()
        following = after(marked, verdict, now)
        self._store.finish(
            marked,
            now,
            following.state,
            verdict=verdict,
            next_at=following.at,
            maybe_sent=following.maybe_sent,
        )
        if verdict.outcome is Outcome.WAIT and following.at:
            self._store.pause(post.channel.name, following.at, verdict.reason)
        if following.state is State.HELD:
            self._store.set_dead(post.channel.name, verdict.reason)

    def _worded(
        self, delivery: Delivery, channel: Channel, now: datetime
    ) -> Notice | None:
        if delivery.kind is DeliveryKind.ALARM:
            return wording.alarm(delivery, channel.lang)
        deadline = self._board.get(delivery.deadline)
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
            links=self._pages,
        )

    def _attempt(self, notice: Notice, post: Post, clock: Clock) -> Verdict:
        """Send *notice*; one that the service refuses is tried once in plain form."""
        options = post.channel.options
        request = post.notifier.request(notice, post.url, options)
        verdict = self._post(request, post, clock())
        if verdict.outcome is Outcome.REJECT_MESSAGE:
            plain = post.notifier.simpler(notice, post.url, options)
            if plain is not None:
                return self._post(plain, post, clock())
        return verdict

    def _post(self, request: Request, post: Post, now: datetime) -> Verdict:
        if not request.url:
            self._say(request.body.decode())
            return post.notifier.verdict(Response(200))
        match self._net.post(post.signed(request, now), post.reach):
            case NotSent(reason):
                return Verdict(Outcome.RETRY, reason)
            case NoAnswer(reason):
                return Verdict(Outcome.UNKNOWN, reason)
            case Response() as response:
                return post.notifier.verdict(response)
