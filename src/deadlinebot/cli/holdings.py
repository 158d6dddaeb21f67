"""Holdings: the deadlines that a reading command speaks of, wherever they lie.

``--from`` reads one catalogue and nothing else. Without it the database counts, for
it knows what changed; where there is none yet, the configured sources are read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

import typer

from deadlinebot.cli import screen
from deadlinebot.config import Config, Settings, load_settings
from deadlinebot.engine import setup
from deadlinebot.engine.board import in_order
from deadlinebot.engine.catalogue import Catalogue, Wanted, read_catalogue
from deadlinebot.errors import Problem, UserError
from deadlinebot.model.deadline import Deadline
from deadlinebot.model.estimate import estimated
from deadlinebot.model.mute import Mutes, by_deadline, ticked
from deadlinebot.model.plan import Plan


@dataclass(frozen=True, slots=True)
class Holdings:
    """What is held, the next one first.

    Attributes:
        deadlines: all of them.
        problems: what of the sources is held back or was mended; empty if the
            deadlines come from the database.
        stored: whether they come from the database.
        mutes: what people said of them.
    """

    deadlines: tuple[Deadline, ...]
    problems: tuple[Problem, ...] = ()
    stored: bool = False
    mutes: Mutes = field(default_factory=dict)

    def shown(self, route: str = "") -> tuple[Deadline, ...]:
        """Return the deadlines as readers see them: with a tick if they are done."""
        return tuple(ticked(self.deadlines, self.mutes, route))

    def plan(self, config: Config) -> Plan:
        """Return the plan that the routes of *config* make of them."""
        return replace(setup.plan(config), mutes=self.mutes)


def settings_for(config: Path | None, from_: str | None) -> Settings:
    """Return the settings; with ``--from`` only one that is named counts."""
    if from_ and config is None:
        return Settings(Config(), None, Path.cwd())
    return load_settings(config)


def holdings(settings: Settings, from_: str | None, now: datetime) -> Holdings:
    """Return what ``--from`` names, else what the database holds, else the sources.

    Raises:
        UserError: if it cannot be read at all.
    """
    if from_ is None and settings.stored:
        from deadlinebot.store import read_store

        with read_store(settings.database) as store:
            return Holdings(
                _ordered(store.deadlines()),
                stored=True,
                mutes=by_deadline(store.mutes()),
            )
    found = catalogue(settings, from_, now)
    return Holdings(_ordered(found.deadlines), found.problems)


def catalogue(settings: Settings, from_: str | None, now: datetime) -> Catalogue:
    """Return what ``--from`` names, else what the configured sources hold together."""
    if from_ is None:
        return read_catalogue(list(setup.sources(settings).values()), now)
    return read_catalogue([wanted(from_)], now)


def wanted(from_: str) -> Wanted:
    """Return the catalogue that ``FORMAT:PATH`` names.

    Raises:
        typer.BadParameter: if it is not of that form.
    """
    name, colon, location = from_.partition(":")
    if not (name and colon and location):
        message = f"write FORMAT:PATH, such as ccfddl:conference, not '{from_}'"
        raise typer.BadParameter(message, param_hint="'--from'")
    return Wanted(name, name, location)


def named(name: str, deadlines: Sequence[Deadline]) -> tuple[Deadline, ...]:
    """Return the deadline *name*, or all those of the call *name*.

    Raises:
        UserError: if there is neither, with what was probably meant.
    """
    word = name.strip().casefold()
    for found in (
        [d for d in deadlines if word in {d.id, d.uid}],
        [d for d in deadlines if word == d.call.id],
    ):
        if found:
            return tuple(found)
    from deadlinebot.document import closest

    editions = [d.call for d in deadlines if word == d.call.series.casefold()]
    latest = max(editions, key=lambda call: call.year, default=None)
    ids = {i for d in deadlines for i in (d.id, d.call.id)}
    near = latest.id if latest else closest(word, ids)
    hint = f" (did you mean '{near}'?)" if near else "; see: deadlinebot list --all"
    raise UserError(f"no deadline and no call '{name}'{hint}")


def mention(problems: Sequence[Problem], how: str) -> None:
    """Say that something is held back, and how to see it.

    Args:
        problems: all of them.
        how: the command that shows them.
    """
    if not problems:
        return
    held = sum(problem.holds for problem in problems)
    more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
    screen.talk(f"warning: {problems[0]}{more}; {held} held back, see: {how}")


def _ordered(deadlines: Sequence[Deadline]) -> tuple[Deadline, ...]:
    return tuple(sorted(estimated(deadlines), key=in_order))
