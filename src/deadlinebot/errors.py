"""What can go wrong, and where: the hierarchy of errors, and Place (file:line:col)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A spot in a text; lines and columns count from 1, columns in characters."""

    path: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in an input, as a value: it never hides its good neighbours.

    Attributes:
        place: where.
        message: what is wrong and what would be right, in one line.
        holds: how many stated deadlines are held back because of it; 0 if the
            input could be mended and everything is published all the same.
        excerpt: the offending line, for a caret under ``place.column``.
    """

    place: Place
    message: str
    holds: int = 1
    excerpt: str = ""

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"


class DeadlinebotError(Exception):
    """The root of every error that this program raises on purpose."""


class UserError(DeadlinebotError):
    """A mistake that its reader can mend: shown without a traceback.

    Attributes:
        exit_code: what the command line exits with (sysexits.h where one fits).
    """

    exit_code = 1

    def __init__(
        self, message: str, place: Place | None = None, excerpt: str = ""
    ) -> None:
        super().__init__(message)
        self.message = message
        self.place = place
        self.excerpt = excerpt

    def __str__(self) -> str:
        return f"{self.place}: {self.message}" if self.place else self.message


class ConfigError(UserError):
    """The configuration cannot be used (EX_CONFIG)."""

    exit_code = 78


class SourceError(UserError):
    """A source is unreadable as a whole; what is stored stays as it was."""


class UnavailableError(UserError):
    """A service that is needed does not answer (EX_UNAVAILABLE)."""

    exit_code = 69


class BusyError(UserError):
    """Another process holds the state (EX_TEMPFAIL)."""

    exit_code = 75
