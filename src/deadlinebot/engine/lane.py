"""Lane: the way out of one channel, one message after the other.

For every message::

    store.claim            they are ours, some at a time
    speaker                the words of this minute
    store.mark_together    on disk before a byte leaves: from here on it may be a repeat
    sign                   where the service takes signatures: of this attempt
    net.post
    verdict                the notifier reads the answer
    store.finish_together  on disk

A crash between any two steps loses nothing; one between mark and finish repeats the
message at most once, and the repeat says so.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from datetime import datetime
from threading import Event

from deadlinebot.engine.clock import Clock
from deadlinebot.engine.outcomes import after
from deadlinebot.engine.post import Post
from deadlinebot.engine.speaker import Speaker
from deadlinebot.model.channel import Request, Response
from deadlinebot.model.delivery import Delivery, Outcome, State, Verdict
from deadlinebot.model.notice import Notice
from deadlinebot.net import Net
from deadlinebot.store import Ending, Store

_BATCH = 20  # at 2 s a message they are gone before their lease of 60 s is
_GONE = Verdict(Outcome.REJECT_MESSAGE, "there is nothing to say")


class Lane:
    """One channel as it is configured, and what is claimed for it."""

    def __init__(
        self,
        post: Post,
        store: Store,
        speaker: Speaker,
        *,
        net: Net,
        say: Callable[[str], None],
    ) -> None:
        self._post = post
        self._store = store
        self._speaker = speaker
        self._net = net
        self._say = say

    def round(self, clock: Clock, stop: Event) -> bool:
        """Send some of what is due; return whether there may be more.

        Args:
            clock: gives the current instant, in UTC.
            stop: when set, what is under way is finished and nothing else begun.
        """
        name = self._post.channel.name
        claimed = deque(self._store.claim(clock(), _BATCH, {name: _BATCH}))
        if not claimed:
            return False
        while claimed and not stop.is_set() and self._send(claimed.popleft(), clock):
            pass
        if claimed:
            self._store.release(*claimed)
        return True

    def _send(self, delivery: Delivery, clock: Clock) -> bool:
        """Send one message; return whether the channel takes the next one."""
        now = clock()
        notice = self._speaker.notice(delivery, self._post.channel, now)
        if notice is None:
            cancelled = Ending(State.CANCELLED, _GONE, maybe_sent=delivery.maybe_sent)
            self._store.finish_together([delivery], now, cancelled)
            return True
        pace = self._post.notifier.pace
        marked = self._store.mark_together([delivery], now, pace)
        if not marked:
            return False
        verdict = self._attempt(notice, clock)
        now = clock()
        self._store.finish_together(marked, now, after(marked[0], verdict, now))
        return True

    def _attempt(self, notice: Notice, clock: Clock) -> Verdict:
        """Send *notice*; one that the service refuses is tried once in plain form."""
        post, options = self._post, self._post.channel.options
        notice = post.finished(notice, self._speaker.board)
        verdict = self._posted(
            post.notifier.request(notice, post.url, options), clock()
        )
        if verdict.outcome is Outcome.REJECT_MESSAGE:
            plain = post.notifier.simpler(notice, post.url, options)
            if plain is not None:
                return self._posted(plain, clock())
        return verdict

    def _posted(self, request: Request, now: datetime) -> Verdict:
        post = self._post
        if not request.url:
            self._say(request.body.decode())
            return post.notifier.verdict(Response(200))
        return post.exchange(request, self._net, now)
