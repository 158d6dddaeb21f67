"""Trouble: what the world does to every tick is logged once, and its end too."""

from __future__ import annotations

import logging

from deadlinebot.errors import UserError

_log = logging.getLogger("deadlinebot")


class Trouble:
    """Why nothing can be sent just now: a disk that is full, a server that is away.

    Attributes:
        reason: what is wrong and what to do; empty if all is well.
    """

    def __init__(self) -> None:
        self.reason = ""

    def begins(self, error: UserError) -> None:
        """Take note of *error*; what is known already is not said again."""
        if not self.reason:
            _log.error("nothing can be sent", extra={"reason": str(error)})
        self.reason = str(error)

    def ends(self) -> None:
        """Take note that all is well."""
        if self.reason:
            _log.info("all can be sent again")
        self.reason = ""
