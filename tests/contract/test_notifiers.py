"""What holds for every notifier that the registry finds."""

from __future__ import annotations

import html
import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deadlinebot import registry
from deadlinebot.model.call import Lang
from deadlinebot.model.channel import Notifier, Request, Response, Signer
from deadlinebot.model.delivery import Outcome
from deadlinebot.model.notice import Fact, Link, Notice
from tests.golden.wording.cases import CASES, a_conflict, a_digest, a_reminder

NOTIFIERS = registry.notifiers()
SECRET = "s3cretc4nary"
URL = f"https://chat.example.org/services/{SECRET}?key={SECRET}"
HOSTILE = (
    '<!channel> <!here> <@all> <@U012AB3CD> <at user_id="all">x</at> @everyone & <b> '
    '|]( ` `` ``` </font><font color="warning"> **x** _x_ ~x~ \r\n# h\n> q\n- l\n'
    "1. l \x00\x07\u202e\ud800 <https://evil.example|here> [x](https://evil.example)"
)  # fmt: skip
INVISIBLE = dict.fromkeys(map(ord, "\u034f\u2060\u200b"))
PINGS = re.compile(r"<!(?:channel|here|everyone|subteam)|<@|<at\b")
MESSAGES = [(name, lang) for name in CASES for lang in Lang]
ANY_HOST = {"generic", "teams"}  # their addresses are not known beforehand
BY_STATUS = {"generic", "teams"}  # what they answer beside a status means nothing
AT = datetime(2026, 5, 20, 2, 0, tzinfo=UTC)
WHSEC = "whsec_" + "c2VjcmV0" * 4


def services() -> dict[str, Notifier]:
    """Return the notifiers that speak to somebody: the console has no address."""
    reminder = a_reminder(Lang.ZH)
    found = NOTIFIERS.items()
    return {name: n for name, n in found if n.request(reminder, URL, {}).url}


def texts(request: Request) -> list[str]:
    """Return every string that a request carries."""
    body = request.body.decode()
    if not request.url:
        return [body]
    return list(_strings(json.loads(body)))


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _strings(part)
    elif isinstance(value, list):
        for part in value:
            yield from _strings(part)


def as_read(request: Request) -> str:
    """Return all that a request says, as a person reads it."""
    said = re.sub(r"</?font[^>]*>", "", " ".join(texts(request)))
    said = html.unescape(re.sub(r"\\([^\w\s])", r"\1", said)).translate(INVISIBLE)
    return unicodedata.normalize("NFKC", said)


def hostile(notice: Notice, text: str) -> Notice:
    """Return *notice* with *text* wherever the world outside has its say."""
    items = tuple(
        replace(
            item,
            id=text,
            title=text,
            stated=Fact(item.stated.label, text),
            tags=Fact(item.tags.label, text),
            flag=text,
            change=text,
            provenance=text,
            links=(Link("CFP", f"https://example.org/{text}"), *item.links),
        )
        for item in notice.items
    )
    headline = f"{notice.headline} {text}"
    return replace(notice, headline=headline, items=items, body=notice.body and text)


@pytest.mark.parametrize("name", NOTIFIERS)
def test_a_notifier_is_called_what_its_module_is(name: str) -> None:
    notifier = NOTIFIERS[name]

    assert notifier.name == name
    assert notifier.pace.burst >= 1
    assert notifier.pace.per_s > 0


@pytest.mark.parametrize("lang", Lang)
@pytest.mark.parametrize("name", NOTIFIERS)
def test_a_message_carries_title_both_clocks_and_link(name: str, lang: Lang) -> None:
    notice = a_conflict(lang)
    item = notice.items[0]

    read = as_read(NOTIFIERS[name].request(notice, URL, {}))

    for text in (item.title, item.home.value, item.stated.value, item.countdown):
        assert unicodedata.normalize("NFKC", text) in read
    assert "2026-05-25 北京时间" in read  # the claim that did not count
    assert item.links[0].url in read


@pytest.mark.parametrize("name", NOTIFIERS)
def test_the_plainer_form_says_the_same(name: str) -> None:
    notice = a_reminder(Lang.ZH)
    item = notice.items[0]

    plainer = NOTIFIERS[name].simpler(notice, URL, {})

    if plainer is None:
        assert name in {"console", "generic"}  # lines of text; data for a program
        return
    read = as_read(plainer)
    for text in (item.title, item.home.value, item.stated.value):
        assert unicodedata.normalize("NFKC", text) in read
    refuses_links = name == "dingtalk"  # some of them, and does not say which
    assert (item.links[0].url in read) is not refuses_links


