"""The outbox against APScheduler with one job per reminder.

``python -m bench.outbox [--pending N ...] [--rivals N ...] [--due N] [--batch N]``: for
each number of pending reminders what it costs to plan one, what a tick costs when
nothing is due, how much the process grew, and how late each of ``--due`` reminders is
begun that fall due in the same second. They are claimed ``--batch`` at a time, each
time on the disk. ``--rivals`` are the sizes at which APScheduler is run: on its memory
store and on its SQLAlchemyJobStore (SQLite, which is filled without waiting for the
disk), with its default grace of one second and with none. A short run:
``--pending 10000 --rivals 1000``.

Every case has a process of its own, one after the other. Figures move with the machine,
ratios hardly.
"""

from __future__ import annotations

import argparse
import logging
import multiprocessing
import os
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event
from typing import Any

from apscheduler.events import EVENT_JOB_EXECUTED, EVENT_JOB_MISSED
from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from sqlalchemy import create_engine, event

from deadlinebot.config import read_settings
from deadlinebot.engine.verbs import Engine
from deadlinebot.model.deadline import Deadline
from deadlinebot.model.delivery import Delivery, DeliveryKind, delivery_id
from deadlinebot.net import Net
from deadlinebot.store import Store, open_store
from tests.build import a_deadline

CONFIG = """
sources: {}
channels: {chat: {notifier: generic, url: "https://hooks.example.org/chat"}}
routes: {all: {channels: [chat]}}
"""
FAR = timedelta(days=3650)
SOON = timedelta(seconds=3)
AT_ONCE = 10_000  # rows that are planned in one transaction
LEADS = 5  # of each deadline
TICKS = 100


