"""Decisions in sentences, in Chinese and English; no markup, no clock."""

from deadlinebot.wording.agendas import agenda, many_added
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
from deadlinebot.wording.estimates import expected
from deadlinebot.wording.fates import delivery_fate, rung_fate
from deadlinebot.wording.items import Pages, item
from deadlinebot.wording.mutes import muted, obeyed
from deadlinebot.wording.names import (
    deadline_title,
    kind_name,
    milestone_name,
    tag_line,
    tag_name,
)
from deadlinebot.wording.notices import (
    Alarm,
    alarm,
    alarm_line,
    change,
    digest,
    is_late,
    reminder,
)
from deadlinebot.wording.quotes import doubt, flag, provenance, quote, stated
from deadlinebot.wording.subjects import subject

__all__ = [
    "Alarm",
    "Pages",
    "agenda",
    "alarm",
    "alarm_line",
    "change",
    "clock",
    "countdown",
    "day",
    "days",
    "deadline_title",
    "delivery_fate",
    "digest",
    "doubt",
    "duration",
    "expected",
    "flag",
    "is_late",
    "item",
    "kind_name",
    "many_added",
    "milestone_name",
    "muted",
    "obeyed",
    "provenance",
    "quote",
    "reminder",
    "rung_fate",
    "short_countdown",
    "short_day",
    "stated",
    "subject",
    "tag_line",
    "tag_name",
    "zone_label",
]
