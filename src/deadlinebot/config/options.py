"""The options of channels: what each notifier understands, and what it does not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from deadlinebot import document, registry
from deadlinebot.config.shape import ChannelConfig, Config
from deadlinebot.errors import Problem
from deadlinebot.model.channel import Option


def wrong_options(config: Config, node: document.Node) -> Iterator[Problem]:
    """Yield what is wrong with the channels' options, each at its place.

    No message repeats a value, for it may be a secret; a name it may.

    Args:
        config: the configuration, as read from *node*.
        node: the tree, for places.
    """
    for name, channel in config.channels.items():
        yield from _of_channel(channel, document.locate(node, ("channels", name)))


def _of_channel(channel: ChannelConfig, spot: document.Node) -> Iterator[Problem]:
    known = registry.notifier(channel.notifier).options
    told = document.locate(spot, ("options",))
    for name, text in channel.options.items():
        if name not in known:
            message = f"{channel.notifier} knows no option '{name}' "
            yield _at_key(told, name, message + _hint(name, known))
        elif wrong := _wrong(known[name], text):
            value = document.locate(told, (name,))
            yield value.problem(f"'{name}': {wrong}")
    for name, option in known.items():
        if option.required and name not in channel.options:
            yield told.problem(f"the option '{name}' is missing: {option.wrong('')}")


def _wrong(option: Option, text: str) -> str | None:
    if option.values and text not in option.values:
        near = document.closest(text, option.values)
        hint = f" (did you mean '{near}'?)" if near else ""
        return f"it must be one of {', '.join(option.values)}{hint}"
    return option.wrong(text)


def _hint(name: str, known: Iterable[str]) -> str:
    names = sorted(known)
    near = document.closest(name, names)
    return f"(did you mean '{near}'?)" if near else f"(known: {_listed(names)})"


def _listed(names: list[str]) -> str:
    return ", ".join(names) or "none"


def _at_key(told: document.Node, key: str, message: str) -> Problem:
    if not isinstance(told, document.Mapping):
        return told.problem(message)
    return told.source.problem(told.key_place(key), message)