@pytest.mark.parametrize(("case", "lang"), MESSAGES)
@pytest.mark.parametrize("name", NOTIFIERS)
def test_every_message_of_ours_can_be_sent(name: str, case: str, lang: Lang) -> None:
    notice = CASES[case](lang)

    request = NOTIFIERS[name].request(notice, URL, {})

    assert unicodedata.normalize("NFKC", notice.headline) in as_read(request)
    assert urlsplit(request.url)[:3] in {urlsplit(URL)[:3], ("", "", "")}


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("name", NOTIFIERS)
def test_hostile_texts_ping_nobody_and_break_nothing(name: str, case: str) -> None:
    notice = hostile(CASES[case](Lang.ZH), HOSTILE)
    notifier = NOTIFIERS[name]

    requests = [notifier.request(notice, URL, {}), notifier.simpler(notice, URL, {})]

    for request in filter(None, requests):
        if request.url and name != "generic":  # data, not a message
            assert not any(PINGS.search(text) for text in texts(request))
        assert not re.search("[\x00\x07\u202e\ud800]", " ".join(texts(request)))


@pytest.mark.parametrize("text", ["截" * 10_000, "👨‍👩‍👧‍👦" * 2_000, "&<>*_" * 2_000])
@pytest.mark.parametrize("name", NOTIFIERS)
def test_huge_texts_keep_the_clock_of_the_reader(name: str, text: str) -> None:
    notice = hostile(a_reminder(Lang.ZH), text)
    notifier = NOTIFIERS[name]

    requests = [notifier.request(notice, URL, {}), notifier.simpler(notice, URL, {})]

    for request in filter(None, requests):
        assert "2026-05-26" in as_read(request)
        assert len(request.body) < 20_000


@pytest.mark.parametrize("lang", Lang)
@pytest.mark.parametrize("name", services())
def test_what_does_not_fit_is_counted(name: str, lang: Lang) -> None:
    digest = a_digest(lang)
    many = replace(digest, items=digest.items * 50)

    read = as_read(NOTIFIERS[name].request(many, URL, {}))

    left = re.search(r"另有 (\d+) 条|(\d+) more", read)
    assert left
    shown = (
        read.count("EMNLP 2026") + read.count("NLPCC 2026") + read.count("BIBM 2026 ")
    )
    assert shown + int(left[1] or left[2]) >= 200
    assert "https://deadlines.example.org/" in read


@pytest.mark.parametrize("name", NOTIFIERS)
def test_a_secret_shows_in_no_repr(name: str) -> None:
    request = NOTIFIERS[name].request(a_reminder(Lang.EN), URL, {})

    assert SECRET not in repr(request)
    assert SECRET.encode() not in request.body


@pytest.mark.parametrize(
    "url",
    [
        "",
        "no url",
        f"ftp://chat.example.org/{SECRET}",
        f"https://user:{SECRET}@hooks.slack.com/{SECRET}",
        f"http://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={SECRET}",
        f" https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={SECRET}\n",
        f"https://[::1/{SECRET}",
        f"https://qyapi.weixin.qq.com:port/{SECRET}",
    ],
)
@pytest.mark.parametrize("name", services())
def test_a_wrong_url_is_told_how_to_mend_it_and_not_repeated(
    name: str, url: str
) -> None:
    wrong = NOTIFIERS[name].check(url)

    assert wrong
    assert "looks like https://" in wrong
    assert SECRET not in wrong


@pytest.mark.parametrize(
    "url",
    [
        f"https://chat.example.org/{SECRET}",
        f"https://hooks.slack.com.evil.example/services/T0/B0/{SECRET}",
        f"https://qyapi.weixin.qq.com:8443/cgi-bin/webhook/send?key={SECRET}",
        f"https://oapi.dingtalk.com.evil.example/robot/send?access_token={SECRET}",
        f"https://open.feishu.cn@evil.example/open-apis/bot/v2/hook/{SECRET}",
        f"https://discord.com.evil.example/api/webhooks/1/{SECRET}",
        f"https://api.telegram.org.evil.example/bot1:{SECRET}/sendMessage?chat_id=1",
    ],
)
@pytest.mark.parametrize("name", sorted(services().keys() - ANY_HOST))
def test_a_host_that_is_not_the_services_own_is_refused(name: str, url: str) -> None:
    wrong = NOTIFIERS[name].check(url)

    assert wrong
    assert SECRET not in wrong


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]"])
@pytest.mark.parametrize("name", services())
def test_loopback_is_let_through_to_try_things(name: str, host: str) -> None:
    assert NOTIFIERS[name].check(f"http://{host}:8900/anything") is None


@pytest.mark.parametrize(
    ("response", "outcome"),
    [
        (Response(500, b"oops"), Outcome.RETRY),
        (Response(502, b"<html>Bad Gateway</html>"), Outcome.RETRY),
        (Response(503, b""), Outcome.RETRY),
        (Response(429, b""), Outcome.WAIT),
        (Response(429, b"<html>", {"retry-after": "1.5"}), Outcome.WAIT),
    ],
)
@pytest.mark.parametrize("name", services())
def test_what_every_gateway_says_has_one_class(
    name: str, response: Response, outcome: Outcome
) -> None:
    verdict = NOTIFIERS[name].verdict(response)

    assert verdict.outcome is outcome
    assert verdict.reason


