"""Routes: which deadlines go to which channels, and how early."""

from __future__ import annotations

from dataclasses import dataclass

from deadlinebot.model.deadline import Deadline
from deadlinebot.model.digests import DigestRule
from deadlinebot.model.filter import Filter
from deadlinebot.model.lead import Lead

_CHOOSING = frozenset({"milestone", "id"})  # keys that say which dates remind


@dataclass(frozen=True, slots=True)
class Ladder:
    """Other lead times for some of a route's deadlines.

    Attributes:
        when: which of them.
        leads: how early, each once.
    """

    when: Filter
    leads: tuple[Lead, ...]


@dataclass(frozen=True, slots=True)
class Route:
    """A filter and lead times, joined to channels.

    Attributes:
        name: as configured.
        filter: which deadlines.
        leads: how early, each once, where no ladder says otherwise.
        channels: the names of the channels.
        announce: whether changes are told as they come.
        ladders: other leads for some of them; the first that matches counts.
        digest: when to list what is coming; None: never.
    """

    name: str
    filter: Filter
    leads: tuple[Lead, ...]
    channels: tuple[str, ...]
    announce: bool = True
    ladders: tuple[Ladder, ...] = ()
    digest: DigestRule | None = None

    def takes(self, deadline: Deadline) -> bool:
        """Whether *deadline* goes this way.

        Unasked only those go by which somebody must act; a filter asks for others by
        naming a milestone or an id.
        """
        return self._asks_for(deadline) and self.filter.matches(deadline)

    def why_not(self, deadline: Deadline) -> str:
        """Return what of the filter keeps *deadline* out; empty if nothing does.

        A milestone by which nobody must act is kept out by not being asked for:
        ``milestone:notification``.
        """
        failed = self.filter.why_not(deadline)
        if failed or self._asks_for(deadline):
            return failed
        return f"milestone:{deadline.milestone}"

    def ladder(self, deadline: Deadline) -> tuple[Lead, ...]:
        """Return how early this route speaks of *deadline*."""
        for ladder in self.ladders:
            if ladder.when.matches(deadline):
                return ladder.leads
        return self.leads

    def _asks_for(self, deadline: Deadline) -> bool:
        return bool(_CHOOSING & self.filter.keys) or deadline.milestone.acts
