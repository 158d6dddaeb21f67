"""Mail: what every reply means, what a message holds, what its options may say."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from email.utils import parsedate_to_datetime
from html.parser import HTMLParser

import pytest

from deadlinebot import registry
from deadlinebot.model.call import Lang
from deadlinebot.model.channel import Attaching, Dated, Response
from deadlinebot.model.delivery import Outcome
from deadlinebot.model.notice import Notice
from deadlinebot.notifiers.email import NOTIFIER
from tests.golden.wording.cases import CASES, a_digest, a_reminder, a_repeat
from tests.services import mail
from tests.unit.notifiers.samples import AT, WIDE, about, huge, huge_alarm, many

URL = "smtps://robot%40qq.com:c0de@smtp.qq.com:465"
TO = {"to": "ann@example.org, bob@example.org"}
VOID = {"meta", "br"}


class Balanced(HTMLParser):
    """Fails on a tag that is not closed; keeps the words."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.words: list[str] = []
        self.links: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Remember *tag* and where it leads."""
        self.open += [] if tag in VOID else [tag]
        self.links += [value or "" for name, value in attrs if name == "href"]
        assert tag not in {"script", "img", "link", "iframe"}

    def handle_endtag(self, tag: str) -> None:
        """Forget *tag*."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Keep *data*."""
        self.words.append(data)


def reply(code: int, phase: str, text: str = "x", refused: str = "") -> Response:
    return Response(code, text.encode(), {"phase": phase, "refused": refused})


def sent(notice: Notice, **options: str) -> dict[str, str]:
    """Return the headers of a mail."""
    found = mail(NOTIFIER.request(notice, URL, {**TO, **options}))
    return {name: str(value) for name, value in found.items()}


def hypertext(notice: Notice) -> str:
    body = mail(NOTIFIER.request(notice, URL, TO)).get_body(("html",))
    assert body
    content = body.get_content()
    assert isinstance(content, str)
    return content


@pytest.mark.parametrize(
    ("phase", "mend"),
    [
        ("auth", "核对用户名和授权码"),
        ("tls", "use smtps:// with port 465"),
        ("mail", "在 options 里把 from 设为登录的邮箱地址"),
        ("greeting", "compare host and port"),
    ],
)
def test_a_dead_channel_says_how_to_mend_it(phase: str, mend: str) -> None:
    verdict = NOTIFIER.verdict(reply(550, phase, "no"))

    assert verdict.outcome is Outcome.CHANNEL_DEAD
    assert verdict.reason.startswith(f"{phase}: 550 no: ")
    assert mend in verdict.reason


def test_a_server_that_turns_us_away_is_believed_after_three_times() -> None:
    assert NOTIFIER.verdict(reply(554, "greeting")).believed_after == 3
    assert NOTIFIER.verdict(reply(535, "auth")).believed_after == 1


def test_who_was_refused_is_named_while_the_others_have_it() -> None:
    verdict = NOTIFIER.verdict(
        reply(250, "data", "queued", "gone@example.org (550 no such user)")
    )

    assert verdict.outcome is Outcome.DELIVERED
    assert verdict.reason == (
        "250 queued; refused / 被拒收: gone@example.org (550 no such user)"
    )


def test_it_goes_to_all_recipients_from_the_login() -> None:
    request = NOTIFIER.request(a_reminder(Lang.ZH), URL, TO)

    assert request.headers == {
        "mail-from": "robot@qq.com",
        "rcpt-to": "ann@example.org,bob@example.org",
    }
    assert b"c0de" not in request.body


@pytest.mark.parametrize(
    ("url", "options", "shown", "envelope"),
    [
        (URL, {}, "deadlinebot <robot@qq.com>", "robot@qq.com"),
        (URL, {"from": "ddl@lab.org"}, "ddl@lab.org", "ddl@lab.org"),
        (URL, {"from": "截稿提醒 <robot@qq.com>"}, "截稿提醒 <robot@qq.com>", "robot@qq.com"),
        ("smtp://127.0.0.1:25", {}, "deadlinebot <deadlinebot@127.0.0.1>", "deadlinebot@127.0.0.1"),
        ("smtps://robot:c0de@mx.lab.org", {}, "deadlinebot <deadlinebot@mx.lab.org>", "deadlinebot@mx.lab.org"),
    ],
)  # fmt: skip
def test_the_sender_is_who_logs_in_unless_told_otherwise(
    url: str, options: dict[str, str], shown: str, envelope: str
) -> None:
    request = NOTIFIER.request(a_reminder(Lang.ZH), url, {**TO, **options})

    assert str(mail(request)["From"]) == shown
    assert request.headers["mail-from"] == envelope


