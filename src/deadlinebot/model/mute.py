"""Mutes: what a person has done already, or wants to hear of again later."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from deadlinebot.model.deadline import Deadline

_LONG_AGO = datetime.min.replace(tzinfo=UTC)


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


Mutes = Mapping[str, tuple[Mute, ...]]
"""What was said of each deadline, by its id; at most one word a route."""


def by_deadline(words: Iterable[Mute]) -> Mutes:
    """Return *words* by the ids of their deadlines."""
    found: dict[str, tuple[Mute, ...]] = {}
    for word in words:
        found[word.deadline] = (*found.get(word.deadline, ()), word)
    return found


def heard(mutes: Mutes, words: Iterable[Mute]) -> Mutes:
    """Return *mutes* with *words* in the place of what was said of the same routes."""
    found = dict(mutes)
    for word in words:
        rest = (m for m in found.get(word.deadline, ()) if m.route != word.route)
        found[word.deadline] = (*rest, word)
    return found


def mute_of(mutes: Iterable[Mute], route: str) -> Mute | None:
    """Return what silences *route* of the *mutes* of one deadline: the last word."""
    said = [mute for mute in mutes if mute.route in {"", route}]
    last = max(said, key=lambda mute: mute.at, default=None)
    return None if last is None or last.lifted else last


def in_force(mutes: Sequence[Mute]) -> tuple[Mute, ...]:
    """Return those of the *mutes* of one deadline that no later word took back."""
    return tuple(mute for mute in mutes if mute_of(mutes, mute.route) is mute)


def ticked(
    deadlines: Iterable[Deadline], mutes: Mutes, route: str = ""
) -> Iterator[Deadline]:
    """Yield *deadlines*, those that are done on *route* as done.

    They count as changed when that was said, and again when it was taken back: a
    calendar app shows no change of an entry whose stamp did not move.

    Args:
        deadlines: as they are held.
        mutes: what was said of them.
        route: its name; empty: done is what is done on every route.
    """
    for deadline in deadlines:
        words = mutes.get(deadline.id, ())
        mine = [word for word in words if word.route in {"", route}]
        if not mine:
            yield deadline
            continue
        said = max(word.at for word in (mine if route else words))
        yield replace(
            deadline,
            done=_done(words, route),
            changed=max(deadline.changed or _LONG_AGO, said),
        )


def _done(words: Sequence[Mute], route: str) -> bool:
    routes = {route} if route else {"", *(word.route for word in words)}
    last = [mute_of(words, each) for each in routes]
    return all(word is not None and word.done for word in last)
