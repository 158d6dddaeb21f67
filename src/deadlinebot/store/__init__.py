"""The store: facts, outbox, channels and rendered bytes, in a file or on a server.

::

    open_store(place, owner=, now=) -> Store     for writing: a file alone (`BusyError`
                                                 else), a server beside others
    read_store(place) -> Store                   beside them, for reading
    scratch_store(now) -> Store                  in memory, to play something through
    scratch_copy(store, now) -> Store            the same, with what *store* holds
    scratch_facts(store, now) -> Store           the same, with its facts alone

    facts     deadlines() apply(now, deadlines=, changes=, plan=, sources=) -> Applied
              changes(deadline_id, since, limit) source_states()
              plan_key() replan(now, plan, key, kept) -> Applied
              turn() -> Store while no other process changes facts
              facts() -> their version, by which processes see each other's changes
    people    mutes() mute(now, words, plan=, kept=, instruction=) -> Applied
              obeyed(instruction) -> Applied | None
    outbox    claim(now, limit, free) -> deliveries     free: {channel: slots}
              mark_together(group, now, pace) -> deliveries
              finish_together(group, now, Ending) -> count
              wake(now, channels, held, missed) -> those that can send
              release(*claims) next_due(channels)
              deliveries(Selection) attempts(id) last_ended()
              retry(Selection, now, instruction=) -> Applied
    channels  channel_states() traffic() revive(name, now)
    bytes     components(keys) keep_components(bodies, now)
              drop_components(used, before)
    upkeep    installed_at() high_water() note_clock(now) tidy(now)
              hold_clock(believed) held_clock() accepted_clock()
              accept_clock(now, instruction=) -> Applied

One method is one transaction, on the disk when it returns. No method reads a clock.
"""

from __future__ import annotations

from deadlinebot.store.channels import ChannelState, Health
from deadlinebot.store.facts import Applied
from deadlinebot.store.opening import open_store, read_store
from deadlinebot.store.outbox import Ending
from deadlinebot.store.scratch import scratch_copy, scratch_facts, scratch_store
from deadlinebot.store.selection import Attempt, Selection
from deadlinebot.store.sources import SourceState
from deadlinebot.store.store import Store
from deadlinebot.store.traffic import Traffic

__all__ = [
    "Applied",
    "Attempt",
    "ChannelState",
    "Ending",
    "Health",
    "Selection",
    "SourceState",
    "Store",
    "Traffic",
    "open_store",
    "read_store",
    "scratch_copy",
    "scratch_facts",
    "scratch_store",
]
