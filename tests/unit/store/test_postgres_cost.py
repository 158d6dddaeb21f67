"""What a tick costs on a server follows what is due, not how much waits."""

from __future__ import annotations

from deadlinebot.model.channel import Pace
from deadlinebot.model.database import Postgres
from deadlinebot.model.delivery import State
from deadlinebot.store import Ending, Store, open_store
from tests.build import a_deadline
from tests.postgres import Server
from tests.stored import CHAT, DAY, NOW, OK, a_reminder

WAITING = 3000
SCANS = "SELECT seq_scan FROM pg_stat_user_tables WHERE relname = 'delivery'"


def fill(store: Store) -> None:
    """Plan five reminders that are due, among thousands that wait."""
    due = [a_deadline(id=f"due-{n}") for n in range(5)]
    later = [a_deadline(id=f"later-{n}") for n in range(WAITING)]
    plan = [a_reminder(of=d) for d in due]
    plan += [a_reminder("1d", NOW + DAY, of=d) for d in later]
    store.apply(NOW, deadlines=[*due, *later], plan=plan)


def tick(store: Store) -> int:
    """Do what a daemon does each second; return how many were sent."""
    store.wake(NOW, ["chat"], ["chat"], lambda _missed: ())
    sent = 0
    for claimed in store.claim(NOW, 5, CHAT):
        marked = store.mark_together([claimed], NOW, Pace(burst=9, per_s=1))
        sent += store.finish_together(marked, NOW, Ending(State.DELIVERED, OK))
    store.next_due(["chat"])
    return sent


def test_no_statement_of_a_tick_reads_all_deliveries(
    server: Server, postgres: Postgres
) -> None:
    with open_store(postgres, owner="first", now=NOW) as store:
        fill(store)
    with server.connected(postgres.name) as connection:
        connection.execute("ANALYZE")
        before = connection.execute(SCANS).fetchone()

    with open_store(postgres, owner="second", now=NOW) as store:
        sent = [tick(store) for _ in range(8)]  # from the sixth on plans are generic
        with store._db.read() as tx:
            tx.exec_driver_sql("SELECT pg_stat_force_next_flush()")

    with server.connected(postgres.name) as connection:
        after = connection.execute(SCANS).fetchone()
    assert sent == [5, 0, 0, 0, 0, 0, 0, 0]
    assert after == before
