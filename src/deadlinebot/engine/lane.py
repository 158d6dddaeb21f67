"""Lane: the way out of one channel, one message after the other.

For every message::

    store.claim            what is due is ours, some at a time
    speaker, together      the words of this minute, of one delivery or of many
    store.mark_together    on disk before a byte leaves: from here on it may be a repeat
    sign                   where the service takes signatures: of this attempt
    net.post
    verdict                the notifier reads the answer
    store.finish_together  on disk

A crash between any two steps loses nothing; one between mark and finish repeats the
message at most once, and the repeat says so.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import datetime
from threading import Event

from deadlinebot.engine.alarms import deliveries, refused
from deadlinebot.engine.clock import Clock, Trust
from deadlinebot.engine.outcomes import after
from deadlinebot.engine.post import Post
from deadlinebot.engine.speaker import Speaker
from deadlinebot.engine.together import Said, companions, gathered, message
from deadlinebot.model.channel import OnUnknown, Request, Response
from deadlinebot.model.delivery import Delivery, Outcome, State, Verdict
from deadlinebot.model.quiet import put_off
from deadlinebot.net import Net
from deadlinebot.store import Ending, Store

_BATCH = 30  # at 2 s a message they are gone before their lease of 60 s is
_GONE = Verdict(Outcome.REJECT_MESSAGE, "there is nothing to say")
_OVER = Verdict(Outcome.RETRY, "its time was over before it left")


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
        operators: Collection[str],
        watch: Trust,
    ) -> None:
        self._post = post
        self._store = store
        self._speaker = speaker
        self._net = net
        self._say = say
        self._watch = watch
        self._operators = [name for name in operators if name != post.channel.name]
        self._claimed: list[Delivery] = []
        self._together: AbstractSet[str] = frozenset()
        self._apart: set[str] = set()  # refused in company; alone each may be taken

    @property
    def holds(self) -> bool:
        """Whether what may have arrived waits for the operator."""
        return self._post.channel.on_unknown is OnUnknown.HOLD

    def round(self, clock: Clock, stop: Event) -> bool:
        """Send some of what is due; return whether there may be more.

        Args:
            clock: gives the current instant, in UTC.
            stop: when set, what is under way is finished and nothing else begun.
        """
        channel, now = self._post.channel, clock()
        if not self._watch.believes(now):
            return False
        claimed = self._store.claim(now, _BATCH, {channel.name: _BATCH})
        if not claimed:
            return False
        self._claimed = self._awake(claimed, now)
        self._together = gathered(self._claimed, channel, now) - self._apart
        while self._claimed and not stop.is_set() and self._send(clock):
            pass
        if self._claimed:
            self._store.release(*self._claimed)
        return True

    def _awake(self, claimed: Sequence[Delivery], now: datetime) -> list[Delivery]:
        """Return what may go now; the rest waits until the quiet hours end."""
        going = []
        for delivery in claimed:
            at = put_off(delivery, self._post.channel.quiet, now)
            if at > now:
                self._store.release(delivery, next_at=at)
            else:
                going.append(delivery)
        return going

    def _send(self, clock: Clock) -> bool:
        """Send one message; return whether the channel takes the next one."""
        now = clock()
        if not self._watch.believes(now):
            return False
        said = self._next(now)
        if not said:
            return True
        group, pace = [delivery for delivery, _ in said], self._post.notifier.pace
        marked = {m.id: m for m in self._store.mark_together(group, now, pace)}
        kept = [(marked[d.id], notice) for d, notice in said if d.id in marked]
        if not kept:
            return False
        if leaving := self._in_time(kept, clock()):
            verdict = self._attempt(leaving, clock)
            ended = self._watch.best(clock())
            self._finish([delivery for delivery, _ in leaving], verdict, ended)
        return True

    def _in_time(self, said: Sequence[Said], now: datetime) -> Sequence[Said]:
        """Return what may still leave: the disk may have taken long to note it."""
        late = [delivery for delivery, _ in said if delivery.not_after <= now]
        if late:
            unsent = Ending(State.RETRY, _OVER, maybe_sent=late[0].maybe_sent)
            self._store.finish_together(late, now, unsent)
        return [each for each in said if each[0].not_after > now]

    def _next(self, now: datetime) -> Sequence[Said]:
        """Take what the next message carries, with its words of *now*."""
        post, said = self._post, []
        for delivery in companions(self._claimed, self._together):
            notice = self._speaker.notice(delivery, post.channel, now)
            if notice is None:
                gone = Ending(State.CANCELLED, _GONE, maybe_sent=delivery.maybe_sent)
                self._store.finish_together([delivery], now, gone)
                self._claimed.remove(delivery)
            else:
                said.append((delivery, notice))
        if len(said) > 1:
            whole = message(said, post.channel, self._speaker.pages)
            said = said[: max(post.notifier.fits(whole, post.channel.options), 1)]
        for delivery, _ in said:
            self._claimed.remove(delivery)
        return said

    def _attempt(self, said: Sequence[Said], clock: Clock) -> Verdict:
        """Send one message; a refused one of one delivery once more, in plain form."""
        post, options = self._post, self._post.channel.options
        speaker = self._speaker
        notice = post.finished(
            message(said, post.channel, speaker.pages), speaker.board
        )
        request = post.notifier.request(notice, post.url, options)
        verdict = self._posted(request, clock())
        if verdict.outcome is Outcome.REJECT_MESSAGE and len(said) == 1:
            plain = post.notifier.simpler(notice, post.url, options)
            if plain is not None:
                return self._posted(plain, clock())
        return verdict

    def _finish(
        self, sent: Sequence[Delivery], verdict: Verdict, now: datetime
    ) -> None:
        """Note what came of a message; a refused one of many comes again one by one."""
        channel = self._post.channel
        ending = after(sent[0], verdict, now, channel.on_unknown)
        if ending.state is State.DEAD and len(sent) > 1:
            self._apart.update(delivery.id for delivery in sent)
            ending = Ending(State.RETRY, verdict, now, ending.maybe_sent)
        news = tuple(refused(channel.name, sent, ending))
        alarms = tuple(deliveries(news, self._operators, now))
        self._store.finish_together(sent, now, replace(ending, alarms=alarms))

    def _posted(self, request: Request, now: datetime) -> Verdict:
        post = self._post
        if not request.url:
            self._say(request.body.decode())
            return post.notifier.verdict(Response(200))
        return post.exchange(request, self._net, now)
