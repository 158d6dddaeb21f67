"""What every notifier makes of addresses and answers, whichever the registry finds."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deadlinebot.model.channel import Response
from deadlinebot.model.delivery import Outcome
from tests.services import NOTIFIERS, SECRET, services, web_services

ANY_HOST = {"generic", "teams"}  # their addresses are not known beforehand
BY_STATUS = {"generic", "teams"}  # what they answer beside a status means nothing


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
    assert "looks like " in wrong
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
@pytest.mark.parametrize("name", sorted(web_services().keys() - ANY_HOST))
def test_a_host_that_is_not_the_services_own_is_refused(name: str, url: str) -> None:
    wrong = NOTIFIERS[name].check(url)

    assert wrong
    assert SECRET not in wrong


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]"])
@pytest.mark.parametrize("name", web_services())
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
@pytest.mark.parametrize("name", web_services())
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
    ],
)
@pytest.mark.parametrize("name", sorted(web_services().keys() - BY_STATUS))
def test_answers_that_no_service_documents_have_a_class(
    name: str, response: Response, outcome: Outcome
) -> None:
    verdict = NOTIFIERS[name].verdict(response)

    assert verdict.outcome is outcome
    assert verdict.reason


@pytest.mark.parametrize("page", [b"never_heard_of", b"<html>Not Found</html>"])
@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (302, Outcome.RETRY),
        (400, Outcome.RETRY),
        (404, Outcome.RETRY),
        (407, Outcome.RETRY),
        (413, Outcome.REJECT_MESSAGE),
        (415, Outcome.REJECT_MESSAGE),
        (502, Outcome.RETRY),
    ],
)
@pytest.mark.parametrize("name", ["dingtalk", "feishu", "telegram", "wecom"])
def test_the_page_of_a_proxy_is_no_verdict_of_a_service_that_answers_by_codes(
    name: str, status: int, outcome: Outcome, page: bytes
) -> None:
    assert NOTIFIERS[name].verdict(Response(status, page)).outcome is outcome


@pytest.mark.parametrize("name", ["discord", "slack"])
def test_a_refusal_by_status_alone_is_of_the_message(name: str) -> None:
    answer = Response(400, b"never_heard_of")

    assert NOTIFIERS[name].verdict(answer).outcome is Outcome.REJECT_MESSAGE


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
@pytest.mark.parametrize("name", web_services())
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
