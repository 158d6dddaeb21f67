"""Slack: its answers, its limits, its markup."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from slack_sdk.models.blocks import Block, SectionBlock

from deadlinebot.model.call import Lang
from deadlinebot.model.channel import Request, Response
from deadlinebot.model.notice import Fact, Notice
from deadlinebot.notifiers.slack import NOTIFIER
from deadlinebot.wording.fitting import utf16
from tests.golden.wording.cases import CASES, a_digest, a_reminder

URL = "https://hooks.slack.com/services/T000/B000/XXXX"
WIDE = ["截" * 10_000, "👨‍👩‍👧‍👦" * 2_000, "é" * 10_000, "&<>*_~`@" * 1_000]


def payload(request: Request | None) -> dict[str, Any]:
    assert request
    loaded: dict[str, Any] = json.loads(request.body)
    return loaded


def blocks(notice: Notice, **options: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = payload(NOTIFIER.request(notice, URL, options))[
        "blocks"
    ]
    return found


def text_objects(value: object) -> list[dict[str, Any]]:
    """Return every text object inside *value*."""
    if isinstance(value, list):
        return [found for part in value for found in text_objects(part)]
    if not isinstance(value, dict):
        return []
    if value.get("type") in {"plain_text", "mrkdwn"}:
        return [value]
    return [found for part in value.values() for found in text_objects(part)]


def valid(found: list[dict[str, Any]]) -> None:
    """Check *found* with Slack's own models, and what these leave out."""
    assert 1 <= len(found) <= 50
    parsed = Block.parse_all(found)
    assert [block.type for block in parsed] == [block["type"] for block in found]
    for block in parsed:
        block.to_dict()  # validates
        if isinstance(block, SectionBlock) and block.fields:
            assert all(utf16(field.text or "") <= 2000 for field in block.fields)
    objects = text_objects(found)
    limits = {"plain_text": 150, "mrkdwn": 3000}
    assert all(1 <= utf16(o["text"]) <= limits[o["type"]] for o in objects)
    assert sum(utf16(o["text"]) for o in objects) <= 13_200


def test_the_verdict_keeps_the_word_and_says_how_to_mend_it() -> None:
    verdict = NOTIFIER.verdict(Response(410, b"channel_is_archived"))

    assert verdict.code == "channel_is_archived"
    assert "unarchive it" in verdict.reason


def test_a_word_we_do_not_know_is_shown_raw() -> None:
    verdict = NOTIFIER.verdict(Response(400, b"some_new_error"))

    assert "some_new_error" in verdict.reason


@pytest.mark.parametrize(
    "url",
    [
        URL,
        "https://hooks.slack.com/services/T0A1/B0A2/aBc9XyZ/",
        "https://hooks.slack-gov.com/services/T0A1/B0A2/aBc9",
        "https://hooks.slack.com:443/services/T0A1/B0A2/aBc9",
    ],
)
def test_a_webhook_of_slack_is_accepted(url: str) -> None:
    assert NOTIFIER.check(url) is None


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("https://hooks.slack.com/services/T000/B000", "its path is not complete"),
        ("https://hooks.slack.com/workflows/T1/A1/1/x", "it starts a workflow"),
        ("https://hooks.slack.com/triggers/T1/1/x", "it starts a workflow"),
        ("https://slack.com/services/T000/B000/X", "its host is 'slack.com'"),
        ("http://hooks.slack.com/services/T000/B000/X", "https://"),
        ("hooks.slack.com/services/T000/B000/X", "https://"),
    ],
)
def test_a_wrong_webhook_is_told_what_is_wrong(url: str, told: str) -> None:
    wrong = NOTIFIER.check(url)

    assert wrong
    assert wrong.startswith(told) or told in wrong


