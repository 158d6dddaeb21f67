"""The daemon: turns time and signals into engine calls.

APScheduler is the alarm clock, never the ledger: a few cycles ask the store what is
due. A cycle that comes late still runs (no grace time), once (coalesced), never twice
at the same time.
"""

from deadlinebot.daemon.service import Daemon, Listening, serve

__all__ = ["Daemon", "Listening", "serve"]
