"""Choosing between our two languages."""

from __future__ import annotations

from deadlinebot.model.call import Lang


def say(lang: Lang, zh: str, en: str) -> str:
    """Return the one of two wordings that is in *lang*."""
    return zh if lang is Lang.ZH else en


def plural(count: int, noun: str) -> str:
    """Return an English count: ``1 day``, ``2 days``."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def capital(text: str) -> str:
    """Return *text* with a capital first letter, for the head of a line."""
    return text[:1].upper() + text[1:]
