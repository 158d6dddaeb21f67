"""Sections: what every part of the configuration file is made of."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Annotated

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    PlainSerializer,
    WithJsonSchema,
)

from deadlinebot.document import MisreadError
from deadlinebot.errors import UserError
from deadlinebot.model.filter import FilterError, read_filter
from deadlinebot.model.when import named

_DURATION = re.compile(r"(\d{1,5})\s*([wdhms])")
_UNITS = {"w": "weeks", "d": "days", "h": "hours", "m": "minutes", "s": "seconds"}


def _duration(text: object) -> object:
    if not isinstance(text, str):
        return text
    found = _DURATION.fullmatch(text.strip())
    if not found:
        raise ValueError("write a length of time such as 30m, 6h or 60d")
    return timedelta(**{_UNITS[found[2]]: int(found[1])})


def _as_text(length: timedelta) -> str:
    for unit, name in _UNITS.items():
        count, rest = divmod(length, timedelta(**{name: 1}))
        if not rest:
            return f"{count}{unit}"
    return f"{int(length.total_seconds())}s"


Duration = Annotated[
    timedelta,
    BeforeValidator(_duration),
    PlainSerializer(_as_text),
    WithJsonSchema({"type": "string", "pattern": r"^\d+\s*[wdhms]$"}),
]


References = Annotated[
    tuple[str, ...],
    BeforeValidator(lambda value: (value,) if isinstance(value, str) else value),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string"},
                {"type": "array", "items": {"type": "string"}},
            ]
        }
    ),
]


class Section(BaseModel):
    """Keys that are known, frozen; what is wrong is told without its value."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        hide_input_in_errors=True,
        use_attribute_docstrings=True,
    )


def a_zone(name: str) -> str:
    """Return *name* if it names a zone; pydantic wants a ValueError if not."""
    return known(named, name)


def known(find: Callable[[str], object], name: str) -> str:
    """Return *name* if *find* knows it; pydantic wants a ValueError if not."""
    try:
        find(name)
    except UserError as error:
        raise ValueError(error.message) from None
    return name


def a_filter(text: str) -> str:
    """Return *text* if it is a filter; its ValueError knows where it goes wrong."""
    try:
        return read_filter(text).text
    except FilterError as error:
        raise MisreadError(error.message, error.offset) from None
