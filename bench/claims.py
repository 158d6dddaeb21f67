"""Claims and whole deliveries a second, on SQLite and on PostgreSQL.

``python bench/claims.py [--rows N]``: how many due reminders one process claims a
second, one at a time and in batches, each batch on the disk; the same with the marks
and the ends; and three processes on PostgreSQL, which must not claim a row twice. The
PostgreSQL server is a temporary one from Debian's binaries, with ``fsync`` on.
"""

from __future__ import annotations

import argparse
import multiprocessing
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from deadlinebot.model.channel import Pace
from deadlinebot.model.database import Postgres
from deadlinebot.model.delivery import State
from deadlinebot.store import Ending, Store, open_store
from tests.build import a_deadline
from tests.postgres import running
from tests.stored import NOW, OK, a_reminder

CHANNELS = ("a", "b", "c")
BATCHES = (1, 10, 100)
NO_PACE = Pace(burst=1_000_000, per_s=0.001)
Place = Path | Postgres


def filled(place: Place, rows: int) -> None:
    """Plan *rows* reminders that are due, over three channels."""
    deadlines = [a_deadline(id=f"call-{n}") for n in range(rows)]
    plan = [
        a_reminder(of=d, channel=CHANNELS[n % 3], due=NOW)
        for n, d in enumerate(deadlines)
    ]
    with open_store(place, owner="planner", now=NOW) as store:
        store.apply(NOW, deadlines=deadlines, plan=plan)


def claims(store: Store, batch: int, channels: Sequence[str]) -> list[str]:
    """Claim all that is due; return the ids."""
    ids: list[str] = []
    for name in channels:
        while taken := store.claim(NOW, batch, {name: batch}):
            ids += [one.id for one in taken]
    return ids


def deliveries(store: Store, batch: int, channels: Sequence[str]) -> list[str]:
    """Claim, mark and finish all that is due, one message each; return the ids."""
    ids: list[str] = []
    for name in channels:
        while taken := store.claim(NOW, batch, {name: batch}):
            for one in taken:
                marked = store.mark_together([one], NOW, NO_PACE)
                store.finish_together(marked, NOW, Ending(State.DELIVERED, OK))
                ids.append(one.id)
    return ids


ACTS = {"claims": claims, "deliveries": deliveries}


def work(place: Place, act: str, batch: int, channels: Sequence[str]) -> list[str]:
    """Do *act* as one process of several."""
    with open_store(
        place, owner=f"{multiprocessing.current_process().pid}", now=NOW
    ) as store:
        return ACTS[act](store, batch, channels)


def measured(name: str, place: Place, rows: int, act: str, batch: int) -> None:
    """Print how many a second one process does."""
    filled(place, rows)
    with open_store(place, owner="one", now=NOW) as store:
        begun = time.perf_counter()
        ids = ACTS[act](store, batch, CHANNELS)
        took = time.perf_counter() - begun
    assert len(set(ids)) == len(ids) == rows
    print(f"{name:12} {act:11} batch {batch:4}: {rows / took:8,.0f}/s")


def together(place: Postgres, rows: int, act: str, batch: int) -> None:
    """Print how many a second three processes do, start included."""
    filled(place, rows)
    with multiprocessing.get_context("spawn").Pool(3) as pool:
        pool.map(len, ["warm"] * 3)
        begun = time.perf_counter()
        orders = [(place, act, batch, CHANNELS)] * 3
        found = [one for ids in pool.starmap(work, orders, 1) for one in ids]
        took = time.perf_counter() - begun
    assert len(set(found)) == len(found) == rows, "a row was claimed twice, or never"
    print(f"3 processes  {act:11} batch {batch:4}: {rows / took:8,.0f}/s")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=3000)
    rows = parser.parse_args().rows
    with tempfile.TemporaryDirectory() as folder, running(fsync="on") as server:
        for act in ACTS:
            for batch in BATCHES:
                path = Path(folder, f"{act}-{batch}.sqlite")
                measured("SQLite", path, rows, act, batch)
                place = server.database(server.empty)
                measured("PostgreSQL", place, rows, act, batch)
                together(server.database(server.empty), rows, act, batch)


if __name__ == "__main__":
    main()
