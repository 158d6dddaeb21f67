"""The operator's templates: compiled and tried when the configuration is read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from deadlinebot import document
from deadlinebot.config.shape import Config
from deadlinebot.errors import Place, Problem

if TYPE_CHECKING:
    from jinja2 import Template as Words

    from deadlinebot.wording.templates import Template


def read_templates(
    config: Config, node: document.Node
) -> tuple[Mapping[str, Template], list[Problem]]:
    """Return the templates by name, and what is wrong with them and with their use.

    Args:
        config: the configuration, as read from *node*.
        node: the tree, for places.
    """
    problems = list(_unknown(config, node))
    if not config.templates:
        return {}, problems
    from deadlinebot.wording.templates import Template  # noqa: PLC0415  # jinja2 is paid for by who uses it

    found = {}
    for name, template in config.templates.items():
        words: list[Words | None] = []
        for part, source in (("headline", template.headline), ("body", template.body)):
            spot = document.locate(node, ("templates", name, part))
            compiled = _compiled(source, spot)
            if isinstance(compiled, Problem):
                problems.append(compiled)
            else:
                words.append(compiled)
        if len(words) == 2:
            found[name] = Template(name, *words)
    return found, problems


def _compiled(source: str, spot: document.Node) -> Words | Problem | None:
    from deadlinebot.wording.templates import TemplateError, compiled  # noqa: PLC0415  # the same
    from deadlinebot.wording.values import SAMPLES  # noqa: PLC0415  # the same

    if not source:
        return None
    try:
        return compiled(source, SAMPLES)
    except TemplateError as error:
        return spot.source.problem(_place(spot, error.line), error.message)


def _place(spot: document.Node, line: int) -> Place:
    """Return where the *line* of a template stands in the file.

    A text after ``|`` begins on the next line, and its lines are those of the file;
    of any other only the beginning is known.
    """
    mark = spot.source.line(spot.line)[spot.column - 1 :][:1]
    if mark != "|":
        return spot.place
    text = spot.source.line(spot.line + line)
    column = len(text) - len(text.lstrip()) + 1
    return Place(spot.source.path, spot.line + line, column)


def _unknown(config: Config, node: document.Node) -> list[Problem]:
    problems = []
    for name, channel in config.channels.items():
        if channel.template and channel.template not in config.templates:
            near = document.closest(channel.template, config.templates)
            hint = f" (did you mean '{near}'?)" if near else ""
            spot = document.locate(node, ("channels", name, "template"))
            problems.append(spot.problem(f"no template '{channel.template}'{hint}"))
    return problems