@dataclass(frozen=True, slots=True)
class Case:
    """What was measured.

    Attributes:
        name: of what.
        pending: how many reminders waited.
        add_us: microseconds to plan one.
        tick_us: microseconds of a tick with nothing due, the median.
        grown_mib: by how much the process grew while they were planned.
        late_ms: how late each of those was begun that fell due in one second.
        missed: how many of them never were.
    """

    name: str
    pending: int
    add_us: float
    tick_us: float
    grown_mib: float
    late_ms: Sequence[float]
    missed: int

    @property
    def p50(self) -> float:
        """The lateness that half of them did not exceed, in ms."""
        return statistics.median(self.late_ms)

    @property
    def p99(self) -> float:
        """The lateness that 99 of 100 did not exceed, in ms."""
        return sorted(self.late_ms)[len(self.late_ms) * 99 // 100 - 1]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    sizes: dict[str, Any] = {"type": int, "nargs": "+", "metavar": "N"}
    options.add_argument("--pending", default=[100_000, 1_000_000], **sizes)
    options.add_argument("--rivals", default=[100_000], **sizes)
    options.add_argument("--due", type=int, default=1_000, metavar="N")
    options.add_argument("--batch", type=int, default=100, metavar="N")
    told = options.parse_args()
    logging.disable()  # APScheduler has a line for each job that it misses
    print(f"{told.due} due in the same second, claimed {told.batch} at a time\n")
    print(f"{'':34}{'pending':>9}{'add':>11}{'tick':>10}{'memory':>9}", end="")
    print(f"{'p50 late':>10}{'p99 late':>11}{'missed':>7}")
    ours = [alone(outbox, n, told.due, told.batch) for n in told.pending]
    rivals = [
        alone(apscheduler, n, told.due, store, grace)
        for n in told.rivals
        for store in ("memory", "SQLAlchemy")
        for grace in (1, None)
    ]
    print()
    for rival in rivals:
        ratio = rival.p99 / max(case.p99 for case in ours)
        print(f"{rival.name:34}{rival.pending:9,} p99 late: {ratio:6.1f} x our worst")


def alone(measure: Callable[..., Case], *arguments: object) -> Case:
    """Return what *measure* finds in a process of its own; print it."""
    with multiprocessing.get_context("fork").Pool(1) as pool:
        case: Case = pool.apply(measure, arguments)
    print(
        f"{case.name:34}{case.pending:9,}{case.add_us:8.1f} us{case.tick_us:7.0f} us"
        f"{case.grown_mib:5.0f} MiB{case.p50:7.1f} ms{case.p99:8.1f} ms"
        f"{case.missed:7}",
        flush=True,
    )
    return case


def outbox(pending: int, due: int, batch: int) -> Case:
    """Measure our store, and the engine's tick over it."""
    with tempfile.TemporaryDirectory() as folder:
        home, began = Path(folder), now()
        settings = read_settings(CONFIG, home / "config.yaml")
        with open_store(home / "state.db", owner="bench", now=began) as store:
            engine = Engine(settings, store, Net(), print)
            add_us, grown = planned(store, pending, began)
            tick_us = median_us(lambda: engine.deliver(now, Event()))
            late = claimed(store, due, batch)
            engine.close()
    return Case("deadlinebot", pending, add_us, tick_us, grown, late, due - len(late))


def planned(store: Store, pending: int, began: datetime) -> tuple[float, float]:
    """Plan *pending* reminders, none due within an hour.

    Returns:
        Microseconds for each, and the MiB by which the process grew after the first
        transaction: what one takes is free again for the next.
    """
    step, spent, sizes = (FAR - timedelta(hours=2)) / pending, 0.0, []
    for first in range(0, pending, AT_ONCE):
        numbers = range(first, min(first + AT_ONCE, pending))
        held = [deadline(f"conf{n}", began + FAR) for n in numbers[::LEADS]]
        store.apply(began, deadlines=held)
        rows = [
            reminder(held[(n - first) // LEADS], began + timedelta(hours=1) + n * step)
            for n in numbers
        ]
        begun = time.perf_counter()
        store.apply(began, plan=rows)
        spent += time.perf_counter() - begun
        sizes.append(resident_mib())
    return spent / pending * 1e6, sizes[-1] - sizes[0]


def deadline(name: str, due: datetime) -> Deadline:
    return a_deadline(due, id=f"{name}-2026-paper")


def reminder(of: Deadline, due: datetime) -> Delivery:
    assert of.due
    kind, lead = DeliveryKind.REMINDER, due.isoformat()
    key = delivery_id("chat", of.id, kind, lead, of.sequence)
    first = Delivery(key, "chat", of.id, of.sequence, kind, lead, due, of.due)
    return replace(first, next_at=due)


def claimed(store: Store, due: int, batch: int) -> list[float]:
    """Let *due* reminders fall due at once; return how late each is claimed."""
    held = [deadline(f"soon{n}", now() + FAR) for n in range(due)]
    store.apply(now(), deadlines=held)
    at = now() + SOON
    store.apply(now(), plan=[reminder(each, at) for each in held])
    Event().wait((at - now()).total_seconds())
    late: list[float] = []
    while got := store.claim(now(), batch, {"chat": batch}):
        late += [ms_after(at)] * len(got)
    return late


_BEGUN: list[float] = []
_AT: list[datetime] = []


def note() -> None:
    """Be the work of a job: say how late it is."""
    _BEGUN.append(ms_after(_AT[0]))


def apscheduler(pending: int, due: int, kind: str, grace: int | None) -> Case:
    """Measure APScheduler with a job for each reminder."""
    name = f"APScheduler, {kind}, grace {grace or 'none'}"
    with tempfile.TemporaryDirectory() as folder, job_store(kind, folder) as jobs:
        scheduler = BackgroundScheduler(
            jobstores={"default": jobs},
            job_defaults={"misfire_grace_time": grace},
            timezone=UTC,
        )
        scheduler.start(paused=True)
        before, begun, began = resident_mib(), time.perf_counter(), now()
        step = FAR / pending
        for n in range(pending):
            at = began + timedelta(hours=1) + n * step
            scheduler.add_job(note, "date", run_date=at)
        add_us = (time.perf_counter() - begun) / pending * 1e6
        grown = resident_mib() - before
        tick_us = median_us(
            lambda: (jobs.get_due_jobs(now()), jobs.get_next_run_time())
        )
        missed = fallen_due(scheduler, due)
        scheduler.shutdown(wait=False)
    return Case(name, pending, add_us, tick_us, grown, tuple(_BEGUN), missed)


@contextmanager
def job_store(kind: str, folder: str) -> Iterator[Any]:
    """Give a job store; the one on SQLite does not wait for the disk."""
    if kind == "memory":
        yield MemoryJobStore()
        return
    engine = create_engine(f"sqlite:///{folder}/jobs.db")

    @event.listens_for(engine, "connect")
    def hurry(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute("PRAGMA synchronous = OFF")

    yield SQLAlchemyJobStore(engine=engine)
    engine.dispose()


def fallen_due(scheduler: BackgroundScheduler, due: int) -> int:
    """Let *due* jobs fall due at once; return how many are missed."""
    done, missed = Event(), []

    def ended(told: Any) -> None:  # noqa: ANN401 - APScheduler has no types
        missed.extend([told] if told.code == EVENT_JOB_MISSED else [])
        if len(_BEGUN) + len(missed) == due:
            done.set()

    scheduler.add_listener(ended, EVENT_JOB_EXECUTED | EVENT_JOB_MISSED)
    begun = time.perf_counter()
    scheduler.add_job(note, "date", run_date=now() + FAR)
    one = timedelta(seconds=time.perf_counter() - begun)
    _AT.append(now() + SOON + due * one * 2)  # time enough to add them all
    for _ in range(due):
        scheduler.add_job(note, "date", run_date=_AT[0])
    scheduler.resume()
    done.wait(300)
    return len(missed)


def now() -> datetime:
    return datetime.now(UTC)


def ms_after(at: datetime) -> float:
    return (now() - at).total_seconds() * 1e3


def median_us(work: Callable[[], object]) -> float:
    spans = []
    for _ in range(TICKS):
        begun = time.perf_counter()
        work()
        spans.append(time.perf_counter() - begun)
    return statistics.median(spans) * 1e6


def resident_mib() -> float:
    """Return how much memory this process has (Linux: /proc/self/statm)."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


if __name__ == "__main__":
    main()
