"""run-once: one round of refresh, plan, publish and deliver, for cron."""

from __future__ import annotations

import secrets
import signal
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from threading import Event
from types import FrameType
from typing import TYPE_CHECKING

from deadlinebot.cli import options, screen
from deadlinebot.cli.clock import clock, watch
from deadlinebot.cli.failures import report_problem
from deadlinebot.cli.view import View, view_of
from deadlinebot.model.delivery import State

if TYPE_CHECKING:
    from deadlinebot.cli.clock import Clock
    from deadlinebot.engine.verbs import Engine
    from deadlinebot.model.change import Change

_SOON = timedelta(seconds=120)  # the pace of a channel and the first repeats fit in
_AT_MOST = timedelta(minutes=15)  # then the next round of cron goes on
_BREATH_S = 0.2
_LOOK_S = 1.0  # so long an instruction waits at most
_OPEN = (State.PLANNED, State.RETRY, State.CLAIMED, State.SENDING)


def run_once(
    config: options.Config = None,
    lang: options.Language = None,
    now: options.Now = None,
) -> None:
    """Read the sources, plan, and send what is due; then end. For cron."""
    from deadlinebot.config import load_settings
    from deadlinebot.engine.verbs import Engine
    from deadlinebot.net import Net
    from deadlinebot.store import open_store

    settings = load_settings(config)
    seen = view_of(settings, lang)
    at = clock(now, seen.zone)
    begun = at()  # opening takes a while: what falls due meanwhile is planned too
    with (
        _until_told() as stop,
        open_store(settings.database, owner=secrets.token_hex(8), now=begun) as store,
    ):
        over = watch(at, store)
        engine = Engine(settings, store, Net(), screen.line, watch=over)
        changes = engine.refresh(begun)
        engine.replan(begun)
        engine.publish(at())
        _say_problems(engine)
        _deliver(engine, at, stop)
        _say_dead_channels(engine)
        _say_summary(engine, changes, begun, seen)
        if stop.is_set():
            screen.talk("stopped before its end; the next run goes on")


def _obey(engine: Engine, now: datetime) -> None:
    """Do what people left in the inbox; say what cannot be read."""
    from deadlinebot.engine.instructions import take_up

    for left in take_up(engine, now):
        if isinstance(left.said, str):
            screen.talk(
                f"warning: the instruction {left.name} cannot be read ({left.said}); "
                "it is set aside as .bad"
            )


@contextmanager
def _until_told() -> Iterator[Event]:
    """Give an event that SIGTERM and SIGINT set; what is under way may end."""
    stop = Event()

    def end(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    before = {
        each: signal.signal(each, end) for each in (signal.SIGTERM, signal.SIGINT)
    }
    try:
        yield stop
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def _deliver(engine: Engine, at: Clock, stop: Event) -> None:
    """Deliver until nothing is due soon: paces and first repeats are waited for.

    What people want meanwhile is done meanwhile.
    """
    end = at() + _AT_MOST
    while not stop.is_set():
        _obey(engine, at())
        engine.dispatch(at, stop)
        if engine.doubt:
            screen.talk(f"warning: nothing is sent: the clock: {engine.doubt}")
            break
        sending, again = engine.sending, engine.next_due()
        if not sending and (again is None or again > min(at() + _SOON, end)):
            break
        rest_s = (again - at()).total_seconds() if again and not sending else 0
        stop.wait(min(max(rest_s, _BREATH_S), _LOOK_S))
    engine.close()


def _say_problems(engine: Engine) -> None:
    for report in engine.reports.values():
        if report.error:
            screen.talk(f"warning: source {report.name}: {report.error}")
        for problem in report.all_problems:
            report_problem(problem)


def _say_dead_channels(engine: Engine) -> None:
    from deadlinebot.store import Health

    for name, state in engine.store.channel_states().items():
        if state.health is Health.DEAD and name in engine.settings.config.channels:
            screen.talk(
                f"warning: channel {name} is dead, its messages are held: "
                f"{state.reason}; when it is mended: deadlinebot notify test {name}"
            )


def _say_summary(
    engine: Engine, changes: Sequence[Change], begun: datetime, seen: View
) -> None:
    from deadlinebot import wording

    rows = engine.store.deliveries()
    states = Counter(row.state for row in rows)
    sent = sum(1 for row in rows if row.delivered_at and row.delivered_at >= _ms(begun))
    waiting = [row.next_at for row in rows if row.state in _OPEN and row.next_at]
    held = f", {states[State.HELD]} held" if states[State.HELD] else ""
    screen.talk(
        f"read {len(engine.reports)} sources: {len(engine.board)} deadlines, "
        f"{len(changes)} changes"
    )
    then = wording.clock(min(waiting), seen.zone, seen.lang) if waiting else ""
    following = f", the next at {then}" if then else ""
    screen.talk(f"sent {sent}; {len(waiting)} waiting{following}{held}")


def _ms(at: datetime) -> datetime:
    """Return *at* as the store keeps it, in whole milliseconds."""
    return at.replace(microsecond=at.microsecond // 1000 * 1000)
