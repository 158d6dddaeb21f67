"""Feishu: its answers, its 20 KB, its cards, its signature."""

from __future__ import annotations

from typing import Any

import pytest

from deadlinebot.model.call import Lang
from deadlinebot.model.channel import Response, Signer
from deadlinebot.model.delivery import Outcome
from deadlinebot.model.notice import Notice, Tone
from deadlinebot.notifiers import feishu
from deadlinebot.notifiers.feishu import NOTIFIER
from tests.golden.wording.cases import CASES, a_reminder, an_alarm
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

URL = (
    "https://open.feishu.cn/open-apis/bot/v2/hook/11111111-2222-3333-4444-555555555555"
)
KEYWORD = {"keyword": "截稿"}
# Feishu refuses a whole card of schema 2.0 for one property that it does not know.
PROPERTIES = {
    "markdown": {"tag", "content"},
    "div": {"tag", "text"},
    "hr": {"tag"},
    "column_set": {"tag", "flex_mode", "columns"},
    "column": {"tag", "width", "elements"},
    "button": {"tag", "type", "text", "behaviors"},
    "plain_text": {"tag", "content", "text_size"},
}


def card(notice: Notice) -> dict[str, Any]:
    sent = payload(NOTIFIER.request(notice, URL, {}))
    assert sent["msg_type"] == "interactive"
    found: dict[str, Any] = sent["card"]
    return found


def tagged(value: object) -> list[dict[str, Any]]:
    """Return every object with a tag inside *value*."""
    if isinstance(value, list):
        return [found for part in value for found in tagged(part)]
    if not isinstance(value, dict):
        return []
    inner = [found for part in value.values() for found in tagged(part)]
    return [value, *inner] if "tag" in value else inner


@pytest.mark.parametrize(
    ("response", "outcome"),
    [
        (answered({"StatusCode": 0, "StatusMessage": "success"}), Outcome.DELIVERED),
        (answered({"StatusCode": 19001}), Outcome.CHANNEL_DEAD),
        (answered({"code": "0"}), Outcome.UNKNOWN),
        (answered({"code": False}), Outcome.UNKNOWN),
        (answered({"msg": "success"}), Outcome.UNKNOWN),
        (answered({"code": 0}, 502), Outcome.UNKNOWN),
        (Response(302), Outcome.RETRY),
    ],
)
def test_only_a_zero_in_a_whole_answer_is_delivered(
    response: Response, outcome: Outcome
) -> None:
    assert NOTIFIER.verdict(response).outcome is outcome


@pytest.mark.parametrize(
    ("code", "message", "seconds"),
    [(9499, "too many request", 5.0), (11232, "frequency limited", 60.0)],
)
def test_it_waits_longer_for_a_minutes_limit_than_for_a_seconds(
    code: int, message: str, seconds: float
) -> None:
    assert NOTIFIER.verdict(answered({"code": code, "msg": message})).after_s == seconds


def test_a_wrong_signature_says_what_time_it_is_there() -> None:
    date = "Sun, 22 Nov 2026 20:00:00 GMT"
    answer = answered({"code": 19021, "msg": "sign match fail"}, headers={"date": date})

    reason = NOTIFIER.verdict(answer).reason

    assert reason == (
        "code 19021 sign match fail: 核对 secret 与机器人的签名密钥，并校准本机时钟 / "
        "compare 'secret' with the bot's signature key, and set this machine's clock "
        f"right (飞书时钟 / Feishu's clock: {date})"
    )


def test_a_refusal_keeps_the_id_of_feishus_log() -> None:
    answer = answered({"code": 19002, "msg": "x"}, headers={"x-tt-logid": "2026ABC"})

    assert NOTIFIER.verdict(answer).reason == "code 19002 x (log id 2026ABC)"


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("https://open.feishu.cn/open-apis/bot/hook/abcd", "its path is another one"),
        ("https://open.feishu.cn/open-apis/bot/v2/hook/", "its path is another one"),
        ("https://www.feishu.cn/flow/api/trigger-webhook/x", "its host is"),
    ],
)
def test_a_wrong_webhook_is_told_what_is_wrong(url: str, told: str) -> None:
    wrong = NOTIFIER.check(url)

    assert wrong
    assert told in wrong


@pytest.mark.parametrize(
    "url", [URL, URL.replace("open.feishu.cn", "open.larksuite.com")]
)
def test_a_webhook_of_feishu_or_lark_is_accepted(url: str) -> None:
    assert NOTIFIER.check(url) is None


def signer() -> Signer:
    assert isinstance(NOTIFIER, Signer)
    return NOTIFIER


def test_the_signature_is_in_the_body_and_openssl_agrees() -> None:
    request = NOTIFIER.request(a_reminder(Lang.ZH), URL, {})

    signed = payload(signer().sign(request, ["demo-secret"], AT))

    assert signed.pop("timestamp") == "1779242400"  # seconds, as a text
    assert signed.pop("sign") == "4n7hJ6FThmcH7xegqb+cRnh6b2QAPcOezDGGSQkUGtc="
    assert signed == payload(request)


