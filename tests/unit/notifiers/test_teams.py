"""Teams: its answers, its size, its cards."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from deadlinebot.model.call import Lang
from deadlinebot.model.channel import Response
from deadlinebot.model.notice import Notice, Tone
from deadlinebot.notifiers import teams
from deadlinebot.notifiers.teams import NOTIFIER
from tests.golden.wording.cases import CASES, a_reminder
from tests.unit.notifiers.samples import (
    WIDE,
    about,
    answered,
    huge,
    huge_alarm,
    many,
    payload,
)

LOGIC = "https://prod-1.westus.logic.azure.com:443/workflows/0aB/triggers/manual/paths/invoke"
POWER = (
    "https://default0.1.environment.api.powerplatform.com:443/powerautomate/automations"
    "/direct/workflows/0aB/triggers/manual/paths/invoke"
)
URL = f"{LOGIC}?api-version=2016-06-01&sp=%2Ftriggers&sv=1.0&sig=s3cr3t"
DISABLED = {"error": {"code": "WorkflowTriggerIsNotEnabled", "message": "off"}}


def card(notice: Notice) -> dict[str, Any]:
    [attachment] = payload(NOTIFIER.request(notice, URL, {}))["attachments"]
    assert attachment["contentType"] == "application/vnd.microsoft.card.adaptive"
    assert attachment["contentUrl"] is None
    found: dict[str, Any] = attachment["content"]
    return found


def texts(notice: Notice) -> Iterator[str]:
    for block in card(notice)["body"]:
        if block["type"] == "TextBlock":
            yield block["text"]
        for fact in block.get("facts", []):
            yield from (fact["title"], fact["value"])


def test_nobody_is_promised_that_teams_showed_it() -> None:
    assert NOTIFIER.verdict(Response(202)).reason == (
        "the workflow took it; if Teams shows nothing, see the workflow's runs"
    )


def test_a_workflow_that_is_off_says_how_to_mend_it() -> None:
    reason = NOTIFIER.verdict(answered(DISABLED, 400)).reason

    assert "is the workflow switched on" in reason


@pytest.mark.parametrize("url", [URL, f"{POWER}?api-version=1&sig=s3cr3t"])
def test_a_workflow_is_known_by_its_path(url: str) -> None:
    assert NOTIFIER.check(url) is None


@pytest.mark.parametrize(
    ("url", "told"),
    [
        (LOGIC, "its sig is missing"),
        ("https://x.webhook.office.com/webhookb2/1/IncomingWebhook/2/3", "ended"),
        ("https://outlook.office.com/webhook/1", "ended"),
        ("https://prod-1.westus.logic.azure.com/workflows/0aB?sig=x", "its path"),
    ],
)
def test_a_wrong_webhook_is_told_what_is_wrong(url: str, told: str) -> None:
    assert told in (NOTIFIER.check(url) or "")


@pytest.mark.parametrize("wide", WIDE)
@pytest.mark.parametrize("count", [1, 2, 60])
def test_texts_of_any_length_stay_within_20_000_bytes(wide: str, count: int) -> None:
    notice = huge(wide, count)

    for request in (
        NOTIFIER.request(notice, URL, {}),
        NOTIFIER.simpler(notice, URL, {}),
        NOTIFIER.request(huge_alarm(wide), URL, {}),
    ):
        assert request
        assert 500 < len(request.body) <= 20_000


@pytest.mark.parametrize("lang", Lang)
@pytest.mark.parametrize("name", CASES)
def test_every_message_of_ours_is_a_valid_card(name: str, lang: Lang) -> None:
    found = card(CASES[name](lang))

    assert (found["type"], found["version"]) == ("AdaptiveCard", "1.4")
    assert {block["type"] for block in found["body"]} <= {"TextBlock", "FactSet"}
    assert all(block.get("wrap", True) for block in found["body"])
    assert all(action["type"] == "Action.OpenUrl" for action in found["actions"])
    assert len(found["actions"]) <= 6
    assert found["fallbackText"] == found["body"][0]["text"]


@pytest.mark.parametrize("tone", Tone)
def test_every_tone_has_a_colour_by_name(tone: Tone) -> None:
    assert teams._COLOURS[tone] in {"Accent", "Warning", "Attention", "Default"}


def test_the_readers_own_time_is_left_to_the_client() -> None:
    facts = card(a_reminder(Lang.EN))["body"][1]["facts"]

    assert facts[2] == {
        "title": "Your time",
        "value": "{{DATE(2026-05-26T11:59:59Z,SHORT)}} {{TIME(2026-05-26T11:59:59Z)}}",
    }


def test_some_workflows_want_the_card_alone() -> None:
    notice = a_reminder(Lang.ZH)

    bare = payload(NOTIFIER.request(notice, URL, {"envelope": "bare"}))

    assert bare == card(notice)


def test_data_is_no_markup_and_no_date_of_ours() -> None:
    hostile = (
        "{{DATE(2020-01-01T00:00:00Z)}} **a** _b_ snake_case [c](https://d) <at>e</at>"
    )

    said = "\n".join(texts(about(hostile)))

    assert "{{DATE(2020" not in said
    assert "＊＊a＊＊ ＿b＿ snake_case ［c］(https://d) ＜at＞e＜/at＞" in said


def test_mentions_are_never_declared() -> None:
    assert set(card(about("<at>e</at>"))["msteams"]) == {"width"}


def test_a_digest_keeps_its_items_whole_and_counts_the_rest() -> None:
    blocks = card(many())["body"]

    rows = [block for block in blocks if "←" in block["text"]]
    assert len(blocks) == len(rows) + 2
    assert blocks[-1]["text"] == f"另有 {200 - len(rows)} 条"
    assert card(many())["actions"][0]["url"] == "https://deadlines.example.org/"
