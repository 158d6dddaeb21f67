"""What a delivery speaks of, in one line of a list."""

from __future__ import annotations

import json

from deadlinebot.model.call import Lang
from deadlinebot.model.deadline import Deadline
from deadlinebot.model.delivery import Delivery, DeliveryKind
from deadlinebot.wording.agendas import new_deadlines
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
    if delivery.deadline:
        return delivery.deadline
    detail = json.loads(delivery.detail)
    match delivery.kind:
        case DeliveryKind.ALARM:
            return alarm_line(Alarm(detail["alarm"]), detail["name"], lang)
        case DeliveryKind.DIGEST:
            return say(lang, "汇总", "digest")
        case _:  # of many new deadlines at once only their number is told
            return new_deadlines(detail["count"], lang)
