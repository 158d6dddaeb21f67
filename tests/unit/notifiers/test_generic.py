"""Standard Webhooks: the headers, the signatures, the payload, the answers."""

from __future__ import annotations

import json

import pytest

from deadlinebot.model.call import Lang
from deadlinebot.model.channel import Request, Signer
from deadlinebot.notifiers.generic import NOTIFIER
from tests.golden.wording.cases import (
    a_digest,
    a_reminder,
    a_repeat,
    an_alarm,
    an_extension,
    an_unstated_zone,
)
from tests.unit.notifiers.samples import AT, WIDE, huge, huge_alarm, many, payload

URL = "https://hooks.example.org/deadlines"
NEW = "whsec_c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0"
OLD = "whsec_b2xkLXNlY3JldC1vbGQtc2VjcmV0LTI0"


def signer() -> Signer:
    assert isinstance(NOTIFIER, Signer)
    return NOTIFIER


@pytest.mark.parametrize(
    "url", [URL, "https://hooks.example.org:8443/x?y=z", "https://10.0.0.5/hook"]
)
def test_any_host_will_do_with_https(url: str) -> None:
    assert NOTIFIER.check(url) is None


def test_only_this_machine_may_do_without_https() -> None:
    assert "does not begin with https://" in (
        NOTIFIER.check("http://hooks.example.org/") or ""
    )


def test_it_is_signed_with_every_secret_and_openssl_agrees() -> None:
    request = Request(URL, '{"a":"截"}'.encode(), {"webhook-id": "msg_1"})

    signed = signer().sign(request, [NEW, OLD], AT)

    assert signed.body == request.body
    assert signed.headers == {
        "webhook-id": "msg_1",
        "webhook-timestamp": "1779242400",
        "webhook-signature": "v1,jqFPr9BKL9bmxezTWsml59ziQfsXvGjNhphbnqV8m98= "
        "v1,korFwZKB59anL2llAtfijQ+pGypsj9wQ/tXBc7vmJZw=",
    }


def test_a_repeat_has_the_same_id_and_another_time() -> None:
    first, again = (
        NOTIFIER.request(notice, URL, {})
        for notice in (a_reminder(Lang.ZH), a_repeat(Lang.ZH))
    )

    assert first.headers["webhook-id"] == again.headers["webhook-id"] == "4f0c"
    assert payload(again)["data"]["maybe_repeat"] is True
    assert payload(first)["timestamp"] == payload(again)["timestamp"]


@pytest.mark.parametrize(
    "secret",
    [
        "c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0",  # without whsec_
        "whsec_c2VjcmV0",  # 6 bytes
        "whsec_" + "A" * 88,  # 66 bytes
        "whsec_not base64!" + "A" * 20,
        "",
    ],
)
def test_what_is_no_secret_says_how_to_make_one(secret: str) -> None:
    assert "openssl rand -base64 32" in (signer().check_secrets([NEW, secret]) or "")


def test_two_good_secrets_are_good() -> None:
    assert signer().check_secrets([NEW, OLD]) is None


def test_the_payload_is_data_without_markup() -> None:
    sent = payload(NOTIFIER.request(a_reminder(Lang.ZH), URL, {}))

    [item] = sent["data"].pop("items")
    assert sent == {
        "type": "reminder.due",
        "timestamp": "2026-05-20T01:59:59Z",
        "data": {
            "lang": "zh",
            "tone": "calm",
            "lead": "7d",
            "headline": "⏰ 还有 6 天 10 小时 · EMNLP 2026 论文截稿",
            "maybe_repeat": False,
        },
    }
    assert (item["id"], item["revision"]) == ("emnlp-2026-paper", 0)
    assert item["title"] == {
        "zh": "EMNLP 2026 论文截稿",
        "en": "EMNLP 2026 paper deadline",
    }
    assert item["due"] == {
        "utc": "2026-05-26T11:59:59Z",
        "home": {"label": "北京时间", "value": "2026-05-26（周二）19:59（次日）"},
        "stated": {"label": "原文时间", "value": "2026-05-25 23:59:59 UTC-12"},
        "status": "confirmed",
        "assumed": [],
    }


def test_a_program_is_told_how_far_a_date_can_be_trusted() -> None:
    sent = payload(NOTIFIER.request(an_unstated_zone(Lang.EN), URL, {}))

    [item] = sent["data"]["items"]
    assert item["due"]["status"] == "assumed"
    assert item["due"]["assumed"] == ["zone", "time"]


def test_a_program_is_told_why_it_hears_of_it() -> None:
    leads = [
        payload(NOTIFIER.request(case(Lang.EN), URL, {}))["data"]["lead"]
        for case in (a_reminder, an_extension)
    ]

    assert leads == ["7d", "extended"]


@pytest.mark.parametrize(
    ("notice", "kind"),
    [
        (an_extension(Lang.EN), "deadline.changed"),
        (a_digest(Lang.EN), "digest.due"),
        (an_alarm(Lang.EN), "alarm.raised"),
    ],
)
def test_every_kind_of_notice_has_a_type(notice: object, kind: str) -> None:
    sent = payload(NOTIFIER.request(notice, URL, {}))  # type: ignore[arg-type]  # pytest knows no types

    assert sent["type"] == kind


@pytest.mark.parametrize("wide", WIDE)
@pytest.mark.parametrize("count", [1, 2, 60])
def test_texts_of_any_length_stay_below_20_000_bytes(wide: str, count: int) -> None:
    for notice in (huge(wide, count), huge_alarm(wide)):
        request = NOTIFIER.request(notice, URL, {})

        assert 200 < len(request.body) < 20_000
        assert payload(request)["data"]["headline"]


def test_what_is_left_out_is_counted() -> None:
    data = payload(NOTIFIER.request(many(), URL, {}))["data"]

    assert data["left_out"] == 200 - len(data["items"])
    assert data["page"] == "https://deadlines.example.org/"


def test_there_is_no_plainer_form_for_a_program() -> None:
    assert NOTIFIER.simpler(a_reminder(Lang.ZH), URL, {}) is None


def test_the_type_is_what_the_specification_asks_for() -> None:
    request = NOTIFIER.request(a_reminder(Lang.ZH), URL, {})

    assert request.headers["Content-Type"] == "application/json"
    assert "." not in request.headers["webhook-id"]
    assert json.loads(request.body).keys() == {"type", "timestamp", "data"}
