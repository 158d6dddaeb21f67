"""Discord: its answers, its limits, its markup."""

from __future__ import annotations

from typing import Any

import pytest

from deadlinebot.model.call import Lang
from deadlinebot.model.channel import Request
from deadlinebot.model.notice import Notice, Tone
from deadlinebot.notifiers import discord
from deadlinebot.notifiers.discord import NOTIFIER
from deadlinebot.wording.fitting import utf16
from tests.golden.wording.cases import CASES, a_reminder, a_withdrawal
from tests.unit.notifiers.samples import (
    WIDE,
    about,
    answered,
    huge,
    huge_alarm,
    many,
    payload,
)

URL = "https://discord.com/api/webhooks/1234567890/token_token-token"
LIMITED = {"message": "You are being rate limited.", "retry_after": 64.57, "global": False}  # fmt: skip


def embed(notice: Notice) -> dict[str, Any]:
    [found] = payload(NOTIFIER.request(notice, URL, {}))["embeds"]
    assert isinstance(found, dict)
    return found


def within_limits(request: Request | None) -> None:
    """Check the limits of the API's documentation."""
    sent = payload(request)
    assert utf16(sent.get("content", "")) <= 2000
    assert sent.get("content") or sent["embeds"]
    for found in sent.get("embeds", []):
        assert 1 <= utf16(found["title"]) <= 256
        assert utf16(found.get("description", "")) <= 4096
        fields = [(f["name"], f["value"]) for f in found.get("fields", [])]
        assert len(fields) <= 25
        assert all(1 <= utf16(n) <= 256 and 1 <= utf16(v) <= 1024 for n, v in fields)
        foot = found.get("footer", {}).get("text", "")
        assert utf16(foot) <= 2048
        texts = [found["title"], found.get("description", ""), foot]
        assert sum(map(utf16, [*texts, *(t for f in fields for t in f)])) <= 6000


@pytest.mark.parametrize(
    ("told", "header", "seconds"),
    [
        (64.57, "65", 65.0),
        (64.57, None, 64.57),
        (2, "1", 2.0),
        ("soon", None, 60.0),
        (True, None, 60.0),
        (-3, None, 0.0),
        (float("nan"), None, 60.0),
        (1e99, None, 21_600.0),
    ],
)
def test_it_waits_for_the_longer_of_the_two_times(
    told: object, header: str | None, seconds: float
) -> None:
    headers = {"retry-after": header} if header else {}

    verdict = NOTIFIER.verdict(answered({**LIMITED, "retry_after": told}, 429, headers))

    assert verdict.after_s == seconds


def test_a_refusal_names_the_fields_and_how_to_mend_it() -> None:
    form = {"code": 50035, "message": "Invalid Form Body", "errors": {"embeds": {}}}
    forum = {"code": 220001, "message": "forum"}

    assert NOTIFIER.verdict(answered(form, 400)).reason == (
        "HTTP 400 code 50035 Invalid Form Body (embeds)"
    )
    assert (
        "'thread_id' or 'thread_name'" in NOTIFIER.verdict(answered(forum, 400)).reason
    )


@pytest.mark.parametrize(
    "url",
    [
        URL,
        "https://discordapp.com/api/webhooks/1/abcdefgh",
        "https://canary.discord.com/api/v10/webhooks/1/abcdefgh/",
    ],
)
def test_a_webhook_of_discord_is_accepted(url: str) -> None:
    assert NOTIFIER.check(url) is None


@pytest.mark.parametrize(
    "url", ["https://discord.com/api/webhooks/1", "https://discord.com/channels/1/2"]
)
def test_an_incomplete_webhook_is_told_what_is_wrong(url: str) -> None:
    assert "its path is not complete" in (NOTIFIER.check(url) or "")


@pytest.mark.parametrize("wide", WIDE)
@pytest.mark.parametrize("count", [1, 2, 60])
def test_texts_of_any_length_stay_within_the_limits(wide: str, count: int) -> None:
    within_limits(NOTIFIER.request(huge(wide, count), URL, {}))
    within_limits(NOTIFIER.simpler(huge(wide, count), URL, {}))
    within_limits(NOTIFIER.request(huge_alarm(wide), URL, {}))


@pytest.mark.parametrize("lang", Lang)
@pytest.mark.parametrize("name", CASES)
def test_every_message_of_ours_is_a_valid_embed(name: str, lang: Lang) -> None:
    within_limits(NOTIFIER.request(CASES[name](lang), URL, {}))


def test_the_countdown_is_alive_and_the_clock_the_readers_own() -> None:
    shown = embed(a_reminder(Lang.ZH))

    assert shown["description"].startswith(
        "<t:1779796799:R> · <t:1779796799:F>\n[详情]"
    )
    assert [f["value"] for f in shown["fields"]] == [
        "2026-05-26（周二）19:59（次日）",
        "2026-05-25 23:59:59 UTC-12",
        "CCF-B · nlp · 会议",
    ]
    assert shown["footer"]["text"].endswith("emnlp-2026-paper")


def test_what_is_withdrawn_counts_down_to_nothing() -> None:
    assert "<t:" not in embed(a_withdrawal(Lang.ZH))["description"]


@pytest.mark.parametrize("tone", Tone)
def test_every_tone_has_a_colour(tone: Tone) -> None:
    assert 0 < discord._COLOURS[tone] <= 0xFFFFFF


@pytest.mark.parametrize(
    ("url", "options", "sent"),
    [
        (URL, {}, f"{URL}?wait=true"),
        (f"{URL}?wait=false", {}, f"{URL}?wait=true"),
        (f"{URL}?thread_id=5", {}, f"{URL}?thread_id=5&wait=true"),
        (URL, {"thread_id": "7"}, f"{URL}?wait=true&thread_id=7"),
    ],
)
def test_it_is_asked_to_confirm_what_it_saved(
    url: str, options: dict[str, str], sent: str
) -> None:
    assert NOTIFIER.request(a_reminder(Lang.ZH), url, options).url == sent


def test_a_forum_gets_a_thread_with_a_name() -> None:
    options = {"thread_name": "截" * 200}

    name = payload(NOTIFIER.request(a_reminder(Lang.ZH), URL, options))["thread_name"]

    assert len(name) == 100


def test_nobody_is_pinged_whatever_the_text() -> None:
    notice = about("@everyone @here <@123> <@&456> <t:1:R> <#7>")

    for request in (
        NOTIFIER.request(notice, URL, {}),
        NOTIFIER.simpler(notice, URL, {}),
    ):
        assert payload(request)["allowed_mentions"] == {"parse": []}
        body = (request or NOTIFIER.request(notice, URL, {})).body.decode()
        said = body.replace("<t:1779796799", "")  # our own
        assert not any(mark in said for mark in ("@e", "@h", "<@", "<t", "<#"))


def test_data_is_no_markup() -> None:
    shown = embed(about("# *a* _b_ ~~c~~ ||d|| `e` [f](https://g) \\*"))

    assert (
        "⚠️ \u200b# \\*a\\* \\_b\\_ \\~\\~c\\~\\~ \\|\\|d\\|\\| \\`e\\` "
        in (shown["description"])
    )
    assert "\\[f\\](https://g) \\\\\\*" in shown["description"]


def test_a_digest_keeps_its_items_whole_and_counts_the_rest() -> None:
    shown = embed(many())

    said = shown["description"]
    assert said.endswith(
        f"另有 {200 - said.count('←')} 条　[全部截止日期](https://deadlines.example.org/)"
    )
    assert shown["url"] == "https://deadlines.example.org/"
