"""The daemon: turns time and signals into engine calls.

APScheduler is the alarm clock, never the ledger: a few cycles ask the store what is
due. A cycle that comes late still runs (no grace time), once (coalesced), never twice
at the same time.
"""

from deadlinebot.daemon.logs import LogStyle
from deadlinebot.daemon.logs import set_up as set_up_logs
from deadlinebot.daemon.service import Daemon, Listening, serve

__all__ = ["Daemon", "Listening", "LogStyle", "serve", "set_up_logs"]
