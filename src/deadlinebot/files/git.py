"""git: the versions of a catalogue, as the commits of a repository made them.

git itself reads the repository, by commands that run nothing of it: no hook, no
filter, no pager, no program that its configuration names. Nothing is fetched, checked
out or written.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path

from deadlinebot.errors import UserError
from deadlinebot.files.items import (
    MEGABYTE,
    TEXT_LIMIT,
    History,
    Item,
    Loaded,
    Version,
    instant,
    printable,
    refuse,
)
from deadlinebot.files.reading import collect

_SAFE = (
    *("--no-pager", "--literal-pathspecs", "--no-replace-objects"),
    *("-c", "safe.directory=*"),  # whoever owns it: nothing of it is run
    *("-c", "log.showRoot=true", "-c", "log.showSignature=false"),
)
_LOG = (
    *("log", "--first-parent", "-m", "--reverse"),
    *("--raw", "-z", "--no-abbrev", "--no-renames", "--no-relative"),
    *("--no-ext-diff", "--no-textconv", "--format=%H %ct"),
)
_ENVIRONMENT = {
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_ALLOW_PROTOCOL": "",  # a partial clone fetches nothing
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}
_REGULAR = b"100"  # the first digits of a regular file's mode
_SHORT = 10  # digits of a commit's name, for people


@dataclass(frozen=True, slots=True)
class _Commit:
    """What a commit did to the files of a catalogue.

    Attributes:
        name: its object's name.
        at: when it was committed, in UTC.
        written: the name of each new text's object, by the path of the text.
        removed: the paths that it took away.
    """

    name: str
    at: datetime
    written: dict[str, str] = field(default_factory=dict)
    removed: set[str] = field(default_factory=set)


def is_repository(folder: Path) -> bool:
    """Whether *folder* lies in a git repository, or is a bare one.

    Raises:
        UserError: if git is not installed.
    """
    return folder.is_dir() and _run(folder, "rev-parse", "--git-dir").returncode == 0


def commits(folder: Path, suffixes: tuple[str, ...], under: str = "") -> History:
    """Return a version for each commit that touched the catalogue in *folder*.

    Of a merge counts what it brought to the branch that it was merged into, so that
    the versions follow each other. Their times never go back.

    Args:
        folder: a work tree, a folder of one, or a bare repository; the branch that is
            checked out counts, not what lies there uncommitted.
        suffixes: the endings of the catalogue's files.
        under: the folder, seen from *folder*, to which the catalogue is limited.

    Raises:
        UserError: if git cannot read it, or older commits are missing from it.
    """
    if _output(folder, "rev-parse", "--is-shallow-repository").strip() == b"true":
        advice = "the clone is shallow; first run: git fetch --unshallow"
        raise UserError(f"{folder} lacks its older commits: {advice}")
    log = _output(folder, *_LOG, "HEAD", "--", under or ".")
    found = [c for c in _commits(log, suffixes) if c.written or c.removed]
    return History(len(found), _versions(folder, found))


def _commits(log: bytes, suffixes: tuple[str, ...]) -> Iterator[_Commit]:
    """Yield the commits of a log: a header, then a mark and a path for each file."""
    fields = iter(log.split(b"\0"))
    commit = None
    for text in fields:
        head = text.lstrip(b"\n")
        if head.startswith(b":") and commit:
            path = next(fields).decode("utf-8", "surrogateescape")
            if _is_wanted(path, suffixes):
                _note(commit, head.split(), path)
        elif head:
            if commit:
                yield commit
            name, seconds = head.decode("ascii").split()
            at = instant(int(seconds))
            commit = _Commit(name, max(at, commit.at) if commit else at)
    if commit:
        yield commit


def _note(commit: _Commit, mark: list[bytes], path: str) -> None:
    """Note what ``:oldmode newmode oldobject newobject status`` says of *path*."""
    old_mode, new_mode, _, name, _ = mark
    if new_mode.startswith(_REGULAR):
        commit.written[path] = name.decode("ascii")
    elif old_mode.startswith(b":" + _REGULAR):
        commit.removed.add(path)


def _is_wanted(path: str, suffixes: tuple[str, ...]) -> bool:
    hidden = any(part.startswith(".") for part in path.split("/"))
    return path.lower().endswith(suffixes) and not hidden


def _versions(folder: Path, found: Iterable[_Commit]) -> Iterator[Version]:
    with _start(folder, subprocess.DEVNULL, "cat-file", "--batch") as process:
        for commit in found:
            yield _version(folder, commit, process)


def _version(
    folder: Path, commit: _Commit, process: subprocess.Popen[bytes]
) -> Version:
    items = (
        Item(printable(path), partial(_object, process, name, commit.at))
        for path, name in commit.written.items()
    )
    contents = collect(items)
    return Version(
        commit.at,
        f"{folder}@{commit.name[:_SHORT]}",
        contents.files,
        frozenset(map(printable, commit.removed)),
        contents.problems,
    )


def _object(process: subprocess.Popen[bytes], name: str, at: datetime) -> Loaded:
    """Return the text of that name from a running ``git cat-file --batch``."""
    assert process.stdin
    assert process.stdout
    process.stdin.write(f"{name}\n".encode("ascii"))
    process.stdin.flush()
    head = process.stdout.readline().split()
    if len(head) != 3:  # "NAME missing"; nothing, if git gave up
        return refuse("git lacks this text: the clone is partial, or damaged")
    left = int(head[2]) + 1  # and a line end
    data = process.stdout.read(min(left, TEXT_LIMIT + 1))
    left -= len(data)
    if not left:
        return data[:-1], at
    while left and (more := process.stdout.read(min(left, MEGABYTE))):
        left -= len(more)
    return refuse(f"larger than {TEXT_LIMIT / MEGABYTE:g} MB")


def _output(folder: Path, *command: str) -> bytes:
    """Return what git says in *folder*.

    Raises:
        UserError: if it fails, in its own words.
    """
    done = _run(folder, *command)
    if done.returncode:
        reason = printable(done.stderr.decode("utf-8", "replace").strip())
        raise UserError(f"git cannot read {folder}: {reason.removeprefix('fatal: ')}")
    return done.stdout


def _run(folder: Path, *command: str) -> subprocess.CompletedProcess[bytes]:
    with _start(folder, subprocess.PIPE, *command) as process:
        out, err = process.communicate()
    return subprocess.CompletedProcess(command, process.returncode, out, err)


def _start(folder: Path, errors: int, *command: str) -> subprocess.Popen[bytes]:
    program = shutil.which("git")
    if program is None:
        others = "only folders named by a time (20260605T034303Z) can be replayed"
        raise UserError(f"git is not installed: without it, {others}")
    kept = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")}
    return subprocess.Popen(  # noqa: S603 - a fixed program; paths follow a "--"
        (program, *_SAFE, "-C", str(folder), *command),
        env=kept | _ENVIRONMENT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=errors,
    )
