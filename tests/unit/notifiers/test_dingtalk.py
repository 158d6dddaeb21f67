"""DingTalk: its answers, its 20 000 bytes, its cards, its signature."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from deadlinebot.model.call import Lang
from deadlinebot.model.channel import Response, Signer
from deadlinebot.model.delivery import Outcome
from deadlinebot.notifiers.dingtalk import NOTIFIER
from tests.golden.wording.cases import a_digest, a_reminder, an_alarm
from tests.unit.notifiers.samples import (
    AT,
    WIDE,
    about,
    answered,
    huge,
    huge_alarm,
    many,
    payload,
    strings,
)

URL = "https://oapi.dingtalk.com/robot/send?access_token=0123456789abcdef"
SIGN = "description:机器人发送签名不匹配;solution:请确认签名和时间戳都放在网址中"
KEYWORD = {"keyword": "截稿"}


@pytest.mark.parametrize(
    ("message", "mend"),
    [
        (SIGN, "compare 'secret' with the bot's signature key"),
        (
            "invalid timestamp",
            "set this machine's clock right (钉钉时钟 / DingTalk's clock: 20:00)",
        ),
        ("description:关键词不匹配", "set 'keyword' in the channel's options"),
        ("ip 1.2.3.4 not in whitelist", "add this machine's public address"),
        ("something new", "see the bot's security settings"),
    ],
)
def test_the_four_meanings_of_310000_are_told_apart(message: str, mend: str) -> None:
    answer = answered({"errcode": 310000, "errmsg": message}, headers={"date": "20:00"})

    verdict = NOTIFIER.verdict(answer)

    assert verdict.outcome is Outcome.CHANNEL_DEAD
    assert verdict.reason.startswith(f"errcode 310000 {message}: ")
    assert f" / {mend}" in verdict.reason


@pytest.mark.parametrize(
    ("wait", "seconds"), [(5, 60.0), (90, 90.0), (None, 60.0), ("x", 60.0), (-1, 60.0)]
)
def test_the_gateway_is_left_alone_for_a_minute_at_least(
    wait: object, seconds: float
) -> None:
    answer = answered({"status": 1111, "wait": wait, "source": "x5", "punish": "deny"})

    verdict = NOTIFIER.verdict(answer)

    assert (verdict.outcome, verdict.after_s) == (Outcome.WAIT, seconds)


@pytest.mark.parametrize(
    ("response", "outcome"),
    [
        (answered({"errcode": "0"}), Outcome.UNKNOWN),
        (answered({"errcode": False}), Outcome.UNKNOWN),
        (answered({"errcode": 0}, 500), Outcome.UNKNOWN),
        (Response(302), Outcome.RETRY),
    ],
)
def test_only_a_zero_in_a_whole_answer_is_delivered(
    response: Response, outcome: Outcome
) -> None:
    assert NOTIFIER.verdict(response).outcome is outcome


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("https://oapi.dingtalk.com/robot/send", "its access_token is missing"),
        ("https://oapi.dingtalk.com/robot/send?access_token=", "its access_token"),
        ("https://oapi.dingtalk.com/robot/sent?access_token=abcd", "its path"),
        ("https://api.dingtalk.com/robot/send?access_token=abcd", "its host is"),
    ],
)
def test_a_wrong_webhook_is_told_what_is_wrong(url: str, told: str) -> None:
    wrong = NOTIFIER.check(url)

    assert wrong
    assert told in wrong


def test_a_webhook_of_dingtalk_is_accepted() -> None:
    assert NOTIFIER.check(URL) is None


def signer() -> Signer:
    assert isinstance(NOTIFIER, Signer)
    return NOTIFIER


def test_the_signature_is_in_the_query_encoded_once_and_openssl_agrees() -> None:
    request = NOTIFIER.request(a_reminder(Lang.ZH), f"{URL}&sign=stale", {})

    signed = signer().sign(request, ["SECdemo"], AT)

    assert signed.url == (
        f"{URL}&timestamp=1779242400000"
        "&sign=EJQuSU5Ak8DblB%2BdYlPWeI8%2FCYTTTTqHd5NRg%2BHiucc%3D"
    )
    assert signed.body == request.body


def test_two_secrets_are_one_too_many() -> None:
    assert signer().check_secrets(["SECa"]) is None
    assert signer().check_secrets(["SECa", "SECb"])


@pytest.mark.parametrize("wide", WIDE)
@pytest.mark.parametrize("count", [1, 2, 60])
def test_texts_of_any_length_stay_within_20_000_bytes(wide: str, count: int) -> None:
    notice = huge(wide, count)

    for request in (
        NOTIFIER.request(notice, URL, KEYWORD),
        NOTIFIER.request(notice, URL, {"style": "markdown"}),
        NOTIFIER.simpler(notice, URL, KEYWORD),
        NOTIFIER.request(huge_alarm(wide), URL, KEYWORD),
    ):
        assert request
        assert 200 < len(request.body) < 20_000


def test_a_reminder_is_a_card_with_two_buttons() -> None:
    card = payload(NOTIFIER.request(a_reminder(Lang.ZH), URL, {}))["actionCard"]

    assert card["title"] == "⏰ 还有 6 天 10 小时 · EMNLP 2026 论文截稿"
    assert card["btnOrientation"] == "1"
    assert [b["actionURL"] for b in card["btns"]] == [
        "https://deadlines.example.org/d/emnlp-2026-paper",
        "https://2026.emnlp.org",
    ]
    assert card["text"] == (
        "### ⏰ 还有 6 天 10 小时 · EMNLP 2026 论文截稿\n\n"
        "**北京时间**　2026-05-26（周二）19:59（次日）  \n"
        "**原文时间**　2026-05-25 23:59:59 UTC-12  \n"
        "**标签**　CCF-B · nlp · 会议  \n"
        "[加入日历](https://deadlines.example.org/feeds/all.ics)  \n"
        "来源 CCF-Deadlines，05-20 核对 · 提前 7 天提醒"
    )


@pytest.mark.parametrize(
    ("notice", "options", "kind"),
    [
        (a_reminder(Lang.ZH), {"style": "markdown"}, "markdown"),
        (a_reminder(Lang.ZH), {"style": "text"}, "text"),
        (a_digest(Lang.ZH), {}, "markdown"),
        (an_alarm(Lang.ZH), {}, "markdown"),
        (replace(a_reminder(Lang.ZH), items=(replace(a_reminder(Lang.ZH).items[0], links=()),)), {}, "markdown"),
    ],
)  # fmt: skip
def test_what_cannot_be_a_card_is_markdown(
    notice: object, options: dict[str, str], kind: str
) -> None:
    sent = payload(NOTIFIER.request(notice, URL, options))  # type: ignore[arg-type]  # pytest knows no types

    assert sent["msgtype"] == kind


def test_the_plainer_form_has_no_links_for_one_may_be_the_reason() -> None:
    for notice in (a_reminder(Lang.ZH), many()):
        sent = payload(NOTIFIER.simpler(notice, URL, {}))

        assert sent["msgtype"] == "text"
        assert "http" not in sent["text"]["content"]


HOSTILE = "<font color=red>@13800000000</font> | a | [x](http://evil) **b**"


@pytest.mark.parametrize("style", ["card", "markdown", "text"])
def test_nobody_is_pinged_in_any_style(style: str) -> None:
    sent = payload(NOTIFIER.request(about(HOSTILE), URL, {"style": style}))

    assert "at" not in sent  # the only thing that pings
    assert not any("<" in text for text in strings(sent))


def test_data_is_no_markup() -> None:
    sent = payload(NOTIFIER.request(about(HOSTILE), URL, {"style": "markdown"}))

    text = sent["markdown"]["text"]
    assert (
        "⚠️ ＜font color=red＞@13800000000＜/font＞ | a | ［x］(http://evil) ＊＊b＊＊"
        in text
    )
    assert not re.search(r"(?m)^\s*\|", text)


@pytest.mark.parametrize("style", ["card", "markdown", "text"])
def test_a_keyword_stands_in_every_message(style: str) -> None:
    options = {**KEYWORD, "style": style}

    for notice in (a_reminder(Lang.EN), many(), an_alarm(Lang.EN)):
        sent = payload(NOTIFIER.request(notice, URL, options))
        assert any(text.endswith("\n截稿") for text in strings(sent))


def test_a_digest_keeps_its_items_whole_and_counts_the_rest() -> None:
    text = payload(NOTIFIER.request(many(), URL, {}))["markdown"]["text"]

    assert text.endswith(
        f"另有 {200 - text.count('←')} 条　[全部截止日期](https://deadlines.example.org/)"
    )
