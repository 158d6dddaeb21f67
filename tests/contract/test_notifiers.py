"""What every notifier says, whichever the registry finds."""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest

from deadlinebot.model.call import Lang
from deadlinebot.model.channel import Signer
from deadlinebot.model.notice import Fact, Link, Notice
from deadlinebot.wording.templates import BODY
from tests.golden.wording.cases import CASES, a_conflict, a_digest, a_reminder
from tests.services import (
    NOTIFIERS,
    OPTIONS,
    SECRET,
    a_request,
    as_read,
    services,
    simpler,
    texts,
    url,
)

HOSTILE = (
    '<!channel> <!here> <@all> <@U012AB3CD> <at user_id="all">x</at> @everyone & <b> '
    '|]( ` `` ``` </font><font color="warning"> **x** _x_ ~x~ \r\n# h\n> q\n- l\n'
    "1. l \x00\x07\u202e\ud800 <https://evil.example|here> [x](https://evil.example)"
)  # fmt: skip
PINGS = re.compile(r"<!(?:channel|here|everyone|subteam)|<@|<at\b")
QUIET = {"generic", "email"}  # data, and text that nothing reads for names
MESSAGES = [(name, lang) for name in CASES for lang in Lang]
AT = datetime(2026, 5, 20, 2, 0, tzinfo=UTC)
WHSEC = "whsec_" + "c2VjcmV0" * 4


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

    read = as_read(a_request(name, notice))

    for text in (item.title, item.home.value, item.stated.value, item.countdown):
        assert unicodedata.normalize("NFKC", text) in read
    assert "2026-05-25 北京时间" in read  # the claim that did not count
    assert item.links[0].url in read


@pytest.mark.parametrize("name", NOTIFIERS)
def test_the_plainer_form_says_the_same(name: str) -> None:
    notice = a_reminder(Lang.ZH)
    item = notice.items[0]

    plainer = simpler(name, notice)

    if plainer is None:
        assert name in {"console", "generic", "apprise"}  # text; data for a program
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

    request = a_request(name, notice)

    assert unicodedata.normalize("NFKC", notice.headline) in as_read(request)
    address = urlsplit(request.url.removeprefix("apprise:"))
    assert address[:3] in {urlsplit(url(name))[:3], ("", "", "")}


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("name", NOTIFIERS)
def test_hostile_texts_ping_nobody_and_break_nothing(name: str, case: str) -> None:
    notice = hostile(CASES[case](Lang.ZH), HOSTILE)

    requests = [a_request(name, notice), simpler(name, notice)]

    for request in filter(None, requests):
        if request.url and name not in QUIET:
            assert not any(PINGS.search(text) for text in texts(request))
        assert not re.search("[\x00\x07\u202e\ud800]", " ".join(texts(request)))


@pytest.mark.parametrize("text", ["截" * 10_000, "👨‍👩‍👧‍👦" * 2_000, "&<>*_" * 2_000])
@pytest.mark.parametrize("name", NOTIFIERS)
def test_huge_texts_keep_the_clock_of_the_reader(name: str, text: str) -> None:
    notice = hostile(a_reminder(Lang.ZH), text)

    requests = [a_request(name, notice), simpler(name, notice)]

    for request in filter(None, requests):
        assert "2026-05-26" in as_read(request)
        assert len(request.body) < 20_000


@pytest.mark.parametrize("lang", Lang)
@pytest.mark.parametrize("name", services())
def test_what_does_not_fit_is_counted(name: str, lang: Lang) -> None:
    digest = a_digest(lang)
    many = replace(digest, items=digest.items * 50)

    read = as_read(a_request(name, many))

    left = re.search(r"另有 (\d+) 条|(\d+) more", read)
    assert left
    shown = (
        read.count("EMNLP 2026") + read.count("NLPCC 2026") + read.count("BIBM 2026 ")
    )
    assert shown + int(left[1] or left[2]) >= 200
    assert "https://deadlines.example.org/" in read


