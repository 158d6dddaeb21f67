"""What a delivery speaks of, in one line of a list."""

from __future__ import annotations

import json

from deadlinebot.model.call import Lang
from deadlinebot.model.deadline import Deadline
from deadlinebot.model.delivery import Delivery, DeliveryKind
from deadlinebot.wording.bilingual import say
from deadlinebot.wording.names import deadline_title
from deadlinebot.wording.notices import Alarm, alarm_line


def subject(delivery: Delivery, deadline: Deadline | None, lang: Lang) -> str:
    """Return what *delivery* speaks of: ``EMNLP 2026 paper deadline``.

    Args:
        delivery: of any kind.
        deadline: its deadline, if it has one and it is still held.
        lang: the language of the line.
    """
    if deadline:
        return deadline_title(deadline, lang)
    if delivery.kind is DeliveryKind.ALARM:
        detail = json.loads(delivery.detail)
        return alarm_line(Alarm(detail["alarm"]), detail["name"], lang)
    if delivery.kind is DeliveryKind.DIGEST:
        return say(lang, "汇总", "digest")
    return delivery.deadline