@pytest.mark.parametrize("lang", Lang)
@pytest.mark.parametrize("buttons", ["false", "true"])
@pytest.mark.parametrize("name", CASES)
def test_every_message_is_valid_block_kit(name: str, buttons: str, lang: Lang) -> None:
    valid(blocks(CASES[name](lang), buttons=buttons))


@pytest.mark.parametrize("text", WIDE)
@pytest.mark.parametrize("buttons", ["false", "true"])
def test_texts_of_any_length_are_valid_block_kit(text: str, buttons: str) -> None:
    notice = a_reminder(Lang.ZH)
    fact = Fact(text, text)
    item = replace(
        notice.items[0],
        id=text,
        title=text,
        stated=fact,
        home=fact,
        tags=fact,
        flag=text,
        change=text,
        provenance=text,
        countdown=text,
    )
    huge = replace(notice, headline=text, items=(item,))

    valid(blocks(huge, buttons=buttons))
    valid(blocks(replace(huge, items=(item,) * 60)))
    valid(blocks(replace(huge, items=(), body=f"{text}\n" * 9)))
    plainer = payload(NOTIFIER.simpler(huge, URL, {}))["text"]
    assert 1 <= utf16(plainer) <= 4000


@pytest.mark.parametrize("length", [147, 148, 149, 150, 151, 152])
@pytest.mark.parametrize("character", ["截", "𠮷", "👍🏽", "🇨🇳"])
def test_a_headline_is_cut_at_150_and_not_before(character: str, length: int) -> None:
    count = length // utf16(character)
    headline = "x" * (length - count * utf16(character)) + character * count
    notice = replace(a_reminder(Lang.ZH), headline=headline)

    shown = blocks(notice)[0]["text"]["text"]

    assert utf16(shown) <= 150
    assert (shown == headline) == (length <= 150)
    assert not shown.endswith(("🇨…", "👍…"))


def test_the_readers_own_time_is_left_to_slack() -> None:
    fields = blocks(a_reminder(Lang.EN))[1]["fields"]

    assert fields[2]["text"] == (
        "*Your time*\n"
        "<!date^1779796799^{date_short_pretty} {time}|2026-05-26 11:59 UTC>"
    )


def test_links_are_buttons_only_where_they_are_wanted() -> None:
    notice = a_reminder(Lang.EN)

    links = [block["type"] for block in blocks(notice)]
    buttons = [block["type"] for block in blocks(notice, buttons="true")]

    assert links == ["header", "section", "section", "context"]
    assert buttons == ["header", "section", "actions", "context"]


def test_nothing_unfolds_and_the_text_stands_alone() -> None:
    sent = payload(NOTIFIER.request(a_reminder(Lang.ZH), URL, {}))

    assert (sent["unfurl_links"], sent["unfurl_media"]) == (False, False)
    assert sent["text"].startswith("⏰ 还有 6 天 10 小时 · EMNLP 2026 论文截稿")
    assert "2026-05-26（周二）19:59（次日）" in sent["text"]
    assert "2026-05-25 23:59:59 UTC-12" in sent["text"]


def test_data_in_mrkdwn_is_escaped_and_verbatim() -> None:
    notice = a_reminder(Lang.EN)
    item = replace(notice.items[0], flag="AT&T <!channel> *b* @here", change="")

    flag = blocks(replace(notice, items=(item,)))[2]["text"]

    assert flag == {
        "type": "mrkdwn",
        "text": "⚠️ AT&amp;T &lt;!channel&gt; \u034f*b\u034f* @\u2060here",
        "verbatim": True,
    }


def test_a_digest_keeps_its_items_whole() -> None:
    digest = a_digest(Lang.ZH)
    many = replace(digest, items=digest.items * 20)

    rows = [b["text"]["text"] for b in blocks(many) if b["type"] == "section"]

    assert len(rows) < 80
    assert all("←" in row for row in rows)
    foot = blocks(many)[-1]["elements"][0]["text"]
    assert foot.startswith(f"另有 {80 - len(rows)} 条")
