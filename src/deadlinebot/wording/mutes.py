"""What people say of deadlines, and what came of it, in one line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo

from deadlinebot.model.call import Lang
from deadlinebot.model.deadline import Deadline
from deadlinebot.model.instruction import Done, Snooze, Undo, Word
from deadlinebot.model.mute import Mute
from deadlinebot.wording.bilingual import plural, say
from deadlinebot.wording.clocks import clock
from deadlinebot.wording.names import deadline_title


def obeyed(
    word: Word,
    deadlines: Sequence[Deadline],
    *,
    planned: int,
    cancelled: int,
    lang: Lang,
    zone: tzinfo,
) -> str:
    """Return what *word* did: ``EMNLP 2026 论文截稿：已办，取消 3 条提醒``.

    Args:
        word: what was said.
        deadlines: of which, at least one; several are those of one call.
        planned: how many reminders are new, or planned again.
        cancelled: how many were called off.
        lang: the language.
        zone: of the clock.
    """
    on = say(lang, f"（路由 {word.route}）", f" on route {word.route}")
    match word:
        case Done():
            what = say(lang, "已办", "done")
        case Snooze(until=until):
            shown = clock(until, zone, lang)
            what = say(lang, f"{shown} 再提醒", f"snoozed until {shown}")
        case Undo():
            what = say(lang, "已恢复", "taken back")
    followed = _followed(planned, cancelled, lang)
    return say(
        lang,
        f"{_subject(deadlines, lang)}：{what}{on if word.route else ''}，{followed}",
        f"{_subject(deadlines, lang)}: {what}{on if word.route else ''}; {followed}",
    )


def _subject(deadlines: Sequence[Deadline], lang: Lang) -> str:
    first, *more = deadlines
    if not more:
        return deadline_title(first, lang)
    count = len(deadlines)
    return first.name + say(lang, f"（{count} 项）", f" ({plural(count, 'deadline')})")


def _followed(planned: int, cancelled: int, lang: Lang) -> str:
    parts = []
    if cancelled:
        off = plural(cancelled, "reminder")
        parts.append(say(lang, f"取消 {cancelled} 条提醒", f"{off} called off"))
    if planned:
        on = plural(planned, "reminder")
        parts.append(say(lang, f"安排 {planned} 条提醒", f"{on} planned"))
    if not parts:
        return say(lang, "待发的提醒没有变化", "no reminder changes")
    return say(lang, "，", ", ").join(parts)


def muted(word: Mute, lang: Lang, zone: tzinfo) -> str:
    """Return what holds of a deadline since *word*, which is not taken back."""
    on = say(lang, f"（路由 {word.route}）", f" (route {word.route})")
    if word.until is None:
        what = say(lang, "✓ 已办", "✓ done")
    else:
        shown = clock(word.until, zone, lang)
        what = say(lang, f"推迟到 {shown}", f"snoozed until {shown}")
    return what + (on if word.route else "")
