"""Instructions: what a person wants of the process that holds the state."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal


@dataclass(frozen=True, slots=True)
class Done:
    """Remind no more of some deadlines.

    Attributes:
        deadlines: their ids.
        route: the route that falls silent; empty: every route.
        kind: what it is called in a file.
    """

    deadlines: tuple[str, ...]
    route: str = ""
    kind: Literal["done"] = "done"


@dataclass(frozen=True, slots=True)
class Snooze:
    """Be silent of some deadlines, and speak of them again at an instant.

    Attributes:
        deadlines: their ids.
        until: when to speak again.
        route: the route that falls silent; empty: every route.
        kind: what it is called in a file.
    """

    deadlines: tuple[str, ...]
    until: datetime
    route: str = ""
    kind: Literal["snooze"] = "snooze"

    def __post_init__(self) -> None:
        if self.until.tzinfo is None:
            raise ValueError("an instant needs a zone")


@dataclass(frozen=True, slots=True)
class Undo:
    """Take back what was done or put off.

    Attributes:
        deadlines: their ids.
        route: the route that speaks again; empty: every route.
        kind: what it is called in a file.
    """

    deadlines: tuple[str, ...]
    route: str = ""
    kind: Literal["undo"] = "undo"


@dataclass(frozen=True, slots=True)
class Retry:
    """Send again what was given up: dead and held deliveries that are not too late.

    Attributes:
        ids: of deliveries; none: all.
        channels: names, whose queues go on; none: all.
        kind: what it is called in a file.
    """

    ids: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    kind: Literal["retry"] = "retry"


@dataclass(frozen=True, slots=True)
class AcceptClock:
    """Believe the clock of the machine, however far it has moved.

    Attributes:
        kind: what it is called in a file.
    """

    kind: Literal["accept_clock"] = "accept_clock"


Word = Done | Snooze | Undo
"""What a person says of deadlines."""

Instruction = Word | Retry | AcceptClock
