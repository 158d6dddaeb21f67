"""What we know of each source: when it was last read, and how that went."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from deadlinebot.store._dialect import insert_or_replace
from deadlinebot.store._rows import maybe_from_ms, maybe_ms
from deadlinebot.store._schema import source


@dataclass(frozen=True, slots=True)
class SourceState:
    """The last word on one source.

    Attributes:
        name: as configured.
        content: the hash of the text that was parsed last; an unchanged text need
            not be parsed again. Empty: never.
        etag: to ask the server with.
        last_modified: the same, as the server wrote it.
        last_ok: when it was last read in full.
        last_error: why it could not be read since; empty if it could.
        failures: how often in a row it could not.
        report: what was noted of its texts when they were read: JSON data.
    """

    name: str
    content: str = ""
    etag: str = ""
    last_modified: str = ""
    last_ok: datetime | None = None
    last_error: str = ""
    failures: int = 0
    report: Mapping[str, Any] = field(default_factory=dict)


def states(tx: Connection) -> dict[str, SourceState]:
    """Return every source's state by its name."""
    return {
        row.name: SourceState(
            name=row.name,
            content=row.content,
            etag=row.etag,
            last_modified=row.last_modified,
            last_ok=maybe_from_ms(row.last_ok_ms),
            last_error=row.last_error,
            failures=row.failures,
            report=json.loads(row.report),
        )
        for row in tx.execute(select(source))
    }


def keep_states(tx: Connection, kept: Iterable[SourceState]) -> None:
    """Overwrite the states of *kept*."""
    rows = [
        {
            "name": state.name,
            "content": state.content,
            "etag": state.etag,
            "last_modified": state.last_modified,
            "last_ok_ms": maybe_ms(state.last_ok),
            "last_error": state.last_error,
            "failures": state.failures,
            "report": json.dumps(state.report, ensure_ascii=False),
        }
        for state in kept
    ]
    if rows:
        tx.execute(insert_or_replace(tx, source), rows)
