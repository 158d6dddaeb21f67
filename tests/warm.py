"""The program as a process that starts warm: forked where all of it is imported.

A start costs a second of imports and a tenth of a second of work; what kills hundreds
of processes pays for the imports once. Such a process can be given to ``strace``, which
kills it at a chosen system call.
"""

from __future__ import annotations

import contextlib
import ctypes
import importlib
import io
import json
import os
import pkgutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from deadlinebot.cli.app import main

_ATTACHED = "attached"  # the word by which strace says that it holds a process
_PR_SET_PTRACER, _ANYBODY = 0x59616D61, -1  # prctl(2): else only a parent may trace


class Warm:
    """Starts the program again and again, one process at a time."""

    def __init__(self, server: subprocess.Popen[str]) -> None:
        self._server = server

    def start(self, home: Path, *arguments: str, trace: Sequence[str] = ()) -> int:
        """Start the program in *home* and return its process id.

        Its output goes to the files ``out`` and ``err`` there.

        Args:
            home: the folder to run in.
            arguments: the command line.
            trace: what strace is told about the process; none: it is not traced.
        """
        order = {"home": str(home), "arguments": arguments, "trace": list(trace)}
        assert self._server.stdin
        self._server.stdin.write(json.dumps(order) + "\n")
        self._server.stdin.flush()
        return int(self._told())

    def wait(self) -> int:
        """Return how the process ended: its exit code, or minus the signal."""
        return int(self._told())

    def run(self, home: Path, *arguments: str, trace: Sequence[str] = ()) -> int:
        """Start the program, wait for its end, and return how it ended."""
        self.start(home, *arguments, trace=trace)
        return self.wait()

    def _told(self) -> str:
        assert self._server.stdout
        line = self._server.stdout.readline()
        assert line, "the process that forks is gone"
        return line


@contextmanager
def warm() -> Iterator[Warm]:
    """Run a process that forks the program, for the length of a block."""
    command = [sys.executable, __file__]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as server:
        yield Warm(server)


def _fork_as_told() -> None:
    """Import the whole program, then fork for every line of standard input."""
    _import_all("deadlinebot")
    with contextlib.redirect_stdout(io.StringIO()):
        main(["parse", "2026-05-25 23:59 UTC-12"])  # reads the tables of zones
    for line in sys.stdin:
        order = json.loads(line)
        gate, opener = os.pipe()
        child = os.fork()
        if not child:
            os.close(opener)
            _be_the_program(order, gate)
        os.close(gate)
        tracer = _traced(child, order["trace"]) if order["trace"] else None
        print(child, flush=True)  # noqa: T201 - the answer
        os.close(opener)  # now it may begin
        _, status = os.waitpid(child, 0)
        if tracer:
            tracer.communicate()
        print(os.waitstatus_to_exitcode(status), flush=True)  # noqa: T201 - the answer


def _import_all(package: str) -> None:
    found = importlib.import_module(package)
    for module in pkgutil.walk_packages(found.__path__, f"{package}."):
        if module.name != f"{package}.__main__" and ".migrations" not in module.name:
            with contextlib.suppress(ImportError):  # of an extra that is not here
                importlib.import_module(module.name)


def _be_the_program(order: dict[str, Any], gate: int) -> None:
    ctypes.CDLL(None).prctl(_PR_SET_PTRACER, _ANYBODY, 0, 0, 0)
    os.read(gate, 1)
    os.close(gate)
    os.chdir(order["home"])
    afresh = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(os.open("out", afresh, 0o600), 1)
    os.dup2(os.open("err", afresh, 0o600), 2)
    code = 1
    try:
        code = main(order["arguments"])
        sys.stderr.flush()
    finally:
        os._exit(code)


def _traced(process: int, arguments: Sequence[str]) -> subprocess.Popen[str]:
    """Return the strace that has taken hold of *process*."""
    tracer = subprocess.Popen(
        ["strace", "-f", "-p", str(process), *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert tracer.stderr
    while _ATTACHED not in (line := tracer.stderr.readline()):
        assert line, "strace ended before it began"
    return tracer


if __name__ == "__main__":
    _fork_as_told()
