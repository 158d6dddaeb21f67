"""deliveries: what was sent, what waits, and why; and what was given up, once more."""

from __future__ import annotations

from collections.abc import Container, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from deadlinebot.cli import options, screen
from deadlinebot.cli.clock import present
from deadlinebot.cli.view import View, view_of
from deadlinebot.errors import UserError
from deadlinebot.model.delivery import Delivery, State

if TYPE_CHECKING:
    from rich.table import Table

    from deadlinebot.config import Settings
    from deadlinebot.store import Store

_LAST, _NEXT = 30, 10  # how many past and coming ones a table shows
_SHORT = 8  # characters that tell one id from the others, in all likelihood

deliveries = typer.Typer(
    name="deliveries", help="Show what was sent, what waits, and why."
)
Channels = Annotated[
    list[str] | None,
    typer.Option("--channel", metavar="NAME", help="Only this channel's; repeatable."),
]


@deliveries.callback(invoke_without_command=True)
def list_deliveries(
    ctx: typer.Context,
    *,
    channel: Channels = None,
    state: Annotated[
        list[State] | None,
        typer.Option("--state", help="Only those in this state; repeatable."),
    ] = None,
    deadline: Annotated[
        str | None,
        typer.Option(
            "--deadline", metavar="ID", help="Only those of this deadline or call."
        ),
    ] = None,
    json: options.AsJson = False,
    config: options.Config = None,
    lang: options.Language = None,
) -> None:
    """Show what was sent, what waits, and why; all of it with --json."""
    if ctx.invoked_subcommand:
        return
    from deadlinebot.cli.rows import delivery_row
    from deadlinebot.config import load_settings
    from deadlinebot.store import Selection, read_store

    settings = load_settings(config)
    with read_store(settings.database) as store:
        wanted = Selection(
            channels=_known(channel or (), store),
            states=tuple(state or ()),
            deadlines=_of(deadline, store) if deadline else (),
        )
        found = store.deliveries(wanted)
    doubtful = _unconfirmed(found, settings)
    if json:
        screen.show_json(
            [delivery_row(d) | {"unconfirmed": d.id in doubtful} for d in found]
        )
        return
    waiting = [d for d in found if d.state is State.PLANNED][:_NEXT]
    past = [d for d in found if d.state is not State.PLANNED][-_LAST:]
    screen.show(_table([*past, *waiting], doubtful, view_of(settings, lang)))
    rest = len(found) - len(past) - len(waiting)
    if rest:
        screen.talk(f"and {rest} more; --json gives all")


@deliveries.command("retry")
def retry(
    ids: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[ID]...", help="Deliveries, by the beginning of their ids; or all."
        ),
    ] = None,
    *,
    channel: Channels = None,
    config: options.Config = None,
    now: options.Now = None,
) -> None:
    """Send again what was given up or held; what is too late stays away.

    The channels that it waits for are up again: mend them first.
    """
    from deadlinebot.config import load_settings
    from deadlinebot.engine.instructions import instruct
    from deadlinebot.model.instruction import Retry
    from deadlinebot.store import Selection, read_store

    settings = load_settings(config)
    with read_store(settings.database) as store:
        names = _known(channel or (), store)
        given_up = Selection(channels=names, states=(State.DEAD, State.HELD))
        chosen = _whole(ids or (), store.deliveries(given_up))
    at = present(now, view_of(settings, None).zone)
    done = instruct(settings, Retry(chosen, names), at)
    screen.talk(f"{done.planned} will be sent again")


def _known(names: Sequence[str], store: Store) -> tuple[str, ...]:
    """Return *names*, each of a channel that was ever used.

    Raises:
        UserError: if one is not, with what was probably meant.
    """
    from deadlinebot.document import closest

    known = store.channel_states()
    for name in names:
        if name not in known:
            near = closest(name, known)
            there = ", ".join(known) or "none yet"
            hint = f"did you mean '{near}'?" if near else f"there are: {there}"
            raise UserError(f"nothing was ever planned for a channel '{name}' ({hint})")
    return tuple(names)


def _of(deadline: str, store: Store) -> tuple[str, ...]:
    from deadlinebot.cli.holdings import named

    return tuple(each.id for each in named(deadline, store.deadlines()))


def _whole(beginnings: Sequence[str], given_up: Sequence[Delivery]) -> tuple[str, ...]:
    """Return the ids that begin so.

    Raises:
        UserError: if none of what was given up does, or several do.
    """
    found = []
    for text in beginnings:
        ids = [each.id for each in given_up if each.id.startswith(text.casefold())]
        if len(ids) != 1:
            many = f"{len(ids)} deliveries" if ids else "no delivery"
            raise UserError(
                f"{many} with an id '{text}…' can be tried again; see: "
                "deadlinebot deliveries --state dead --state held"
            )
        found += ids
    return tuple(found)


def _unconfirmed(found: Sequence[Delivery], settings: Settings) -> frozenset[str]:
    """Return the ids of those that were delivered by nobody's word but a relay's."""
    from deadlinebot import registry
    from deadlinebot.model.channel import Unconfirmed

    relayed = {
        name
        for name, channel in settings.config.channels.items()
        if isinstance(registry.notifier(channel.notifier), Unconfirmed)
    }
    sent = (each for each in found if each.state is State.DELIVERED)
    return frozenset(each.id for each in sent if each.channel in relayed)


def _table(found: Sequence[Delivery], doubtful: Container[str], seen: View) -> Table:
    from deadlinebot import wording
    from deadlinebot.cli.tables import table_of
    from deadlinebot.wording.bilingual import say

    table = table_of(
        wording.zone_label(seen.zone, seen.lang),
        say(seen.lang, "状态", "State"),
        say(seen.lang, "通道", "Channel"),
        say(seen.lang, "截止事项", "Deadline"),
        say(seen.lang, "提前", "Lead"),
        say(seen.lang, "尝试", "Tries"),
        say(seen.lang, "编号", "Id"),
        say(seen.lang, "原因", "Reason"),
    )
    unconfirmed = say(seen.lang, "未经确认", "unconfirmed")
    for delivery in found:
        doubt = f" ({unconfirmed})" if delivery.id in doubtful else ""
        table.add_row(
            wording.clock(delivery.due, seen.zone, seen.lang),
            f"{delivery.state}{doubt}",
            delivery.channel,
            screen.plain(delivery.deadline),
            delivery.lead,
            str(delivery.attempts),
            delivery.id[:_SHORT],
            screen.plain(delivery.error),
        )
    return table
