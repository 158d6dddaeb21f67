"""What each notifier sends, byte for byte, laid out; after a wanted change write anew:

``DEADLINEBOT_WRITE_GOLDEN=1 pytest tests/golden/test_notifiers.py`` and read the diff.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from deadlinebot.cli.previewing import body_lines
from deadlinebot.model.call import Lang
from deadlinebot.model.delivery import DeliveryKind
from deadlinebot.model.notice import Notice
from tests.golden.wording.cases import a_digest, a_reminder, an_alarm, an_extension
from tests.services import NOTIFIERS, a_request

FOLDER = Path(__file__).parent / "notifiers"
FILE = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n"
SAID: dict[DeliveryKind, Callable[[Lang], Notice]] = {
    DeliveryKind.REMINDER: a_reminder,
    DeliveryKind.CHANGE: an_extension,
    DeliveryKind.DIGEST: a_digest,
    DeliveryKind.ALARM: an_alarm,
}


@pytest.mark.parametrize("lang", Lang)
@pytest.mark.parametrize("name", NOTIFIERS)
def test_a_notifier_sends_what_the_golden_file_says(name: str, lang: Lang) -> None:
    golden = FOLDER / f"{name}.{lang}.txt"

    sent = []
    for kind, case in SAID.items():
        file = b"" if kind is DeliveryKind.ALARM else FILE
        request = a_request(name, replace(case(lang), calendar=file))
        sent += [f"===== {kind} =====", *body_lines(request), ""]

    text = "\n".join(sent)
    if os.environ.get("DEADLINEBOT_WRITE_GOLDEN"):
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")