@pytest.mark.parametrize(
    ("response", "outcome"),
    [
        (Response(503, b"", {"retry-after": "30"}), Outcome.RETRY),
        (Response(200, b""), Outcome.UNKNOWN),
        (Response(200, b"<html>Please log in</html>"), Outcome.UNKNOWN),
        (Response(200, b"\xff\xfe"), Outcome.UNKNOWN),
        (Response(200, b"[" * 60_000), Outcome.UNKNOWN),
        (Response(200, b"null"), Outcome.UNKNOWN),
        (Response(200, b"{}"), Outcome.UNKNOWN),
        (Response(200, b'{"status":1112,"wait":5,"punish":"deny"}'), Outcome.UNKNOWN),
        (Response(200, b"ok", truncated=True), Outcome.UNKNOWN),
        (Response(200, b'{"errcode":0}', truncated=True), Outcome.UNKNOWN),
        (Response(200, b'{"code":0}', truncated=True), Outcome.UNKNOWN),
        (Response(200, b'{"id":"1"}', truncated=True), Outcome.UNKNOWN),
        (Response(200, b'{"ok":true}', truncated=True), Outcome.UNKNOWN),
        (Response(400, b"never_heard_of"), Outcome.REJECT_MESSAGE),
    ],
)
@pytest.mark.parametrize("name", sorted(services().keys() - BY_STATUS))
def test_answers_that_no_service_documents_have_a_class(
    name: str, response: Response, outcome: Outcome
) -> None:
    verdict = NOTIFIERS[name].verdict(response)

    assert verdict.outcome is outcome
    assert verdict.reason


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "30"}, 30.0),
        ({"retry-after": "1.5"}, 1.5),
        ({"retry-after": "-5"}, 0.0),
        ({"retry-after": "1e99"}, 6 * 3600.0),
        ({"retry-after": "inf"}, 6 * 3600.0),
        ({"retry-after": "nan"}, 60.0),
        ({"retry-after": "soon"}, 60.0),
        ({}, 60.0),
        ({"retry-after": "Tue, 05 May 2026 00:02:00 GMT", "date": "Tue, 05 May 2026 00:00:00 GMT"}, 120.0),
        ({"retry-after": "Tue, 05 May 2026 00:02:00 GMT"}, 60.0),
        ({"retry-after": "Tue, 05 May 2026 00:02:00 -0000", "date": "Tue, 05 May 2026 00:00:00 GMT"}, 60.0),
    ],
)  # fmt: skip
@pytest.mark.parametrize("name", services())
def test_the_wait_is_as_long_as_the_service_said(
    name: str, headers: dict[str, str], seconds: float
) -> None:
    verdict = NOTIFIERS[name].verdict(Response(429, b"slow down", headers))

    assert (verdict.outcome, verdict.after_s) == (Outcome.WAIT, seconds)


KEYS = (
    *("errcode", "errmsg", "code", "ok", "error", "error_code", "wait", "status"),
    *("StatusCode", "parameters", "retry_after", "migrate_to_chat_id", "id"),
)
ANSWERS = st.builds(
    Response,
    status=st.integers(100, 599),
    body=st.one_of(
        st.binary(max_size=200),
        st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace")),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
            lambda inner: st.dictionaries(
                st.sampled_from(KEYS), inner
            ),
        ).map(lambda value: json.dumps(value).encode()),
    ),
    headers=st.dictionaries(
        st.sampled_from(["retry-after", "date", "content-type"]), st.text(max_size=40)
    ),
    truncated=st.booleans(),
)  # fmt: skip


@pytest.mark.parametrize("name", NOTIFIERS)
@given(response=ANSWERS)
def test_no_answer_whatever_raises(name: str, response: Response) -> None:
    verdict = NOTIFIERS[name].verdict(response)

    assert len(verdict.reason) <= 500
    assert (verdict.after_s is None) == (verdict.outcome is not Outcome.WAIT)


def signers() -> dict[str, Signer]:
    """Return the notifiers whose services take signatures."""
    found = NOTIFIERS.items()
    return {name: notifier for name, notifier in found if isinstance(notifier, Signer)}


@pytest.mark.parametrize("name", signers())
def test_a_signature_is_of_the_attempt_and_holds_no_secret(name: str) -> None:
    request = NOTIFIERS[name].request(a_reminder(Lang.ZH), URL, {})
    signer = signers()[name]

    first, same, later = (
        signer.sign(request, [WHSEC], AT + timedelta(seconds=s)) for s in (0, 0, 60)
    )

    assert first == same
    assert first != later
    said = repr((first.url, first.body, dict(first.headers)))
    assert WHSEC not in said
    assert len(first.body) < 20_000


@pytest.mark.parametrize("name", signers())
def test_a_channel_without_a_secret_is_not_signed(name: str) -> None:
    request = NOTIFIERS[name].request(a_reminder(Lang.ZH), URL, {})

    sent = signers()[name].sign(request, [], AT)

    assert (sent.url, sent.body) == (request.url, request.body)
    assert not any("signature" in header for header in sent.headers)
    assert signers()[name].check_secrets([]) is None
