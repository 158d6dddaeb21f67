"""Versions: a catalogue's history, from folders named by their time or from git."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from deadlinebot.errors import SourceError, UserError
from deadlinebot.files import git
from deadlinebot.files.items import Contents, History, Version
from deadlinebot.files.reading import read

_REMOVED = ".deleted"
_TIME = "%Y%m%dT%H%M%SZ"


def history(folder: Path, suffixes: tuple[str, ...], under: str = "") -> History:
    """Return the versions that *folder* holds, the oldest first.

    Args:
        folder: holds one folder for each version, named by its time in UTC
            (``20260605T034303Z``), other names being none; or it lies in a git
            repository, or is a bare one.
        suffixes: the endings of the catalogue's files.
        under: the folder, inside each version, to which the catalogue is limited.

    Raises:
        UserError: if there is none.
    """
    try:
        dated = sorted(_dated(folder))
    except OSError as error:
        raise UserError(f"cannot read {folder}: {error.strerror}") from None
    if dated:
        found = (_version(at, path, suffixes, under) for at, path in dated)
        return History(len(dated), found)
    if git.is_repository(folder):
        return git.commits(folder, suffixes, under)
    expected = "expected folders such as 20260605T034303Z, or a git repository"
    raise UserError(f"no version in {folder}: {expected}")


def _dated(folder: Path) -> Iterator[tuple[datetime, Path]]:
    for path in folder.iterdir():
        try:
            at = datetime.strptime(path.name, _TIME).replace(tzinfo=UTC)
        except ValueError:
            continue
        if path.is_dir():
            yield at, path


def _version(
    at: datetime, path: Path, suffixes: tuple[str, ...], under: str
) -> Version:
    top = path / under
    removed = {
        gone.relative_to(path).as_posix().removesuffix(_REMOVED)
        for gone in top.rglob(f"*{_REMOVED}")
    }
    try:
        contents = read(top, suffixes) if top.is_dir() else Contents(())
    except SourceError:  # nothing of this catalogue was written then
        contents = Contents(())
    return Version(
        at,
        str(path),
        tuple(
            replace(text, path=text.path.removeprefix(f"{path}/"), modified=at)
            for text in contents.files
        ),
        frozenset(removed),
        contents.problems,
    )
