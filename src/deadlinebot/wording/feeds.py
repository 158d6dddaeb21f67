"""What a feed is called."""

from __future__ import annotations

from deadlinebot.model.call import Lang
from deadlinebot.wording.bilingual import say


def feed_title(name: str, lang: Lang) -> str:
    """Return the title that calendar apps show for the feed *name*."""
    if name == "all":
        return say(lang, "学术截止日期", "Research deadlines")
    return say(lang, f"学术截止日期 · {name}", f"Research deadlines · {name}")


def stale_title(title: str, lang: Lang) -> str:
    """Return *title* with the mark of a feed of which a source is down."""
    return title + say(lang, "（来源过期）", " (stale)")
