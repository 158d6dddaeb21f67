"""The terminal."""

from __future__ import annotations

import pytest

from deadlinebot.model.call import Lang
from deadlinebot.model.channel import Response
from deadlinebot.model.delivery import Outcome
from deadlinebot.notifiers.console import NOTIFIER
from tests.golden.wording.cases import a_digest, a_reminder


def test_a_notice_is_lines_of_text_without_an_address() -> None:
    request = NOTIFIER.request(a_reminder(Lang.ZH), "", {})

    lines = request.body.decode().splitlines()
    assert request.url == ""
    assert lines[0] == "⏰ 还有 6 天 10 小时 · EMNLP 2026 论文截稿"
    assert lines[1] == "北京时间：2026-05-26（周二）19:59（次日）"


def test_a_terminal_shows_every_item() -> None:
    digest = a_digest(Lang.EN)

    said = NOTIFIER.request(digest, "", {}).body.decode()

    assert all(item.title in said for item in digest.items)


@pytest.mark.parametrize(
    ("status", "outcome"),
    [(200, Outcome.DELIVERED), (500, Outcome.REJECT_MESSAGE)],
)
def test_what_was_printed_is_delivered(status: int, outcome: Outcome) -> None:
    assert NOTIFIER.verdict(Response(status)).outcome is outcome


def test_a_url_is_superfluous() -> None:
    assert NOTIFIER.check("") is None
    assert NOTIFIER.check("https://example.org") == (
        "a console channel takes no url: remove it"
    )


def test_nothing_is_simpler_than_text() -> None:
    assert NOTIFIER.simpler(a_reminder(Lang.ZH), "", {}) is None
