"""Mutes: what a person has done already, or wants to hear of again later."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Mute:
    """A person's word that one deadline need not remind.

    Attributes:
        deadline: its id.
        route: the route that falls silent; empty: every route.
        until: when to speak again, in UTC; None: never, it is done. Not after *at*:
            an earlier word was taken back.
        at: when it was said.
    """

    deadline: str
    route: str
    until: datetime | None
    at: datetime

    @property
    def done(self) -> bool:
        """Whether it is done, not only put off."""
        return self.until is None

    @property
    def lifted(self) -> bool:
        """Whether it takes an earlier word back."""
        return self.until is not None and self.until <= self.at


def mute_of(mutes: Iterable[Mute], route: str) -> Mute | None:
    """Return what silences *route* of the *mutes* of one deadline: the last word."""
    said = [mute for mute in mutes if mute.route in {"", route}]
    last = max(said, key=lambda mute: mute.at, default=None)
    return None if last is None or last.lifted else last
