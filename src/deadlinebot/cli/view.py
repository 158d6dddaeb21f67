"""The view: in which language, and by whose clock, one reader looks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import tzinfo
from pathlib import Path
from typing import TYPE_CHECKING

from deadlinebot.model.call import Lang

if TYPE_CHECKING:
    from deadlinebot.config import Settings


@dataclass(frozen=True, slots=True)
class View:
    """How a reader looks at deadlines.

    Attributes:
        lang: the language.
        zone: the zone of the first clock.
    """

    lang: Lang
    zone: tzinfo


def view(config: Path | None, lang: Lang | None) -> View:
    """Return the view of the configuration in force; *lang* goes before its language.

    Raises:
        ConfigError: if the configuration cannot be used.
    """
    from deadlinebot.config import load_settings

    return view_of(load_settings(config), lang)


def view_of(settings: Settings, lang: Lang | None) -> View:
    """Return the view of *settings*; *lang* goes before their language."""
    from deadlinebot.model.when import named

    return View(lang or settings.config.language, named(settings.config.home))
