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

from deadlinebot.model.call import Call
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
        self._out, self._back = _fields(cls)

    def text(self, value: T) -> str:
        """Return *value* as JSON in ASCII: no text is then beyond a database."""
        return json.dumps(self._raw(value), separators=(",", ":"))

    def value(self, text: str) -> T:
        """Return the value of *text*.

        Raises:
            ValueError: if *text* is not what `text` writes.
        """
        try:
            return self._value(json.loads(text))
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError(f"unreadable: {error!r}") from error

    def _raw(self, value: T) -> dict[str, Any]:
        raw: dict[str, Any] = self._out(value)
        return raw

    def _value(self, raw: dict[str, Any]) -> T:
        value: T = self._back(raw)
        return value


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
        return _Steps(*_CALL) if hint is Call else _Steps(*_fields(hint))
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

    def out(value: object) -> dict[str, object]:
        name = type(value).__name__
        return {_TAG: name, **by_name[name][0](value)}

    return _Steps(out, lambda raw: by_name[raw.pop(_TAG)][1](raw))


def _fields(cls: Any) -> tuple[_Step, _Step]:  # noqa: ANN401  # any dataclass
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

    return out, back


class _Deadlines(Codec[Deadline]):
    """Says the call once: nearly every claim of a deadline describes the same one."""

    def _raw(self, value: Deadline) -> dict[str, Any]:
        raw = super()._raw(value)
        for claim, said in zip(value.claims, raw["claims"], strict=True):
            if claim.call == value.call:
                del said["call"]
        return raw

    def _value(self, raw: dict[str, Any]) -> Deadline:
        call = raw["call"] = _CALL[1](raw["call"])
        for claim in raw["claims"]:
            claim.setdefault("call", call)
        return super()._value(raw)


def _call() -> tuple[_Step, _Step]:
    """Return the steps for a call, of which a built one comes back as it is."""
    out, back = _fields(Call)
    return out, lambda raw: raw if isinstance(raw, Call) else back(raw)


_CALL: Final = _call()
DEADLINES: Final = _Deadlines(Deadline)
"""The codec of deadlines."""