def test_two_secrets_are_one_too_many() -> None:
    assert signer().check_secrets(["a"]) is None
    assert signer().check_secrets(["a", "b"]) == (
        "a Feishu bot has one signature key: give one secret, not a list"
    )


@pytest.mark.parametrize("wide", WIDE)
@pytest.mark.parametrize("count", [1, 2, 60])
def test_texts_of_any_length_stay_within_20_000_bytes_signed(
    wide: str, count: int
) -> None:
    notice = huge(wide, count)

    for request in (
        NOTIFIER.request(notice, URL, KEYWORD),
        NOTIFIER.simpler(notice, URL, KEYWORD),
    ):
        assert request
        assert 300 < len(signer().sign(request, ["secret"], AT).body) <= 19_000


@pytest.mark.parametrize("wide", WIDE)
def test_an_alarm_of_any_length_stays_within_its_bytes(wide: str) -> None:
    request = NOTIFIER.request(huge_alarm(wide), URL, KEYWORD)

    assert len(request.body) <= 19_000


@pytest.mark.parametrize("lang", Lang)
@pytest.mark.parametrize("name", CASES)
def test_a_card_has_only_properties_that_feishu_knows(name: str, lang: Lang) -> None:
    sent = card(CASES[name](lang))

    assert sent["schema"] == "2.0"
    assert set(sent) == {"schema", "config", "header", "body"}
    assert set(sent["header"]) <= {"template", "title", "subtitle"}
    elements = tagged(sent)
    assert sent["body"]["elements"]
    assert all(set(e) <= PROPERTIES[e["tag"]] for e in elements)
    assert all(e["content"] for e in elements if e["tag"] == "plain_text")


@pytest.mark.parametrize("tone", Tone)
def test_every_tone_has_a_colour_by_name(tone: Tone) -> None:
    assert feishu._COLOURS[tone] in {"blue", "orange", "red", "purple", "grey"}


def test_the_readers_own_time_is_left_to_the_client() -> None:
    said = card(a_reminder(Lang.ZH))["body"]["elements"][0]["content"]

    assert said == (
        "**北京时间**　2026&#45;05&#45;26（周二）19:59（次日）\n\n"
        "**原文时间**　2026&#45;05&#45;25 23:59:59 UTC&#45;12\n\n"
        "**你的时区**　"
        "<local_datetime millisecond='1779796799000' format_type='date_num'>"
        "</local_datetime> "
        "<local_datetime millisecond='1779796799000' format_type='time'>"
        "</local_datetime>"
    )


def test_the_first_link_is_the_button_that_stands_out() -> None:
    buttons = [e for e in tagged(card(a_reminder(Lang.ZH))) if e["tag"] == "button"]

    assert [b["type"] for b in buttons] == ["primary_filled", "default", "default"]
    assert buttons[1]["behaviors"] == [
        {"type": "open_url", "default_url": "https://2026.emnlp.org"}
    ]


@pytest.mark.parametrize(
    ("data", "escaped"),
    [
        ("<at id=all></at>", "&#60;at id=all&#62;&#60;/at&#62;"),
        ("&lt;at id=all&gt;", "＆lt;at id=all＆gt;"),
        ("&#60;at", "＆#60;at"),
        ("AT&T", "AT&T"),
        ("*a* ~b~ $c$", "&#42;a&#42; &sim;b&sim; &#36;c&#36;"),
    ],
)
def test_data_in_markdown_is_escaped_by_the_official_table(
    data: str, escaped: str
) -> None:
    said = card(about(data))["body"]["elements"][0]["content"]

    assert said.replace("&#35;60", "#60").endswith(f"⚠️ {escaped}")


@pytest.mark.parametrize("options", [{}, {"style": "text"}])
def test_nobody_is_pinged_in_any_style(options: dict[str, str]) -> None:
    notice = about('<at user_id="all">x</at> <at id=all></at>')

    sent = payload(NOTIFIER.request(notice, URL, options))

    assert not any("<at" in text for text in strings(sent))


@pytest.mark.parametrize("options", [KEYWORD, {**KEYWORD, "style": "text"}])
def test_a_keyword_stands_in_every_message(options: dict[str, str]) -> None:
    for request in (
        NOTIFIER.request(an_alarm(Lang.EN), URL, options),
        NOTIFIER.simpler(many(), URL, KEYWORD),
    ):
        assert any(text.endswith("截稿") for text in strings(payload(request)))


def test_a_digest_keeps_its_items_whole_and_counts_the_rest() -> None:
    elements = card(many())["body"]["elements"]

    rows = [e for e in elements if "←" in e["content"]]
    assert len(elements) == len(rows) + 1
    assert elements[-1]["content"] == (
        f"另有 {200 - len(rows)} 条　[全部截止日期](https://deadlines.example.org/)"
    )


def test_the_plainer_form_is_text_and_text_has_none() -> None:
    notice = a_reminder(Lang.ZH)

    assert payload(NOTIFIER.simpler(notice, URL, {}))["msg_type"] == "text"
    assert NOTIFIER.simpler(notice, URL, {"style": "text"}) is None
