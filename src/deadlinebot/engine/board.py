"""The board: the deadlines in force, in memory, found by call and by file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from datetime import UTC, datetime, time

from deadlinebot.model.claim import Claim
from deadlinebot.model.deadline import Deadline, Status

FileKey = tuple[str, str]  # the source's name and the path of one of its texts
_LAST = float("inf")


class Board:
    """What is held; a mirror of the store that costs nothing to ask.

    Its indexes make the work of a refresh follow what changed: which calls does a
    file speak of, which calls have this name.
    """

    def __init__(self, deadlines: Iterable[Deadline] = ()) -> None:
        self._all: dict[str, Deadline] = {}
        self._calls: dict[str, dict[str, Deadline]] = defaultdict(dict)
        self._files: dict[FileKey, set[str]] = defaultdict(set)
        self._names: dict[tuple[str, int, str], set[str]] = defaultdict(set)
        self.put(deadlines)

    def __len__(self) -> int:
        return len(self._all)

    def get(self, deadline_id: str) -> Deadline | None:
        """Return the deadline of that id, if there is one."""
        return self._all.get(deadline_id)

    def all(self) -> tuple[Deadline, ...]:
        """Return every deadline, the next one first, undated ones last."""
        return tuple(sorted(self._all.values(), key=in_order))

    def put(self, deadlines: Iterable[Deadline]) -> None:
        """Put new versions in the place of old ones."""
        for deadline in deadlines:
            self._all[deadline.id] = deadline
            self._calls[deadline.call.id][deadline.id] = deadline
            for key in deadline.call.keys:
                self._names[key].add(deadline.call.id)
            for claim in deadline.claims:
                self._files[claim.via, claim.place.path].add(deadline.call.id)

    def touched(
        self, changed: AbstractSet[FileKey], fresh: Iterable[Claim]
    ) -> tuple[list[Deadline], list[Claim]]:
        """Return what the change of some files can touch.

        Args:
            changed: the files whose text is new or gone.
            fresh: what the new texts claim.

        Returns:
            The deadlines held of every call in question, and all that is claimed of
            these calls now: the fresh claims and those of unchanged files.
        """
        claims = list(fresh)
        calls = {call for file in changed for call in self._files.get(file, ())}
        names = {key for claim in claims for key in claim.call.keys}
        calls |= {call for key in names for call in self._names.get(key, ())}
        calls |= {claim.call.id for claim in claims} & self._calls.keys()
        held = [d for call in sorted(calls) for d in self._calls[call].values()]
        claims += [
            claim
            for deadline in held
            if deadline.status is not Status.VANISHED
            for claim in deadline.claims
            if (claim.via, claim.place.path) not in changed
        ]
        return held, claims

    def files(self) -> AbstractSet[FileKey]:
        """Return the files of which something is held."""
        return self._files.keys()


def in_order(deadline: Deadline) -> tuple[float, str]:
    """Order deadlines by their instant, events by their first day, undated last."""
    if deadline.window:
        return deadline.window.earliest.timestamp(), deadline.id
    if deadline.span:
        first = datetime.combine(deadline.span.start, time(), UTC)
        return first.timestamp(), deadline.id
    return _LAST, deadline.id
