"""A process that can be made to end between any two steps, without ending it."""

from __future__ import annotations

import math
from typing import Any


class Killed(BaseException):
    """The process ends here."""


class Life:
    """How many more calls to store and network this process will make."""

    left: float = math.inf

    def step(self) -> None:
        """Go on, or die; the dead do nothing any more."""
        self.left -= 1
        if self.left < 0:
            raise Killed


class Mortal:
    """A store or network whose process may die before or after each call."""

    def __init__(self, real: object, life: Life) -> None:
        self._real = real
        self._life = life

    def __getattr__(self, name: str) -> Any:
        real = getattr(self._real, name)
        if not callable(real):
            return real

        def call(*arguments: Any, **named: Any) -> Any:
            self._life.step()
            result = real(*arguments, **named)
            self._life.step()
            return result

        return call
