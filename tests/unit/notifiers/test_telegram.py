"""Telegram: its answers, its 4096 units, its HTML."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from deadlinebot.model.call import Lang
from deadlinebot.model.channel import Following, Request, Response
from deadlinebot.model.delivery import Outcome
from deadlinebot.model.notice import Notice
from deadlinebot.notifiers.telegram import NOTIFIER
from deadlinebot.wording.fitting import utf16
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

TOKEN = "123456:" + "AbC-_" * 7
BASE = f"https://api.telegram.org/bot{TOKEN}/sendMessage"
URL = f"{BASE}?chat_id=-1001234567890"
TAGS = {"b", "i", "a", "tg-time"}


class Balanced(HTMLParser):
    """Fails on a tag that Telegram does not know, or that is not closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Remember *tag*."""
        assert tag in TAGS
        assert {name for name, _ in attrs} <= {"href", "unix", "format"}
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Forget *tag*."""
        assert self.open.pop() == tag


def text(notice: Notice) -> str:
    sent = payload(NOTIFIER.request(notice, URL, {}))
    assert sent["parse_mode"] == "HTML"
    said = sent["text"]
    assert isinstance(said, str)
    return said


def refused(code: int, description: str, **parameters: int) -> Response:
    body = {"ok": False, "error_code": code, "description": description}
    return answered({**body, "parameters": parameters} if parameters else body, code)


def test_the_wait_is_the_one_in_the_parameters() -> None:
    verdict = NOTIFIER.verdict(refused(429, "Too Many Requests", retry_after=35))

    assert verdict.after_s == 35.0


def test_a_group_that_moved_is_followed_to_its_new_id() -> None:
    answer = refused(400, "group chat was upgraded", migrate_to_chat_id=-1009876543210)
    request = NOTIFIER.request(a_reminder(Lang.ZH), URL, {})
    assert isinstance(NOTIFIER, Following)

    moved = NOTIFIER.moved(request, answer)

    assert moved
    assert payload(moved.request) == {**payload(request), "chat_id": "-1009876543210"}
    assert moved.request.url == request.url
    assert "put chat_id=-1009876543210 into the url" in moved.advice


@pytest.mark.parametrize(
    "answer",
    [
        refused(400, "chat not found"),
        answered({"ok": False, "parameters": {"migrate_to_chat_id": "-1"}}, 400),
        Response(200, b'{"ok":true,"parameters":[]}'),
        Response(400, b"<html>"),
    ],
)
def test_a_chat_that_did_not_move_is_not_followed(answer: Response) -> None:
    assert isinstance(NOTIFIER, Following)

    assert NOTIFIER.moved(Request(URL, b"{}"), answer) is None


def test_a_group_that_moves_again_and_again_is_dead() -> None:
    answer = refused(400, "group chat was upgraded to a supergroup chat")

    assert NOTIFIER.verdict(answer).outcome is Outcome.CHANNEL_DEAD


@pytest.mark.parametrize(
    ("code", "mend"),
    [(401, "ask @BotFather"), (403, "add the bot to the chat"), (404, "not complete")],
)
def test_a_dead_chat_says_how_to_mend_it(code: int, mend: str) -> None:
    assert mend in NOTIFIER.verdict(refused(code, "x")).reason


@pytest.mark.parametrize(
    "url", [URL, f"{BASE}?chat_id=@lab_news", f"{URL}&message_thread_id=5"]
)
def test_an_address_with_a_chat_is_accepted(url: str) -> None:
    assert NOTIFIER.check(url) is None


@pytest.mark.parametrize(
    ("url", "told"),
    [
        (BASE, "its chat_id is missing"),
        (f"{BASE}?chat_id=lab", "its chat_id is missing"),
        (f"https://api.telegram.org/bot{TOKEN}?chat_id=1", "its path"),
        ("https://api.telegram.org/bot1:short/sendMessage?chat_id=1", "its path"),
    ],
)
def test_a_wrong_address_is_told_what_is_wrong(url: str, told: str) -> None:
    wrong = NOTIFIER.check(url) or ""

    assert told in wrong
    assert TOKEN not in wrong


@pytest.mark.parametrize("wide", WIDE)
@pytest.mark.parametrize("count", [1, 2, 60])
def test_texts_of_any_length_stay_within_4096_units(wide: str, count: int) -> None:
    for notice in (huge(wide, count), huge_alarm(wide)):
        said = text(notice)
        assert 100 < utf16(said) <= 4096
        Balanced(said)
        plainer = payload(NOTIFIER.simpler(notice, URL, {}))
        assert utf16(plainer["text"]) <= 4096


@pytest.mark.parametrize("lang", Lang)
@pytest.mark.parametrize("name", CASES)
def test_every_message_of_ours_is_html_that_telegram_knows(
    name: str, lang: Lang
) -> None:
    Balanced(text(CASES[name](lang)))


def test_a_reminder_is_as_short_as_the_example() -> None:
    assert text(a_reminder(Lang.ZH)) == (
        "<b>⏰ 还有 6 天 10 小时 · EMNLP 2026 论文截稿</b>\n"
        "北京时间　<b>2026-05-26（周二）19:59（次日）</b>\n"
        "原文时间　<b>2026-05-25 23:59:59 UTC-12</b>\n"
        '你的时区　<b><tg-time unix="1779796799" format="wDt">2026-05-26 11:59 UTC'
        "</tg-time></b>\n"
        "标签　<b>CCF-B · nlp · 会议</b>\n"
        "<i>来源 CCF-Deadlines，05-20 核对 · 提前 7 天提醒</i>"
    )


def test_links_are_buttons_and_open_no_preview() -> None:
    sent = payload(NOTIFIER.request(a_reminder(Lang.ZH), URL, {}))

    [row] = sent["reply_markup"]["inline_keyboard"]
    assert [button["text"] for button in row] == ["详情", "征稿原文", "加入日历"]
    assert sent["link_preview_options"] == {"is_disabled": True}


def test_the_chat_is_in_the_body_and_the_token_in_the_path_alone() -> None:
    request = NOTIFIER.request(a_reminder(Lang.ZH), f"{URL}&message_thread_id=5", {})

    sent = payload(request)
    assert request.url == BASE
    assert (sent["chat_id"], sent["message_thread_id"]) == ("-1001234567890", "5")
    assert TOKEN not in request.body.decode()


def test_the_plainer_form_has_no_markup() -> None:
    sent = payload(NOTIFIER.simpler(a_reminder(Lang.ZH), URL, {}))

    assert not {"parse_mode", "reply_markup"} & sent.keys()


def test_names_and_commands_in_data_are_none() -> None:
    notice = about("@alice /start <b>x</b> & 1/2")

    plainer = payload(NOTIFIER.simpler(notice, URL, {}))["text"]

    assert "@\u2060alice /\u2060start &lt;b&gt;x&lt;/b&gt; &amp; 1/2" in text(notice)
    assert not re.search(r"@\w|(?<!\S)/\w", plainer)


def test_a_digest_keeps_its_items_whole_and_counts_the_rest() -> None:
    said = text(many())

    assert said.endswith(
        f"另有 {200 - said.count('←')} 条　"
        '<a href="https://deadlines.example.org/">全部截止日期</a>'
    )
