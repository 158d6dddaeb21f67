"""Instructions: what the log says of those that were taken up."""

from __future__ import annotations

import logging
from collections.abc import Iterable

from deadlinebot.engine.inbox import Left

_log = logging.getLogger("deadlinebot")


def log_instructions(taken: Iterable[Left]) -> None:
    """Log what was obeyed, and what was set aside and why."""
    for left in taken:
        if isinstance(left.said, str):
            _log.error(
                "an instruction cannot be read; it is set aside as .bad",
                extra={"instruction": left.name, "reason": left.said},
            )
        else:
            _log.info(
                "obeyed",
                extra={"instruction": left.name, "kind": left.said.wanted.kind},
            )
