"""Decisions in sentences, in Chinese and English; no markup, no clock."""

from deadlinebot.wording.clocks import (
    clock,
    countdown,
    day,
    days,
    duration,
    short_countdown,
    short_day,
    zone_label,
)
from deadlinebot.wording.names import (
    deadline_title,
    kind_name,
    milestone_name,
    tag_line,
    tag_name,
)
from deadlinebot.wording.quotes import doubt, flag, provenance, quote, stated

__all__ = [
    "clock",
    "countdown",
    "day",
    "days",
    "deadline_title",
    "doubt",
    "duration",
    "flag",
    "kind_name",
    "milestone_name",
    "provenance",
    "quote",
    "short_countdown",
    "short_day",
    "stated",
    "tag_line",
    "tag_name",
    "zone_label",
]
