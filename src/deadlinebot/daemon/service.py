"""The service: cycles, signals, and the order of starting and stopping."""

from __future__ import annotations

import logging
import signal
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Event
from types import FrameType
from typing import Any

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.jobstores.base import JobLookupError
from apscheduler.schedulers.background import BackgroundScheduler
from starlette.types import ASGIApp

from deadlinebot.config import Settings
from deadlinebot.daemon.instructions import log_instructions
from deadlinebot.daemon.manager import sign_of_life, tell_manager
from deadlinebot.daemon.pulse import Pulse, StepsBack
from deadlinebot.daemon.server import Server, listen, server
from deadlinebot.daemon.sources import Progress, log_changes, log_report, pause
from deadlinebot.daemon.trouble import Trouble
from deadlinebot.engine.clock import Clock
from deadlinebot.engine.inbox import Inbox
from deadlinebot.engine.instructions import take_up
from deadlinebot.engine.reports import SourceReport
from deadlinebot.engine.verbs import Engine
from deadlinebot.errors import UserError

_log = logging.getLogger("deadlinebot")
_TICK_S = 1.0  # with nothing due it is one short transaction
_DEAD_S = 120.0
_TIDY = timedelta(days=1)
_NOT_READ = "refresh failed; what was published stays"
_NOT_OBEYED = "an instruction failed; it is tried again"


