"""The error for a text from which no instant can be read."""

from __future__ import annotations

from deadlinebot.errors import UserError


class Unreadable(UserError):  # noqa: N818  # what a text is, as its callers read it
    """A date as written that cannot be read; the message says which part and why.

    Attributes:
        offset: where the offending part begins in the text that was given, in
            characters from 0: the place for a caret.
    """

    def __init__(self, message: str, offset: int = 0) -> None:
        super().__init__(message)
        self.offset = offset