def many(lang: Lang, count: int = 60) -> Notice:
    """Return a digest of *count* deadlines, each with 10 kB of title."""
    digest = a_digest(lang)
    shown = digest.items[0]
    items = tuple(
        replace(shown, title=f"第{n:03}届" + "截" * 10_000) for n in range(count)
    )
    return replace(digest, items=items, page=None)


LIMITS = {"wecom": 4_700, "slack": 3 * 13_200, "email": 10**6}  # bytes of a body
STYLED: list[tuple[str, dict[str, str]]] = [(name, {}) for name in NOTIFIERS] + [
    (name, {"style": style})
    for name, notifier in NOTIFIERS.items()
    if "style" in notifier.options
    for style in notifier.options["style"].values
]


@pytest.mark.parametrize("lang", Lang)
@pytest.mark.parametrize(("name", "style"), STYLED)
def test_what_is_said_to_fit_is_all_in_one_request(
    name: str, style: dict[str, str], lang: Lang
) -> None:
    notifier, options = NOTIFIERS[name], OPTIONS.get(name, {}) | style
    left = many(lang)
    seen: list[str] = []

    while left.items:
        count = notifier.fits(left, options)
        assert 1 <= count <= len(left.items)
        some = replace(left, items=left.items[:count])
        request = notifier.request(some, url(name), options)
        read = as_read(request)
        assert not re.search(r"另有 \d+ 条|\d+ more", read)
        assert not request.url or len(request.body) < LIMITS.get(name, 20_000)
        found = list(dict.fromkeys(re.findall(r"第\d{3}届", read)))
        assert len(found) == count
        seen += found
        left = replace(left, items=left.items[count:])

    assert seen == [f"第{n:03}届" for n in range(60)]


@pytest.mark.parametrize("name", sorted(services().keys() - {"generic", "email"}))
def test_more_than_fits_does_not_fit(name: str) -> None:
    notice = many(Lang.ZH)
    count = NOTIFIERS[name].fits(notice, {})

    one_more = replace(notice, items=notice.items[: count + 1])

    assert "另有" in as_read(a_request(name, one_more))


@pytest.mark.parametrize("name", NOTIFIERS)
def test_words_of_the_operators_own_are_sent_whole_with_their_addresses(
    name: str,
) -> None:
    link = "https://ddl.example.org/d/emnlp-2026_a-paper?x=1&y=2"
    line = "截" * 460
    body = f"{line}\n见 {link} ，{link}。\n- # 1. end"
    assert len(body.encode()) <= BODY
    notice = replace(a_reminder(Lang.ZH), items=(), body=body)

    for request in filter(None, (a_request(name, notice), simpler(name, notice))):
        read = as_read(request)
        assert line in read
        raw = html.unescape(" ".join(texts(request)))
        assert raw.count(link) >= 2
        assert "end" in read
        assert "…" not in read


@pytest.mark.parametrize("name", NOTIFIERS)
def test_a_secret_shows_in_no_repr(name: str) -> None:
    request = a_request(name, a_reminder(Lang.EN))

    assert SECRET not in repr(request)
    assert SECRET.encode() not in request.body


def signers() -> dict[str, Signer]:
    """Return the notifiers whose services take signatures."""
    found = NOTIFIERS.items()
    return {name: notifier for name, notifier in found if isinstance(notifier, Signer)}


@pytest.mark.parametrize("name", signers())
def test_a_signature_is_of_the_attempt_and_holds_no_secret(name: str) -> None:
    request = a_request(name, a_reminder(Lang.ZH))
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
    request = a_request(name, a_reminder(Lang.ZH))

    sent = signers()[name].sign(request, [], AT)

    assert (sent.url, sent.body) == (request.url, request.body)
    assert not any("signature" in header for header in sent.headers)
    assert signers()[name].check_secrets([]) is None
