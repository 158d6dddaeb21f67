"""Values to JSON and back, compiled once per type from the type's own fields.

A field that equals its default is left out, and one that is missing reads as its
default: a field added to the model needs no migration of what is stored.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import UTC, date, datetime, time
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Final, Generic, TypeVar, Union, get_args, get_origin
from typing import get_type_hints as hints_of

from deadlinebot.model.deadline import Deadline

T = TypeVar("T")
_Step = Callable[[Any], Any]

_PLAIN: Final = frozenset({str, int, float, bool})
_TAG: Final = "is"


@dataclass(frozen=True, slots=True)
class _Steps:
    """How one type goes out and comes back; None: as it is."""

    out: _Step | None
    back: _Step | None


class Codec(Generic[T]):
    """JSON text of one type of value."""

    def __init__(self, cls: type[T]) -> None:
        steps = _fields(cls)
        self._out = steps.out or (lambda value: value)
        self._back = steps.back or (lambda raw: raw)

    def text(self, value: T) -> str:
        """Return *value* as JSON in ASCII: no text is then beyond a database."""
        return json.dumps(self._out(value), separators=(",", ":"))

    def value(self, text: str) -> T:
        """Return the value of *text*.

        Raises:
            ValueError: if *text* is not what `text` writes.
        """
        try:
            read: T = self._back(json.loads(text))
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError(f"unreadable: {error!r}") from error
        return read


@cache
def _steps(hint: Any) -> _Steps:  # noqa: ANN401  # a type form; typing has no name for it
    """Return the steps for the type *hint*.

    Raises:
        TypeError: if the model grew a kind of field that nobody taught this module.
    """
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        return _union(get_args(hint))
    if origin is tuple:
        return _tuple(_steps(get_args(hint)[0]))
    if hint in _PLAIN:
        return _Steps(None, None)
    if hint is datetime:
        return _Steps(lambda at: at.astimezone(UTC).isoformat(), datetime.fromisoformat)
    if hint in (date, time):
        return _Steps(hint.isoformat, hint.fromisoformat)
    if isinstance(hint, type) and issubclass(hint, Enum):
        members = {member.value: member for member in hint}
        return _Steps(lambda member: member.value, members.__getitem__)
    if is_dataclass(hint):
        return _fields(hint)
    raise TypeError(f"no JSON form is known for {hint}")


def _tuple(item: _Steps) -> _Steps:
    out, back = item.out, item.back
    if out is None or back is None:
        return _Steps(list, tuple)
    return _Steps(
        lambda items: [out(item) for item in items],
        lambda raw: tuple([back(item) for item in raw]),
    )


def _union(kinds: tuple[Any, ...]) -> _Steps:
    """Return the steps for ``X | None``, or for a choice of dataclasses by name."""
    some = [kind for kind in kinds if kind is not NoneType]
    steps = _steps(some[0]) if len(some) == 1 else _tagged(some)
    out, back = steps.out, steps.back
    if out is None or back is None or NoneType not in kinds:
        return steps
    return _Steps(
        lambda value: None if value is None else out(value),
        lambda raw: None if raw is None else back(raw),
    )


def _tagged(kinds: list[Any]) -> _Steps:
    by_name = {kind.__name__: _fields(kind) for kind in kinds}
    outs = {name: steps.out for name, steps in by_name.items() if steps.out}
    backs = {name: steps.back for name, steps in by_name.items() if steps.back}

    def out(value: object) -> dict[str, object]:
        name = type(value).__name__
        return {_TAG: name, **outs[name](value)}

    return _Steps(out, lambda raw: backs[raw.pop(_TAG)](raw))


def _fields(cls: Any) -> _Steps:  # noqa: ANN401  # any dataclass
    hints = hints_of(cls)
    steps = {field.name: _steps(hints[field.name]) for field in fields(cls)}
    outs = [(field.name, steps[field.name].out, field.default) for field in fields(cls)]
    backs = [(name, step.back) for name, step in steps.items() if step.back]

    def out(value: object) -> dict[str, object]:
        raw: dict[str, object] = {}
        for name, step, default in outs:
            held = getattr(value, name)
            if default is MISSING or held != default:
                raw[name] = step(held) if step else held
        return raw

    def back(raw: dict[str, Any]) -> object:
        for name, step in backs:
            if name in raw:
                raw[name] = step(raw[name])
        return cls(**raw)

    return _Steps(out, back)


DEADLINES: Final = Codec(Deadline)
