"""Pydantic models over a tree: what is wrong, in plain words, at its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from types import UnionType
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails
from rapidfuzz import fuzz, process

from deadlinebot.document.nodes import Mapping, Node, Plain, Scalar, Sequence
from deadlinebot.document.text import clean
from deadlinebot.errors import Place, Problem

M = TypeVar("M", bound=BaseModel)
Loc = tuple[int | str, ...]

ALIKE = 70  # of 100: 'milstones' and 'milestones' are 95, 'date' and 'data' 75

MAX_SHOWN = 40  # characters of a key in a message

_NOT_A_MAPPING = frozenset({"model_type", "model_attributes_type", "dict_type"})
_WORDS = {
    "missing": "the key '{key}' is missing",
    "bool_parsing": "'{key}' must be true or false",
    "int_parsing": "'{key}' must be a whole number",
    "int_from_float": "'{key}' must be a whole number",
    "float_parsing": "'{key}' must be a number",
    "string_type": "'{key}' must be a text",
    "list_type": "'{key}' must be a list: one '- ' for each item",
    "tuple_type": "'{key}' must be a list: one '- ' for each item",
    "set_type": "'{key}' must be a list: one '- ' for each item",
    "dict_type": "'{key}' must be a mapping: 'key: value' lines",
    "model_type": "'{key}' must be a mapping: 'key: value' lines",
    "model_attributes_type": "'{key}' must be a mapping: 'key: value' lines",
    "string_too_long": "'{key}' is longer than {max_length} characters",
    "string_too_short": "'{key}' is empty",
    "too_long": "'{key}' has more than {max_length} items",
    "too_short": "'{key}' needs at least {min_length}",
    "greater_than": "'{key}' must be more than {gt}",
    "greater_than_equal": "'{key}' must be at least {ge}",
    "less_than": "'{key}' must be less than {lt}",
    "less_than_equal": "'{key}' must be at most {le}",
    "time_delta_parsing": "'{key}' must be a length of time",
    "enum": "'{key}' must be one of {expected}",
    "literal_error": "'{key}' must be one of {expected}",
}


class MisreadError(ValueError):
    """A text of which a validator says where it goes wrong.

    Attributes:
        offset: the character of the text, from 0.
    """

    def __init__(self, message: str, offset: int) -> None:
        super().__init__(message)
        self.offset = offset


def validate(node: Node, shape: type[M], holds: int = 1) -> M | tuple[Problem, ...]:
    """Return *node* as a *shape*, or everything that is wrong with it.

    Every value arrives as text; the model's lax mode turns it into numbers, truths
    and so on. A key without a value counts as not written. No message repeats a
    value, for it may be a secret; a key it may.

    Args:
        node: the tree.
        shape: the model.
        holds: how many stated deadlines are held if it fails; the first problem
            carries the number.
    """
    if node.flaws:
        return _charged(node.flaws, holds)
    try:
        return shape.model_validate(_written(node))
    except ValidationError as error:
        details = error.errors(include_url=False, include_input=False)
        return _charged((_problem(node, shape, each) for each in details), holds)


def locate(node: Node, loc: Loc) -> Node:
    """Return the node at a pydantic error's *loc*, as deep as the tree goes.

    Parts that name no key (a union's branch) are passed over.
    """
    for part in loc:
        match node:
            case Mapping() if part in node.values:
                node = node.values[str(part)]
            case Sequence() if isinstance(part, int) and part < len(node):
                node = node.items[part]
    return node


def at(node: Node, loc: Loc) -> Place:
    """Return the place to which a pydantic error's *loc* points."""
    return locate(node, loc).place


def closest(word: str, known: Iterable[str]) -> str | None:
    """Return the one of *known* that *word* was probably meant to be."""
    found = process.extractOne(
        word, sorted(known), scorer=fuzz.ratio, score_cutoff=ALIKE, processor=str.lower
    )
    return found[0] if found else None


def _written(node: Node) -> Plain:
    match node:
        case Scalar():
            return node.text
        case Sequence():
            return [_written(item) for item in node.items]
        case Mapping():
            pairs = ((key, _written(value)) for key, value in node.values.items())
            return {key: value for key, value in pairs if value is not None}


def _charged(found: Iterable[Problem], holds: int) -> tuple[Problem, ...]:
    problems = sorted(found, key=lambda problem: problem.place)
    return tuple(
        Problem(each.place, each.message, 0 if i else holds, each.excerpt)
        for i, each in enumerate(problems)
    )


def _problem(root: Node, shape: type[BaseModel], error: ErrorDetails) -> Problem:
    loc = error["loc"]
    if error["type"] == "extra_forbidden":
        return _unknown_key(root, shape, loc)
    node = locate(root, loc)
    message, cause = _message(root, node, error), error.get("ctx", {}).get("error")
    if isinstance(cause, MisreadError) and isinstance(node, Scalar):
        return node.source.problem(node.place_of(cause.offset), message)
    return node.problem(message)


def _unknown_key(root: Node, shape: type[BaseModel], loc: Loc) -> Problem:
    key = str(loc[-1])
    parent = locate(root, loc[:-1])
    known = set(_known_keys(shape, loc[:-1]))
    near = closest(key, known)
    hint = f"did you mean '{near}'?" if near else f"known are {_listed(known)}"
    message = f"unknown key '{_shown(key)}' ({hint})"
    if not isinstance(parent, Mapping):
        return parent.problem(message)
    return parent.source.problem(parent.key_place(key), message)


def _listed(known: Iterable[str]) -> str:
    return ", ".join(sorted(known)) or "none"


def _message(root: Node, node: Node, error: ErrorDetails) -> str:
    kind, context = error["type"], error.get("ctx", {})
    key = str(error["loc"][-1]) if kind == "missing" else _named(root, error["loc"])
    if kind == "value_error":
        return f"'{key}': {context['error']}" if key else str(context["error"])
    if not key and kind in _NOT_A_MAPPING:
        return "expected a mapping: 'key: value' lines"
    words = _WORDS.get(kind)
    if words is None:
        return f"'{key}': {error['msg'][0].lower()}{error['msg'][1:]}"
    expected = re.findall(r"'([^']*)'", str(context.get("expected", "")))
    written = node.text if isinstance(node, Scalar) else None
    if written and expected and (near := closest(written, expected)):
        return f"no such '{key}' (did you mean '{near}'?)"
    return words.format_map({**context, "key": key, "expected": ", ".join(expected)})


def _named(root: Node, loc: Loc) -> str:
    """Return the innermost key on the way to *loc* that stands in the file."""
    named = ""
    for index, part in enumerate(loc):
        around = locate(root, loc[:index])
        if isinstance(around, Mapping) and part in around.values:
            named = _shown(str(part))
    return named


def _shown(key: str) -> str:
    key = clean(key).text
    return key if len(key) <= MAX_SHOWN else f"{key[:MAX_SHOWN]}…"


def _known_keys(shape: type[BaseModel], loc: Loc) -> Iterator[str]:
    kinds: list[Any] = [shape]
    for part in loc:
        inner = [kind for each in kinds for kind in _inner(each, part)]
        kinds = inner or kinds  # a part that leads nowhere names a union's branch
    for kind in kinds:
        if _is_model(kind):
            yield from (f.alias or name for name, f in kind.model_fields.items())


def _inner(kind: Any, part: int | str) -> Iterator[Any]:  # noqa: ANN401 - an annotation
    if _is_model(kind):
        for name, info in kind.model_fields.items():
            if part in {name, info.alias}:
                yield from _branches(info.annotation)
        return
    arguments = get_args(kind)
    if not arguments:
        return
    if isinstance(part, str) and get_origin(kind) is dict:
        yield from _branches(arguments[1])
    elif isinstance(part, int):
        yield from _branches(arguments[0])


def _branches(annotation: Any) -> Iterator[Any]:  # noqa: ANN401 - an annotation
    origin = get_origin(annotation)
    if origin is Annotated:
        yield from _branches(get_args(annotation)[0])
    elif origin in {Union, UnionType}:
        for branch in get_args(annotation):
            yield from _branches(branch)
    else:
        yield annotation


def _is_model(kind: Any) -> bool:  # noqa: ANN401 - an annotation
    return isinstance(kind, type) and issubclass(kind, BaseModel)
