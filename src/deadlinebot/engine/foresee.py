"""Foresee: which of the deliveries that wait will be sent, and which fall away.

`foreseen` is pure: it says beforehand what the store decides when a delivery is
claimed. That both agree is what comparing ``plan`` with ``simulate`` shows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from deadlinebot.config import Config
from deadlinebot.engine import setup
from deadlinebot.engine.speaker import History, history_in
from deadlinebot.model.deadline import Deadline
from deadlinebot.model.delivery import Delivery, DeliveryKind, State
from deadlinebot.model.digests import since
from deadlinebot.model.mute import by_deadline
from deadlinebot.model.plan import Plan
from deadlinebot.model.quiet import QuietHours, put_off
from deadlinebot.store import ChannelState, Health, Selection, Store, scratch_copy

_NEAR = timedelta(hours=1)  # what may have arrived leaves the word to a rung so near
_WAITING = (State.PLANNED, State.RETRY, State.CLAIMED, State.SENDING)


def from_facts(
    config: Config, deadlines: Sequence[Deadline], now: datetime, until: datetime
) -> tuple[Delivery, ...]:
    """Return what a first run at *now* would send before *until*."""
    plan = setup.plan(config)
    fresh = (*plan.reminders(deadlines, now), *plan.digests(now, until))
    speaking = _speaking(plan, fresh, deadlines, lambda _since: (), now)
    return foreseen(speaking, (), _channels(config, {}), now, until, quiet=plan.quiet)


def from_store(
    config: Config, store: Store, now: datetime, until: datetime
) -> tuple[Delivery, ...]:
    """Return what will be sent before *until* of what *store* holds.

    Where the routes have changed since its last run, as the next one will plan it.
    """
    key = setup.plan_key(config)
    plan = replace(setup.plan(config), mutes=by_deadline(store.mutes()))
    if store.plan_key() != key:
        with scratch_copy(store, now) as copy:
            every = copy.deadlines()
            late = {each.id for each in plan.late(every, now)}
            copy.replan(now, plan.whole(every, now), key, late)
            return from_store(config, copy, now, until)
    waiting = (
        *store.deliveries(Selection(states=_WAITING, due_until=until)),
        *_unplanned(plan, store, now, until),
    )
    if any(each.kind is DeliveryKind.DIGEST for each in waiting):
        every, history = store.deadlines(), history_in(store)
        waiting = _speaking(plan, waiting, every, history, now)
    again = tuple({each.deadline for each in waiting if each.attempts})
    sent = Selection(deadlines=again, states=(State.DELIVERED,))
    channels = _channels(config, store.channel_states())
    before = store.deliveries(sent) if again else ()
    return foreseen(waiting, before, channels, now, until, quiet=plan.quiet)


def _unplanned(
    plan: Plan, store: Store, now: datetime, until: datetime
) -> Iterator[Delivery]:
    """Yield the digests that will be planned as time goes on."""
    digests = store.deliveries(Selection(kinds=(DeliveryKind.DIGEST,), due_from=now))
    known = {each.id for each in digests}
    return (each for each in plan.digests(now, until) if each.id not in known)


def _speaking(
    plan: Plan,
    deliveries: Iterable[Delivery],
    deadlines: Sequence[Deadline],
    history: History,
    now: datetime,
) -> tuple[Delivery, ...]:
    """Return *deliveries* without the digests that will have nothing to say."""
    return tuple(
        each
        for each in deliveries
        if each.kind is not DeliveryKind.DIGEST
        or plan.agenda(each, deadlines, history(since(each)), max(each.due, now))
    )


def _channels(
    config: Config, states: Mapping[str, ChannelState]
) -> Mapping[str, ChannelState]:
    return {name: states.get(name, ChannelState(name)) for name in config.channels}


def foreseen(
    waiting: Iterable[Delivery],
    sent: Iterable[Delivery],
    channels: Mapping[str, ChannelState],
    now: datetime,
    until: datetime,
    *,
    quiet: Mapping[str, QuietHours],
) -> tuple[Delivery, ...]:
    """Return those of *waiting* that will be sent before *until*, if no service fails.

    Args:
        waiting: what is planned, comes again or is in hand.
        sent: what was delivered of the same deadlines.
        channels: how the configured channels stand, by name.
        now: the present.
        until: the end of what is looked at.
        quiet: the quiet hours of the channels that have them.

    Returns:
        The deliveries in the order of their planned instants.
    """
    leaves = {
        each: put_off(each, quiet.get(each.channel), at)
        for each in waiting
        if (at := _leaves(each, channels.get(each.channel), now)) is not None
    }
    speaking = _by_ladder((*leaves, *sent))
    going = (
        each
        for each, at in leaves.items()
        if at < min(until, each.not_after)
        and not _superseded(each, at, speaking[_ladder(each)])
    )
    return tuple(sorted(going, key=lambda each: (each.due, each.id)))


def _leaves(
    delivery: Delivery, channel: ChannelState | None, now: datetime
) -> datetime | None:
    """Return when *delivery* can first go; None if its channel takes nothing."""
    if channel is None or channel.health is Health.DEAD:
        return None
    return max(now, delivery.next_at or delivery.due, channel.paused_until or now)


_Ladder = tuple[str, str, int]


def _ladder(delivery: Delivery) -> _Ladder:
    return delivery.channel, delivery.deadline, delivery.sequence


def _by_ladder(deliveries: Iterable[Delivery]) -> Mapping[_Ladder, list[Delivery]]:
    found: dict[_Ladder, list[Delivery]] = defaultdict(list)
    for each in deliveries:
        if each.kind is DeliveryKind.REMINDER:
            found[_ladder(each)].append(each)
    return found


def _superseded(delivery: Delivery, at: datetime, ladder: Iterable[Delivery]) -> bool:
    """Whether a nearer rung of its *ladder* speaks for *delivery* by *at*."""
    if delivery.kind is not DeliveryKind.REMINDER:
        return False
    soon = at + _NEAR if delivery.maybe_sent else at
    place = delivery.due, delivery.id
    return any(place < (other.due, other.id) and other.due <= soon for other in ladder)
