"""WeCom: its answers, its limits in bytes, its three styles."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import pytest

from deadlinebot.model.call import Lang
from deadlinebot.model.channel import Request, Response
from deadlinebot.model.delivery import Outcome
from deadlinebot.model.notice import Fact, Link, Notice
from deadlinebot.notifiers.wecom import NOTIFIER
from tests.golden.wording.cases import (
    CASES,
    a_conflict,
    a_digest,
    a_reminder,
    a_repeat,
    an_extension,
)

URL = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=0aa1-22"
WIDE = ["截" * 10_000, "👨‍👩‍👧‍👦" * 2_000, "é" * 10_000, "<>[]*`" * 2_000, "# - 1. |"]
FONT = re.compile(r'<font color="(?:info|comment|warning)">[^<>]*</font>')


def payload(request: Request | None) -> dict[str, Any]:
    assert request
    loaded: dict[str, Any] = json.loads(request.body)
    return loaded


def markdown(notice: Notice) -> str:
    content = payload(NOTIFIER.request(notice, URL, {}))["markdown"]["content"]
    assert isinstance(content, str)
    return content


def text(notice: Notice) -> str:
    sent = payload(NOTIFIER.request(notice, URL, {"style": "text"}))
    content = sent["text"]["content"]
    assert isinstance(content, str)
    return content


def card(notice: Notice) -> dict[str, Any]:
    found: dict[str, Any] = payload(NOTIFIER.request(notice, URL, {"style": "card"}))[
        "template_card"
    ]
    return found


def refused(code: int, message: str) -> Response:
    hint = "hint: [1755605200056773468916791], from ip: 1.2.3.4, more info at https://x"
    body = json.dumps({"errcode": code, "errmsg": f"{message}, {hint}"})
    return Response(200, body.encode())


@pytest.mark.parametrize(
    ("response", "outcome"),
    [
        (Response(200, b'{"errmsg":"ok"}'), Outcome.UNKNOWN),
        (Response(200, b'{"errcode":"0"}'), Outcome.UNKNOWN),
        (Response(200, b'{"errcode":false}'), Outcome.UNKNOWN),
        (Response(200, b'{"errcode":0.0}'), Outcome.UNKNOWN),
        (Response(200, b'[{"errcode":0}]'), Outcome.UNKNOWN),
        (Response(200, b'{"errcode":0'), Outcome.UNKNOWN),
        (Response(500, b'{"errcode":0}'), Outcome.UNKNOWN),
        (Response(500, b'{"errcode":93000}'), Outcome.CHANNEL_DEAD),
        (Response(302, b""), Outcome.RETRY),
        (Response(415, b""), Outcome.REJECT_MESSAGE),
        (Response(404, b"<html>"), Outcome.RETRY),
    ],
)
def test_only_a_zero_in_a_whole_answer_is_delivered(
    response: Response, outcome: Outcome
) -> None:
    assert NOTIFIER.verdict(response).outcome is outcome


def test_a_dead_key_says_how_to_mend_it_without_the_hint() -> None:
    verdict = NOTIFIER.verdict(refused(93000, "invalid webhook url"))

    assert verdict.reason == (
        "errcode 93000 invalid webhook url: 机器人是否已被移除？在群里重新添加，换成新的地址 / "
        "was the bot removed? add it to the group again and update the url"
    )


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("https://qyapi.weixin.qq.com/cgi-bin/webhook/send", "its key is missing"),
        ("https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=", "its key is missing"),
        ("https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=a b", "blanks"),
        ("https://qyapi.weixin.qq.com/cgi-bin/message/send?key=a", "its path"),
        ("https://hooks.slack.com/services/T/B/X", "its host is 'hooks.slack.com'"),
    ],
)
def test_a_wrong_webhook_is_told_what_is_wrong(url: str, told: str) -> None:
    wrong = NOTIFIER.check(url)

    assert wrong
    assert told in wrong
    assert "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=..." in wrong


def test_a_webhook_of_wecom_is_accepted() -> None:
    assert NOTIFIER.check(URL) is None


def huge(wide: str) -> Notice:
    notice = a_reminder(Lang.ZH)
    fact = Fact(notice.items[0].home.label, wide)
    item = replace(
        notice.items[0],
        title=wide,
        home=fact,
        stated=fact,
        tags=fact,
        flag=wide,
        change=wide,
        countdown=wide,
        provenance=wide,
        links=(
            Link("a", "https://example.org/" + "x" * 500),
            Link("b", "https://example.org/" + "截" * 100),
            Link("c", "https://example.org/" + "y" * 5000),
        ),
    )
    return replace(notice, headline=wide, accent=wide, items=(item,))


@pytest.mark.parametrize("wide", WIDE)
@pytest.mark.parametrize("count", [1, 2, 60])
def test_texts_of_any_length_stay_within_their_bytes(wide: str, count: int) -> None:
    notice = huge(wide)
    notice = replace(notice, items=notice.items * count)

    content = markdown(notice)

    assert len(content.encode()) <= 4096
    assert len(text(notice).encode()) <= 2048
    assert not re.search("[<>]", FONT.sub("", content).replace("\n> ", "\n"))
    assert content.count("> ") >= 1


@pytest.mark.parametrize("wide", WIDE)
def test_an_alarm_of_any_length_stays_within_its_bytes(wide: str) -> None:
    notice = replace(
        a_reminder(Lang.ZH), items=(), headline=wide, body=f"{wide}\n" * 9, accent=""
    )

    assert len(markdown(notice).encode()) <= 4096
    assert len(text(notice).encode()) <= 2048


@pytest.mark.parametrize("wide", WIDE)
def test_a_card_is_cut_to_what_is_shown(wide: str) -> None:
    shown = card(huge(wide))

    assert len(shown["main_title"]["title"]) <= 26
    assert len(shown["main_title"]["desc"]) <= 30
    assert len(shown["sub_title_text"]) <= 112
    assert all(len(row["keyname"]) <= 5 for row in shown["horizontal_content_list"])
    assert all(len(row["value"]) <= 26 for row in shown["horizontal_content_list"])


@pytest.mark.parametrize("lang", Lang)
@pytest.mark.parametrize(
    "name", [name for name, case in CASES.items() if len(case(Lang.ZH).items) == 1]
)
def test_every_message_about_one_deadline_has_a_valid_card(
    name: str, lang: Lang
) -> None:
    notice = CASES[name](lang)

    shown = card(notice)

    assert shown["card_type"] == "text_notice"
    assert shown["card_action"] == {"type": 1, "url": notice.items[0].links[0].url}
    assert len(shown["jump_list"]) <= 3
    rows = shown["horizontal_content_list"]
    assert 1 <= len(rows) <= 6
    assert all(0 < len(row["keyname"]) <= 5 and row["value"] for row in rows)
    assert len(shown.get("emphasis_content", {}).get("title", "")) <= 10


def test_a_card_of_a_reminder_shows_the_days_large() -> None:
    shown = card(a_reminder(Lang.ZH))

    assert shown["emphasis_content"] == {"title": "6 天", "desc": "距截止"}
    assert shown["main_title"]["title"] == "EMNLP 2026 论文截稿"
    assert [row["value"] for row in shown["horizontal_content_list"]][:2] == [
        "2026-05-26（周二）19:59（次日）",
        "2026-05-25 23:59:59 UTC-12",
    ]


def test_a_card_of_a_change_says_what_changed() -> None:
    shown = card(an_extension(Lang.ZH))

    assert shown["sub_title_text"] == "延期 25 天：5月26日 → 6月20日"
    assert "emphasis_content" not in shown


def test_a_card_says_that_it_may_be_a_repeat() -> None:
    shown = card(a_repeat(Lang.ZH))

    assert shown["main_title"]["title"] == "（可能重复）EMNLP 2026 论文截稿"


def test_what_a_card_cannot_hold_is_markdown() -> None:
    notice = a_reminder(Lang.ZH)
    without_link = replace(notice, items=(replace(notice.items[0], links=()),))

    long = replace(notice.items[0], links=(Link("x", "https://x.org/" + "y" * 5000),))
    too_long = replace(notice, items=(long,))

    for unfit in (
        too_long,
        a_digest(Lang.ZH),
        without_link,
        CASES["an_alarm"](Lang.ZH),
    ):
        sent = payload(NOTIFIER.request(unfit, URL, {"style": "card"}))
        assert sent["msgtype"] == "markdown"


def test_markdown_is_as_short_as_the_example() -> None:
    assert markdown(a_reminder(Lang.ZH)) == (
        '### ⏰ <font color="info">还有 6 天 10 小时</font> · EMNLP 2026 论文截稿\n'
        "> 北京时间：**2026-05-26（周二）19:59（次日）**\n"
        '> 原文时间：<font color="comment">2026-05-25 23:59:59 UTC-12</font>\n'
        "> 标签：CCF-B · nlp · 会议\n"
        "[详情](https://deadlines.example.org/d/emnlp-2026-paper)　"
        "[征稿原文](https://2026.emnlp.org)　"
        "[加入日历](https://deadlines.example.org/feeds/all.ics)\n"
        '<font color="comment">来源 CCF-Deadlines，05-20 核对 · 提前 7 天提醒</font>'
    )


@pytest.mark.parametrize("style", ["markdown", "text", "card"])
def test_both_quotes_of_a_conflict_are_visible(style: str) -> None:
    body = NOTIFIER.request(a_conflict(Lang.ZH), URL, {"style": style}).body.decode()

    assert "2026-05-25 北京时间" in body
    assert "2026-05-25 23:59:59 UTC-12" in body


def test_the_plainer_form_is_text_and_text_has_none() -> None:
    notice = a_reminder(Lang.ZH)

    assert payload(NOTIFIER.simpler(notice, URL, {}))["msgtype"] == "text"
    assert (
        payload(NOTIFIER.simpler(notice, URL, {"style": "card"}))["msgtype"] == "text"
    )
    assert NOTIFIER.simpler(notice, URL, {"style": "text"}) is None


@pytest.mark.parametrize("hostile", ["<@all>", "<@wang> hi", "</font><@x>"])
def test_nobody_is_pinged_in_any_style(hostile: str) -> None:
    notice = a_reminder(Lang.ZH)
    item = replace(notice.items[0], title=hostile, flag=hostile)
    notice = replace(notice, headline=hostile, items=(item,), accent="")

    for style in ("markdown", "text", "card"):
        body = NOTIFIER.request(notice, URL, {"style": style}).body.decode()
        assert "<@" not in body


def test_a_digest_keeps_its_items_whole_and_counts_the_rest() -> None:
    digest = a_digest(Lang.ZH)
    many = replace(digest, items=digest.items * 20)

    content = markdown(many)

    shown = content.count("←")
    assert content.endswith(
        f"另有 {80 - shown} 条　[全部截止日期](https://deadlines.example.org/)"
    )
    assert content.count("<font") == content.count("</font>")
