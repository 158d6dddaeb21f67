"""Words of the operator's own: small templates that can neither hang nor grow.

Jinja2's syntax with a part of its language: ``{{ values }}``, ``if``, ``for`` and a few
filters. There are no calls, no assignments and no products, loops share a budget of
rounds and every text has a limit, so a template ends soon whatever it says, without a
clock. It sees plain values only (`values`), and nothing that it does changes them.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from types import TracebackType
from typing import Any

import jinja2
from jinja2 import nodes
from jinja2.filters import FILTERS
from jinja2.runtime import Context, LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment

from deadlinebot.model.delivery import DeliveryKind
from deadlinebot.model.notice import Notice
from deadlinebot.wording.fitting import utf8
from deadlinebot.wording.values import values

SOURCE = 4000  # characters of a template
BODY = 1600  # bytes that come out: every service takes them uncut
_ROUNDS = 10_000  # of all loops together
_TEXT = 10_000  # characters that come out, and of any text on the way
_KNOWN_FILTERS = (
    *("capitalize", "default", "first", "join", "last", "length", "lower"),
    *("replace", "title", "trim", "truncate", "upper"),
)
_KNOWN_NODES: tuple[type[nodes.Node], ...] = (
    *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.Const, nodes.Name),
    *(nodes.Getattr, nodes.Getitem, nodes.Slice, nodes.List, nodes.Tuple),
    *(nodes.If, nodes.For, nodes.CondExpr, nodes.Filter, nodes.Test, nodes.Keyword),
    *(nodes.And, nodes.Or, nodes.Not, nodes.Compare, nodes.Operand),
    *(nodes.Concat, nodes.Add, nodes.Sub),
)


class TemplateError(Exception):
    """A template cannot be used.

    Attributes:
        message: why, and what would be right.
        line: of the template, from 1.
    """

    def __init__(self, message: str, line: int = 1) -> None:
        super().__init__(message)
        self.message = message
        self.line = line


@dataclass(frozen=True, slots=True)
class Template:
    """What a channel says in place of our words.

    Attributes:
        name: as configured.
        headline: the first line; None: ours.
        body: all below it, as lines of text; None: ours, with clocks and links.
    """

    name: str
    headline: jinja2.Template | None = None
    body: jinja2.Template | None = None

    def applied(self, notice: Notice) -> Notice:
        """Return *notice* in the template's words; alarms keep ours.

        The marks of a possible repeat and of a late one stay: nobody may write them
        away.

        Raises:
            TemplateError: if it fails on this notice, or says more than fits.
        """
        if notice.kind is DeliveryKind.ALARM:
            return notice
        said_of = values(notice)
        if self.headline is not None:
            said = " ".join(_rendered(self.headline, said_of).split())
            if not said:
                raise TemplateError("its headline says nothing")
            marks = notice.mark + notice.late
            marked = said if said.startswith(marks) else marks + said
            notice = replace(notice, headline=marked)
        if self.body is not None:
            body = _rendered(self.body, said_of).strip("\n")
            if utf8(body) > BODY:
                raise TemplateError(f"its body is longer than {BODY} bytes")
            notice = replace(notice, body=body, items=())
        return notice


def compiled(source: str, samples: Iterable[Notice]) -> jinja2.Template:
    """Return the template that *source* writes, tried on *samples*.

    Raises:
        TemplateError: with its line.
    """
    if len(source) > SOURCE:
        raise TemplateError(f"it is longer than {SOURCE} characters")
    environment = _Environment()
    try:
        tree = environment.parse(source)
        _check(tree)
        code = environment.compile(tree)
    except RecursionError:
        raise TemplateError("it is nested too deep") from None
    except jinja2.TemplateSyntaxError as error:
        raise TemplateError(_explained(error.message or ""), error.lineno) from None
    template = jinja2.Template.from_code(environment, code, {})
    for notice in samples:
        _rendered(template, values(notice))
    return template


class _Budget:
    """The rounds that the loops of one rendering have left."""

    def __init__(self) -> None:
        self._left = _ROUNDS

    def counted(self, values: Iterable[object]) -> Iterator[object]:
        for value in values:
            self._left -= 1
            if self._left < 0:
                raise TemplateError(f"its loops run more than {_ROUNDS} rounds")
            yield value


@jinja2.pass_context
def _rounds(around: Context, values: Iterable[object]) -> Iterator[object]:
    budget: _Budget = around["_budget"]
    return budget.counted(values)


class _Environment(ImmutableSandboxedEnvironment):
    """The part of Jinja2 that is safe to give away."""

    def __init__(self) -> None:
        super().__init__(
            undefined=jinja2.StrictUndefined,
            autoescape=False,  # every service escapes what it is given
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.globals.clear()
        self.filters = {name: _bounded(FILTERS[name]) for name in _KNOWN_FILTERS}
        self.filters["_rounds"] = _rounds

    def getattr(self, obj: Any, attribute: str) -> Any:  # noqa: ANN401 - the signature of jinja2
        """Return a value of a mapping, never an attribute; ``loop`` aside."""
        if isinstance(obj, LoopContext):
            return super().getattr(obj, attribute)
        return self.getitem(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:  # noqa: ANN401 - the same
        """Return what *obj* holds under *argument*."""
        try:
            return obj[argument]
        except (LookupError, TypeError):
            return self.undefined(_missing(obj, argument))


def _missing(obj: object, name: object) -> str:
    if not isinstance(obj, Mapping):
        return f"there is no '{name}' in a {'text' if isinstance(obj, str) else 'list'}"
    return f"there is no '{name}'{_hint(str(name), obj)}"


def _hint(name: str, known: Iterable[str]) -> str:
    names = sorted(known)
    near = get_close_matches(name, names, n=1)
    return f" (did you mean '{near[0]}'?)" if near else f" (known: {', '.join(names)})"


def _bounded(act: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(act)  # keeps what jinja2 notes on the function
    def checked(*told: object, **named: object) -> object:
        value = act(*told, **named)
        if isinstance(value, str) and len(value) > _TEXT:
            raise TemplateError(f"a text in it is longer than {_TEXT} characters")
        return value

    return checked


def _check(tree: nodes.Template) -> None:
    """Refuse what is not in the language, and let every loop count its rounds.

    Raises:
        TemplateError: at the line where it stands.
    """
    for node in tree.find_all(nodes.Node):
        if not isinstance(node, _KNOWN_NODES):
            word = type(node).__name__.lower()
            message = (
                f"'{word}' is not available: there are values, if, for and filters"
            )
            raise TemplateError(message, node.lineno)
    for loop in tree.find_all(nodes.For):
        if loop.recursive:
            raise TemplateError("a loop cannot be recursive", loop.lineno)
        counted = nodes.Filter(loop.iter, "_rounds", [], [], None, None)
        loop.iter = counted.set_lineno(loop.lineno)


def _explained(message: str) -> str:
    if not message.startswith("No filter named"):
        return message[:1].lower() + message[1:].rstrip(".")
    name = message.split("'")[1]
    return f"there is no filter '{name}'{_hint(name, _KNOWN_FILTERS)}"


def _rendered(template: jinja2.Template, known: Mapping[str, Any]) -> str:
    """Return what *template* says.

    Raises:
        TemplateError: if it fails, with the line.
    """
    try:
        return _joined(template.generate(**known, _budget=_Budget()))
    except TemplateError as error:
        raise TemplateError(error.message, _line(error.__traceback__)) from None
    except jinja2.UndefinedError as error:
        message = _name_missing(error.message or "", known)
        raise TemplateError(message, _line(error.__traceback__)) from None
    except (jinja2.TemplateError, TypeError, ValueError, LookupError) as error:
        raise TemplateError(str(error), _line(error.__traceback__)) from None


def _joined(parts: Iterable[str]) -> str:
    said = ""
    for part in parts:
        said += part
        if len(said) > _TEXT:
            raise TemplateError(f"it says more than {_TEXT} characters")
    return said


def _name_missing(message: str, known: Mapping[str, Any]) -> str:
    """Return the message of an unknown name with what was probably meant."""
    if not message.endswith(" is undefined"):
        return message
    name = message.split("'")[1]
    return f"there is no '{name}'{_hint(name, known)}"


def _line(trace: TracebackType | None) -> int:
    """Return the innermost line of the template in a traceback; 1 if there is none."""
    found = 1
    while trace is not None:
        if trace.tb_frame.f_code.co_filename in {"<template>", "<unknown>"}:
            found = trace.tb_lineno
        trace = trace.tb_next
    return found