def test_its_headers_say_what_it_is() -> None:
    headers = sent(a_reminder(Lang.ZH))

    assert headers["Subject"] == a_reminder(Lang.ZH).headline
    assert headers["To"] == TO["to"]
    assert headers["Message-ID"] == "<4f0c@qq.com>"
    assert headers["Auto-Submitted"] == "auto-generated"
    assert headers["List-Id"] == "deadlinebot <deadlines.qq.com>"


def test_every_attempt_at_a_delivery_is_one_message() -> None:
    first, again = a_reminder(Lang.EN), a_repeat(Lang.EN)

    assert sent(first)["Message-ID"] == sent(again)["Message-ID"]
    assert NOTIFIER.request(first, URL, TO) == NOTIFIER.request(first, URL, TO)


def test_the_date_is_that_of_the_attempt() -> None:
    assert isinstance(NOTIFIER, Dated)
    request = NOTIFIER.request(a_reminder(Lang.ZH), URL, TO)
    later = AT + timedelta(hours=9)

    dates = [mail(NOTIFIER.dated(request, at))["Date"] for at in (AT, later)]

    assert [parsedate_to_datetime(date) for date in dates] == [AT, later]
    assert NOTIFIER.dated(request, AT).body.endswith(request.body)


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("lang", Lang)
def test_text_and_html_say_the_same(case: str, lang: Lang) -> None:
    notice = CASES[case](lang)
    message = mail(NOTIFIER.request(notice, URL, TO))

    page = Balanced(hypertext(notice))

    said = " ".join(page.words)
    text = message.get_body(("plain",))
    assert text
    for item in notice.items:
        assert item.countdown in said
        for word in (item.title, item.home.value, item.stated.value):
            assert word in said
            assert word in text.get_content()
        for link in item.links:
            assert link.url in page.links
            assert link.url in text.get_content()


@pytest.mark.parametrize("wide", [*WIDE, "<script>x</script>" * 100, '"><img src=x>'])
def test_what_comes_from_outside_is_escaped(wide: str) -> None:
    for notice in (huge(wide), huge(wide, 30), huge_alarm(wide), about(wide)):
        page = Balanced(hypertext(notice))

        assert all(link.startswith("https://") for link in page.links)


@pytest.mark.parametrize("wide", WIDE)
@pytest.mark.parametrize("count", [1, 200])
def test_no_mail_is_so_long_that_a_client_hides_its_end(wide: str, count: int) -> None:
    assert len(hypertext(huge(wide, count)).encode()) < 102_000


def test_what_does_not_fit_is_counted() -> None:
    page = Balanced(hypertext(many()))

    said = " ".join(page.words)
    shown = (
        said.count("EMNLP 2026") + said.count("NLPCC 2026") + said.count("BIBM 2026 ")
    )
    left = re.search(r"另有 (\d+) 条", said)
    assert left
    assert shown + int(left[1]) >= 200


@pytest.mark.parametrize(
    "text", ["a\r\nBcc: evil@example.org", "a\nX: y", "a\rb", "a\x00b", "a\u2028b"]
)
def test_no_text_becomes_a_header(text: str) -> None:
    notice = replace(a_reminder(Lang.ZH), id=text, headline=text)
    normal = NOTIFIER.request(a_reminder(Lang.ZH), URL, TO)

    request = NOTIFIER.request(notice, URL, TO)

    assert mail(request).keys() == mail(normal).keys()
    assert request.headers == normal.headers


def test_the_calendar_is_a_file_that_clients_open() -> None:
    file = b"BEGIN:VCALENDAR\r\nMETHOD:PUBLISH\r\nEND:VCALENDAR\r\n"
    notice = replace(a_digest(Lang.ZH), calendar=file)

    (attached,) = mail(NOTIFIER.request(notice, URL, TO)).iter_attachments()

    assert attached.get_payload(decode=True) == file
    assert attached.get_filename() == "deadlines.ics"
    assert attached.get_content_type() == "text/calendar"
    assert attached.get_param("method") == "PUBLISH"
    assert isinstance(NOTIFIER, Attaching)
    assert NOTIFIER.attaches in registry.names("feeds")


def test_without_deadlines_nothing_is_attached() -> None:
    request = NOTIFIER.request(CASES["an_alarm"](Lang.ZH), URL, TO)

    assert list(mail(request).iter_attachments()) == []
