"""The inbox: instructions for the process that holds the state, one file each.

A file is written whole, obeyed, then removed. Killed before it is obeyed, it is still
there; killed after, its name is known to the store and it is only removed.
"""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Final

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from deadlinebot import files
from deadlinebot.config import Settings
from deadlinebot.model.instruction import Instruction

_MOST: Final = 2**20  # bytes; a call has some dozens of deadlines


class Sheet(BaseModel):
    """What a file of the inbox says."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    at: AwareDatetime
    """When it was left."""
    wanted: Annotated[Instruction, Field(discriminator="kind")]
    """What is to be done."""


@dataclass(frozen=True, slots=True)
class Left:
    """A file of the inbox.

    Attributes:
        name: of the file, without its ending; sorts by time.
        said: what it says, or in plain words why that cannot be read.
    """

    name: str
    said: Sheet | str


class Inbox:
    """The folder ``inbox`` beside the database."""

    def __init__(self, settings: Settings) -> None:
        self._folder = settings.state.parent / "inbox"

    def open(self) -> None:
        """Make the folder, so that it belongs to whoever empties it.

        What another user leaves in it can then be read and removed.
        """
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def leave(self, name: str, sheet: Sheet) -> None:
        """Leave an instruction; it is on the disk when this returns.

        Raises:
            UserError: if it cannot be written.
        """
        files.write(self._path(name), sheet.model_dump_json().encode())

    def waiting(self) -> Iterator[Left]:
        """Yield what was left, the first one first."""
        for path in sorted(self._folder.glob("*.json")):
            try:
                yield Left(path.stem, Sheet.model_validate_json(_content(path)))
            except FileNotFoundError:  # another process was faster
                continue
            except (ValueError, OSError) as error:
                yield Left(path.stem, _flaw(error))

    def remove(self, name: str) -> None:
        """Remove an instruction that was obeyed."""
        self._path(name).unlink(missing_ok=True)

    def set_aside(self, name: str) -> None:
        """Put what cannot be read out of the way, as ``NAME.bad``."""
        with suppress(FileNotFoundError):  # another process was faster
            self._path(name).rename(self._path(name).with_suffix(".bad"))

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}.json"


def new_name(now: datetime) -> str:
    """Return a name, for an instruction given *now*, that none ever had."""
    return f"{now.astimezone(UTC):%Y%m%dT%H%M%S%fZ}-{secrets.token_hex(4)}"


def _content(path: Path) -> bytes:
    """Return what is in a file.

    Raises:
        ValueError: if it is none, or too long.
        OSError: if it cannot be read.
    """
    # a pipe of that name would else be waited for
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    with os.fdopen(descriptor, "rb") as stream:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise ValueError("it is not a file")
        content = stream.read(_MOST + 1)
    if len(content) > _MOST:
        raise ValueError(f"it is longer than {_MOST} bytes")
    return content


def _flaw(error: Exception) -> str:
    match error:
        case ValidationError():
            first = error.errors(include_url=False, include_input=False)[0]
            where = ".".join(map(str, first["loc"]))
            return f"{where}: {first['msg']}" if where else first["msg"]
        case OSError():
            return error.strerror or str(error)
        case _:
            return str(error)