@dataclass(frozen=True, slots=True)
class Listening:
    """Where the web is served.

    Attributes:
        host: the address.
        port: the port that was taken.
    """

    host: str
    port: int

    @property
    def url(self) -> str:
        """The address of the page."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}/"


class Daemon:
    """One engine, kept going."""

    def __init__(
        self, engine: Engine, clock: Clock, reload: Callable[[], Settings]
    ) -> None:
        self.engine = engine
        self.stop = Event()
        self._clock = clock
        self._reload = reload
        self._beat = self._alive = time.monotonic()
        self._trouble = Trouble()
        self._scheduler = BackgroundScheduler(
            executors={"default": ThreadPoolExecutor(4)},
            job_defaults={
                "misfire_grace_time": None,
                "coalesce": True,
                "max_instances": 1,
            },
            timezone="UTC",
        )
        self._pulse = Pulse(self.tick, _TICK_S, self.stop)
        self._steps = StepsBack()

    def start(self) -> None:
        """Publish what the store holds, then begin the cycles."""
        first: datetime | None = self._scheduler_now()
        if not len(self.engine.board):
            self.refresh()  # an empty feed would make clients drop what they have
            first = None
        self.engine.replan(self._clock())
        self.engine.revive(self._clock())
        Inbox(self.engine.settings).open()
        self._obey()
        self.engine.publish(self._clock())
        self._schedule(first)
        self._scheduler.start()
        self._pulse.start()

    def finish(self) -> None:
        """Let what is under way end, and begin nothing else."""
        self.stop.set()
        self._scheduler.shutdown(wait=True)
        self._pulse.join()
        try:
            self.engine.close()
        except Exception:  # noqa: BLE001 - what is not noted is found at the next start
            _log.exception("delivering failed; it is tried again")

    def refresh(self, *names: str) -> None:
        """Read sources again, all if none is named, and publish what came of it."""
        before = dict(self.engine.reports)
        try:
            changes = self.engine.refresh(self._clock(), names or None, Progress())
            self.engine.publish(self._clock())
        except UserError as error:
            _log.error(_NOT_READ, extra={"sources": names, "reason": str(error)})
            return
        except Exception:  # noqa: BLE001 - a cycle that fails is tried again
            _log.exception(_NOT_READ, extra={"sources": names})
            return
        log_changes(changes)
        for name in names or tuple(self.engine.reports):
            if name in self.engine.reports:
                log_report(before.get(name), self.engine.reports[name])

    def look_again(self, name: str) -> None:
        """Read one source again; leave it alone for longer if that fails."""
        self.refresh(name)
        source = self.engine.settings.config.sources.get(name)
        report = self.engine.reports.get(name)
        if source is None or report is None:
            return
        left_alone = pause(source.every, report)
        if left_alone is not None:
            again = self._scheduler_now() + left_alone
            with suppress(JobLookupError):  # the configuration lost it meanwhile
                self._scheduler.modify_job(_job(name), next_run_time=again)

    def tick(self) -> None:
        """Obey, let what is due be sent, follow others, show that we are alive."""
        self._obey()
        if self._steps.one():
            self._schedule(first=None)  # else they sleep for as long as the step
        try:
            self.engine.dispatch(self._clock, self.stop)
            if self.engine.catch_up():
                self.engine.publish(self._clock())
            self._beat = self._alive = time.monotonic()
            self._trouble.ends()
        except UserError as error:
            self._alive = time.monotonic()  # a restart would take the feeds down too
            self._trouble.begins(error)
        except Exception:  # noqa: BLE001 - a cycle that fails is tried again
            _log.exception("delivering failed; it is tried again")
        sign_of_life(time.monotonic() - self._alive)

    def _obey(self) -> None:
        """Do what people left in the inbox, and show it to readers."""
        try:
            taken = take_up(self.engine, self._clock())
            if taken:
                self.engine.publish(self._clock())
        except UserError as error:
            _log.error(_NOT_OBEYED, extra={"reason": str(error)})
            return
        except Exception:  # noqa: BLE001 - what is still there is tried again
            _log.exception(_NOT_OBEYED)
            return
        log_instructions(taken)

    def tidy(self) -> None:
        """Drop what nobody will ask for again."""
        self.engine.tidy(self._clock())

    def reload(self) -> None:
        """Read the configuration again; a bad one changes nothing and says why."""
        tell_manager("RELOADING=1")
        try:
            self.engine.use(self._reload())
        except UserError as error:
            _log.error("configuration kept as it was", extra={"reason": str(error)})
        else:
            self.refresh()
            self._schedule_sources(first=None)
            self.engine.replan(self._clock())
            self.engine.revive(self._clock())
            _log.info("configuration reloaded")
        tell_manager("READY=1")

    def ask_to_reload(self) -> None:
        """Reload soon, outside the signal handler."""
        self._scheduler.add_job(self.reload, id="reload", replace_existing=True)

    def health(self) -> Mapping[str, Any]:
        """Return how it is: ok, degraded (by a source, or by the clock) or down."""
        silent = time.monotonic() - self._beat
        reports = self.engine.reports
        failing = {name: r.error for name, r in reports.items() if r.error}
        held = {name: len(r.all_problems) for name, r in reports.items()}
        ill = failing or self.engine.doubt or self._trouble.reason
        status = "down" if silent > _DEAD_S else "degraded" if ill else "ok"
        return {
            "status": status,
            "deadlines": len(self.engine.board),
            "failing": failing,
            "clock": self.engine.doubt,
            "trouble": self._trouble.reason,
            "held": {name: count for name, count in held.items() if count},
            "last_tick_s": round(silent, 1),
        }

    def _schedule(self, first: datetime | None) -> None:
        """Give the upkeep and every source its cycle; see `_schedule_sources`."""
        self._scheduler.add_job(
            self.tidy,
            "interval",
            seconds=_TIDY.total_seconds(),
            id="tidy",
            replace_existing=True,
        )
        self._schedule_sources(first)

    def _schedule_sources(self, first: datetime | None) -> None:
        """Give every source its cycle.

        Args:
            first: when it begins; if None, all have just been read.
        """
        for job in self._scheduler.get_jobs():
            if job.id.startswith(_job("")):
                job.remove()
        now, reports = self._scheduler_now(), self.engine.reports
        for name, source in self.engine.settings.config.sources.items():
            every_s = source.every.total_seconds()
            report = reports.get(name, SourceReport(name))
            again = now + (pause(source.every, report) or source.every)
            self._scheduler.add_job(
                self.look_again,
                "interval",
                args=[name],
                seconds=every_s,
                jitter=min(60, every_s / 10),
                id=_job(name),
                next_run_time=first or again,
            )

    def _scheduler_now(self) -> datetime:
        return datetime.now(self._scheduler.timezone)


def _job(source: str) -> str:
    return f"source:{source}"


def serve(
    daemon: Daemon,
    app: ASGIApp,
    ready: Callable[[Listening], None] = lambda _where: None,
) -> None:
    """Run until SIGTERM or SIGINT: listen, start, answer, drain.

    Raises:
        UnavailableError: if the address cannot be had.
    """
    web = daemon.engine.settings.config.web
    bound = listen(web.host, web.port)
    running = server(app)
    _take_signals(daemon, running)
    daemon.start()
    where = Listening(web.host, bound.getsockname()[1])
    _log.info("serving", extra={"url": where.url})
    tell_manager("READY=1")
    ready(where)
    try:
        with bound:
            running.run(sockets=[bound])
    finally:
        tell_manager("STOPPING=1")
        _log.info("stopping")
        daemon.finish()


def _take_signals(daemon: Daemon, running: Server) -> None:
    def end(_number: int, _frame: FrameType | None) -> None:
        daemon.stop.set()
        running.should_exit = True

    def again(_number: int, _frame: FrameType | None) -> None:
        daemon.ask_to_reload()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    signal.signal(signal.SIGHUP, again)
